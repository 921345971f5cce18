"""What the gate may know: the export declaration as parsed, and the facts around it at the moment of decision."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from hashlib import sha256
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct

from evexport.codes import vin as vins
from evexport.kernel.problems import BadInput
from evexport.kernel.text import Text

STORABLE = r"^[^\x00]*$"  # PostgreSQL's text holds every character but NUL
MODEL = r"^\s*[0-9A-Za-z][0-9A-Za-z()/_-]{0,39}\s*$"
Word = Annotated[str, Meta(pattern=r"^\s*[0-9A-Za-z][0-9A-Za-z._:-]{0,63}\s*$")]
Digits4 = Annotated[str, Meta(pattern=r"^\s*[0-9]{4}\s*$")]
Amount = Annotated[str, Meta(pattern=r"^(0|[1-9][0-9]{0,15})(\.[0-9]{1,2})?$")]

MAX_VEHICLES = 1000
_PLAIN_MODEL = re.compile(MODEL.replace(r"\s*", "")).fullmatch


class Strict(Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """Unknown fields are an error that names them; spaces around an entry are none of its meaning.

    None of these can refer to itself, so the collector of cycles need not look at them: a batch has ten thousand cars.
    """

    def __post_init__(self) -> None:
        for name in self.__struct_fields__:
            entry = getattr(self, name)
            if isinstance(entry, str) and entry != (trimmed := entry.strip()):
                msgspec.structs.force_setattr(self, name, trimmed)


class Vehicle(Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """One car of the declaration. A vehicle without an identification number has an empty `vin`."""

    # Told as patterns, asked by the declaration: of each model once, and only of what is no plain VIN.
    model_code: Annotated[str, Meta(extra_json_schema={"pattern": MODEL})]
    vin: Annotated[str, Meta(max_length=64, extra_json_schema={"pattern": STORABLE})] = ""


class Money(Strict, frozen=True, forbid_unknown_fields=True, gc=False):
    """A declared value; the amount is a decimal in text, never a binary float."""

    amount: Amount
    currency: Annotated[str, Meta(pattern=r"^[A-Z]{3}$")]


class Declaration(Strict, frozen=True, forbid_unknown_fields=True, gc=True, dict=True):
    """An export declaration as the customs system sends it. `declared_on` is a day of China Standard Time."""

    message_id: Word
    declaration_no: Annotated[str, Meta(pattern=r"^\s*[0-9A-Z][0-9A-Z-]{5,31}\s*$")]
    declared_on: date
    customs_district: Digits4
    trade_mode: Digits4
    transport_mode: Annotated[str, Meta(pattern=r"^\s*[0-9A-Z]{1,2}\s*$")]
    exporter_uscc: Annotated[str, Meta(pattern=r"^\s*[0-9A-Z]{18}\s*$")]
    destination: Annotated[str, Meta(pattern=r"^\s*[A-Z]{2}\s*$")]
    hs_code: Annotated[str, Meta(pattern=r"^\s*[0-9]{10}\s*$")]
    goods_state: Literal["new", "used"]
    vehicles: Annotated[tuple[Vehicle, ...], Meta(min_length=1, max_length=MAX_VEHICLES)]
    licence_no: Annotated[str, Meta(max_length=32, pattern=STORABLE)] | None = None
    contract_no: Annotated[str, Meta(max_length=64, pattern=STORABLE)] | None = None
    value: Money | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        for name in ("licence_no", "contract_no"):  # an empty box on the form is a box not filled in
            if getattr(self, name) == "":
                msgspec.structs.force_setattr(self, name, None)
        # Nearly every car is written as it should be; asked here, each model is looked at once: a batch has ten thousand cars.
        if not (all(map(vins.well_formed, self.vins)) and all(map(_PLAIN_MODEL, self.by_model))):
            self._normalise_vehicles()

    def _normalise_vehicles(self) -> None:
        for place, vehicle in enumerate(self.vehicles):
            for name, pattern in (("model_code", MODEL), ("vin", STORABLE)):
                if not re.search(pattern, getattr(vehicle, name)):
                    raise ValueError(f"Expected `str` matching regex {pattern!r} - at `$.vehicles[{place}].{name}`")
            msgspec.structs.force_setattr(vehicle, "model_code", vehicle.model_code.strip())
            msgspec.structs.force_setattr(vehicle, "vin", vins.normalise(vehicle.vin))
        self.__dict__.clear()  # what was told of them as they were written

    @cached_property
    def vins(self) -> tuple[str, ...]:
        return tuple([vehicle.vin for vehicle in self.vehicles])

    @cached_property
    def by_model(self) -> dict[str, int]:
        """How many vehicles of each model are declared, models in order."""
        count: dict[str, int] = {}
        for vehicle in self.vehicles:
            count[vehicle.model_code] = count.get(vehicle.model_code, 0) + 1
        return dict(sorted(count.items()))

    def canonical(self) -> bytes:
        """The same bytes for the same content, whatever its spacing, order of fields or empty boxes."""
        return msgspec.json.encode(self, order="sorted")

    def digest(self) -> bytes:
        """SHA-256 over the canonical form: tells a replayed message from a reused identifier."""
        return sha256(self.canonical()).digest()


_DECODER = msgspec.json.Decoder(Declaration)


def parse_json(body: bytes | str) -> Declaration:
    """One declaration from JSON. BadInput names the field that cannot be understood."""
    try:
        return _DECODER.decode(body)
    except (msgspec.DecodeError, RecursionError) as error:
        raise unreadable(str(error)) from None


def parse(form: Mapping[str, Any]) -> Declaration:
    """One declaration from plain values. BadInput names the field that cannot be understood."""
    try:
        return msgspec.convert(form, Declaration)
    except msgspec.ValidationError as error:
        raise unreadable(str(error)) from None


_UNKNOWN = re.compile(r"unknown field `(?P<name>[^`]*)`")
_MISSING = re.compile(r"missing required field `(?P<name>[^`]*)`")
_AT = re.compile(r" - at `\$\.?(?P<path>[^`]*)`")


def unreadable(error: str) -> BadInput:
    """The form error of a decoding message, in both languages, with the field it is about."""
    path = at["path"] if (at := _AT.search(error)) else ""
    for pattern, code, zh, en in (
        (_UNKNOWN, "UNKNOWN_FIELD", "报关数据含有未知字段", "The declaration has an unknown field"),
        (_MISSING, "MISSING_FIELD", "报关数据缺少字段", "The declaration lacks the field"),
    ):
        if named := pattern.search(error):
            where = f"{path}.{named['name']}".strip(".")
            return BadInput(
                Text(f"{zh}“{where}”。", f"{en} “{where}”."),
                remedy=Text("请按接口说明填报字段。", "Send the fields of the interface description, no others."),
                code=code,
                field=where,
            )
    reason = _AT.sub("", error)
    return BadInput(
        Text(
            f"报关数据中“{path or '正文'}”无法识别：{reason}。",
            f"“{path or 'body'}” cannot be understood: {reason}.",
        ),
        remedy=Text("请按接口说明更正后重新发送。", "Correct it as the interface description says and send again."),
        code="BAD_DECLARATION",
        field=path or None,
    )


@dataclass(frozen=True, slots=True)
class LineFacts:
    """A line of the licence and its balance, in whole vehicles."""

    hs_code: str
    model_code: str
    licensed: int
    used: int = 0
    reserved: int = 0

    @property
    def left(self) -> int:
        return self.licensed - self.used - self.reserved


@dataclass(frozen=True, slots=True)
class LicenceFacts:
    """The face of the licence, and what has been decided about it by the moment of decision."""

    number: str
    exporter_uscc: str
    contract_no: str
    destination: str
    customs_district: str
    trade_mode: str
    transport_mode: str
    valid_from: date
    valid_until: date
    clearances_allowed: int
    lines: tuple[LineFacts, ...]
    ground: str = "qualified"
    status: str = "issued"
    successor: str | None = None
    clearances_used: int = 0


@dataclass(frozen=True, slots=True)
class VehicleFacts:
    """What is known of one VIN: whether it left, who holds it, what its maker recorded when building it."""

    exported_on: date | None = None
    held_since: date | None = None
    held_because: Text | None = None
    built_as: str | None = None
    built_on: date | None = None


@dataclass(frozen=True, slots=True)
class ModelFacts:
    """What the Announcement and the certificates say of one model. `ccc`: valid, suspended, revoked, cancelled, expired, none."""

    announced: bool = False
    withdrawn_on: date | None = None
    vehicle_name: str | None = None
    ccc: str = "none"


@dataclass(frozen=True, slots=True)
class GateFacts:
    """All that the gate knows of one declaration.

    `listing`, `authorisation`: in_force, suspended, cancelled, lapsed, removed, out_of_contract or none, on the list of
    `list_year`; `district`: the directly subordinate customs the declared office belongs to.
    """

    declaration: Declaration
    licence: LicenceFacts | None = None
    district: str | None = None
    list_year: int | None = None
    listing: str = "none"
    authorisation: str = "none"
    banned_since: date | None = None
    wmis: frozenset[str] = frozenset()
    without_check_digit: frozenset[str] = frozenset()
    vehicles: Mapping[str, VehicleFacts] = field(default_factory=dict)
    models: Mapping[str, ModelFacts] = field(default_factory=dict)
    catalogue_year: int | None = None
    catalogue_requires: bool = False
    risk: str = "routine"

    def vehicle(self, vin: str) -> VehicleFacts:
        return self.vehicles.get(vin, VehicleFacts())

    def model(self, code: str) -> ModelFacts:
        return self.models.get(code, ModelFacts())

    @property
    def catalogue_label(self) -> str | None:
        """The edition of the inspection catalogue in force, as the answer names it."""
        return None if self.catalogue_year is None else str(self.catalogue_year)
