"""Enterprises on record: found by name or code, what they were called, whether they are banned; bans and new names."""

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from evexport.accounts.roles import Role
from evexport.desks.kit.codes import Codes
from evexport.desks.kit.components import Crumb, Tag, Trail
from evexport.desks.kit.days import day_field
from evexport.desks.kit.deeds import Deed, Deeds, Open, deed_page, perform, reason_field
from evexport.desks.kit.filing import WORDS, division
from evexport.desks.kit.history import timeline
from evexport.desks.kit.listing import Column, Filter, Listing
from evexport.desks.kit.naming import named
from evexport.desks.kit.posts import DeskRequest, post
from evexport.desks.kit.words import later, words
from evexport.desks.officer.lists.listings import mark, named_like
from evexport.enterprises import actions
from evexport.enterprises.models import Ban, Enterprise
from evexport.enterprises.queries import bans_on, by_uscc, standing_bans
from evexport.kernel.clock import china_day
from evexport.kernel.text import Text
from evexport.qualification.actions.case import not_found
from evexport.qualification.list_states import ENTRY
from evexport.qualification.models import MakerStanding
from evexport.regulation.instruments import articles
from evexport.store import reading_as

TITLE = Text("企业", "Enterprises")
KINDS = {
    "vehicle_maker": WORDS["vehicle_maker"],
    "modified_vehicle_maker": WORDS["modified_vehicle_maker"],
    "trader": Text("出口经营企业", "Exporter"),
}
BANNED = Tag(Text("禁止出口中", "banned"), "no", "ban")
OVER, TO_COME = Tag(Text("已结束", "over"), "plain"), Tag(Text("尚未开始", "to come"), "wait")
BAN_LAWS = ("FTL-2025", "MOFCOM-11-2008", "CUSTOMS-PENALTY", "SCF-318-2012", "ANN-54-2025")


def known(uscc: str) -> Enterprise:
    found = by_uscc(uscc)
    if found is None:
        raise not_found(Text("企业", "enterprise"))
    return found


@post(Role.MINISTRY_OFFICER)
def enterprises(request: DeskRequest) -> HttpResponse:
    today = china_day(request.at)
    with reading_as(request.actor):
        barred = set(standing_bans(today).values_list("enterprise_id", flat=True))
        codes = Codes(today)
        columns = (
            Column(
                "name",
                Text("企业", "Enterprise"),
                named,
                sort=("name_zh",),
                link=lambda one: reverse("officer:enterprise", args=[one.uscc]),
                note=lambda one: one.uscc,
            ),
            Column("kind", Text("类型", "Kind"), lambda one: KINDS.get(one.enterprise_type, one.enterprise_type)),
            Column("division", Text("所在地", "Division"), lambda one: division(one.division, codes)),
            Column("ban", Text("禁止出口", "Ban"), lambda one: BANNED if one.pk in barred else None),
        )
        listing = Listing(
            request,
            columns=columns,
            rows=Enterprise.objects.order_by("name_zh"),
            filters=(
                Filter(
                    "kind", Text("类型", "Kind"), list(KINDS.items()), lambda rows, chosen: rows.filter(enterprise_type=chosen)
                ),
                Filter(
                    "ban",
                    Text("禁止出口", "Ban"),
                    [("yes", Text("禁止中", "Banned"))],
                    lambda rows, _: rows.filter(pk__in=barred),
                ),
            ),
            search=lambda rows, said: rows.filter(named_like("", said)),
            search_label=Text("企业名称或统一社会信用代码", "Name or credit code"),
            file_name="enterprises",
        )
        return listing.answer("officer/enterprises.html", {"title": TITLE})


def trail(one: Enterprise, *more: Crumb) -> Trail:
    here = Crumb(named(one), reverse("officer:enterprise", args=[one.uscc])) if more else Crumb(named(one))
    return Trail((Crumb(TITLE, reverse("officer:enterprises")), here, *more))


@post(Role.MINISTRY_OFFICER)
def enterprise(request: DeskRequest, uscc: str) -> HttpResponse:
    today = china_day(request.at)
    with reading_as(request.actor):
        one = known(uscc)
        listed = MakerStanding.objects.filter(maker_id=one.pk).order_by("-year")
        context = {
            "one": one,
            "name": named(one),
            "trail": trail(one),
            "kind": KINDS.get(one.enterprise_type, one.enterprise_type),
            "division": division(one.division, Codes(today)),
            "banned": BANNED if bans_on(one.pk, today).exists() else None,
            "names": one.names.order_by("-valid_from"),
            "bans": [shown(ban, today) for ban in one.bans.order_by("-valid_from", "-imposed_at")],
            "listed": [(row, mark(ENTRY, row.state)) for row in listed],
            "deeds": Deeds(
                (
                    Open(Text("登记新名称", "record a new name"), reverse("officer:rename", args=[uscc])),
                    Open(Text("禁止出口", "ban it from exporting"), reverse("officer:ban", args=[uscc]), grave=True),
                )
            ),
            "timeline": timeline(f"enterprise:{one.pk}"),
        }
        return render(request, "officer/enterprise.html", context)


