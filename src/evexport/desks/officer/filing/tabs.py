"""The pages of a case, each with its own address: findings, what was filed, what changed, questions, opinions, what happened."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from evexport.accounts.roles import ROLES, Role
from evexport.desks.kit import changes, filing
from evexport.desks.kit.codes import Codes
from evexport.desks.kit.components import Choice, Tabs, Tag, Tone
from evexport.desks.kit.history import timeline
from evexport.desks.kit.parts import Answer, Findings, Moment, Summary, Timeline
from evexport.desks.kit.posts import DeskRequest, post
from evexport.desks.officer.filing import case
from evexport.desks.officer.filing.papers import papers
from evexport.desks.officer.filing.queue import REVIEWERS
from evexport.desks.officer.grounds import finding_name
from evexport.kernel.clock import china_day
from evexport.kernel.text import Text
from evexport.ledger.events import label
from evexport.ledger.models import Entry
from evexport.ledger.reading import about
from evexport.papers.letters.table import letter_for
from evexport.qualification import queries
from evexport.qualification.actions.consultation import agency_name
from evexport.qualification.changes import differences
from evexport.qualification.models import Filing, FilingVersion, InformationRequest, Objection, Opinion
from evexport.qualification.states import FILING
from evexport.regulation.criteria.category import NAMES
from evexport.store import reading_as

STANCES: dict[str, Tag] = {
    "agree": Tag(Text("同意", "Agrees"), "yes", "circle-check"),
    "disagree": Tag(Text("不同意", "Disagrees"), "no", "circle-x"),
    "no_comment": Tag(Text("无意见", "No comment"), "plain", "circle-minus"),
}
LATE = Tag(Text("逾期反馈", "Late"), "note", "clock")
DECIDED: dict[str, tuple[Text, Tone]] = {
    "": (Text("待处理", "Open"), "wait"),
    "dismissed": (Text("不成立", "Dismissed"), "plain"),
    "upheld": (Text("成立，责令更正", "Upheld, correction ordered"), "no"),
}


@post(*REVIEWERS)
def findings(request: DeskRequest, key: UUID) -> HttpResponse:
    """What the automatic check of the last version found, each finding leading to its own page; the evidence beside."""
    with reading_as(request.actor):
        context = case.frame(request, key, "filing")
        one, version = context["one"], context["version"]
        earlier = queries.earlier_version(one)
        then = case.last_year(earlier)
        context |= {
            "findings": Findings(
                version.assessment["findings"],
                url=lambda finding: case.finding_url(version, finding),
                note=lambda finding: case.then(then.get(finding_name(finding)), there=earlier is not None),
            ),
            "figures": figures(version),
            "papers": papers(one),
        }
        return render(request, "officer/filing_findings.html", context)


def figures(version: FilingVersion) -> Summary:
    """The few figures on which most of a filing turns, with what the check makes of the category."""
    document = version.document
    network, exports = document.get("service_network") or {}, document.get("exports") or {}
    outlets = network.get("outlets") or []
    claimed, holds = document.get("claimed_category"), version.assessment.get("category")
    return Summary(
        Text("主要数据", "Main figures"),
        [
            Answer(Text("申报类别", "Category claimed"), NAMES.get(claimed, claimed)),
            Answer(Text("核定类别", "Category that holds"), NAMES.get(holds, Text("不能确定", "none established"))),
            Answer(Text("可授权企业数", "Exporters it may authorise"), version.assessment.get("authorised_exporters_limit")),
            Answer(Text("年产能", "Capacity a year"), (document.get("production_capacity") or {}).get("vehicles_per_year")),
            Answer(Text("车型", "Models"), len(document.get("models") or [])),
            Answer(Text("海外网点", "Outlets abroad"), len(outlets)),
            Answer(Text("网点覆盖市场", "Markets with outlets"), len({row.get("market") for row in outlets})),
            Answer(Text("上年出口", "Exported last year"), vehicles(exports.get("last_year"))),
            Answer(Text("本年度计划", "Planned"), vehicles(exports.get("planned"))),
            Answer(Text("授权企业", "Authorised exporters"), len(document.get("authorised_exporters") or [])),
        ],
    )


def vehicles(rows: Any) -> int:
    return sum(int(row.get("vehicles") or 0) for row in rows or ())


@post(*REVIEWERS)
def answers(request: DeskRequest, key: UUID) -> HttpResponse:
    """A version as it was handed in, section by section, and the papers with it."""
    with reading_as(request.actor):
        context = case.frame(request, key, "filing-answers")
        versions = queries.versions(context["one"])
        asked = request.GET.get("version", "")
        shown = next((one for one in versions if str(one.number) == asked), versions[0])
        here = reverse("officer:filing-answers", args=[key])
        context |= {
            "shown": shown,
            "versions": Tabs(
                Text("版本", "Versions"),
                tuple(Choice(version_name(one), f"{here}?version={one.number}", one.number == shown.number) for one in versions),
            ),
            "parts": filing.parts(shown.document, Codes(china_day(request.at))),
            "papers": papers(context["one"]),
        }
        return render(request, "officer/filing_answers.html", context)


def version_name(one: FilingVersion) -> Text:
    day = china_day(one.at)
    return Text(f"第{one.number}版（{day.month}月{day.day}日）", f"Version {one.number} ({day.isoformat()})")


@post(*REVIEWERS)
def what_changed(request: DeskRequest, key: UUID) -> HttpResponse:
    """Against last year's filing, or from one version to the next."""
    with reading_as(request.actor):
        context = case.frame(request, key, "filing-changes")
        versions = queries.versions(context["one"])
        earlier = queries.earlier_version(context["one"])
        steps = {f"{old.number}-{new.number}": (old, new) for new, old in pairwise(versions)}
        asked = request.GET.get("between", "")
        old, new = steps.get(asked, (earlier, versions[0]))
        here = reverse("officer:filing-changes", args=[key])
        choices = [Choice(Text("与上年申报相比", "Against last year's filing"), here, asked not in steps)]
        choices += [
            Choice(
                Text(f"第{b.number}版与第{a.number}版相比", f"Version {b.number} against {a.number}"),
                f"{here}?between={name}",
                name == asked,
            )
            for name, (a, b) in steps.items()
        ]
        context |= {"choices": Tabs(Text("比较", "Compare"), tuple(choices)), "old": old, "new": new}
        if old is not None:
            same = old.filing_id == new.filing_id
            found = differences(old.document, new.document) if same else queries.against_last_year(old, new)
            rows = changes.told(found, Codes(china_day(request.at)))
            title = Text("差异", "Differences")
            context["differences"] = changes.Differences(title, rows, (moment(old, context["one"]), moment(new, context["one"])))
        return render(request, "officer/filing_changes.html", context)


