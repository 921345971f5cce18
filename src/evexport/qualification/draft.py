"""A draft: any part of a filing, with what cannot be understood named field by field; last year's is its start."""

import json
from collections.abc import Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from evexport.kernel.problems import BadInput
from evexport.kernel.text import Text, join
from evexport.regulation.facts.filing import FilingFacts
from evexport.regulation.facts.reading import words
from evexport.regulation.yamlfile import dotted

Document = dict[str, Any]

SECTIONS = tuple(FilingFacts.model_fields)
MAX_BYTES = 4 * 1024 * 1024
SHOWN = 3
WHOLE = "filing"
"""The field of what is wrong with no single section: two rows of the same name."""

BEFORE_FILING = date(2012, 9, 6)
"""Stands for `filed_on` in a draft: the day is set by handing the filing in."""


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """One field of a draft that cannot be understood. `field` counts rows from 1: service_network.parts[3].in_stock."""

    field: str
    message: Text
    remedy: Text
    code: str

    @property
    def section(self) -> str:
        """The part of the filing in which it is mended."""
        return self.field.split(".", 1)[0].split("[", 1)[0]

    def as_dict(self) -> dict[str, Any]:
        texts = {"message": self.message.as_dict(), "remedy": self.remedy.as_dict()}
        return {"field": self.field, "code": self.code, **texts}


class FormErrors(BadInput):
    """A filing that cannot be understood as a whole: carries every field's problem, not the first."""

    code = "FORM_ERRORS"

    def __init__(self, problems: Iterable[FieldProblem]) -> None:
        self.problems = tuple(problems)
        first = [Text(f"{p.field}：{p.message.zh}", f"{p.field}: {p.message.en}") for p in self.problems[:SHOWN]]
        super().__init__(
            join(
                [
                    Text(
                        f"共有{len(self.problems)}处需要更正。",
                        f"{len(self.problems)} fields must be mended.",
                    ),
                    *first,
                ]
            ),
            remedy=Text("请逐项更正后再提交。", "Mend each of them, then hand the filing in."),
            field=self.problems[0].field,
        )

    def as_dict(self) -> dict[str, object]:
        return {**super().as_dict(), "problems": [problem.as_dict() for problem in self.problems]}


def problems(draft: Mapping[str, Any]) -> list[FieldProblem]:
    """What cannot be understood in a draft, field by field. What is merely not there yet is the criteria's to say."""
    filing = {"filed_on": BEFORE_FILING.isoformat(), **draft}
    try:
        FilingFacts.model_validate(filing)
    except ValidationError as error:
        return [_problem(found) for found in error.errors(include_url=False)] + _counts(draft)
    return _counts(draft)


def understood(document: Mapping[str, Any]) -> FilingFacts:
    """The filing's facts, or FormErrors."""
    if found := problems(document):
        raise FormErrors(found)
    return FilingFacts.model_validate(document)


def merged(document: Document, sections: Mapping[str, Any]) -> Document:
    """A draft with some of its sections replaced; a section set to None is taken out. Unknown sections are refused."""
    if unknown := [_unknown(name) for name in sections if name not in SECTIONS]:
        raise FormErrors(unknown)
    new = {name: plain(value) for name, value in sections.items()}
    whole = {name: value for name, value in {**document, **new}.items() if value is not None}
    if len(json.dumps(whole, ensure_ascii=False).encode()) > MAX_BYTES:
        raise BadInput(
            Text(
                f"申报内容超过{MAX_BYTES // 2**20} MB。",
                f"The filing is larger than {MAX_BYTES // 2**20} MB.",
            ),
            remedy=Text("请将说明材料作为附件提交。", "Lay explanations on as papers."),
            code="TOO_LARGE",
        )
    return whole


def plain(value: Any) -> Any:
    """A value as JSON keeps it: dates as ISO text, exact numbers as they are written."""
    match value:
        case None | bool() | int() | float() | str():
            return value
        case Decimal():
            return int(value) if value == value.to_integral_value() else float(value)
        case date() | datetime():
            return value.isoformat()
        case Mapping():
            return {str(key): plain(item) for key, item in value.items()}
        case list() | tuple():
            return [plain(item) for item in value]
    raise BadInput(
        Text("内容无法识别。", "The content is not understood."),
        remedy=Text("请使用申报的字段。", "Use the fields of a filing."),
        code="NOT_A_VALUE",
    )


def prefill(earlier: Document | None, *, identity: Mapping[str, Any], year: int, network: Mapping[str, list[Any]]) -> Document:
    """A new year's draft from an earlier filing and the network's rows.

    Kept: who the maker is, capacity, quality management, models, planned exports, exporters. Emptied, because last
    year's would be untrue: the exports of the basis year and the terms of the authorisation contracts.
    """
    last = deepcopy(earlier or {})
    last.pop("filed_on", None)
    basis = {"from": f"{year - 2}-01-01", "to": f"{year - 2}-12-31"}
    exports = {"basis": basis, "last_year": [], "planned": last.get("exports", {}).get("planned", [])}
    exporters = [{name: one[name] for name in ("uscc", "name_zh") if name in one} for one in last.get("authorised_exporters", [])]
    carried = {
        **last,
        "year": year,
        "manufacturer": {**last.get("manufacturer", {}), **identity},
        "exports": exports,
        "authorised_exporters": exporters,
        "service_network": _network(last.get("service_network", {}), network, year),
    }
    return {name: carried[name] for name in SECTIONS if name in carried}


def _network(last: Mapping[str, Any], rows: Mapping[str, list[Any]], year: int) -> Document:
    """The network's own rows where there are any, else last year's; a plan is carried into the new year."""
    kept = {name: rows.get(name) or last.get(name, []) for name in ("outlets", "parts", "response", "rescue", "plan")}
    kept["plan"] = [{**row, "year": year} for row in kept["plan"]]
    return kept


def _counts(draft: Mapping[str, Any]) -> list[FieldProblem]:
    """`count` serves self-checks in a file; a filing names each outlet."""
    network = draft.get("service_network")
    outlets = network.get("outlets") if isinstance(network, Mapping) else None
    message = Text("申报须逐个网点填写，不得以数量代替。", "A filing names each outlet; a count will not do.")
    mend = Text("请每个网点填写一行。", "Give each outlet a row of its own.")
    return [
        FieldProblem(f"service_network.outlets[{number}].count", message, mend, "ONE_ROW_AN_OUTLET")
        for number, outlet in enumerate(outlets if isinstance(outlets, list) else [], 1)
        if isinstance(outlet, Mapping) and "count" in outlet
    ]


def _unknown(name: str) -> FieldProblem:
    known = ", ".join(SECTIONS)
    message = Text(f"申报没有“{name}”部分。", f"A filing has no section “{name}”.")
    return FieldProblem(name, message, Text(f"可用：{known}。", f"Known: {known}."), "FORM_EXTRA_FORBIDDEN")


def _problem(found: ErrorDetails) -> FieldProblem:
    message, remedy = words(found)
    return FieldProblem(dotted(tuple(found["loc"])) or WHOLE, message, remedy, f"FORM_{found['type'].upper()}")
