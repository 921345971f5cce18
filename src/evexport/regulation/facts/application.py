"""What the licence criteria may know: the application, and what registers and lists say around it."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Ground = Literal["qualified", "re_export", "project_contract"]
Uscc = Annotated[str, StringConstraints(pattern=r"^[0-9A-Z]{18}$")]
# Wide enough for a mistaken list such as "DE, FR": that it is not one code is a finding, not a form error.
Entry = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40)]
Words = Annotated[str, StringConstraints(strip_whitespace=True, max_length=300)]
Price = Annotated[Decimal, Field(gt=0, max_digits=14, decimal_places=2)]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Line(Strict):
    """One kind of goods on the application: a model under a customs code, in whole vehicles."""

    hs_code: Annotated[str, StringConstraints(pattern=r"^[0-9]{10}$")]
    model_code: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40)]
    specification: Words = ""
    unit: Entry
    quantity: Annotated[int, Field(strict=True, ge=-(2**31), lt=2**31)]
    unit_price: Price
    currency: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]


class ApplicationDocument(Strict):
    """The application form, field by field as on the face; the applicant is the exporter (field 1)."""

    ground: Ground
    applicant_uscc: Uscc
    consignor_uscc: Uscc
    manufacturer_uscc: Uscc | None = None
    issuing_body: Annotated[str, StringConstraints(pattern=r"^[A-Z0-9]{2}$")]
    trade_mode: Entry
    contract_no: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
    consignee: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
    destination: Entry
    customs_district: Entry
    transport_mode: Entry
    payment: Entry
    price_terms: Entry
    batch_rule: Literal["one", "multi"]
    valid_from: date
    remarks: Words = ""
    agency_agreement: Words = ""
    import_declaration_no: Words = ""
    contract_award: Words = ""
    lines: Annotated[tuple[Line, ...], Field(min_length=1, max_length=100)]

    @property
    def quantity(self) -> int:
        """Vehicles over all lines."""
        return sum(line.quantity for line in self.lines)


class Named(Strict):
    """A row of a code register."""

    code: str
    name_zh: str
    name_en: str = ""


class District(Named):
    """A customs district or office; `belongs_to` is the directly subordinate district over an office."""

    level: Literal["district", "office"]
    belongs_to: Named | None = None


class ExporterEntry(Strict):
    """An exporter in a maker's list entry, as it stands on the day, and the days its authorisation covers."""

    uscc: str
    state: Literal["in_force", "suspended", "removed"] = "in_force"
    valid_from: date
    valid_until: date


class MakerEntry(Strict):
    """A maker's entry on a year's list, as it stands on the day. `capacity` is vehicles a year, if stated."""

    year: int
    state: Literal["in_force", "suspended", "cancelled", "lapsed"]
    models: frozenset[str]
    exporters: tuple[ExporterEntry, ...] = ()
    capacity: int | None = None


class ModelState(Strict):
    """A model in the registers on the day. `announced`: stands in the Announcement under this maker."""

    announced: bool
    ccc: Literal["valid", "suspended", "revoked", "cancelled", "expired", "none"]


class Floor(Strict):
    """The early-warning price of a model in a market, FOB, in the currency it was fixed in."""

    price: Decimal
    currency: str


class IssuingBodyEntry(Named):
    """An issuing body; `divisions` are prefixes of GB/T 2260 codes, or `*` for all."""

    divisions: tuple[str, ...]


class ApplicationFacts(Strict):
    """An application and all that stands around it on the day of the check.

    `starts_on`: the first day a licence issued now would be valid. `early_issue_from`: the day set for this round,
    if any. `licensed_this_year`: vehicles counted on the maker's live licences of that year. `outlet_markets`,
    `major_markets`: None where nothing is recorded of them. `floors`: early-warning prices by model, for the
    destination.
    """

    application: ApplicationDocument
    starts_on: date
    early_issue_from: date | None = None
    entry: MakerEntry | None = None
    models: dict[str, ModelState] = {}
    applicant_division: str | None = None
    applicant_banned: bool = False
    issuing_body: IssuingBodyEntry | None = None
    customs_district: District | None = None
    destination: Named | None = None
    transport_mode: Named | None = None
    trade_mode: Named | None = None
    licensed_this_year: int = 0
    outlet_markets: frozenset[str] | None = None
    major_markets: frozenset[str] | None = None
    floors: dict[str, Floor] = {}
