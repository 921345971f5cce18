"""Reads the statistics: sums over months, narrowed by year, maker and market, with what they were counted from.

Each runs inside the reader's own transaction (`store.reading_as`): only who oversees finds rows.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet, Sum

from evexport.oversight.models import Counted, ExportMonth, GateMonth, InspectionMonth, LicenceUse, ReasonMonth
from evexport.oversight.statistics.counting import NAME

EXPORTS_BY: Mapping[str, str] = {
    "month": "month",
    "market": "destination",
    "maker": "maker_id",
    "exporter": "exporter_id",
    "model": "model_code",
    "district": "district",
}
NET = F("released") - F("cancelled") - F("returned")
INSPECTION_STATES = ("ordered", "passed", "failed", "reworking", "refused")
LICENCE_SUMS = ("licences", "unused_licences", "licensed", "used", "reserved", "open", "expired", "ended")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the figures are narrowed to; nothing is narrowed where it is None."""

    year: int | None = None
    maker: UUID | None = None
    market: str | None = None

    def on(self, rows: QuerySet[Any], *, market: bool = True) -> QuerySet[Any]:
        """Rows of months, as they were asked for."""
        if self.year is not None:
            rows = rows.filter(month__gte=date(self.year, 1, 1), month__lte=date(self.year, 12, 1))
        if self.maker is not None:
            rows = rows.filter(maker_id=self.maker)
        return rows.filter(destination=self.market) if market and self.market else rows


@dataclass(frozen=True, slots=True)
class Exports:
    """Vehicles of one month, market, maker …: written off, taken back, and what remains exported."""

    key: Any
    released: int
    cancelled: int
    returned: int

    @property
    def net(self) -> int:
        return self.released - self.cancelled - self.returned


def counted() -> Counted | None:
    """How far the figures go; None before they were first counted."""
    return Counted.objects.filter(name=NAME).first()


def years() -> list[int]:
    """The years of which anything is counted, the latest first."""
    months = GateMonth.objects.values_list("month__year", flat=True).distinct()
    return sorted({*months, *LicenceUse.objects.values_list("year", flat=True).distinct()}, reverse=True)


def exports(by: str, asked: Asked, *, most: int | None = None) -> list[Exports]:
    """By month in their order; by anything else the largest first, at most so many."""
    name = EXPORTS_BY[by]
    rows = asked.on(ExportMonth.objects.all()).values(name)
    rows = rows.annotate(out=Sum("released"), off=Sum("cancelled"), back=Sum("returned"), net=Sum(NET))
    rows = rows.order_by(name) if by == "month" else rows.order_by("-net", name)
    found = rows if most is None else rows[:most]
    return [Exports(one[name], one["out"], one["off"], one["back"]) for one in found]


def exports_in_all(asked: Asked) -> Exports:
    sums = asked.on(ExportMonth.objects.all()).aggregate(out=Sum("released"), off=Sum("cancelled"), back=Sum("returned"))
    return Exports(None, sums["out"] or 0, sums["off"] or 0, sums["back"] or 0)


def licences(by: str, asked: Asked, *, most: int | None = None) -> list[dict[str, Any]]:
    """Licences by the year in which they begin, by maker or by market: how many, and where their vehicles stand."""
    name = {"year": "year", "maker": "maker_id", "market": "destination"}[by]
    rows = LicenceUse.objects.all()
    if asked.year is not None:
        rows = rows.filter(year=asked.year)
    if asked.maker is not None:
        rows = rows.filter(maker_id=asked.maker)
    if asked.market:
        rows = rows.filter(destination=asked.market)
    grouped = rows.values(name).annotate(**{f"n_{one}": Sum(one) for one in LICENCE_SUMS})
    ordered = grouped.order_by("year") if by == "year" else grouped.order_by("-n_licensed", name)
    found = ordered if most is None else ordered[:most]
    return [{"key": row[name], **{one: row[f"n_{one}"] for one in LICENCE_SUMS}} for row in found]


def decisions(asked: Asked) -> list[dict[str, Any]]:
    """What the gate decided, month by month: declarations and vehicles by decision."""
    rows = asked.on(GateMonth.objects.all()).values("month", "decision")
    return list(rows.annotate(n=Sum("declarations"), cars=Sum("vehicles")).order_by("month", "decision"))


def reasons(asked: Asked, *, most: int | None = None) -> list[tuple[str, int]]:
    """Why declarations were refused, the most frequent reason first."""
    rows = asked.on(ReasonMonth.objects.filter(decision="refused")).values("code").annotate(n=Sum("declarations"))
    ordered = rows.order_by("-n", "code")
    return [(one["code"], one["n"]) for one in (ordered if most is None else ordered[:most])]


def reasons_by_month(asked: Asked, codes: Sequence[str]) -> dict[date, dict[str, int]]:
    """The same reasons month by month."""
    rows = asked.on(ReasonMonth.objects.filter(decision="refused", code__in=codes)).values("month", "code")
    found: dict[date, dict[str, int]] = {}
    for one in rows.annotate(n=Sum("declarations")).order_by("month"):
        found.setdefault(one["month"], {})[one["code"]] = one["n"]
    return found


def inspections(asked: Asked) -> list[dict[str, Any]]:
    """Inspections by risk level: how many, where they stand, how many rounds failed."""
    rows = asked.on(InspectionMonth.objects.all(), market=False).values("level")
    states = {f"n_{state}": Sum("inspections", filter=Q(state=state), default=0) for state in INSPECTION_STATES}
    sums = rows.annotate(
        n_all=Sum("inspections"), n_rounds=Sum("rounds"), n_failed_rounds=Sum("failed_rounds"), **states
    ).order_by("level")
    return list(sums)


def keys_of(rows: Iterable[Any]) -> list[UUID]:
    """The firms among the keys of rows."""
    return [one.key for one in rows if isinstance(one.key, UUID)]
