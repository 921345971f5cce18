"""The network on record, table by table: rows added one at a time, or many by a file that is looked through first."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from evexport.accounts.actors import Actor
from evexport.enterprises.models import Sheet
from evexport.enterprises.sheets import keep, named_by, rows_of, sheet_by_id
from evexport.kernel.clock import china_day
from evexport.kernel.problems import BadInput
from evexport.kernel.rows import BadRows
from evexport.kernel.tables import Column, Fault, Read, Values, read_table
from evexport.kernel.text import Text
from evexport.network import actions
from evexport.network.columns import OUTLET, PLAN, SERVICE
from evexport.network.rows import MarketRow, OutletRow, PlanRow, market_faults, outlet_faults, plan_faults
from evexport.store import acting_as, reading_as

PURPOSE = "network."


@dataclass(frozen=True, slots=True)
class Record:
    """One table on record: its columns, what a row is to the actions, what is wrong with one, and what records them."""

    name: str
    label: Text
    one: Text
    columns: tuple[Column, ...]
    row: type[Any]
    faults: Callable[[Any, date], Iterator[Fault]]
    record: Callable[..., Any]
    key: tuple[str, ...]

    def row_of(self, values: Values) -> Any:
        """A table's values as the actions take them; what is not given keeps the row's own default."""
        kinds = {column.name: column.kind for column in self.columns}
        known = {one.name for one in fields(self.row)}
        return self.row(**{name: typed(kinds[name], value) for name, value in values.items() if name in known})


def typed(kind: str, value: Any) -> Any:
    match kind:
        case "day":
            return date.fromisoformat(value)
        case "exact" | "rate":
            return Decimal(str(value))
        case "many":
            return tuple(value)
    return value


RECORDS: Mapping[str, Record] = {
    one.name: one
    for one in (
        Record(
            "outlets",
            Text("海外网点", "Outlets abroad"),
            Text("网点", "outlet"),
            OUTLET,
            OutletRow,
            outlet_faults,
            actions.record_outlets,
            ("market", "city", "operator", "address"),
        ),
        Record(
            "markets",
            Text("各市场服务能力", "Service in markets"),
            Text("市场数据", "market’s figures"),
            SERVICE,
            MarketRow,
            market_faults,
            actions.record_market_service,
            ("market", "valid_from"),
        ),
        Record(
            "plan",
            Text("建设规划", "Construction plan"),
            Text("规划", "plan of a market"),
            PLAN,
            PlanRow,
            plan_faults,
            actions.record_plan,
            ("market", "year"),
        ),
    )
}


def put(record: Record, values: Values, *, by: Actor, at: datetime) -> Any:
    """Record one row; what is wrong with it is told at its field."""
    try:
        return record.record([record.row_of(values)], by=by, at=at)
    except BadRows as refused:
        first = refused.rows[0]
        raise BadInput(first.message, remedy=first.remedy, code=first.code, field=first.field or record.key[0]) from None


def hand_in(record: Record, content: bytes, *, name: str, by: Actor, at: datetime) -> Sheet:
    """Take a file of rows in, to be looked through; nothing is recorded yet."""
    by.must("network.record", by.organisation_id)
    with acting_as(by):
        kept = keep(content, name=name, purpose=PURPOSE + record.name, about="", whole=False, by=by, at=at)
        understood(kept, china_day(at))
        return kept


def record_of(sheet: Sheet) -> Record:
    """The table on record that a sheet adds to."""
    return named_by(sheet, PURPOSE, RECORDS)


def understood(sheet: Sheet, today: date) -> Read:
    """The rows of a sheet as values, and the bad ones."""
    record = record_of(sheet)
    return read_table(
        sheet.heads,
        rows_of(sheet),
        columns=record.columns,
        check=lambda values: record.faults(record.row_of(values), today),
        key=lambda values: tuple(str(values.get(name, "")) for name in record.key),
    )


def take(sheet_id: UUID, *, good_only: bool, by: Actor, at: datetime) -> int:
    """Record a file's rows: all of them, or with `good_only` the sound ones. Raises BadRows with the lines of the file."""
    with reading_as(by):
        sheet = sheet_by_id(sheet_id)
        read = understood(sheet, china_day(at))
    record = record_of(sheet)
    if read.bad and not good_only:
        raise BadRows(read.bad)
    lines = [line for line, _ in read.good]
    try:
        record.record([record.row_of(values) for _, values in read.good], by=by, at=at)
    except BadRows as refused:
        raise BadRows([replace(one, row=lines[one.row - 1]) for one in refused.rows]) from None
    return len(lines)
