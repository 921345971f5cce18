"""The cars of a declaration: each with its model and where it stands now, from the entries and nothing else."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from evexport.customs.models import Declaration, Kind, WriteOff
from evexport.licensing.models import LicenceLine

Standing = Literal["written_off", "pending", "cancelled", "returned", "corrected", "not_exported"]
BY_KIND: dict[int, Standing] = {
    Kind.RELEASED: "written_off",
    Kind.CORRECTED_IN: "written_off",
    Kind.CANCELLED: "cancelled",
    Kind.RETURNED: "returned",
    Kind.CORRECTED_OUT: "corrected",
}


@dataclass(frozen=True, slots=True)
class Car:
    """One car of a declaration. `corrected`: its number was mistyped and another stands in its place."""

    vin: str
    model_code: str
    standing: Standing
    since: datetime

    @property
    def live(self) -> bool:
        """May it still be cancelled, corrected or returned?"""
        return self.standing == "written_off"


def cars(declaration: Declaration) -> list[Car]:
    """Every car that was declared or put in a mistyped one's place, in the order of the declaration."""
    model_of = {vehicle["vin"]: vehicle["model_code"] for vehicle in declaration.body["vehicles"]}
    latest: dict[str, tuple[Standing, datetime]] = {}
    for entry in WriteOff.objects.filter(declaration_id=declaration.pk).order_by("number", "kind"):
        for vin in entry.vins:
            latest[vin] = (BY_KIND[entry.kind], entry.at)
            if vin not in model_of:
                model_of[vin] = _model(entry)
    otherwise: Standing = "pending" if declaration.state == "held" else "not_exported"
    return [Car(vin, model, *latest.get(vin, (otherwise, declaration.decided_at))) for vin, model in model_of.items()]


def _model(entry: WriteOff) -> str:
    code: str = LicenceLine.objects.values_list("model_code", flat=True).get(pk=entry.line_id)
    return code
