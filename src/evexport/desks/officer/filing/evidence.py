"""The rows of a filing on which a finding rests, so that the officer sees fact and finding side by side."""

from collections.abc import Mapping, Sequence
from typing import Any

from evexport.desks.kit import filing
from evexport.desks.kit.codes import Codes
from evexport.desks.kit.components import Component
from evexport.kernel.text import Text

RESTS_ON: dict[str, tuple[str, ...]] = {
    "S1": ("models",),
    "Q1": ("models",),
    "Q2": ("models",),
    "Q3": ("manufacturer",),
    "Q4": ("production_capacity", "exports.planned"),
    "Q5": ("quality_management",),
    "Q6": ("service_network.outlets", "exports.last_year"),
    "Q7": ("service_network.parts",),
    "Q8": ("service_network.response",),
    "Q9": ("service_network.outlets", "exports.last_year", "exports.planned"),
    "Q10": ("service_network.rescue",),
    "Q11": ("service_network.plan",),
    "Q12": ("exports.planned", "service_network.outlets"),
    "A1": ("authorised_exporters",),
    "A2": ("authorised_exporters",),
}
"""Where the facts of each criterion stand in a filing."""
TITLES = {"last_year": Text("上年出口", "Last year's exports"), "planned": Text("本年度计划", "Planned")}


def field(finding: Mapping[str, Any]) -> str:
    """The field to ask about."""
    return RESTS_ON.get(finding["id"], ("manufacturer",))[0]


def subject(finding: Mapping[str, Any], codes: Codes) -> Text | str:
    """Of what the criterion was asked: a market by its name, a model, an exporter; empty for the filing as a whole."""
    said = finding.get("subject") or {}
    if "market" in said:
        return codes.text("country", said["market"])
    return " ".join(str(value) for value in said.values())


def facts(finding: Mapping[str, Any], document: Mapping[str, Any], codes: Codes) -> list[Component]:
    """The rows themselves, those of the finding's subject where it has one."""
    return [_drawn(path, finding.get("subject") or {}, document, codes) for path in RESTS_ON.get(finding["id"], ())]


def _drawn(path: str, about: Mapping[str, Any], document: Mapping[str, Any], codes: Codes) -> Component:
    head, _, name = path.partition(".")
    section, part = filing.BY_KEY[head], document.get(head) or {}
    if not name:
        if not section.many:
            return filing.card(section, document, codes)
        return filing.grid(section.label, section.fields, _of(about, document.get(head) or []), codes, shown=25)
    rows = _of(about, part.get(name) or [])
    if head == "exports":
        return filing.grid(TITLES[name], filing.EXPORT_FIELDS, rows, codes, shown=25)
    title, fields = filing.NETWORK[name]
    return filing.grid(title, fields, rows, codes, shown=25)


def _of(about: Mapping[str, Any], rows: Sequence[Mapping[str, Any]]) -> Sequence[Mapping[str, Any]]:
    """The rows that speak of the same market, model or exporter."""
    return [row for row in rows if all(row.get(name, value) == value for name, value in about.items())]
