"""What a letter tells of its entry, gathered in plain words; and the names and dates that held when the entry was written."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from evexport.accounts.models import Organisation
from evexport.enterprises.models import Enterprise, NameHistory
from evexport.kernel.clock import china_day
from evexport.kernel.text import Text
from evexport.ledger.models import Entry
from evexport.qualification import deadlines
from evexport.qualification.events import RoundSet
from evexport.qualification.models import RoundCalendar
from evexport.regulation.law import Law

MINISTRY = Text("商务部", "Ministry of Commerce")
Value = Text | str
Row = tuple[Text, Value]


@dataclass(frozen=True, slots=True)
class Party:
    """An enterprise as it was called on the day."""

    name: Text
    uscc: str


@dataclass(frozen=True, slots=True)
class Office:
    """An authority: its name, and where it is reached, as it has it on record."""

    name: Text
    contact: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An entry in plain words: `values` fill the sentences, `rows` the tables, `days` is the time to object.

    `authority` is the department or issuing body that handles the case, by its code.
    """

    values: Mapping[str, Value]
    maker: Party | None
    exporters: tuple[Party, ...] = ()
    keeper: Office
    appeal_to: Text
    days: int
    reference: Text
    rows: tuple[Row, ...] = ()
    findings: tuple[Mapping[str, Any], ...] = ()
    decisive: frozenset[str] = frozenset()
    questions: tuple[Mapping[str, str], ...] = ()
    reasons: str = ""
    cites: tuple[str, ...] = ()
    authority: str = ""


def party(enterprise: Enterprise, day: date) -> Party:
    """An enterprise by the name that held on a day."""
    named = NameHistory.objects.filter(enterprise=enterprise, valid_from__lte=day).order_by("-valid_from").first() or enterprise
    return Party(in_both(named.name_zh, named.name_en), enterprise.uscc)


def parties(ids: list[UUID], day: date) -> tuple[Party, ...]:
    """Several enterprises, by their codes' order."""
    return tuple(party(one, day) for one in Enterprise.objects.filter(pk__in=ids).order_by("uscc"))


def in_both(zh: str, en: str) -> Text:
    """A name that may lack its English form."""
    return Text(zh, en or zh)


def office(organisation_id: UUID | str | None) -> Office | None:
    """An authority on record; None for an enterprise, and where there is none."""
    if organisation_id is None:
        return None
    found = Organisation.objects.filter(pk=organisation_id).exclude(kind=Organisation.Kind.ENTERPRISE).first()
    return Office(in_both(found.name_zh, found.name_en), found.contact) if found else None


def ministry() -> Office:
    found = Organisation.objects.filter(kind=Organisation.Kind.MINISTRY).order_by("created_at").first()
    return Office(in_both(found.name_zh, found.name_en), found.contact) if found else Office(MINISTRY)


def calendar_then(year: int, at: datetime) -> RoundCalendar:
    """The dates of a round as they stood at a moment, by the ledger: a later change does not change an earlier letter."""
    told = Entry.objects.filter(kind=RoundSet.kind, subject=f"round:{year}", at__lte=at).order_by("-at", "-id").first()
    if told is None:
        return RoundCalendar(year=year, **deadlines.defaults(year, Law.on(china_day(at))))
    dates = {name: date.fromisoformat(one) if isinstance(one, str) else one for name, one in told.data["dates"].items()}
    return RoundCalendar(year=year, **dates)


def appeal_days(at: datetime) -> int:
    """How long one may object to a decision, under the law of its day."""
    return Law.on(china_day(at))["deadlines.procedure.reconsideration_days"].whole


def day_of(iso: str) -> Text:
    return deadlines.in_words(date.fromisoformat(iso))


def shortened(digest: str) -> str:
    """A digest in groups of eight, as people compare it."""
    kind, _, text = digest.rpartition(":")
    return " ".join(filter(None, (kind, *(text[start : start + 8] for start in range(0, len(text), 8)))))
