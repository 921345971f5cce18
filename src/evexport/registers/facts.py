"""From the registers' rows to the facts that the rules read, as they stood on a day."""

from collections.abc import Collection
from datetime import date
from typing import Literal

from django.db.models import Q

from evexport.registers.models import AnnouncementModel, CccCertificate, WmiHolder
from evexport.regulation.facts.registers import AnnouncedModel, Certificate, RegisterFacts
from evexport.regulation.facts.registers import WmiHolder as WmiFact


def announced(model_code: str, maker_uscc: str, on: date) -> bool:
    """Whether the model stands in the Announcement under this maker on a day."""
    rows = AnnouncementModel.objects.filter(
        Q(effective_from=None) | Q(effective_from__lte=on),
        Q(withdrawn_on=None) | Q(withdrawn_on__gt=on),
        model_code=model_code,
        manufacturer_uscc=maker_uscc,
    )
    return rows.exists()


CccState = Literal["valid", "suspended", "revoked", "cancelled", "expired", "none"]


def ccc_state(model_code: str, maker_uscc: str, on: date) -> CccState:
    """The best status among the model's certificates on a day; a certificate is valid on its last day itself."""
    states = [
        "expired" if row.status == "valid" and row.valid_until < on else row.status
        for row in CccCertificate.objects.filter(model_code=model_code, manufacturer_uscc=maker_uscc, valid_from__lte=on)
    ]
    order: tuple[CccState, ...] = ("valid", "suspended", "expired", "cancelled", "revoked")
    return next((state for state in order if state in states), "none")


def on(day: date) -> RegisterFacts:
    """Everything that the registers say on a day."""
    return register_facts(day)


def register_facts(
    on: date, *, model_codes: Collection[str] | None = None, wmis: Collection[str] | None = None
) -> RegisterFacts:
    """What the registers say of these models and WMIs, or of all; the rules themselves ask by the day."""
    models = Q() if model_codes is None else Q(model_code__in=model_codes)
    codes = Q() if wmis is None else Q(wmi__in=wmis)
    holders = WmiHolder.objects.filter(codes, Q(withdrawn_on=None) | Q(withdrawn_on__gt=on))
    return RegisterFacts(
        announcement=tuple(_announced(row) for row in AnnouncementModel.objects.filter(models)),
        ccc=tuple(fact for row in CccCertificate.objects.filter(models).prefetch_related("history") for fact in _certificate(row)),
        wmis=tuple(
            WmiFact(row.wmi, row.holder_name, row.holder_uscc, row.maker_uscc, row.valid_from) for row in holders
        ),
    )


def _announced(row: AnnouncementModel) -> AnnouncedModel:
    return AnnouncedModel(
        model_code=row.model_code,
        vehicle_name=row.vehicle_name,
        trademark=row.trademark,
        manufacturer_name=row.manufacturer_name,
        manufacturer_uscc=row.manufacturer_uscc,
        batch=int(row.batch) if row.batch.isdigit() else None,
        effective_from=row.effective_from,
        withdrawn_on=row.withdrawn_on,
    )


def _certificate(row: CccCertificate) -> list[Certificate]:
    """A fact for each status the certificate has had."""
    stages = sorted(((stage.status, stage.since) for stage in row.history.all()), key=lambda stage: stage[1])
    return [
        Certificate(row.certificate_no, row.manufacturer_uscc, row.model_code, status, since, row.valid_from, row.valid_until)
        for status, since in stages or [(row.status, row.status_since)]
    ]