def shown(ban: Ban, today: date) -> dict[str, Any]:
    stands = ban.lifted_at is None and ban.until > today
    state = OVER if not stands else BANNED if ban.valid_from <= today else TO_COME
    return {"row": ban, "state": state, "url": reverse("officer:lift-ban", args=[ban.pk]) if stands else ""}


def grounds() -> list[tuple[str, Text]]:
    """The articles by which an exporter may be barred, with what each says."""
    return [(name, one.summary) for name, one in sorted(articles().items()) if one.instrument.id in BAN_LAWS]


class Banning(forms.Form):
    valid_from = day_field("自", "From")
    until = day_field("至（不含）", "Until (not included)")
    because = reason_field()
    citation = forms.ChoiceField(
        label=words("依据", "Basis"),
        choices=lambda: [("", "—"), *((name, later(said)) for name, said in grounds())],
        error_messages={"required": words("请选择所依据的条款。", "Choose the article.")},
    )


@post(Role.MINISTRY_OFFICER)
def ban(request: DeskRequest, uscc: str) -> HttpResponse:
    with reading_as(request.actor):
        one = known(uscc)
    title = Text("禁止出口", "Ban from exporting")
    page = Deed(
        title,
        title,
        reverse("officer:enterprise", args=[uscc]),
        grave=Text(
            "禁止期间不签发许可证，海关不予放行；可提前解除，记录不删除。",
            "Meanwhile no licence is issued and customs releases no car; it can be lifted early, and its record stays.",
        ),
        trail=trail(one, Crumb(title)),
        icon="ban",
    )
    form = Banning(request.POST if request.method == "POST" else None, initial={"valid_from": china_day(request.at)})
    done = perform(
        request,
        form,
        lambda said: actions.ban(one.pk, **said, by=request.actor, at=request.at),
        told=Text("已禁止出口。", "The ban stands."),
        to=page.back,
    )
    return done or deed_page(request, form, page)


class Because(forms.Form):
    because = reason_field()


@post(Role.MINISTRY_OFFICER)
def lift_ban(request: DeskRequest, key: UUID) -> HttpResponse:
    with reading_as(request.actor):
        row = Ban.objects.select_related("enterprise").filter(pk=key).first()
        if row is None:
            raise not_found(Text("禁令", "ban"))
    title = Text("提前解除禁止出口", "Lift a ban")
    page = Deed(
        title,
        title,
        reverse("officer:enterprise", args=[row.enterprise.uscc]),
        trail=trail(row.enterprise, Crumb(title)),
        icon="lock-open",
    )
    form = Because(request.POST if request.method == "POST" else None)
    done = perform(
        request,
        form,
        lambda said: actions.lift_ban(key, because=said["because"], by=request.actor, at=request.at),
        told=Text("已提前解除。", "The ban is lifted."),
        to=page.back,
    )
    return done or deed_page(request, form, page)


class Name(forms.Form):
    name_zh = forms.CharField(
        label=words("新名称（中文）", "New name in Chinese"),
        max_length=200,
        error_messages={"required": words("请填写中文名称。", "Give the name in Chinese.")},
    )
    name_en = forms.CharField(
        label=words("新名称（英文）", "New name in English"),
        max_length=200,
        error_messages={"required": words("请填写英文名称。", "Give the name in English.")},
    )
    valid_from = day_field("自", "From")
    because = reason_field(
        words("注明所凭证明，如市场监管部门的准予变更登记通知书。", "Name the proof, such as the business register's notice.")
    )


@post(Role.MINISTRY_OFFICER)
def rename(request: DeskRequest, uscc: str) -> HttpResponse:
    with reading_as(request.actor):
        one = known(uscc)
    title = Text("登记新名称", "Record a new name")
    page = Deed(
        title,
        title,
        reverse("officer:enterprise", args=[uscc]),
        lead=Text(
            "已签发的许可证保留签发时的名称；名单上的更名另行核准。",
            "Licences keep the name they were issued under; the list's name is recorded apart.",
        ),
        trail=trail(one, Crumb(title)),
        icon="edit",
    )
    form = Name(
        request.POST if request.method == "POST" else None,
        initial={"name_zh": one.name_zh, "name_en": one.name_en, "valid_from": china_day(request.at)},
    )
    done = perform(
        request,
        form,
        lambda said: actions.rename(one.pk, **said, by=request.actor, at=request.at),
        told=Text("新名称已登记。", "The new name is on record."),
        to=page.back,
    )
    return done or deed_page(request, form, page)
