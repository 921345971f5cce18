"""What a maker states in its yearly filing: one shape for the file, the desk and the API.

What must be there for a filing to be understood is required; what a criterion asks for may be absent, and the
criterion then says so.
"""

from collections.abc import Hashable, Iterable, Mapping
from typing import Literal, Self

from pydantic import Field, PrivateAttr, model_validator

from evexport.regulation.facts.shapes import (
    Count,
    CustomsCode,
    Day,
    Division,
    Hours,
    Market,
    Name,
    Rate,
    Shape,
    Uscc,
    Wmi,
    Word,
    wrong,
)

Category = Literal["I", "II", "III", "IV"]
CCC_STATUSES = Literal["valid", "suspended", "revoked", "cancelled", "expired"]
Service = Literal[
    "maintenance",
    "high_voltage",
    "sales",
    "body",
    "battery",
    "parts",
    "rescue",
    "charging",
    "showroom",
    "training",
]


def once(rows: Iterable[Hashable], what_zh: str, what_en: str) -> None:
    """Each row's key stands once."""
    seen: set[Hashable] = set()
    for key in rows:
        if key in seen:
            shown = " ".join(str(part) for part in key) if isinstance(key, tuple) else key
            raise wrong("twice", f"{what_zh}“{shown}”重复出现。", f"{what_en} “{shown}” stands twice.")
        seen.add(key)


def in_order(first: Day | None, last: Day | None) -> None:
    if first and last and last < first:
        raise wrong("period", f"止日{last}早于起日{first}。", f"It ends on {last}, before it begins on {first}.")


class Manufacturer(Shape):
    """The maker. `name_zh` exactly as announced; `wmis` its own and those of its contract manufacturers."""

    uscc: Uscc | None = None
    name_zh: Name | None = None
    name_en: Name | None = None
    division: Division | None = None
    enterprise_type: Literal["vehicle_maker", "modified_vehicle_maker"] | None = None
    customs_code: CustomsCode | None = None
    own_brand: bool | None = None
    wmis: tuple[Wmi, ...] = Field(default=(), strict=False)


class Plant(Shape):
    name: Name
    division: Division | None = None
    vehicles_per_year: Count


class Capacity(Shape):
    vehicles_per_year: Count | None = None
    vehicles_built_last_year: Count | None = None
    plants: tuple[Plant, ...] = Field(default=(), strict=False)


class QualityManagement(Shape):
    standard: Word | None = None
    certificate_no: Word | None = None
    valid_until: Day | None = None


class Model(Shape):
    """A model to be exported, with its place in the Announcement and its certificate."""

    model_code: Word
    vehicle_name: Name | None = None
    trademark: Name | None = None
    propulsion: Literal["electric", "hybrid", "plug-in-hybrid", "range-extended", "combustion", "fuel-cell"] | None = None
    announcement_batch: Count | None = None
    ccc_certificate: Word | None = None
    ccc_status: CCC_STATUSES | None = None
    ccc_valid_until: Day | None = None


class Basis(Shape):
    """The period that `last_year` covers, both days included."""

    since: Day = Field(alias="from")
    until: Day = Field(alias="to")

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        in_order(self.since, self.until)
        return self


class MarketVolume(Shape):
    market: Market
    vehicles: Count


class Exports(Shape):
    """Vehicles by market: in the basis period, and planned for the filing's year."""

    basis: Basis | None = None
    last_year: tuple[MarketVolume, ...] = Field(default=(), strict=False)
    planned: tuple[MarketVolume, ...] = Field(default=(), strict=False)

    @model_validator(mode="after")
    def _once(self) -> Self:
        once((row.market for row in self.last_year), "last_year 中市场", "last_year: market")
        once((row.market for row in self.planned), "planned 中市场", "planned: market")
        return self


class Outlet(Shape):
    """An overseas after-sales outlet; `count` stands for that many like it in an offline self-check."""

    market: Market
    city: Name | None = None
    operator: Name | None = None
    ownership: Literal["own", "dealer", "contracted"] | None = None
    services: tuple[Service, ...] = Field(default=(), strict=False)
    count: Count = 1


class Parts(Shape):
    """Part numbers for common faults: how many there are, how many are stocked in the market."""

    market: Market
    common_fault_parts: Count
    in_stock: Count

    @model_validator(mode="after")
    def _within(self) -> Self:
        if self.in_stock > self.common_fault_parts:
            raise wrong(
                "parts",
                f"在库{self.in_stock}种多于常见故障零部件{self.common_fault_parts}种。",
                f"{self.in_stock} parts in stock are more than the {self.common_fault_parts} there are.",
            )
        return self


class Response(Shape):
    """Hours from the owner's report to the start of the repair."""

    market: Market
    committed_hours: Hours | None = None
    measured_p95_hours: Hours | None = None


class Rescue(Shape):
    market: Market
    provider: Name | None = None
    round_the_clock: bool | None = None


class PlanRow(Shape):
    """A market and year of the service-network construction plan."""

    market: Market
    year: int = Field(ge=2012, le=2100)
    new_outlets: Count | None = None
    parts_in_stock_rate: Rate | None = None
    response_hours: Hours | None = None
    rescue: Word | None = None


class ServiceNetwork(Shape):
    outlets: tuple[Outlet, ...] = Field(default=(), strict=False)
    parts: tuple[Parts, ...] = Field(default=(), strict=False)
    response: tuple[Response, ...] = Field(default=(), strict=False)
    rescue: tuple[Rescue, ...] = Field(default=(), strict=False)
    plan: tuple[PlanRow, ...] = Field(default=(), strict=False)

    @model_validator(mode="after")
    def _once(self) -> Self:
        for name in ("parts", "response", "rescue"):
            once((row.market for row in getattr(self, name)), f"{name} 中市场", f"{name}: market")
        once(((row.market, row.year) for row in self.plan), "plan 中市场和年度", "plan: market and year")
        return self


class AuthorisedExporter(Shape):
    """An exporter that may draw licences for this maker's cars, by a contract with joint liability."""

    uscc: Uscc
    name_zh: Name | None = None
    contract_no: Word | None = None
    valid_from: Day | None = None
    valid_until: Day | None = None
    joint_liability: bool | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        in_order(self.valid_from, self.valid_until)
        return self


class FilingFacts(Shape):
    """The whole filing. `source_of` tells where a section's facts come from: declared, unless said."""

    year: int = Field(ge=2012, le=2100)
    filed_on: Day
    manufacturer: Manufacturer
    claimed_category: Category | None = None
    production_capacity: Capacity | None = None
    quality_management: QualityManagement | None = None
    models: tuple[Model, ...] = Field(default=(), strict=False)
    exports: Exports = Field(default_factory=Exports)
    service_network: ServiceNetwork = Field(default_factory=ServiceNetwork)
    authorised_exporters: tuple[AuthorisedExporter, ...] = Field(default=(), strict=False)

    _sources: Mapping[str, str] = PrivateAttr(default_factory=dict)

    @model_validator(mode="after")
    def _once(self) -> Self:
        once((row.model_code for row in self.models), "models 中型号", "models: model code")
        once(
            (row.uscc for row in self.authorised_exporters),
            "authorised_exporters 中企业",
            "authorised_exporters: enterprise",
        )
        return self

    def source_of(self, section: str) -> str:
        """Provenance of a section's facts."""
        return self._sources.get(section, "declared")

    def with_sources(self, sources: Mapping[str, str]) -> Self:
        """The same facts with the provenance of some sections, as {"service_network": "register"}."""
        copy = self.model_copy()
        copy._sources = {**self._sources, **sources}  # noqa: SLF001 - its own kind
        return copy
