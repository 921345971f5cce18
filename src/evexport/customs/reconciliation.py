"""Reconciliation by day: what customs reports as cleared beside what is held here, each difference with its cause."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from evexport.customs.models import DayReport, Declaration, WriteOff
from evexport.kernel.clock import start_of
from evexport.kernel.text import Text


@dataclass(frozen=True, slots=True)
class Reported:
    """A cleared declaration in customs' report."""

    declaration_no: str
    vins: Sequence[str]


class Cause(StrEnum):
    """Why the two sides differ."""

    UNKNOWN_HERE = "unknown_here"
    REFUSED_HERE = "refused_here"
    HELD_HERE = "held_here"
    CANCELLED_HERE = "cancelled_here"
    NOT_REPORTED = "not_reported"
    CAR_UNKNOWN_HERE = "car_unknown_here"
    CAR_NOT_REPORTED = "car_not_reported"

    @property
    def label(self) -> Text:
        return _LABELS[self]


_LABELS = {
    Cause.UNKNOWN_HERE: Text("海关已放行，本系统没有该报关单", "cleared by customs, no such declaration here"),
    Cause.REFUSED_HERE: Text("海关已放行，本系统不予放行", "cleared by customs, refused here"),
    Cause.HELD_HERE: Text("海关已放行，本系统待查", "cleared by customs, held here"),
    Cause.CANCELLED_HERE: Text("海关已放行，本系统已退关", "cleared by customs, cancelled here"),
    Cause.NOT_REPORTED: Text("本系统已放行，海关未报", "released here, not reported by customs"),
    Cause.CAR_UNKNOWN_HERE: Text("该车不在本系统核销之列", "the car is not among those written off here"),
    Cause.CAR_NOT_REPORTED: Text("该车已核销，海关未报", "the car is written off here, not reported by customs"),
}


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference, by declaration or by car."""

    day: date
    declaration_no: str
    cause: Cause
    vin: str | None = None

    def as_dict(self) -> dict[str, object]:
        return {
            "day": self.day.isoformat(),
            "declaration_no": self.declaration_no,
            "vin": self.vin,
            "cause": self.cause.value,
            "message": self.cause.label.as_dict(),
        }


@dataclass(frozen=True, slots=True)
class Held:
    """What is held here of one declaration number: its state, and the cars written off."""

    state: str
    vins: frozenset[str]


_OTHERWISE = {
    "refused": Cause.REFUSED_HERE,
    "not_required": Cause.REFUSED_HERE,
    "held": Cause.HELD_HERE,
    "cancelled": Cause.CANCELLED_HERE,
}


def compare(report: DayReport, held: Mapping[str, Held]) -> list[Difference]:
    """Every difference between a day's report and what is held, by declaration number, then by VIN."""
    day, found = report.day, []
    reported = {row["declaration_no"]: frozenset(row["vins"]) for row in report.rows}
    for number in sorted(reported.keys() | held.keys()):
        here, there = held.get(number), reported.get(number)
        if here is None:
            found.append(Difference(day, number, Cause.UNKNOWN_HERE))
        elif there is None:
            if here.state in {"released", "returned"}:
                found.append(Difference(day, number, Cause.NOT_REPORTED))
        elif here.state in _OTHERWISE:
            found.append(Difference(day, number, _OTHERWISE[here.state]))
        else:
            found += [Difference(day, number, Cause.CAR_UNKNOWN_HERE, vin) for vin in sorted(there - here.vins)]
            found += [Difference(day, number, Cause.CAR_NOT_REPORTED, vin) for vin in sorted(here.vins - there)]
    return found


def held_on(first: date, last: date) -> dict[str, Held]:
    """The declarations decided from one day to another by number, with the cars that count as exported."""
    rows = (
        Declaration.objects.filter(decided_at__gte=start_of(first), decided_at__lt=start_of(last + timedelta(days=1)))
        .only("declaration_no", "state")
        .order_by("decided_at")
    )
    declarations = {row.declaration_no: row for row in rows}
    by_id = {row.pk: row.declaration_no for row in declarations.values()}
    balance: dict[str, Counter[str]] = {}
    # A return after export does not undo the export: the day's clearance stands.
    for entry in WriteOff.objects.filter(declaration_id__in=by_id):
        sign = (entry.kind > 0) - (entry.kind < 0)
        balance.setdefault(by_id[entry.declaration_id], Counter()).update(dict.fromkeys(entry.vins, sign))
    return {
        number: Held(row.state, frozenset(vin for vin, count in balance.get(number, Counter()).items() if count > 0))
        for number, row in declarations.items()
    }


def newest_reports(first: date, last: date) -> dict[date, DayReport]:
    """What customs reported of the days of a period: of each the report that came last, days in order."""
    newest: dict[date, DayReport] = {}
    for report in DayReport.objects.filter(day__range=(first, last)).order_by("day", "received_at"):
        newest[report.day] = report
    return newest


def differences(first: date, last: date) -> list[Difference]:
    """The differences of each reported day in a period; a day without a report is not compared."""
    return [one for day, report in newest_reports(first, last).items() for one in compare(report, held_on(day, day))]
