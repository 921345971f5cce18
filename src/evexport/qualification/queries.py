"""Reading gate 1: standing on a day, cases and what changed in them, a case's timeline, the list in print.

Each runs inside the reader's own transaction (`store.reading_as`): row security decides what it finds.
"""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from evexport.kernel.clock import china_day
from evexport.kernel.text import Text
from evexport.qualification import deadlines, gazette
from evexport.qualification.calendar import calendar_of
from evexport.qualification.changes import Change, differences
from evexport.qualification.models import (
    CandidateNotice,
    Filing,
    FilingStep,
    FilingVersion,
    InformationRequest,
    ListedMaker,
    ListEvent,
    Listing,
)
from evexport.qualification.publication import list_digest
from evexport.qualification.standing import Standing, as_moment, exporter_states, maker_state, model_states


def standing(maker_id: UUID, on: date | datetime, *, year: int | None = None) -> Standing | None:
    """A maker's standing at the end of a day, or at a moment, on that year's list; None where it is not listed."""
    entry = _entry(maker_id, year or on.year, on)
    return None if entry is None else maker_state(entry, _events(entry, on), as_moment(on))


def exporter_standing(maker_id: UUID, exporter_id: UUID, on: date | datetime, *, year: int | None = None) -> Standing | None:
    """The standing of one authorisation; None where the exporter was never authorised. The maker's own is apart."""
    entry = _entry(maker_id, year or on.year, on)
    return None if entry is None else exporter_states(entry, _events(entry, on)).get(exporter_id)


def model_standing(maker_id: UUID, model_code: str, on: date | datetime, *, year: int | None = None) -> Standing | None:
    """The standing of one model on a maker's entry; None where it was never listed."""
    entry = _entry(maker_id, year or on.year, on)
    return None if entry is None else model_states(entry, _events(entry, on)).get(model_code)


def filings(*, year: int | None = None, state: str | None = None) -> QuerySet[Filing]:
    """The filings the reader may see, latest round first."""
    found = Filing.objects.select_related("maker").defer("document").order_by("-year", "maker__uscc")
    if year is not None:
        found = found.filter(year=year)
    return found if state is None else found.filter(state=state)


def own_filings(maker_id: UUID) -> list[Filing]:
    """A maker's filings, one a year, the latest round first; what was withdrawn is left out."""
    found = Filing.objects.filter(maker_id=maker_id).exclude(state="withdrawn")
    return list(found.select_related("maker").defer("document").order_by("-year"))


def version_in_hand(filing: Filing) -> FilingVersion | None:
    """What was last handed in of a filing; None of a first draft."""
    return FilingVersion.objects.filter(filing=filing).order_by("-number").first()


def next_step(filing: Filing, at: datetime) -> Text:
    """What happens next with this filing and by when."""
    asked = InformationRequest.objects.filter(filing=filing, answered_at=None).first()
    calendar = calendar_of(filing.year, at)
    due = asked.due_on if asked else None
    return deadlines.next_step(filing, calendar, china_day(at), steps=timeline(filing.id), question_due=due)


def due(filing: Filing, at: datetime) -> date | None:
    """The day by which whoever holds this filing must act; None where nobody must."""
    asked = InformationRequest.objects.filter(filing=filing, answered_at=None).first()
    return deadlines.due(filing, calendar_of(filing.year, at), timeline(filing.id), asked.due_on if asked else None)


def timeline(filing_id: UUID) -> list[FilingStep]:
    """The steps a case has taken, oldest first."""
    return list(FilingStep.objects.filter(filing_id=filing_id).order_by("at", "id"))


def duration(filing_id: UUID, at: datetime) -> deadlines.Duration:
    """Working days with the authorities and with the maker so far."""
    return deadlines.duration(timeline(filing_id), china_day(at))


def versions_differ(filing_id: UUID, before: int, after: int) -> list[Change]:
    """What changed between two versions that were handed in."""
    found = {v.number: v.document for v in FilingVersion.objects.filter(filing_id=filing_id)}
    return differences(found[before], found[after])


def differs_from_last_year(filing: Filing) -> list[Change]:
    """What the filing says otherwise than the maker's last one of an earlier year."""
    last = earlier_version(filing)
    return differences(last.document if last else {}, filing.document)


def earlier_version(filing: Filing) -> FilingVersion | None:
    """What the maker last handed in for an earlier year, as far as the reader may see it."""
    earlier = FilingVersion.objects.filter(filing__maker_id=filing.maker_id, filing__year__lt=filing.year)
    return earlier.select_related("filing").order_by("-filing__year", "-number").first()


def against_last_year(earlier: FilingVersion, version: FilingVersion) -> list[Change]:
    """What a version says otherwise than one of an earlier year; what differs with every year is left out."""
    return differences(_of_no_year(earlier.document), _of_no_year(version.document))


def _of_no_year(document: dict[str, Any]) -> dict[str, Any]:
    kept = {name: value for name, value in document.items() if name not in {"year", "filed_on"}}
    if isinstance(exports := kept.get("exports"), dict):
        kept["exports"] = {name: value for name, value in exports.items() if name != "basis"}
    if isinstance(network := kept.get("service_network"), dict):
        plan = [{name: value for name, value in row.items() if name != "year"} for row in network.get("plan") or ()]
        kept["service_network"] = {**network, "plan": plan}
    return kept


def versions(filing: Filing) -> list[FilingVersion]:
    """What was handed in, the latest first."""
    return list(FilingVersion.objects.filter(filing=filing).order_by("-number"))


def candidates(on: date) -> QuerySet[CandidateNotice]:
    """The public notices that run on a day. Public."""
    return CandidateNotice.objects.filter(until__gte=on).order_by("until", "uscc")


def published(year: int) -> Listing | None:
    return Listing.objects.filter(year=year).first()


def entries(year: int) -> QuerySet[ListedMaker]:
    """The entries of a year's list with their models, exporters and events, by code. Public."""
    events = Prefetch("events", queryset=ListEvent.objects.order_by("at", "id"))
    return ListedMaker.objects.filter(year=year).prefetch_related("models", "exporters", events).order_by("uscc")


def matches_its_digest(listing: Listing) -> bool:
    """Whether the published rows still give the digest under which the list was published."""
    rows = entries(listing.year).filter(listed_at=listing.at)
    return list_digest(listing.year, [gazette.entry(one) for one in rows]) == listing.digest


def names(entry: ListedMaker) -> Iterator[tuple[date, str]]:
    """What the maker was called from which day on, by the list and its events."""
    yield china_day(entry.listed_at), entry.name_zh
    for event in entry.events.filter(kind="renamed").order_by("at", "id"):
        yield china_day(event.at), event.data["after"]["name_zh"]


def _entry(maker_id: UUID, year: int, on: date | datetime) -> ListedMaker | None:
    rows = ListedMaker.objects.filter(maker_id=maker_id, year=year, listed_at__lt=as_moment(on))
    return rows.prefetch_related("models", "exporters").first()


def _events(entry: ListedMaker, on: date | datetime) -> list[ListEvent]:
    return list(ListEvent.objects.filter(listed_maker=entry, at__lt=as_moment(on)).order_by("at", "id"))
