"""Authorisations on both sides: a maker's exporters of each year, by whom an exporter is authorised; each with its story."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from evexport.accounts.roles import ROLES, Role
from evexport.desks.kit.components import Component, Crumb, Empty, Tag, Trail
from evexport.desks.kit.deeds import Deeds, Open
from evexport.desks.kit.listing import Column, Filter, Listing
from evexport.desks.kit.naming import named
from evexport.desks.kit.parts import Answer, Moment, Summary, Timeline
from evexport.desks.kit.posts import DeskRequest, post
from evexport.kernel.clock import china_day
from evexport.kernel.text import Text
from evexport.ledger.events import label
from evexport.licensing.queries import Resting, resting_on
from evexport.qualification import authorised
from evexport.qualification.authorised import Held
from evexport.qualification.events import ENTRY_EVENTS
from evexport.qualification.list_states import AUTHORISATION, CHANGE, ENTRY
from evexport.qualification.models import ListChange, ListEvent
from evexport.store import reading_as

FIRMS = (Role.MAKER, Role.EXPORTER)
TONES: dict[str, Tag] = {
    "in_force": Tag(AUTHORISATION.states["in_force"].label, "yes", "circle-check"),
    "suspended": Tag(AUTHORISATION.states["suspended"].label, "note", "alert-triangle"),
    "removed": Tag(AUTHORISATION.states["removed"].label, "no", "circle-x"),
}
ASKED = Tag(Text("已提请撤销，待出口企业答复", "removal asked, the exporter’s answer is awaited"), "wait", "hourglass")
ALL = Text("授权", "Authorisations")
OVER = Tag(Text("年度已结束", "its year is over"), "plain", "clock")


@dataclass(frozen=True, slots=True)
class Numbers(Component):
    """Licence numbers, the first of them named."""

    numbers: tuple[str, ...]
    more: int
    template: ClassVar[str] = "enterprise/numbers.html"


@post(*FIRMS)
def authorisations(request: DeskRequest) -> HttpResponse:
    """Every authorisation that names this firm, the latest year first."""
    mine = request.actor.organisation_id
    assert mine is not None, "a clerk acts for an enterprise"
    with reading_as(request.actor):
        rows = authorised.authorisations(mine)
        years = sorted({*rows.order_by().values_list("listed_maker__year", flat=True).distinct()}, reverse=True)
        listing = Listing(
            request,
            columns=columns(mine, china_day(request.at)),
            rows=rows,
            filters=(year_filter(years),),
            search=authorised.by_words,
            search_label=Text("企业名称或信用代码", "Name or credit code"),
            empty=NOTHING[Role(request.actor.role)],
            file_name="authorisations",
            dress=dressed,
        )
        entries = authorised.entries_of(mine) if request.actor.may("list.rename") else []
        context = {"rename": renaming(request, entries[0].year) if entries else None}
        return listing.answer("enterprise/authorisations.html", context)


def dressed(rows: Sequence[Any]) -> list[Held]:
    return authorised.held(rows)


def columns(mine: UUID, today: date) -> tuple[Column, ...]:
    def other(one: Held) -> Text:
        return named(one.entry) if one.listed.exporter_id == mine else named(one.listed)

    def side(one: Held) -> Text:
        return Text("授权本企业", "authorises us") if one.listed.exporter_id == mine else Text("由本企业授权", "authorised by us")

    return (
        Column("firm", Text("对方企业", "The other firm"), other, link=address, note=side),
        Column("year", Text("年度", "Year"), lambda one: str(one.entry.year)),
        Column("state", Text("状态", "State"), lambda one: mark(one, today), note=lambda one: ASKED.label if one.asked else None),
        Column("contract", Text("授权合同", "Contract"), lambda one: one.listed.contract_no, "code"),
        Column("from", Text("合同起", "From"), lambda one: one.listed.valid_from, "date"),
        Column("until", Text("合同止", "Until"), lambda one: one.listed.valid_until, "date"),
    )


def year_filter(years: Sequence[int]) -> Filter:
    choices = [(str(year), Text(f"{year}年度", str(year))) for year in years]
    return Filter("year", Text("年度", "Year"), choices, lambda rows, chosen: rows.filter(listed_maker__year=int(chosen)))


def address(one: Held) -> str:
    return reverse("enterprise:authorisation", args=[one.listed.pk])


def mark(one: Held, today: date) -> Tag:
    """How it stands; a year that is over and the maker's own standing go before."""
    if one.standing.state == "in_force" and one.entry.year < today.year:
        return OVER
    if one.standing.state == "in_force" and one.maker.state != "in_force":
        state = ENTRY.states[one.maker.state].label
        return Tag(Text(f"生产企业资质{state.zh}", f"the maker’s entry is {state.en}"), "note", "alert-triangle")
    return TONES[one.standing.state]


