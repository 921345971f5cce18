"""What is known of a vehicle about to be exported; what is not stated stays None and is never assumed."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from evexport.kernel.text import Text


class Propulsion(StrEnum):
    """What drives the wheels, as declared."""

    ELECTRIC = "electric"
    HYBRID = "hybrid"
    PLUG_IN_HYBRID = "plug-in-hybrid"
    RANGE_EXTENDED = "range-extended"
    COMBUSTION = "combustion"
    FUEL_CELL = "fuel-cell"

    @property
    def label(self) -> Text:
        return _LABELS[self]


_LABELS = {
    Propulsion.ELECTRIC: Text("纯电动", "battery-electric"),
    Propulsion.HYBRID: Text("混合动力", "hybrid"),
    Propulsion.PLUG_IN_HYBRID: Text("插电式混合动力", "plug-in hybrid"),
    Propulsion.RANGE_EXTENDED: Text("增程式", "range-extended"),
    Propulsion.COMBUSTION: Text("燃油", "combustion"),
    Propulsion.FUEL_CELL: Text("燃料电池", "fuel cell"),
}


@dataclass(frozen=True, slots=True)
class Goods:
    """A vehicle or a kind of vehicle. `vin` is "" for goods that have none; None where nothing is stated."""

    hs_code: str | None = None
    declared_on: date | None = None
    vehicle_name: str | None = None
    model_code: str | None = None
    vin: str | None = None
    propulsion: Propulsion | None = None
    persons: bool | None = None
    used: bool | None = None
