"""What customs' people work through: declarations of some days, write-offs, the inspection queue, holds, risk levels."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from evexport.codes import licence_number
from evexport.codes import vin as vins
from evexport.customs.models import Declaration, Inspection, RiskLevel, VinHold, WriteOff
from evexport.customs.models.controls import OPEN
from evexport.customs.models.gate import ENDED, LIVE
from evexport.customs.queries import with_car
from evexport.enterprises.models import Enterprise, EnterpriseType
from evexport.kernel.clock import start_of
from evexport.licensing.models import Licence
from evexport.registers.models import CustomsDistrict

ROUTINE = "routine"


@dataclass(frozen=True, slots=True)
class Days:
    """From one day through another, both included."""

    first: date
    last: date

    @property
    def between(self) -> tuple[object, object]:
        return start_of(self.first), start_of(self.last + timedelta(days=1))


def declarations(days: Days | None = None) -> QuerySet[Declaration]:
    """Decisions of some days, the latest first; all of them where no days are named."""
    rows = Declaration.objects.defer("body", "balance")
    if days is None:
        # Moments are indexed only roughly, since every index costs the gate; identifiers are in the order of decision.
        return rows.order_by("-pk")
    begin, end = days.between
    return rows.filter(decided_at__gte=begin, decided_at__lt=end).order_by("-decided_at", "-pk")


def holding(rows: QuerySet[Declaration], words: str) -> QuerySet[Declaration]:
    """Those whose number begins so, that cite this licence, or on which a car with this VIN stands."""
    if licence_number.parse(number := licence_number.tidied(words)):
        return rows.filter(licence_id__in=Licence.objects.filter(number=number).values("pk"))
    word = "".join(words.split()).upper()
    vin = vins.normalise(words)
    if vins.well_formed(vin) and (ids := with_car(vin)):
        return rows.filter(pk__in=ids)
    # One branch for each partial index on numbers.
    begins = Q(declaration_no__startswith=word)
    return rows.filter((Q(state__in=LIVE) & begins) | (Q(state__in=ENDED) & begins))


def of_district(rows: QuerySet[Declaration], district: str) -> QuerySet[Declaration]:
    """Those declared at an office of a directly subordinate customs district."""
    offices = CustomsDistrict.objects.filter(district_code=district).values_list("code", flat=True)
    return rows.filter(body__customs_district__in=[*offices, district])


def figures(day: date) -> dict[str, int]:
    """How many declarations a day has had decided, by decision."""
    rows = declarations(Days(day, day)).order_by().values_list("decision").annotate(Count("pk"))
    return dict(rows.values_list("decision", "pk__count"))


def write_offs(days: Days | None = None) -> QuerySet[WriteOff]:
    """Entries and counter-entries made on some days, the latest first; for all of them narrow with `under`."""
    rows = WriteOff.objects.order_by("-at", "declaration_id", "-number", "line_id")
    if days is None:
        return rows
    begin, end = days.between
    return rows.filter(at__gte=begin, at__lt=end)


def under(rows: QuerySet[WriteOff], words: str) -> QuerySet[WriteOff]:
    """Those of a licence, of declarations whose number begins so, or of the declarations on which a car with this VIN stands."""
    return rows.filter(declaration_id__in=holding(Declaration.objects.order_by(), words).values("pk"))


def inspections(*, open_only: bool = True) -> QuerySet[Inspection]:
    """Held declarations with their inspection: those that wait for somebody, the oldest first, or all, the latest first."""
    rows = Inspection.objects.select_related("declaration").defer("declaration__body", "declaration__balance")
    return rows.filter(state__in=OPEN).order_by("ordered_at", "pk") if open_only else rows.order_by("-pk")


def holds(*, standing: bool = True) -> QuerySet[VinHold]:
    """Holds on cars, the latest first."""
    return VinHold.objects.filter(lifted_at__isnull=standing).order_by("-placed_at", "-pk")


def makers() -> QuerySet[Enterprise]:
    """Whose consignments can have a risk level: everybody who makes vehicles."""
    return Enterprise.objects.exclude(enterprise_type=EnterpriseType.TRADER).order_by("uscc")


def risk_levels(maker_ids: list[UUID]) -> dict[UUID, RiskLevel]:
    """The levels that were set; a maker without one is at routine."""
    return RiskLevel.objects.in_bulk(maker_ids)


def makers_at(rows: QuerySet[Enterprise], level: str) -> QuerySet[Enterprise]:
    if level == ROUTINE:
        return rows.exclude(pk__in=RiskLevel.objects.exclude(level=ROUTINE).values("maker_id"))
    return rows.filter(pk__in=RiskLevel.objects.filter(level=level).values("maker_id"))


def makers_called(rows: QuerySet[Enterprise], words: str) -> QuerySet[Enterprise]:
    for word in words.split():
        rows = rows.filter(Q(name_zh__icontains=word) | Q(name_en__icontains=word) | Q(uscc__istartswith=word))
    return rows
