"""Rows of a service network as its maker reports them, and what can be wrong with one."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import get_args

from evexport.kernel.rows import RowProblem
from evexport.kernel.text import Text
from evexport.network.models import OWNERSHIP
from evexport.regulation.facts.filing import Service
from evexport.regulation.facts.shapes import markets

SERVICES: tuple[str, ...] = get_args(Service)
RESCUE = ("round_the_clock", "daytime", "none")
MOST_HOURS = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class OutletRow:
    """An outlet; `market` is ISO 3166-1 alpha-2."""

    market: str
    city: str
    operator: str
    ownership: str
    services: tuple[str, ...]
    opened_on: date
    address: str = ""
    hv_technicians: int | None = None
    phone: str = ""
    rescue_phone: str = ""
    contract_valid_until: date | None = None
    evidence: str = ""
    verified_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MarketRow:
    """Parts (part numbers), response (hours) and rescue in one market, from a day on."""

    market: str
    valid_from: date
    common_fault_parts: int | None = None
    in_stock: int | None = None
    stock_counted_on: date | None = None
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


Fault = tuple[str, Text, Text]
"""Field, what is wrong, how to mend it."""


def problems_of(number: int, faults: Iterator[Fault]) -> list[RowProblem]:
    return [RowProblem(number, field, message, remedy) for field, message, remedy in faults]


def outlet_faults(row: OutletRow, today: date) -> Iterator[Fault]:
    yield from _market(row.market)
    yield from _words(row, {"city": 100, "operator": 200}, needed=True)
    yield from _words(row, {"address": 300, "phone": 40, "rescue_phone": 40, "evidence": 200})
    if row.ownership not in OWNERSHIP:
        yield _one_of("ownership", row.ownership, OWNERSHIP)
    if not row.services:
        yield "services", Text("未填写服务项目。", "No service is named."), _choose(SERVICES)
    if unknown := sorted(set(row.services) - set(SERVICES)):
        yield _one_of("services", ", ".join(unknown), SERVICES)
    if row.hv_technicians is not None and not 0 <= row.hv_technicians <= 30_000:
        yield _amount("hv_technicians")
    yield from _not_after(today, opened_on=row.opened_on, verified_on=row.verified_on)


def market_faults(row: MarketRow, today: date) -> Iterator[Fault]:
    yield from _market(row.market)
    yield from _not_after(today, valid_from=row.valid_from, stock_counted_on=row.stock_counted_on)
    yield from _words(row, {"rescue_provider": 200})
    if (row.common_fault_parts is None) != (row.in_stock is None):
        missing = "in_stock" if row.in_stock is None else "common_fault_parts"
        yield (
            missing,
            Text(
                "常见故障零部件种数和在库种数须同时填写。",
                "The number of part numbers and of those in stock go together.",
            ),
            Text("请补填或同时留空。", "Give both or neither."),
        )
    for field in ("common_fault_parts", "in_stock"):
        if (count := getattr(row, field)) is not None and not 0 <= count <= 10_000_000:
            yield _amount(field)
    if row.common_fault_parts is not None and (row.in_stock or 0) > row.common_fault_parts:
        yield (
            "in_stock",
            Text(
                f"在库{row.in_stock}种多于常见故障零部件{row.common_fault_parts}种。",
                f"{row.in_stock} part numbers in stock are more than the {row.common_fault_parts} there are.",
            ),
            Text("请核对两个数字。", "Check both numbers."),
        )
    yield from _hours(row, "committed_hours", "measured_p95_hours")


def plan_faults(row: PlanRow, today: date) -> Iterator[Fault]:
    yield from _market(row.market)
    if not today.year <= row.year <= today.year + 10:
        yield (
            "year",
            Text(f"{row.year}年不在规划期内。", f"{row.year} is not a year to plan for."),
            Text(f"请填写{today.year}年起十年内的年度。", f"Give a year within ten of {today.year}."),
        )
    if not 0 <= row.new_outlets <= 100_000:
        yield _amount("new_outlets")
    if not 0 <= row.parts_in_stock_rate <= 1:
        yield (
            "parts_in_stock_rate",
            Text("备货率应在0到1之间。", "A stock rate is a fraction between 0 and 1."),
            Text("20%请填写0.2。", "Write 0.2 for 20 %."),
        )
    yield from _hours(row, "response_hours")
    if row.rescue not in RESCUE:
        yield _one_of("rescue", row.rescue, RESCUE)


def _market(market: str) -> Iterator[Fault]:
    if market == "CN" or market not in markets():
        yield (
            "market",
            Text(f"“{market}”不是境外国家（地区）代码。", f"{market!r} is not the code of a market abroad."),
            Text("请填写 ISO 3166-1 两位代码，例如 DE。", "Give the two letters of ISO 3166-1, such as DE."),
        )


def _words(row: object, longest: dict[str, int], *, needed: bool = False) -> Iterator[Fault]:
    for field, most in longest.items():
        words = getattr(row, field)
        if needed and not words.strip():
            yield field, Text("此处不能为空。", "This may not be blank."), Text("请填写。", "Fill it in.")
        elif len(words) > most:
            yield (
                field,
                Text(f"超过{most}个字符。", f"Longer than {most} characters."),
                Text("请缩短。", "Shorten it."),
            )


def _not_after(today: date, **days: date | None) -> Iterator[Fault]:
    for field, day in days.items():
        if day is not None and day > today:
            yield (
                field,
                Text(f"{day}尚未到来。", f"{day} has not come yet."),
                Text("请填写已经发生的日期。", "Give a day that has been."),
            )


def _hours(row: object, *fields: str) -> Iterator[Fault]:
    for field in fields:
        hours = getattr(row, field)
        if hours is not None and not 0 <= hours <= MOST_HOURS:
            yield _amount(field)


def _amount(field: str) -> Fault:
    return (
        field,
        Text("数值超出范围。", "The number is out of range."),
        Text("请核对数值。", "Check the number."),
    )


def _one_of(field: str, given: str, known: tuple[str, ...]) -> Fault:
    return field, Text(f"没有“{given}”这一选项。", f"There is no {given!r}."), _choose(known)


def _choose(known: tuple[str, ...]) -> Text:
    return Text("可选：" + "、".join(known) + "。", "Choose among: " + ", ".join(known) + ".")
