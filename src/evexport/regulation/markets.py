"""Markets of a filing: which are covered, which are major, and what a year's exports come to. All exact."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cache

from evexport.kernel.text import Text
from evexport.regulation.facts.filing import Basis, Exports, MarketVolume, ServiceNetwork
from evexport.regulation.law import Law


@dataclass(frozen=True, slots=True)
class Major:
    """A major market: its vehicles of the total. `tied` are markets of equal volume that were not needed."""

    market: str
    vehicles: int
    total: int
    tied: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class YearVolume:
    """A year's exports as numerator / denominator; `months` is None where the period cannot be reckoned."""

    vehicles: int
    months: int | None
    numerator: int
    denominator: int
    annualised: bool = False

    @property
    def a_year(self) -> Fraction:
        return Fraction(self.numerator, self.denominator)

    @property
    def said(self) -> Text:
        """The volume in words; an annualised one says so."""
        if not self.annualised:
            return Text(f"年出口{self.vehicles}辆", f"{self.vehicles} vehicles a year")
        factor = f"{self.numerator // max(self.vehicles, 1)}/{self.denominator}" if self.vehicles else ""
        a_year = shown(self.a_year)
        return Text(
            f"{self.months}个月出口{self.vehicles}辆，按×{factor}折算为每年{a_year}辆",
            f"{self.vehicles} vehicles in {self.months} months, annualised ×{factor} to {a_year} a year",
        )


def shown(value: Fraction) -> str:
    """A fraction as people write it: whole, or with at most two decimals."""
    return str(int(value)) if value.denominator == 1 else f"{float(value):.2f}".rstrip("0").rstrip(".")


def major_markets(exports: Exports, law: Law) -> tuple[Major, ...]:
    """The fewest markets that make the law's share of last year's exports, else of planned ones."""
    share = law["qualification.markets.major_share"].number
    return fewest(exports.last_year, share) or fewest(exports.planned, share)


def fewest(rows: Iterable[MarketVolume], share: Decimal) -> tuple[Major, ...]:
    """The smallest set of markets that makes `share` of all; equal ones go by their codes."""
    ranked = sorted((row for row in rows if row.vehicles), key=lambda row: (-row.vehicles, row.market))
    total = sum(row.vehicles for row in ranked)
    reached, taken = 0, 0
    while taken < len(ranked) and reached < share * total:
        reached += ranked[taken].vehicles
        taken += 1
    last = ranked[taken - 1].vehicles if taken else 0
    tied = tuple(row.market for row in ranked[taken:] if row.vehicles == last)
    return tuple(Major(row.market, row.vehicles, total, tied if row.vehicles == last else ()) for row in ranked[:taken])


def covered_markets(network: ServiceNetwork, law: Law) -> Mapping[str, int]:
    """Outlets that count, by market: only those that offer maintenance."""
    service = law["qualification.outlets.counted_service"].word
    found: dict[str, int] = {}
    for outlet in network.outlets:
        if outlet.count and service in outlet.services:
            found[outlet.market] = found.get(outlet.market, 0) + outlet.count
    return found


def year_volume(exports: Exports, law: Law) -> YearVolume:
    """Last year's exports as a year's: a full year as it is, eight months times 12/8."""
    vehicles = sum(row.vehicles for row in exports.last_year)
    if not vehicles:
        return YearVolume(0, law["qualification.markets.full_months"].whole, 0, 1)
    full = law["qualification.markets.full_months"].whole
    part = law["qualification.markets.part_months"].whole
    months = whole_months(exports.basis) if exports.basis else None
    if months == full:
        return YearVolume(vehicles, months, vehicles, 1)
    if months == part:
        return YearVolume(vehicles, months, vehicles * full, part, annualised=True)
    return YearVolume(vehicles, None, vehicles, 1)


def whole_months(basis: Basis) -> int | None:
    """How many whole calendar months a period is; None where it begins or ends within one."""
    if basis.since.day != 1 or (basis.until + timedelta(days=1)).day != 1:
        return None
    return (basis.until.year - basis.since.year) * 12 + basis.until.month - basis.since.month + 1


@cache
def market_name(code: str) -> Text:
    """A market's name with its code, as 德国（DE） and Germany (DE)."""
    from babel import Locale

    zh = "中国台湾" if code == "TW" else Locale("zh", script="Hans", territory="CN").territories.get(code, code)
    en = "Taiwan, China" if code == "TW" else Locale("en").territories.get(code, code)
    return Text(f"{zh}（{code}）", f"{en} ({code})")


def first_day(year: int) -> date:
    return date(year, 1, 1)


def last_day(year: int) -> date:
    return date(year, 12, 31)