@post(*FIRMS)
def authorisation(request: DeskRequest, key: UUID) -> HttpResponse:
    """One authorisation: how it stands, its certificate and check, what rests on it, what can be done, its story."""
    mine = request.actor.organisation_id
    assert mine is not None, "a clerk acts for an enterprise"
    with reading_as(request.actor):
        one = authorised.authorisation_of(mine, key)
        resting = resting_on(one.entry.maker_id, one.listed.exporter_id, request.at)
        context = {
            "one": one,
            "trail": trail(one, mine),
            "mark": mark(one, china_day(request.at)),
            "asked": ASKED if one.asked else None,
            "because": one.asked.reasons if one.asked else "",
            "facts": facts(one),
            "resting": rests(resting),
            "deeds": deeds(request, one),
            "timeline": story(one),
            "certificate": certificate(one),
            "check": check(one),
        }
    return render(request, "enterprise/authorisation.html", context)


def trail(one: Held, mine: UUID, *here: Text) -> Trail:
    other = named(one.entry) if one.listed.exporter_id == mine else named(one.listed)
    year = one.entry.year
    name = Text(f"{other.zh}，{year}年度", f"{other.en}, {year}")
    above = Crumb(ALL, reverse("enterprise:authorisations"))
    return Trail((above, Crumb(name, address(one) if here else ""), *(Crumb(each) for each in here)))


def certificate(one: Held) -> str:
    """The certificate as it stands today, on paper; public."""
    parts = {"year": one.entry.year, "uscc": one.entry.uscc, "exporter_uscc": one.listed.uscc}
    return reverse("api-v1:read_certificate", kwargs=parts)


def check(one: Held) -> str:
    """The public answer that a buyer abroad reads."""
    asked = {"year": one.entry.year, "maker": one.entry.uscc, "exporter": one.listed.uscc}
    return f"{reverse('public:authorisation')}?{urlencode(asked)}"


def facts(one: Held) -> Summary:
    answers = [
        Answer(Text("生产企业", "Maker"), named(one.entry)),
        Answer(Text("授权出口经营企业", "Authorised exporter"), named(one.listed)),
        Answer(Text("统一社会信用代码", "Credit code"), one.listed.uscc),
        Answer(Text("授权合同号", "Contract No."), one.listed.contract_no),
        Answer(Text("合同起", "From"), one.listed.valid_from),
        Answer(Text("合同止", "Until"), one.listed.valid_until),
        Answer(Text("名单公布", "List published"), one.entry.listed_at),
    ]
    return Summary(Text("授权", "Authorisation"), answers)


def rests(found: Resting) -> Summary:
    """What a removal would touch."""
    answers = [
        Answer(Text("有余额的许可证", "Licences with a balance"), found.licences),
        Answer(Text("尚可出口（辆）", "Vehicles left on them"), found.left),
        *(
            [Answer(Text("证号", "Numbers"), Numbers(found.numbers, found.licences - len(found.numbers)))]
            if found.numbers
            else []
        ),
        Answer(Text("未办结的申请", "Applications not decided"), found.applications),
    ]
    return Summary(Text("与此授权相关", "What rests on it"), answers)


