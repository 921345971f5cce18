"""The rows of a shipment plan: read as a table, brought together by what a licence names once, each row's fault with the row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from evexport.kernel.given_back import GivenBack
from evexport.kernel.problems import BadInput
from evexport.kernel.sheets import Limits, Row
from evexport.kernel.text import Text
from evexport.licensing.wording import FIELDS, LINE_FIELDS

MOST = 500
"""Applications of one plan."""
LIMITS = Limits(file_bytes=4 * 1024 * 1024, rows=5_000, columns=40)
KEY = ("contract_no", "destination", "customs_district", "trade_mode", "transport_mode")
"""A licence names one of each: rows that agree in all of them are lines of one application."""
FACE = {
    name: FIELDS[name]
    for name in (
        "contract_no", "consignee", "destination", "customs_district", "trade_mode", "transport_mode", "payment", "price_terms",
        "batch_rule", "valid_from", "remarks",
    )
}  # fmt: skip
LINE = {name: LINE_FIELDS[name] for name in ("model_code", "quantity", "unit_price", "currency", "specification")}
COLUMNS = {**FACE, **LINE}
NEEDED = ("contract_no", "destination", "customs_district", "model_code", "quantity")
HEADINGS = {name: name for name in COLUMNS} | {label.zh: name for name, label in COLUMNS.items()}
TEMPLATE: tuple[tuple[str, ...], ...] = (
    ("contract_no", "consignee", "destination", "customs_district", "model_code", "quantity", "unit_price", "currency"),
    ("EX-2027-001", "Example DE Import Ltd.", "DE", "5300", "DMO7000BEVA1", "20", "19800.00", "USD"),
    ("EX-2027-002", "Example GB Import Ltd.", "GB", "5300", "DMO7000BEVA1", "12", "20100.00", "USD"),
)


@dataclass(slots=True)
class Read:
    """What a table holds: one document an application, and the rows that cannot be used. `heads` are its columns."""

    heads: list[str]
    documents: list[dict[str, Any]] = field(default_factory=list)
    bad: list[GivenBack] = field(default_factory=list)


Case = tuple[Row, dict[str, str]]


def read_table(rows: Sequence[Row], begun: Mapping[str, Any]) -> Read:
    """The applications of a table; `begun` says what a row leaves out. Raises BadInput where the table itself is none."""
    if not rows:
        raise _empty()
    head, *body = rows
    places = {HEADINGS[title]: place for place, cell in enumerate(head.cells) if (title := cell.strip()) in HEADINGS}
    if missing := [COLUMNS[name] for name in NEEDED if name not in places]:
        raise BadInput(
            Text(
                f"首行缺少：{'、'.join(one.zh for one in missing)}。",
                f"The first row lacks: {', '.join(one.en for one in missing)}.",
            ),
            remedy=Text("请使用模板的首行。", "Use the first row of the template."),
            code="FILE_NO_COLUMN",
            field="file",
        )
    found = Read([cell.strip() for cell in head.cells])
    groups: dict[tuple[str, ...], list[Case]] = {}
    for row in body:
        entry = {name: row.cells[place].strip() if place < len(row.cells) else "" for name, place in places.items()}
        groups.setdefault(tuple(entry.get(name, "") for name in KEY), []).append((row, entry))
    if not groups:
        raise _empty()
    if len(groups) > MOST:
        raise BadInput(
            Text(
                f"一个计划最多{MOST}件申请，此表有{len(groups)}件。",
                f"A plan makes {MOST} applications at most; this makes {len(groups)}.",
            ),
            remedy=Text("请拆分为几个计划。", "Split it into several plans."),
            code="FILE_TOO_MANY_ROWS",
            field="file",
        )
    for cases in groups.values():
        _take(found, cases, begun)
    return found


def _take(found: Read, cases: list[Case], begun: Mapping[str, Any]) -> None:
    """An application is made whole or not at all: one bad row brings all its rows back, and no other application's."""
    faults = {row.line: why for row, entry in cases if (why := _fault(entry) or _unlike(entry, cases[0][1]))}
    models: set[str] = set()
    for row, entry in cases:
        if entry["model_code"] in models:
            faults.setdefault(row.line, TWICE)
        models.add(entry["model_code"])
    if not faults:
        found.documents.append(_document(cases, begun))
        return
    found.bad.extend(GivenBack(row.line, row.cells, faults.get(row.line, OTHER)) for row, _ in cases)


TWICE = Text("同一申请的同一车型只能有一行。", "A model stands once in an application.")
OTHER = Text("同一申请的其他行有误。", "Another row of the same application is wrong.")


def _fault(entry: Mapping[str, str]) -> Text | None:
    """The first thing that is wrong with a row's own entries; codes are left to the checks, which name their register."""
    for name in ("contract_no", "model_code", "quantity"):
        if not entry.get(name):
            return Text(f"缺少{COLUMNS[name].zh}。", f"{COLUMNS[name].en} is missing.")
    if not (
        entry["quantity"].isascii()
        and entry["quantity"].isdecimal()
        and int(entry["quantity"][:9]) > 0
        and len(entry["quantity"]) < 9
    ):
        return Text("数量为正整数。", "The quantity is a whole number above zero.")
    if entry.get("unit_price") and not _price(entry["unit_price"]):
        return Text("单价为正数，最多两位小数。", "A price is a number above zero with two decimals at most.")
    if entry.get("valid_from") and _day(entry["valid_from"]) is None:
        return Text("日期形如2027-03-03。", "A day looks like 2027-03-03.")
    return None


def _unlike(entry: Mapping[str, str], first: Mapping[str, str]) -> Text | None:
    """Where a row says otherwise of what the licence says once."""
    label = next((label for name, label in FACE.items() if entry.get(name, "") != first.get(name, "")), None)
    if label is None:
        return None
    return Text(f"{label.zh}与同一申请的首行不一致。", f"{label.en}: not as in the first row of this application.")


def _price(text: str) -> bool:
    try:
        price = Decimal(text)
    except InvalidOperation:
        return False
    return price.is_finite() and price > 0 and price == round(price, 2)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _document(cases: list[Case], begun: Mapping[str, Any]) -> dict[str, Any]:
    """The form of one application: what the rows say over what it begins with."""
    face = {name: value for name in FACE if (value := cases[0][1].get(name, ""))}
    line = dict((begun.get("lines") or [{}])[0])
    lines = []
    for _, entry in cases:
        said: dict[str, Any] = {name: value for name in LINE if (value := entry.get(name, ""))}
        lines.append({**line, **said, "quantity": int(said["quantity"])})
    return {**begun, **face, "lines": lines}


def _empty() -> BadInput:
    return BadInput(
        Text("表中没有内容。", "The table is empty."),
        remedy=Text("请至少填写一行。", "Fill in one row at least."),
        code="FILE_EMPTY",
        field="file",
    )
