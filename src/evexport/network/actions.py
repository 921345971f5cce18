"""Keeping a service network up to date: a whole list or nothing, every bad row named."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from evexport import ledger
from evexport.accounts.actors import Actor
from evexport.kernel.problems import BadInput, NotFound
from evexport.kernel.text import Text
from evexport.network import events
from evexport.network.models import MarketService, Outlet, PlanEntry
from evexport.store import acting_as

OWNERSHIP = ("own", "dealer", "contracted")
SERVICES = ("sales", "maintenance", "body", "high_voltage", "battery")


@dataclass(frozen=True, slots=True, kw_only=True)
class OutletRow:
    """An outlet as its maker reports it; `market` is ISO 3166-1 alpha-2."""

    market: str
    city: str
    operator: str
    ownership: str
    services: tuple[str, ...]
    opened_on: date
    address: str = ""
    phone: str = ""
    evidence: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MarketRow:
    """Parts (part numbers), response (hours) and rescue in one market, from a day on."""

    market: str
    valid_from: date
    common_fault_parts: int | None = None
    in_stock: int | None = None
    committed_hours: Decimal | None = None
    measured_p95_hours: Decimal | None = None
    rescue_provider: str = ""
    round_the_clock: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRow:
    """One market's plan for a year: rate as a fraction, response in hours."""

    market: str
    year: int
    new_outlets: int
    parts_in_stock_rate: Decimal
    response_hours: Decimal
    rescue: str


def record_outlets(rows: Sequence[OutletRow], *, by: Actor, at: datetime) -> list[Outlet]:
    """Add outlets to the actor's own network."""
    maker_id = _maker(by)
    _refuse_bad([problem for number, row in enumerate(rows, 1) for problem in _outlet_problems(number, row)])
    with acting_as(by):
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
        outlet = Outlet.objects.select_for_update(of=("self",)).filter(pk=outlet_id, closed_on=None).first()
        if outlet is None:
            raise NotFound(Text("没有此营业网点。", "There is no such open outlet."), remedy=Text("请核对网点。", "Check the outlet."))
        outlet.closed_on = closed_on
        outlet.save(update_fields=["closed_on"])
        event = events.OutletClosed(
            subject=f"enterprise:{maker_id}", parties=(maker_id,), outlet=str(outlet.id), market=outlet.market,
            closed_on=closed_on.isoformat(),
        )  # fmt: skip
        ledger.append(event, by=by, at=at)
    return outlet


def record_market_service(rows: Sequence[MarketRow], *, by: Actor, at: datetime) -> None:
    """Add figures for markets; the latest row of a market counts from its day on."""
    maker_id = _maker(by)
    _refuse_bad([problem for number, row in enumerate(rows, 1) for problem in _market_problems(number, row)])
    with acting_as(by):
        MarketService.objects.bulk_create([MarketService(maker_id=maker_id, recorded_at=at, **asdict(row)) for row in rows])
        event = events.MarketServiceRecorded(subject=f"enterprise:{maker_id}", parties=(maker_id,), markets=_markets(rows))
        ledger.append(event, by=by, at=at)


def record_plan(rows: Sequence[PlanRow], *, by: Actor, at: datetime) -> None:
    maker_id = _maker(by)
    _refuse_bad(
        [f"{number}: parts_in_stock_rate" for number, row in enumerate(rows, 1) if not 0 <= row.parts_in_stock_rate <= 1]
    )
    with acting_as(by):
        PlanEntry.objects.bulk_create([PlanEntry(maker_id=maker_id, recorded_at=at, **asdict(row)) for row in rows])
        event = events.PlanRecorded(
            subject=f"enterprise:{maker_id}", parties=(maker_id,), years=tuple(sorted({row.year for row in rows})),
            markets=_markets(rows),
        )  # fmt: skip
        ledger.append(event, by=by, at=at)


def _maker(by: Actor) -> UUID:
    by.must("network.record")
    assert by.organisation_id is not None, "a maker's clerk acts for a maker"
    return by.organisation_id


def _markets(rows: Sequence[OutletRow] | Sequence[MarketRow] | Sequence[PlanRow]) -> tuple[str, ...]:
    return tuple(sorted({row.market for row in rows}))


def _outlet_problems(number: int, row: OutletRow) -> list[str]:
    problems = []
    if row.ownership not in OWNERSHIP:
        problems.append(f"{number}: ownership={row.ownership!r} ({', '.join(OWNERSHIP)})")
    if unknown := set(row.services) - set(SERVICES):
        problems.append(f"{number}: services={sorted(unknown)} ({', '.join(SERVICES)})")
    if not row.city or not row.operator:
        problems.append(f"{number}: city, operator")
    return problems


def _market_problems(number: int, row: MarketRow) -> list[str]:
    if row.in_stock is not None and (row.common_fault_parts is None or row.in_stock > row.common_fault_parts):
        return [f"{number}: in_stock > common_fault_parts"]
    return []


def _refuse_bad(problems: list[str]) -> None:
    if problems:
        raise BadInput(
            Text("以下各行有误：" + "；".join(problems) + "。", "These rows must be mended: " + "; ".join(problems) + "."),
            remedy=Text("请更正后整批重新提交；本批未作任何登记。", "Mend them and send the whole list again; nothing was recorded."),
            code="BAD_ROWS",
            field="rows",
        )