def deeds(request: DeskRequest, one: Held) -> Deeds:
    """From the tables: what is open on the authorisation, and on the removal that is asked."""
    mine = request.actor.organisation_id
    offered: list[Open] = []
    if one.asked is not None:
        steps = CHANGE.offered(one.asked, to=request.actor)
        own = ("drop",) if mine == one.entry.maker_id else ("consent", "decline")
        offered += Deeds.of(
            steps,
            lambda verb: reverse("enterprise:change", args=[one.asked.pk, verb]) if one.asked and verb in own else None,
            grave=frozenset({"consent"}),
        ).deeds
    over = one.entry.year < china_day(request.at).year
    for offer in AUTHORISATION.offered(one.standing, to=request.actor):
        if offer.step.verb == "propose_removal" and mine == one.entry.maker_id:
            barred = OVER_YEAR if over else PENDING if one.asked else offer.barred
            offered.append(Open(offer.step.label, reverse("enterprise:ask-removal", args=[one.listed.pk]), barred, grave=True))
        barred = OVER_YEAR if over else offer.barred
        if offer.step.verb == "remove" and mine == one.listed.exporter_id and one.asked is None:
            offered.append(Open(RENOUNCE, reverse("enterprise:renounce", args=[one.listed.pk]), barred, grave=True))
    return Deeds(tuple(offered))


OVER_YEAR = Text("该年度已结束，授权不再有效。", "Its year is over: the authorisation serves no more.")
PENDING = Text(
    "已提请撤销，请等待出口企业答复，或先撤回。", "Its removal is asked: wait for the exporter’s answer, or take it back first."
)
RENOUNCE = Text("放弃该项授权", "give up the authorisation")


def story(one: Held) -> Timeline:
    """What befell it, from the list's events and from the removals that were asked."""
    moments = [Moment(Text("名单公布，授权生效", "Published on the list"), one.entry.listed_at)]
    moments += [told(event) for event in authorised.events_of(one)]
    for change in authorised.changes_of(one):
        moments += asked(change)
    return Timeline(sorted(moments, key=lambda moment: moment.at, reverse=True))


def told(event: ListEvent) -> Moment:
    consent = event.data.get("consent")
    said = f"{event.reasons}（{consent}）" if consent else event.reasons
    role = ROLES[Role(event.by_role)].label if event.by_role in set(Role) else None
    return Moment(label(ENTRY_EVENTS[event.kind].kind), event.at, event.by_name, role, said)


def asked(change: ListChange) -> list[Moment]:
    moments = [Moment(Text("提请撤销授权", "Removal asked"), change.at, change.by_name, ROLES[Role.MAKER].label, change.reasons)]
    if change.decided_at and change.state in {"declined", "dropped"}:
        state = CHANGE.states[change.state].label
        moments.append(Moment(state, change.decided_at, change.decided_by_name, None, change.answer))
    return moments


def renaming(request: DeskRequest, year: int) -> Component:
    """The new name that a listed maker may report, or has."""
    assert request.actor.organisation_id is not None, "a clerk acts for an enterprise"
    pending = authorised.rename_asked(request.actor.organisation_id)
    if pending is not None:
        drop = reverse("enterprise:change", args=[pending.pk, "drop"])
        name = Text(pending.data["name_zh"], pending.data["name_en"])
        told = Text(f"已报告新名称“{name.zh}”，待商务部核准", f"new name “{name.en}” reported, with the ministry")
        deeds: tuple[Open, ...] = (Open(RENAME, "", told), Open(Text("撤回更名", "take the new name back"), drop))
    else:
        deeds = (Open(RENAME, reverse("enterprise:rename", args=[year])),)
    return Deeds(deeds, Text("名单上的企业名称", "The name on the list"))


RENAME = Text("报告更名", "report a new name")
NOTHING = {
    Role.MAKER: Empty(
        Text("名单上还没有授权", "No authorisation on any list yet"),
        Text(
            "年度申报中列明的出口企业，在名单公布后成为授权出口经营企业。",
            "The exporters named in the yearly filing are authorised once its list is published.",
        ),
        Text("查看申报中的授权企业", "The exporters of the filing"),
        "../exporters/",
    ),
    Role.EXPORTER: Empty(
        Text("还没有生产企业授权本企业", "No maker authorises your enterprise yet"),
        Text(
            "生产企业在年度申报中列明贵企业，名单公布后，授权列在这里。",
            "Once a maker names your enterprise in its filing and the list is published, the authorisation stands here.",
        ),
    ),
}
