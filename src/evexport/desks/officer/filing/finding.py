"""One finding on one page: what is asked, by which article, by which value and its history, of which fact, and the comparison."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from evexport.desks.kit.codes import Codes
from evexport.desks.kit.components import Crumb
from evexport.desks.kit.deeds import Deeds, Open
from evexport.desks.kit.parts import Answer, FindingRow, Summary
from evexport.desks.kit.posts import DeskRequest, post
from evexport.desks.kit.values import written
from evexport.desks.officer.filing import case, evidence
from evexport.desks.officer.filing.queue import CHECKED, REVIEWERS
from evexport.kernel.clock import china_day
from evexport.kernel.text import Text
from evexport.qualification import facts, queries
from evexport.qualification.actions.case import not_found, opened
from evexport.qualification.models import Filing, FilingVersion
from evexport.qualification.states import FILING
from evexport.regulation.findings import CRITERIA
from evexport.regulation.instruments import Article, articles
from evexport.regulation.law import Law, Value
from evexport.regulation.rulebook import Dated
from evexport.store import reading_as

SOURCES = {
    "declared": Text("企业申报", "as the maker declared it"),
    "register": Text("登记数据", "from the register"),
}


@dataclass(frozen=True, slots=True)
class Rule:
    """A value of the law on which the finding rests: as it stood on the day, and what stood there before and after."""

    description: Text
    value: Value
    shown: Text
    reason: Text | None
    history: tuple[tuple[Dated, Text], ...]


@post(*REVIEWERS)
def finding(request: DeskRequest, key: UUID, number: int, name: str) -> HttpResponse:
    """A permalink: versions are immutable, so the page says the same for good; what it leads to goes with the case."""
    with reading_as(request.actor):
        one = opened(key, lock=False)
        version = FilingVersion.objects.filter(filing=one, number=number).first()
        found = _found(version, name)
        if version is None or found is None:
            raise not_found(Text("判定", "finding"))
        law, codes = Law.on(china_day(version.at)), Codes(china_day(request.at))
        row, criterion = FindingRow.of(found), CRITERIA[found["id"]]
        earlier = queries.earlier_version(one)
        last = case.last_year(earlier).get(name)
        context = {
            "one": one,
            "version": version,
            "row": row,
            "criterion": criterion,
            "subject": evidence.subject(found, codes),
            "outcome": CHECKED[row.outcome],
            "then": CHECKED.get(last or ""),
            "measure": measure(found, law),
            "articles": cited(row.citation, criterion.cites),
            "rules": [_rule(law, value) for value in facts.rests_on(version, row.id)],
            "source": SOURCES.get(found["source"], Text(found["source"], found["source"])),
            "facts": evidence.facts(found, version.document, codes),
            "permalink": request.build_absolute_uri(request.path),
            "trail": case.trail(one, Crumb(Text(f"判定 {row.id}", f"Finding {row.id}"))),
            "deeds": deeds(request, one, found),
        }
        return render(request, "officer/finding.html", context)


def _found(version: FilingVersion | None, name: str) -> Mapping[str, Any] | None:
    if version is None:
        return None
    return next((one for one in version.assessment["findings"] if case.finding_name(one) == name), None)


def measure(found: Mapping[str, Any], law: Law) -> Summary:
    """What was measured and what is required, numerator and denominator kept."""
    unit = found.get("unit") or ""
    counted = None
    if found.get("numerator") is not None and found.get("denominator") is not None:
        counted = f"{found['numerator']:,} / {found['denominator']:,}"
    return Summary(
        Text("比较", "Comparison"),
        [
            Answer(Text("实际", "Observed"), _told(found.get("observed"), unit)),
            Answer(Text("分子／分母", "Counted"), counted),
            Answer(Text("要求", "Required"), _told(found.get("required"), unit)),
            Answer(Text("核对日期", "Checked on"), law.day),
            Answer(Text("规则摘要", "Digest of the rules"), f"{law.digest[:23]}…"),
        ],
    )


def _told(value: Any, unit: str) -> Text | str | None:
    """Rates as they are kept, never rounded across what is required."""
    if value is None:
        return None
    if unit == "fraction" and isinstance(value, int | float):
        percent = f"{value * 100:.10g}%"
        return Text(percent, percent)
    return written(value, unit)


def cited(first: str, others: tuple[str, ...]) -> list[tuple[str, Article]]:
    """The finding's own article first, then what else the criterion cites."""
    known = articles()
    return [(name, known[name]) for name in dict.fromkeys((first, *others)) if name in known]


def _rule(law: Law, value: Value) -> Rule:
    parameter = law.parameter(value.path)
    history = tuple((dated, written(dated.value, parameter.unit)) for dated in parameter.values)
    return Rule(parameter.description, value, written(value.value, value.unit), law.reason(value.path), history)


def deeds(request: DeskRequest, one: Filing, found: Mapping[str, Any]) -> Deeds:
    """What a reviewer does about a finding: ask about its field, or send the filing back."""
    verbs = {offer.step.verb for offer in FILING.offered(one, to=request.actor) if offer.allowed}
    made = []
    if "request_information" in verbs and found["outcome"] != "met":
        label = Text("就此提问", "ask about this")
        url = f"{case.address(one, 'request_information')}?field={evidence.field(found)}"
        made.append(Open(label, url))
    if "return" in verbs and found["outcome"] == "not_met":
        made.append(Open(Text("退回修改", "return to the maker"), case.address(one, "return")))
    return Deeds(tuple(made))
