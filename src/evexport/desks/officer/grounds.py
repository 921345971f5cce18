"""What a finding rests on, as its page shows it: the comparison, the articles, the values of the law with their history."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from evexport.desks.kit.parts import Answer, FindingRow, Summary
from evexport.desks.kit.values import written
from evexport.desks.officer.filing.queue import CHECKED
from evexport.kernel.text import Text
from evexport.regulation.findings import CRITERIA
from evexport.regulation.instruments import Article, articles
from evexport.regulation.law import Law, Value
from evexport.regulation.rulebook import Dated

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


def finding_name(finding: Mapping[str, Any]) -> str:
    """A finding within what was judged: the criterion and what it was asked of, as Q7.BR."""
    return ".".join([finding["id"], *map(str, finding.get("subject", {}).values())])


def found(findings: Iterable[Mapping[str, Any]], name: str) -> Mapping[str, Any] | None:
    """The finding of that name."""
    return next((one for one in findings if finding_name(one) == name), None)


def shown(finding: Mapping[str, Any], law: Law, values: Iterable[Value], *, digest: str = "") -> dict[str, Any]:
    """What the page of any finding says, whatever it judged; `values` are those of the law that it read."""
    row, criterion = FindingRow.of(finding), CRITERIA[finding["id"]]
    return {
        "row": row,
        "criterion": criterion,
        "outcome": CHECKED[row.outcome],
        "measure": measure(finding, law, digest),
        "articles": cited(row.citation, criterion.cites),
        "rules": [_rule(law, value) for value in values],
    }


def measure(found: Mapping[str, Any], law: Law, digest: str = "") -> Summary:
    """What was measured and what is required, numerator and denominator kept. `digest` is of the rules that were kept with it."""
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
            Answer(Text("规则摘要", "Digest of the rules"), f"{(digest or law.digest)[:23]}…"),
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
