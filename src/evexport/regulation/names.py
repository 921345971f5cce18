"""Reads an announced vehicle name: what drives the vehicle, and what it is built to carry."""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from evexport.regulation.facts.goods import Propulsion
from evexport.regulation.law import Law

_MODEL = re.compile(r"[A-Z]{2,5}([0-9])")


class Body(StrEnum):
    """What a vehicle is principally designed for, by its name."""

    PASSENGER_CAR = "passenger_car"
    BUS = "bus"
    GOODS = "goods"
    SPECIAL = "special"


@dataclass(frozen=True, slots=True)
class Reading:
    """What a name says; None where it does not say."""

    propulsion: Propulsion | None
    body: Body | None

    @property
    def bev_passenger(self) -> bool:
        return self.propulsion is Propulsion.ELECTRIC and self.body is Body.PASSENGER_CAR


@lru_cache(maxsize=4096)
def read_name(name: str, law: Law) -> Reading:
    """Read a name by the law's words. An engine or a fuel cell, once named, outweighs “electric”."""

    def says(words: str) -> bool:
        return any(word in name for word in law[f"scope.names.{words}"].words)

    drives = (
        ("fuel_cell", Propulsion.FUEL_CELL),
        ("range_extended", Propulsion.RANGE_EXTENDED),
        ("plug_in_hybrid", Propulsion.PLUG_IN_HYBRID),
        ("hybrid", Propulsion.HYBRID),
        ("electric", Propulsion.ELECTRIC),
    )
    bodies = (
        ("special", Body.SPECIAL),
        ("goods", Body.GOODS),
        ("bus", Body.BUS),
        ("passenger", Body.PASSENGER_CAR),
    )
    return Reading(
        next((kind for words, kind in drives if says(words)), None),
        next((kind for words, kind in bodies if says(words)), None),
    )


def contradicts(model_code: str, law: Law) -> bool:
    """Whether a model code speaks against a battery-electric passenger car. It can never prove one."""
    code = model_code.upper()
    start = _MODEL.match(code)
    if start and start.group(1) in law["scope.names.model_code_not_passenger"].words:
        return True
    return any(letters in code for letters in law["scope.names.model_code_engine_letters"].words)
