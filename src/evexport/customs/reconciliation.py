"""Reconciliation by day: what customs reports as cleared beside what is held here, each difference with its cause."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from evexport.customs.causes import Cause
from evexport.customs.models import DayReport, Declaration, Kind, LiveVin, WriteOff
from evexport.customs.worklists import of_district
from evexport.kernel.clock import start_of


@dataclass(frozen=True, slots=True)
class Reported:
    """A cleared declaration in customs' report."""

    declaration_no: str
    vins: Sequence[str]


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
            "remedy": self.cause.remedy.as_dict(),
        }


@dataclass(frozen=True, slots=True)
class Held:
    """What is held here of one declaration number: its state, the cars written off, and what took others back."""

    state: str
    vins: frozenset[str]
    taken_back: Mapping[str, Kind] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What is known here beside the day and office of a report: which of its numbers, which of its cars are out."""

    numbers: Collection[str] = ()
    cars: Collection[str] = ()


_OTHERWISE = {
    "refused": Cause.REFUSED_HERE,
    "not_required": Cause.NOT_REQUIRED_HERE,
    "held": Cause.HELD_HERE,
    "cancelled": Cause.CANCELLED_HERE,
}
_TAKEN_BACK = {Kind.CANCELLED: Cause.CAR_CANCELLED_HERE, Kind.CORRECTED_OUT: Cause.CAR_CORRECTED_HERE}


def compare(report: DayReport, held: Mapping[str, Held], elsewhere: Elsewhere) -> list[Difference]:
    """Every difference between a day's report and what is held, by declaration number, then by VIN."""
    day, found = report.day, []
    reported = {row["declaration_no"]: frozenset(row["vins"]) for row in report.rows}
    for number in sorted(reported.keys() | held.keys()):
        here, there = held.get(number), reported.get(number)
        if here is None:
            cause = Cause.DECIDED_ELSEWHERE if number in elsewhere.numbers else Cause.UNKNOWN_HERE
            found.append(Difference(day, number, cause))
        elif there is None:
            if here.state in {"released", "returned"}:
                found.append(Difference(day, number, Cause.NOT_REPORTED))
        elif here.state in _OTHERWISE:
            found.append(Difference(day, number, _OTHERWISE[here.state]))
        else:
            found += [Difference(day, number, _of_car(vin, here, elsewhere), vin) for vin in sorted(there - here.vins)]
            found += [Difference(day, number, Cause.CAR_NOT_REPORTED, vin) for vin in sorted(here.vins - there)]
    return found


def _of_car(vin: str, here: Held, elsewhere: Elsewhere) -> Cause:
    """Why a car that customs reports under a declaration is not written off under it here."""
    if vin in here.taken_back:
        return _TAKEN_BACK[here.taken_back[vin]]
    return Cause.CAR_ELSEWHERE if vin in elsewhere.cars else Cause.CAR_UNKNOWN_HERE


def held_on(day: date, *, office: str = "") -> dict[str, Held]:
    """The declarations decided on a day by number, with the cars that count as exported; of one office or district, if named."""
    rows = Declaration.objects.filter(decided_at__gte=start_of(day), decided_at__lt=start_of(day + timedelta(days=1)))
    if office:
        rows = of_district(rows, office)
    declarations = {row.declaration_no: row for row in rows.only("declaration_no", "state").order_by("decided_at")}
    by_id = {row.pk: row.declaration_no for row in declarations.values()}
    balance: dict[str, Counter[str]] = {}
    taken_back: dict[str, dict[str, Kind]] = {}
    # A return after export does not undo the export: the day's clearance stands.
    for entry in WriteOff.objects.filter(declaration_id__in=by_id):
        number, sign = by_id[entry.declaration_id], (entry.kind > 0) - (entry.kind < 0)
        balance.setdefault(number, Counter()).update(dict.fromkeys(entry.vins, sign))
        if sign < 0:
            taken_back.setdefault(number, {}).update(dict.fromkeys(entry.vins, Kind(entry.kind)))
    return {
        number: Held(
            row.state,
            frozenset(vin for vin, count in balance.get(number, Counter()).items() if count > 0),
            taken_back.get(number, {}),
        )
        for number, row in declarations.items()
    }


def differences_of(report: DayReport) -> list[Difference]:
    """The differences between one report and what is held here now."""
    held = held_on(report.day, office=report.office)
    numbers = [row["declaration_no"] for row in report.rows if row["declaration_no"] not in held]
    cars = {
        vin for row in report.rows if (here := held.get(row["declaration_no"])) for vin in row["vins"] if vin not in here.vins
    }
    elsewhere = Elsewhere(
        set(Declaration.objects.filter(declaration_no__in=numbers).values_list("declaration_no", flat=True)),
        set(LiveVin.objects.filter(pk__in=cars, pending=False).values_list("pk", flat=True)),
    )
    return compare(report, held, elsewhere)


def newest_reports(first: date, last: date) -> list[DayReport]:
    """What customs reported of the days of a period: of each day and office the report that came last, days in order."""
    newest: dict[tuple[date, str], DayReport] = {}
    for report in DayReport.objects.filter(day__range=(first, last)).order_by("day", "office", "received_at"):
        newest[report.day, report.office] = report
    return list(newest.values())


def differences(first: date, last: date) -> list[Difference]:
    """The differences of each reported day in a period; a day without a report is not compared."""
    return [one for report in newest_reports(first, last) for one in differences_of(report)]
