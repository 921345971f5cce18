"""What a scan has found, in a few lines: a car, a licence, a declaration; or that nothing is known under it."""

import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from evexport.customs import queries
from evexport.customs.models import Declaration, VinHold
from evexport.customs.queries import Story
from evexport.desks.customs.scanned import Scan
from evexport.desks.kit.codes import Codes
from evexport.desks.kit.components import Component, Tag
from evexport.desks.kit.marks import DECISIONS, LICENCES, STATES
from evexport.desks.kit.naming import party_of
from evexport.desks.kit.parts import Balance
from evexport.desks.kit.story import STANDINGS, Told, tell
from evexport.kernel.clock import china_day
from evexport.kernel.problems import NotFound
from evexport.kernel.text import Text
from evexport.licensing import queries as licences
from evexport.licensing.queries import Case

LATEST = 4


@dataclass(frozen=True, slots=True)
class CarFound(Component):
    """A car: where it stands, whether a hold stands on it, and the latest of its story."""

    vin: str
    story: Story
    hold: VinHold | None
    latest: Sequence[Told]
    template: ClassVar[str] = "customs/found_car.html"

    @property
    def mark(self) -> Tag:
        return ON_HOLD if self.hold else STANDINGS[self.story.standing]

    @property
    def standing(self) -> Tag:
        return STANDINGS[self.story.standing]

    @property
    def because(self) -> Text | None:
        return Text(self.hold.because_zh, self.hold.because_en) if self.hold else None


@dataclass(frozen=True, slots=True)
class LicenceFound(Component):
    """A licence: what it is worth today and what a declaration under it must say. `genuine`: does the scanned code fit?"""

    case: Case
    country: Text | str
    district: Text | str
    trade: Text | str
    transport: Text | str
    latest: Sequence[tuple[Declaration, Tag]]
    genuine: bool | None
    template: ClassVar[str] = "customs/found_licence.html"

    @property
    def mark(self) -> Tag:
        return FORGED if self.genuine is False else LICENCES[self.case.state]

    @property
    def state(self) -> Tag:
        return LICENCES[self.case.state]

    @property
    def balance(self) -> Balance:
        return Balance(self.case.licensed, self.case.used, self.case.reserved)

    @property
    def exporter(self) -> Text:
        return party_of(self.case.licence, "exporter")

    @property
    def maker(self) -> Text:
        return party_of(self.case.licence, "maker")


@dataclass(frozen=True, slots=True)
class DeclarationFound(Component):
    """A declaration: its decision, where it stands now, and earlier attempts under its number."""

    row: Declaration
    attempts: int
    template: ClassVar[str] = "customs/found_declaration.html"

    @property
    def mark(self) -> Tag:
        return STATES[self.row.state]

    @property
    def decision(self) -> Tag:
        return DECISIONS[self.row.decision]


@dataclass(frozen=True, slots=True)
class NothingFound(Component):
    """Nothing is known under what was scanned."""

    scan: Scan
    template: ClassVar[str] = "customs/found_nothing.html"

    @property
    def mark(self) -> Tag:
        return UNKNOWN


ON_HOLD = Tag(Text("已布控", "On hold"), "no", "ban")
FORGED = Tag(Text("校验码不符", "Code does not match"), "no", "alert-triangle")
UNKNOWN = Tag(Text("未找到", "Not found"), "note", "help-circle")


def look(scan: Scan, at: datetime) -> Component:
    """What is known under a scan, in the reader's scope."""
    try:
        if scan.kind == "vin":
            return car(scan.number)
        if scan.kind == "licence":
            return licence(scan, at)
        row = queries.by_number(scan.number)
        return DeclarationFound(row, queries.attempts(scan.number).count())
    except NotFound:
        return NothingFound(scan)


def car(vin: str) -> CarFound:
    """A well-formed VIN is always a car; its story may be empty."""
    story = queries.story(vin)
    hold = VinHold.objects.filter(vin=vin, lifted_at=None).first()
    return CarFound(vin, story, hold, tell(story.moments[-LATEST:]))


def licence(scan: Scan, at: datetime) -> LicenceFound:
    case = licences.by_number(scan.number, at)
    face = case.licence
    rows = queries.under_licence(face.pk).defer("body", "balance", "reasons")[:LATEST]
    kept = face.verification_code.encode()
    codes = Codes(on=china_day(at))
    return LicenceFound(
        case,
        codes.text("country", face.destination),
        codes.text("customs_district", face.customs_district),
        codes.text("trade_mode", face.trade_mode),
        codes.text("transport_mode", face.transport_mode),
        [(row, STATES[row.state]) for row in rows],
        hmac.compare_digest(kept, scan.code.encode()) if scan.code else None,
    )
