"""The deeds on an authorisation, each on its page: asked, consented to, declined, taken back, given up; a new name reported."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.urls import reverse

from evexport.accounts.roles import Role
from evexport.desks.enterprise.network.authorised import ALL, FIRMS, PENDING, RENAME, RENOUNCE, address, rests, trail
from evexport.desks.kit.components import Crumb, Trail
from evexport.desks.kit.deeds import Deed, Plain, deed_page, perform, reason_field
from evexport.desks.kit.naming import named
from evexport.desks.kit.posts import DeskRequest, post
from evexport.desks.kit.words import words
from evexport.kernel.problems import Conflict, NotFound
from evexport.kernel.text import Text
from evexport.licensing.queries import resting_on
from evexport.qualification import authorised
from evexport.qualification.actions import list_changes
from evexport.qualification.authorised import Held
from evexport.qualification.list_states import AUTHORISATION, CHANGE
from evexport.store import reading_as

ENDS = Text(
    "授权终止后不能恢复：未办结的申请不能再获签发，有余额的许可证在海关不再放行；下一年度可重新授权。",
    "It cannot be restored: applications not decided are no longer granted, and customs releases nothing more under the "
    "licences. The maker may authorise again in the next year.",
)


class Reasons(forms.Form):
    reasons = reason_field()


class Statement(forms.Form):
    statement = reason_field(
        words("您的书面答复，与名单变更一并保存。", "Your answer in writing; kept with the change to the list."),
        label=words("同意声明", "Statement of consent"),
    )


def held_of(request: DeskRequest, key: UUID) -> tuple[Held, Any]:
    """The authorisation and what rests on it, read at once."""
    assert request.actor.organisation_id is not None, "a clerk acts for an enterprise"
    with reading_as(request.actor):
        one = authorised.authorisation_of(request.actor.organisation_id, key)
        return one, resting_on(one.entry.maker_id, one.listed.exporter_id, request.at)


@post(Role.MAKER)
def ask_removal(request: DeskRequest, key: UUID) -> HttpResponse:
    """The maker reports that it withdraws; nothing changes until the exporter consents in writing."""
    one, resting = held_of(request, key)
    AUTHORISATION.take("propose_removal", one.standing, by=request.actor)
    if one.asked is not None:
        raise Conflict(PENDING, remedy=Text("请返回授权页面。", "Go back to the authorisation."), code="CHANGE_PROPOSED")
    other = named(one.listed)
    deed = Deed(
        Text(f"提请撤销对{other.zh}的授权", f"Ask for the removal of {other.en}"),
        Text("提请撤销", "Ask for the removal"),
        address(one),
        lead=Text(
            "须经该企业书面同意后生效；在此之前授权不变。",
            "It takes effect with that firm’s written consent; until then nothing changes.",
        ),
        grave=ENDS,
        trail=trail(one, one.entry.maker_id, Text("提请撤销", "Ask for the removal")),
        beside=rests(resting),
        icon="send",
    )
    form = Reasons(request.POST or None)
    done = perform(
        request,
        form,
        lambda said: list_changes.propose_removal(
            one.entry.maker_id, one.listed.exporter_id, one.entry.year, reasons=said["reasons"], by=request.actor, at=request.at
        ),
        told=Text("已提请撤销，待出口企业答复。", "Asked; the exporter’s answer is awaited."),
        to=address(one),
    )
    return done or deed_page(request, form, deed)


@post(*FIRMS)
def renounce(request: DeskRequest, key: UUID) -> HttpResponse:
    """The exporter gives its authorisation up of its own accord."""
    one, resting = held_of(request, key)
    AUTHORISATION.take("remove", one.standing, by=request.actor)
    maker = named(one.entry)
    deed = Deed(
        Text(f"放弃{maker.zh}的授权", f"Give up the authorisation of {maker.en}"),
        Text("放弃授权", "Give it up"),
        address(one),
        lead=Text("无须生产企业同意，立即生效。", "It needs no consent of the maker and takes effect at once."),
        grave=ENDS,
        trail=trail(one, one.listed.exporter_id, Text(RENOUNCE.zh, "Give it up")),
        beside=rests(resting),
        icon="ban",
    )
    form = Reasons(request.POST or None)
    done = perform(
        request,
        form,
        lambda said: list_changes.renounce(
            one.entry.maker_id, one.listed.exporter_id, one.entry.year, reasons=said["reasons"], by=request.actor, at=request.at
        ),
        told=Text("授权已终止。", "The authorisation has ended."),
        to=address(one),
    )
    return done or deed_page(request, form, deed)


Do = Callable[..., Any]
ANSWERS: dict[str, tuple[type[forms.Form], Do, Text, Text | None, Text]] = {
    "consent": (
        Statement,
        lambda key, said, by, at: list_changes.consent(key, statement=said["statement"], by=by, at=at),
        Text("同意撤销授权", "Consent to the removal"),
        ENDS,
        Text("已同意，授权终止。", "You have consented; the authorisation has ended."),
    ),
    "decline": (
        Reasons,
        lambda key, said, by, at: list_changes.decline(key, reasons=said["reasons"], by=by, at=at),
        Text("不同意撤销授权", "Decline the removal"),
        None,
        Text("已答复不同意，授权不变。", "You have declined; the authorisation stands."),
    ),
    "drop": (
        Plain,
        lambda key, _said, by, at: list_changes.drop(key, by=by, at=at),
        Text("撤回该事项", "Take it back"),
        None,
        Text("已撤回。", "Taken back."),
    ),
}


@post(*FIRMS)
def change(request: DeskRequest, key: UUID, verb: str) -> HttpResponse:
    """Answer a removal that is asked, or take back what one has asked oneself."""
    if verb not in ANSWERS:
        raise NotFound(Text("没有这种办理方式。", "There is no such deed."), remedy=Text("请返回授权页面。", "Go back."))
    form_class, do, title, grave, told = ANSWERS[verb]
    with reading_as(request.actor):
        asked = authorised.change_by_id(key)
        CHANGE.take(verb, asked, by=request.actor)
        held, resting = about(request, asked)
    back = address(held) if held else reverse("enterprise:authorisations")
    mine = request.actor.organisation_id
    where = trail(held, mine, title) if held and mine else Trail((Crumb(ALL, back), Crumb(title)))
    deed = Deed(
        title,
        title,
        back,
        lead=Text(f"提请的理由：{asked.reasons}", f"Reasons given: {asked.reasons}"),
        grave=grave,
        trail=where,
        beside=rests(resting) if resting and verb != "drop" else None,
    )
    form = form_class(request.POST if request.method == "POST" else None)
    done = perform(request, form, lambda said: do(key, said, request.actor, request.at), told=told, to=back)
    return done or deed_page(request, form, deed)


def about(request: DeskRequest, asked: Any) -> tuple[Held | None, Any]:
    """The authorisation that a change is about, with what rests on it; none for a new name."""
    if asked.exporter_id is None:
        return None, None
    mine = request.actor.organisation_id
    assert mine is not None, "a clerk acts for an enterprise"
    rows = authorised.authorisations(mine).filter(listed_maker_id=asked.listed_maker_id, exporter_id=asked.exporter_id)
    held = authorised.held(list(rows))[0]
    return held, resting_on(asked.maker_id, asked.exporter_id, request.at)


class Rename(forms.Form):
    name_zh = forms.CharField(
        label=words("新的中文名称", "New name in Chinese"),
        max_length=200,
        help_text=words("与登记机关登记的名称一致。", "As it stands in the business register."),
        error_messages={"required": words("请填写中文名称。", "Give the name in Chinese.")},
    )
    name_en = forms.CharField(
        label=words("新的英文名称", "New name in English"),
        max_length=200,
        error_messages={"required": words("请填写英文名称。", "Give the name in English.")},
    )
    reasons = reason_field(
        words("写明变更登记的日期和核准文号。", "Name the day and the number of the registration."),
        label=words("依据", "What it rests on"),
    )


@post(Role.MAKER)
def rename(request: DeskRequest, year: int) -> HttpResponse:
    """A listed maker reports its new name; the ministry records it on the list."""
    mine, back = request.actor.organisation_id, reverse("enterprise:authorisations")
    assert mine is not None, "a clerk acts for an enterprise"
    with reading_as(request.actor):
        entry = next((one for one in authorised.entries_of(mine) if one.year == year), None)
    if entry is None:
        raise NotFound(
            Text(f"贵企业不在{year}年度名单上。", f"Your enterprise is not on the list of {year}."),
            remedy=Text("请选择已公布名单的年度。", "Choose a year whose list names it."),
        )
    form = Rename(
        request.POST if request.method == "POST" else None, initial={"name_zh": entry.name_zh, "name_en": entry.name_en}
    )
    deed = Deed(
        Text(f"报告更名（{year}年度名单）", f"Report a new name (list of {year})"),
        Text("报告更名", "Report the new name"),
        back,
        lead=Text(
            "商务部核准后记入名单；已签发的许可证不变。",
            "The ministry records it on the list; licences already issued stay as they are.",
        ),
        trail=Trail((Crumb(ALL, back), Crumb(Text(RENAME.zh, "New name")))),
        icon="send",
    )
    done = perform(
        request,
        form,
        lambda said: list_changes.propose_rename(mine, year, **said, by=request.actor, at=request.at),
        told=Text("已报告，待商务部核准。", "Reported; the ministry decides."),
        to=back,
    )
    return done or deed_page(request, form, deed)
