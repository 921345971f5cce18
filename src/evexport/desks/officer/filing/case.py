"""What stands over every page of a case: whose it is, in which state, how its time stands, who has it; and what may be done."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.urls import reverse

from evexport.accounts.roles import Role
from evexport.desks.kit.components import Choice, Crumb, Tabs, Trail
from evexport.desks.kit.deeds import Deeds, Open
from evexport.desks.kit.naming import named
from evexport.desks.kit.posts import DeskRequest
from evexport.desks.officer.filing.queue import CHECKED, state_mark
from evexport.desks.officer.filing.ways import GRAVE, WAYS
from evexport.desks.officer.grounds import finding_name
from evexport.kernel.clock import china_day
from evexport.kernel.problems import Problem
from evexport.kernel.states import Offer
from evexport.kernel.text import Text
from evexport.qualification import queries, worklist
from evexport.qualification.actions.case import opened
from evexport.qualification.models import Filing, FilingVersion
from evexport.qualification.obstacles import obstacle
from evexport.qualification.states import FILING

TITLE = Text("资质申报", "Filing")
OBJECTIONS = frozenset({"dismiss_objection", "dismiss_one_objection", "uphold_objection"})
TABS: tuple[tuple[str, Text], ...] = (
    ("filing", Text("判定", "Findings")),
    ("filing-answers", Text("申报内容与材料", "Answers and evidence")),
    ("filing-changes", Text("变化", "Changes")),
    ("filing-questions", Text("补正", "Questions")),
    ("filing-opinions", Text("会商与异议", "Opinions and objections")),
    ("filing-timeline", Text("经过", "Timeline")),
    ("filing-letters", Text("文书", "Letters")),
)


def frame(request: DeskRequest, key: UUID, tab: str) -> dict[str, Any]:
    """The filing and all that the head of its pages shows. Inside the reader's transaction."""
    one = opened(key, lock=False)
    version = FilingVersion.objects.filter(filing=one).order_by("-number").first()
    shown = [row for row in TABS if row[0] != "filing-letters" or request.actor.may("letter.read")]
    return {
        "one": one,
        "version": version,
        "name": named(one.maker),
        "trail": trail(),
        "state": state_mark(one.state),
        "checked": CHECKED.get(version.outcome) if version else None,
        "clock": worklist.clock(one, china_day(request.at)),
        "spent": spent(one, request),
        "tabs": Tabs(
            Text("本案各页", "Pages of this case"),
            tuple(Choice(label, reverse(f"officer:{name}", args=[key]), name == tab) for name, label in shown),
        ),
        "deeds": deeds(request, one),
    }


def trail(one: Filing | None = None, *more: Crumb) -> Trail:
    crumbs = [Crumb(Text("资质申报", "Filings"), reverse("officer:home"))]
    if one is None:
        return Trail((*crumbs, Crumb(Text("申报", "Filing"))))
    name = Text(f"{one.maker.name_zh}（{one.year}年度）", f"{one.maker.name_en or one.maker.name_zh} ({one.year})")
    return Trail((*crumbs, Crumb(name, reverse("officer:filing", args=[one.pk])), *more))


def spent(one: Filing, request: DeskRequest) -> Text:
    """Where the working days went so far."""
    days = queries.duration(one.pk, request.at)
    return Text(
        f"主管部门{days.with_authority}个工作日，企业{days.with_maker}个工作日",
        f"{days.with_authority} working days with the authorities, {days.with_maker} with the maker",
    )


def deeds(request: DeskRequest, one: Filing) -> Deeds:
    """Every step that the table offers here, barred ones with their reason and where it is mended."""
    offers = FILING.offered(one, to=request.actor)
    made = [_open(request, one, offer) for offer in sorted(offers, key=onward) if offer.step.verb in WAYS]
    if any(offer.step.verb in OBJECTIONS for offer in offers):
        label = Text("处理异议", "decide the objections")
        made.insert(0, Open(label, reverse("officer:filing-opinions", args=[one.pk]) + "#objections"))
    return Deeds(tuple(made))


def onward(offer: Offer) -> int:
    """What takes the case on stands first."""
    return list(WAYS).index(offer.step.verb) if offer.step.verb in WAYS else len(WAYS)


def _open(request: DeskRequest, one: Filing, offer: Offer) -> Open:
    verb = offer.step.verb
    barred, mend = offer.barred, ""
    if barred is None and (problem := obstacle(verb, one, by=request.actor, at=request.at)):
        barred, mend = _said(problem), mended(request, one, verb)
    return Open(offer.step.label, address(one, verb), barred, mend, verb in GRAVE)


def _said(problem: Problem) -> Text:
    return Text(f"{problem.message.zh}{problem.remedy.zh}", f"{problem.message.en} {problem.remedy.en}")


def mended(request: DeskRequest, one: Filing, verb: str) -> str:
    """The page on which what bars a step is dealt with."""
    if verb == "list" and request.actor.role == Role.MINISTRY_OFFICER:
        return reverse("officer:publication", args=[one.year])
    if verb == "nominate":
        return reverse("officer:filing-opinions", args=[one.pk])
    return ""


def address(one: Filing, verb: str) -> str:
    return reverse("officer:filing-deed", args=[one.pk, verb.replace("_", "-")])


def finding_url(version: FilingVersion, finding: Mapping[str, Any]) -> str:
    return reverse("officer:finding", args=[version.filing_id, version.number, finding_name(finding)])


def last_year(version: FilingVersion | None) -> dict[str, str]:
    """How each finding stood in the maker's last filing of an earlier year."""
    return {finding_name(one): one["outcome"] for one in version.assessment["findings"]} if version else {}


def then(outcome: str | None, *, there: bool) -> Text | None:
    """The outcome of last year in words; nothing where there was no filing to compare with."""
    if not there:
        return None
    if outcome is None:
        return Text("上年未核对此项", "not asked last year")
    label = CHECKED[outcome].label
    assert isinstance(label, Text)
    return Text(f"上年：{label.zh}", f"last year: {label.en}")