def moment(version: FilingVersion, one: Filing) -> Text:
    """Which document stands in a column."""
    if version.filing_id != one.pk:
        return Text(f"{version.filing.year}年度", f"For {version.filing.year}")
    return Text(f"第{version.number}版", f"Version {version.number}")


@dataclass(frozen=True, slots=True)
class Asked:
    """A request with its questions in words, and what the answer changed."""

    row: InformationRequest
    questions: list[tuple[Text, str, str]]
    changed: changes.Differences | None


@post(*REVIEWERS)
def questions(request: DeskRequest, key: UUID) -> HttpResponse:
    """What was asked and answered; the answer comes back as a difference."""
    with reading_as(request.actor):
        context = case.frame(request, key, "filing-questions")
        codes = Codes(china_day(request.at))
        rows = InformationRequest.objects.filter(filing_id=key).order_by("-at")
        context["requests"] = [_asked(row, codes) for row in rows]
        return render(request, "officer/filing_questions.html", context)


def _asked(row: InformationRequest, codes: Codes) -> Asked:
    given = {one["field"]: one["answer"] for one in row.answers}
    asked = [(changes.place(one["field"], codes), one["question"], given.get(one["field"], "")) for one in row.questions]
    if row.answered_at is None:
        return Asked(row, asked, None)
    title = Text("答复所作的修改", "What the answer changed")
    none = Text("只作说明，未修改申报内容。", "It explained; nothing in the filing changed.")
    return Asked(row, asked, changes.Differences(title, changes.told(row.changes, codes), none=none))


@dataclass(frozen=True, slots=True)
class Protest:
    """An objection with who lodged it, where the reader may know."""

    row: Objection
    state: Tag
    who: str
    contact: str
    url: str


@post(*REVIEWERS)
def opinions(request: DeskRequest, key: UUID) -> HttpResponse:
    """What the agencies say, and what is objected. Opinions are the ministry's to read, and each agency's own."""
    with reading_as(request.actor):
        context = case.frame(request, key, "filing-opinions")
        reads = request.actor.role != Role.PROVINCE_OFFICER
        given = Opinion.objects.filter(filing_id=key).order_by("-consultation", "agency") if reads else ()
        context |= {
            "opinions": [(agency_name(one.agency), STANCES[one.stance], one) for one in given],
            "late": LATE,
            "reads_opinions": reads,
            "protests": protests(key, request),
        }
        return render(request, "officer/filing_opinions.html", context)


def protests(key: UUID, request: DeskRequest) -> list[Protest]:
    if request.actor.role == Role.AGENCY_OFFICER:
        return []
    rows = Objection.objects.filter(filing_id=key).order_by("-lodged_at")
    knows = request.actor.role == Role.MINISTRY_OFFICER
    if knows:
        rows = rows.select_related("objector")
    return [
        Protest(
            one,
            Tag(*DECIDED[one.decision]),
            one.objector.name if knows else "",
            one.objector.contact if knows else "",
            reverse("officer:objection", args=[one.pk]) if knows and not one.decision else "",
        )
        for one in rows
    ]


@post(*REVIEWERS)
def happened(request: DeskRequest, key: UUID) -> HttpResponse:
    """The ledger's entries; to an agency, which is party to none but its own, the steps of the case."""
    with reading_as(request.actor):
        context = case.frame(request, key, "filing-timeline")
        if request.actor.role == Role.AGENCY_OFFICER:
            context["timeline"] = Timeline([_step(one) for one in reversed(queries.timeline(key))])
        else:
            context["timeline"] = timeline(f"filing:{key}")
        return render(request, "officer/filing_timeline.html", context)


def _step(one: Any) -> Moment:
    step = FILING.step(one.verb, one.source)
    what = step.label if step else Text(one.verb, one.verb)
    role = ROLES[Role(one.by_role)].label if one.by_role in set(Role) else None
    return Moment(what, one.at, one.by_name, role, one.reasons, one.law)


@post(Role.PROVINCE_OFFICER, Role.MINISTRY_OFFICER)
def letters(request: DeskRequest, key: UUID) -> HttpResponse:
    """Every letter of the case, the latest first."""
    with reading_as(request.actor):
        context = case.frame(request, key, "filing-letters")
        context["letters"] = [row for entry in about(f"filing:{key}") if (row := _letter(entry))]
        return render(request, "officer/filing_letters.html", context)


def _letter(entry: Entry) -> dict[str, Any] | None:
    row = letter_for(entry.kind, entry.data)
    if row is None:
        return None
    return {"title": row.title, "of": label(entry.kind), "at": entry.at, "url": reverse("letter", args=[entry.pk])}
