"""From register rows to the facts that rules read: the only bridge."""

from collections.abc import Collection
from datetime import date
from typing import Literal, TypeVar

from django.db.models import Model, QuerySet

from evexport.registers import queries
from evexport.registers.models import AnnouncementModel, CccCertificate, WmiHolder
from evexport.regulation.facts import registers as facts

CccState = Literal["valid", "suspended", "revoked", "cancelled", "expired", "none"]
# Of several certificates for one model the best counts: one valid certificate is enough.
_BEST_FIRST: tuple[CccState, ...] = ("valid", "suspended", "expired", "cancelled", "revoked")


def register_facts(
    on: date, *, model_codes: Collection[str] | None = None, wmis: Collection[str] | None = None
) -> facts.RegisterFacts:
    """The registers on a day, cut down to these models and WMIs where they are given.

    Withdrawn models are among the rows, with the day on which they ceased to stand; certificates come with
    every status they have had, so that the facts can be asked about the day itself.
    """
    announced = AnnouncementModel.objects.order_by("model_code", "effective_from")
    statuses = queries.standing(CccCertificate.objects.order_by("certificate_no", "status_since"), on=on)
    holders = queries.standing(WmiHolder.objects.order_by("wmi", "holder_name"), on=on)
    return facts.RegisterFacts(
        announcement=tuple(map(_announced, _only(announced, "model_code", model_codes))),
        ccc=tuple(map(_certificate, _only(statuses, "model_code", model_codes))),
        wmis=tuple(map(_holder, _only(holders, "wmi", wmis))),
    )


def on(day: date) -> facts.RegisterFacts:
    """Everything that the registers say on a day."""
    return register_facts(day)


def announced(model_code: str, maker_uscc: str, on: date) -> bool:
    """Whether the model stands in the Announcement under this maker on a day."""
    return queries.announced_models(on=on).filter(model_code=model_code, manufacturer_uscc=maker_uscc).exists()


def ccc_state(model_code: str, maker_uscc: str, on: date) -> CccState:
    """The state of the maker's best certificate for a model on a day; valid on its last day itself."""
    rows = queries.certificates(on=on).filter(model_code=model_code, manufacturer_uscc=maker_uscc)
    held = {_state(row, on) for row in rows}
    return next((state for state in _BEST_FIRST if state in held), "none")


def _state(row: CccCertificate, on: date) -> str:
    return "expired" if row.status == "valid" and row.valid_until < on else row.status


Row = TypeVar("Row", bound=Model)


def _only(rows: QuerySet[Row], name: str, values: Collection[str] | None) -> QuerySet[Row]:
    return rows if values is None else rows.filter(**{f"{name}__in": list(values)})


def _announced(row: AnnouncementModel) -> facts.AnnouncedModel:
    return facts.AnnouncedModel(
        row.model_code,
        row.vehicle_name,
        row.trademark,
        row.manufacturer_name,
        row.manufacturer_uscc,
        row.batch,
        row.effective_from,
        row.withdrawn_on,
    )


def _certificate(row: CccCertificate) -> facts.Certificate:
    return facts.Certificate(
        row.certificate_no,
        row.manufacturer_uscc,
        row.model_code,
        row.status,
        row.status_since,
        row.valid_from,
        row.valid_until,
    )


def _holder(row: WmiHolder) -> facts.WmiHolder:
    return facts.WmiHolder(row.wmi, row.holder_name, row.holder_uscc, row.maker_uscc, row.valid_from)
