"""Keeping a service network up to date: a whole list or nothing, every bad row named."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Q

from evexport import ledger
from evexport.accounts.actors import Actor
from evexport.kernel.clock import china_day
from evexport.kernel.problems import BadInput, NotFound
from evexport.kernel.rows import BadRows, RowProblem
from evexport.kernel.text import Text
from evexport.network import events
from evexport.network.models import MarketService, Outlet, PlanEntry
from evexport.network.rows import (
    Fault,
    MarketRow,
    OutletRow,
    PlanRow,
    market_faults,
    outlet_faults,
    plan_faults,
    problems_of,
)
from evexport.store import acting_as

__all__ = [
    "MarketRow",
    "OutletRow",
    "PlanRow",
    "close_outlet",
    "record_market_service",
    "record_outlets",
    "record_plan",
]
Row = TypeVar("Row", OutletRow, MarketRow, PlanRow)


def record_outlets(rows: Sequence[OutletRow], *, by: Actor, at: datetime) -> list[Outlet]:
    """Add outlets to the actor's own network. Raises BadRows; an outlet open on record already is one of its faults."""
    maker_id = _maker(by)
    problems = _problems(rows, outlet_faults, at, key=_place)
    with acting_as(by):
        _refuse([*problems, *_open_already(maker_id, rows)])
        made = Outlet.objects.bulk_create(
            [Outlet(maker_id=maker_id, recorded_at=at, **{**asdict(row), "services": list(row.services)}) for row in rows]
        )
        event = events.OutletsRecorded(
            subject=f"enterprise:{maker_id}", parties=(maker_id,), outlets=len(made), markets=_markets(rows)
        )
        ledger.append(event, by=by, at=at)
    return made


def close_outlet(outlet_id: UUID, *, closed_on: date, by: Actor, at: datetime) -> Outlet:
    """An outlet counts to the day before it closes; the row stays."""
    maker_id = _maker(by)
    with acting_as(by):
        outlet = Outlet.objects.select_for_update(of=("self",)).filter(pk=outlet_id, maker_id=maker_id, closed_on=None).first()
        if outlet is None:
            raise NotFound(
                Text("没有此营业网点。", "There is no such open outlet."),
                remedy=Text("请核对网点。", "Check the outlet."),
            )
        if not outlet.opened_on <= closed_on <= china_day(at):
            raise BadInput(
                Text(
                    "关闭日期须在开业日期之后且不晚于今天。",
                    "An outlet closes after it opened and not after today.",
                ),
                remedy=Text("请更正关闭日期。", "Mend the day."),
                field="closed_on",
            )
        outlet.closed_on = closed_on
        outlet.save(update_fields=["closed_on"])
        event = events.OutletClosed(
            subject=f"enterprise:{maker_id}", parties=(maker_id,), outlet=str(outlet.id), market=outlet.market,
            closed_on=closed_on.isoformat(),
        )  # fmt: skip
        ledger.append(event, by=by, at=at)
    return outlet


def record_market_service(rows: Sequence[MarketRow], *, by: Actor, at: datetime) -> None:
    """Add figures for markets; the latest row of a market counts from its day on. Raises BadRows."""
    maker_id = _maker(by)
    _refuse(_problems(rows, market_faults, at, key=lambda row: (row.market, row.valid_from)))
    with acting_as(by):
        MarketService.objects.bulk_create([MarketService(maker_id=maker_id, recorded_at=at, **asdict(row)) for row in rows])
        event = events.MarketServiceRecorded(subject=f"enterprise:{maker_id}", parties=(maker_id,), markets=_markets(rows))
        ledger.append(event, by=by, at=at)


def record_plan(rows: Sequence[PlanRow], *, by: Actor, at: datetime) -> None:
    """Add rows of the construction plan; the latest of a market and year counts. Raises BadRows."""
    maker_id = _maker(by)
    _refuse(_problems(rows, plan_faults, at, key=lambda row: (row.market, row.year)))
    with acting_as(by):
        PlanEntry.objects.bulk_create([PlanEntry(maker_id=maker_id, recorded_at=at, **asdict(row)) for row in rows])
        event = events.PlanRecorded(
            subject=f"enterprise:{maker_id}", parties=(maker_id,), years=tuple(sorted({row.year for row in rows})),
            markets=_markets(rows),
        )  # fmt: skip
        ledger.append(event, by=by, at=at)


def _maker(by: Actor) -> UUID:
    by.must("network.record", by.organisation_id)
    assert by.organisation_id is not None, "a maker's clerk acts for a maker"
    return by.organisation_id


def _markets(rows: Sequence[OutletRow] | Sequence[MarketRow] | Sequence[PlanRow]) -> tuple[str, ...]:
    return tuple(sorted({row.market for row in rows}))


def _place(row: OutletRow | Outlet) -> tuple[str, ...]:
    return (row.market, row.city, row.operator, row.address)


def _problems(
    rows: Sequence[Row],
    faults: Callable[[Row, date], Iterator[Fault]],
    at: datetime,
    *,
    key: Callable[[Row], Any],
) -> list[RowProblem]:
    """Everything wrong with the rows, one by one and among themselves."""
    if not rows:
        raise BadInput(
            Text("未填写任何行。", "There are no rows."),
            remedy=Text("请至少填写一行。", "Give one at least."),
            field="rows",
        )
    today, found, first = china_day(at), list[RowProblem](), dict[Any, int]()
    for number, row in enumerate(rows, 1):
        found += problems_of(number, faults(row, today))
        before = first.setdefault(key(row), number)
        if before != number:
            found.append(
                RowProblem(
                    number,
                    "",
                    Text(f"与第{before}行重复。", f"The same as row {before}."),
                    Text("请删除其中一行。", "Take one of them out."),
                    "ROW_REPEATED",
                )
            )
    return found


def _open_already(maker_id: UUID, rows: Sequence[OutletRow]) -> list[RowProblem]:
    known = Outlet.objects.filter(Q(closed_on=None), maker_id=maker_id, market__in={row.market for row in rows})
    places = {_place(outlet) for outlet in known}
    return [
        RowProblem(
            number,
            "",
            Text("该网点已登记且未关闭。", "This outlet is on record and open."),
            Text("请删除该行，或先关闭原网点。", "Take the row out, or close the outlet first."),
            "OUTLET_ON_RECORD",
        )
        for number, row in enumerate(rows, 1)
        if _place(row) in places
    ]


def _refuse(problems: list[RowProblem]) -> None:
    if problems:
        raise BadRows(sorted(problems, key=lambda problem: problem.row))
