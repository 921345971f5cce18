"""Reading the registers as they stand on a day."""

from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.db.models import Model, Q, QuerySet

from evexport.registers.models import (
    AnnouncementModel,
    CccCertificate,
    CustomsDistrict,
    Division,
    InspectionCatalogueEntry,
    IssuingBody,
    WmiHolder,
)

Row = TypeVar("Row", bound=Model)


def standing(rows: QuerySet[Row], *, on: date) -> QuerySet[Row]:
    """The rows that stand on a day: from `withdrawn_on` on a row no longer does."""
    return rows.filter(Q(withdrawn_on=None) | Q(withdrawn_on__gt=on))


def announced_models(*, on: date) -> QuerySet[AnnouncementModel]:
    """The models in the Announcement on a day; a row without a first day has always stood."""
    rows = AnnouncementModel.objects.filter(Q(effective_from=None) | Q(effective_from__lte=on))
    return standing(rows, on=on)


def certificates(*, on: date) -> QuerySet[CccCertificate]:
    """For each certificate and model the status in force on a day; expiry by date is not looked at."""
    begun = CccCertificate.objects.filter(status_since__lte=on, valid_from__lte=on)
    newest_first = ("certificate_no", "model_code", "-status_since")
    return standing(begun, on=on).order_by(*newest_first).distinct("certificate_no", "model_code")


def certificate_history(certificate_no: str) -> QuerySet[CccCertificate]:
    """Every status a certificate has had, oldest first."""
    return CccCertificate.objects.filter(certificate_no=certificate_no).order_by("status_since", "model_code")


def wmi_holders(*, on: date) -> QuerySet[WmiHolder]:
    """Who holds and uses which WMI on a day."""
    rows = WmiHolder.objects.filter(Q(valid_from=None) | Q(valid_from__lte=on))
    return standing(rows, on=on)


def district_of(office: str) -> str | None:
    """The directly subordinate district over a customs office; None for an unknown one."""
    return CustomsDistrict.objects.filter(code=office).values_list("district_code", flat=True).first()


def department_of(division: str, *, on: date) -> Division | None:
    """The division whose commerce department is competent: the city's own, where it has one."""
    prefixes = [division[:length] for length in (6, 4, 2)]
    found = list(standing(Division.objects.filter(code__in=prefixes), on=on))
    return max(found, key=lambda one: len(one.code), default=None)


def issuing_bodies_for(division: str, *, on: date) -> list[IssuingBody]:
    """The bodies that may issue for enterprises of a division."""
    bodies = standing(IssuingBody.objects.order_by("code"), on=on)
    return [body for body in bodies if any(one == "*" or division.startswith(one) for one in body.divisions)]


@dataclass(frozen=True, slots=True)
class Inspection:
    """What the Catalogue in force says of a customs code. `working`: inferred, no official text read."""

    year: int
    required: bool
    working: bool


def inspection(hs_code: str, *, on: date) -> Inspection | None:
    """Whether export inspection is required of a code: the newest Catalogue of that year or before decides.

    A code that the Catalogue does not name needs none. None where no Catalogue is on record.
    """
    editions = InspectionCatalogueEntry.objects.filter(year__lte=on.year)
    year = editions.order_by("-year").values_list("year", flat=True).first()
    if year is None:
        return None
    entry = standing(editions.filter(year=year, hs_code=hs_code), on=on).first()
    return Inspection(year, entry.required, entry.working) if entry else Inspection(year, False, False)


@dataclass(frozen=True, slots=True)
class Registered:
    """A model of a maker as the registers have it: its Announcement, and the certificate that covers it where there is one."""

    model_code: str
    vehicle_name: str
    trademark: str
    batch: int | None
    certificate_no: str = ""
    status: str = ""
    valid_until: date | None = None


def registered_models(uscc: str, *, on: date) -> list[Registered]:
    """A maker's announced models on a day with their certificates, by code; a valid certificate goes before others."""
    covering: dict[str, CccCertificate] = {}
    for one in certificates(on=on).filter(manufacturer_uscc=uscc):
        if one.model_code not in covering or one.status == "valid":
            covering[one.model_code] = one
    found = []
    for model in announced_models(on=on).filter(manufacturer_uscc=uscc).order_by("model_code"):
        named = (model.model_code, model.vehicle_name, model.trademark, model.batch)
        held = covering.get(model.model_code)
        found.append(Registered(*named, held.certificate_no, held.status, held.valid_until) if held else Registered(*named))
    return found
