"""A revocation as its table reads it: the notice, what the parties said to it, and whether the exporter was heard."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from evexport.kernel.clock import china_day
from evexport.kernel.problems import Barred
from evexport.kernel.text import Text
from evexport.licensing.models import OPEN_REVOCATION, Licence, LicenceStanding, Reconsideration, Revocation, Statement
from evexport.licensing.whose import OfLicence


@dataclass(frozen=True, slots=True)
class Hearing(OfLicence):
    """One revocation of a licence at one moment, from the notice to the decision."""

    revocation: Revocation
    licence: Licence
    statements: tuple[Statement, ...]
    at: datetime

    @property
    def state(self) -> str:
        now: str = self.revocation.state
        return now

    @property
    def open(self) -> bool:
        return self.state in OPEN_REVOCATION

    @property
    def proposed_by(self) -> UUID | None:
        officer: UUID | None = self.revocation.proposed_by
        return officer

    @property
    def answer_by(self) -> date:
        day: date = self.revocation.answer_by
        return day

    @property
    def today(self) -> date:
        return china_day(self.at)

    @property
    def heard(self) -> bool:
        """Whether the exporter itself has spoken or waived; the maker's word does not cut the exporter's time short."""
        return any(one.party_id == self.exporter_id for one in self.statements)

    @property
    def how_heard(self) -> str:
        """How the exporter was heard: stated, waived, or silent."""
        own = [one for one in self.statements if one.party_id == self.exporter_id]
        if not own:
            return "silent"
        return "waived" if all(one.waived for one in own) else "stated"


def latest_hearing(licence: Licence, at: datetime) -> Hearing | None:
    """The latest revocation of a licence, open or over, as far as the reader may see it."""
    found = Revocation.objects.filter(licence=licence).order_by("-proposed_at", "-pk").first()
    return _hearing(found, licence, at) if found else None


def open_hearing(licence: Licence, at: datetime) -> Hearing:
    """The revocation under way, locked for the deed; Barred where there is none."""
    rows = Revocation.objects.select_for_update().filter(licence=licence, state__in=OPEN_REVOCATION)
    found = rows.first()
    if found is None:
        raise Barred(
            Text(
                f"许可证{licence.number}没有正在办理的撤销程序。",
                f"No revocation of {licence.number} is under way.",
            ),
            remedy=Text("请核对许可证号；已作出的撤销决定可以申请复议。", "Check the number; a revocation may be reconsidered."),
            code="NO_REVOCATION",
            citation="DESIGN#revocation-hearing",
        )
    return _hearing(found, licence, at)


def _hearing(found: Revocation, licence: Licence, at: datetime) -> Hearing:
    return Hearing(found, licence, tuple(Statement.objects.filter(revocation=found)), at)


def present_reconsideration(standing: LicenceStanding) -> Reconsideration | None:
    """The reconsideration of the decision that a licence now stands under, if one was asked for."""
    return Reconsideration.objects.filter(licence_id=standing.pk, decision_at=standing.since).first()
