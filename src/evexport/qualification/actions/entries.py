"""What befalls a published entry: suspension, lifting, cancellation, lapse, of the maker, an exporter or a model.

Each appends one event and moves the small standing row with it. The published rows never change.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from evexport import ledger
from evexport.accounts.actors import Actor
from evexport.kernel.states import States
from evexport.kernel.text import Text
from evexport.kernel.words import said
from evexport.qualification.actions.case import not_found, signed
from evexport.qualification.events import ENTRY_EVENTS
from evexport.qualification.list_states import AUTHORISATION, ENTRY, LISTED_MODEL
from evexport.qualification.models import (
    ExporterStanding,
    ListedExporter,
    ListedMaker,
    ListEvent,
    MakerStanding,
    ModelStanding,
)
from evexport.store import acting_as

Row = MakerStanding | ExporterStanding | ModelStanding


def suspend_entry(maker_id: UUID, year: int, *, reasons: str, citation: str = "", by: Actor, at: datetime) -> ListEvent:
    """Suspend a maker's entry: no licence is issued and none is cleared until it is lifted."""
    return _on_entry("suspend", "suspended", maker_id, year, reasons=reasons, citation=citation, by=by, at=at)


def lift_entry(maker_id: UUID, year: int, *, reasons: str, by: Actor, at: datetime) -> ListEvent:
    """Lift the suspension of an entry."""
    return _on_entry("lift", "lifted", maker_id, year, reasons=reasons, by=by, at=at)


def cancel_entry(maker_id: UUID, year: int, *, reasons: str, citation: str = "", by: Actor, at: datetime) -> ListEvent:
    """Cancel an entry for the rest of its year."""
    return _on_entry("cancel", "cancelled", maker_id, year, reasons=reasons, citation=citation, by=by, at=at)


def lapse_entry(maker_id: UUID, year: int, *, reasons: str, by: Actor, at: datetime) -> ListEvent:
    """Record that an entry has lapsed: its year is over, or the maker is no more."""
    return _on_entry("lapse", "lapsed", maker_id, year, reasons=reasons, by=by, at=at)


def suspend_authorisation(
    maker_id: UUID, exporter_id: UUID, year: int, *, reasons: str, citation: str = "", by: Actor, at: datetime
) -> ListEvent:
    """Suspend one exporter's right to a maker's cars, the entry itself standing."""
    whom = {"maker_id": maker_id, "exporter_id": exporter_id, "year": year}
    kind = "authorisation_suspended"
    return _on_authorisation("suspend", kind, whom, reasons=reasons, citation=citation, by=by, at=at)


def lift_authorisation(maker_id: UUID, exporter_id: UUID, year: int, *, reasons: str, by: Actor, at: datetime) -> ListEvent:
    """Lift the suspension of an authorisation."""
    whom = {"maker_id": maker_id, "exporter_id": exporter_id, "year": year}
    return _on_authorisation("lift", "authorisation_lifted", whom, reasons=reasons, by=by, at=at)


def withdraw_model(
    maker_id: UUID, model_code: str, year: int, *, reasons: str, citation: str = "", by: Actor, at: datetime
) -> ListEvent:
    """Take one model off a maker's entry."""
    words = said(reasons, field="reasons")
    with acting_as(by):
        row = held(ModelStanding, maker_id=maker_id, model_code=model_code, year=year)
        entry = ListedMaker.objects.get(maker_id=maker_id, year=year)
        step(LISTED_MODEL, "withdraw", row, by=by, at=at)
        return happened(entry, "model_withdrawn", reasons=words, citation=citation, model_code=model_code, by=by, at=at)


def held(table: type[Any], **key: Any) -> Any:
    """A standing row, locked; NotFound where the list has no such entry."""
    row = table.objects.select_for_update().filter(**key).first()
    if row is None:
        raise not_found(Text("名单条目", "list entry"))
    return row


def step(states: States, verb: str, row: Row, *, by: Actor, at: datetime) -> None:
    """Take a step of a standing's table and keep it."""
    target = states.take(verb, row, by=by).target
    type(row).objects.filter(pk=row.pk).update(state=target, since=at)


def happened(
    entry: ListedMaker,
    kind: str,
    *,
    reasons: str,
    by: Actor,
    at: datetime,
    citation: str = "",
    exporter_id: UUID | None = None,
    model_code: str = "",
    data: dict[str, Any] | None = None,
) -> ListEvent:
    """Append an event to an entry, and its ledger entry for the maker and every exporter it touches."""
    event = ListEvent.objects.create(
        listed_maker=entry,
        kind=kind,
        exporter_id=exporter_id,
        model_code=model_code,
        reasons=reasons,
        citation=citation,
        data=data or {},
        **signed(by, at),
    )
    said_of = ENTRY_EVENTS[kind](
        subject=f"listing:{entry.year}:{entry.maker_id}",
        parties=tuple(_touched(entry, exporter_id, by)),
        year=entry.year,
        maker=entry.maker_id,
        reasons=reasons,
        citation=citation,
        exporter=exporter_id,
        model_code=model_code,
        data=data or {},
    )
    ledger.append(said_of, by=by, at=at)
    return event


def _on_entry(
    verb: str,
    kind: str,
    maker_id: UUID,
    year: int,
    *,
    reasons: str,
    by: Actor,
    at: datetime,
    citation: str = "",
) -> ListEvent:
    words = said(reasons, field="reasons")
    with acting_as(by):
        row = held(MakerStanding, maker_id=maker_id, year=year)
        step(ENTRY, verb, row, by=by, at=at)
        entry = ListedMaker.objects.get(pk=row.entry_id)
        return happened(entry, kind, reasons=words, citation=citation, by=by, at=at)


def _on_authorisation(
    verb: str, kind: str, whom: dict[str, Any], *, reasons: str, by: Actor, at: datetime, citation: str = ""
) -> ListEvent:
    words = said(reasons, field="reasons")
    with acting_as(by):
        row = held(ExporterStanding, **whom)
        step(AUTHORISATION, verb, row, by=by, at=at)
        entry = ListedMaker.objects.get(maker_id=row.maker_id, year=row.year)
        return happened(entry, kind, reasons=words, citation=citation, exporter_id=row.exporter_id, by=by, at=at)


def _touched(entry: ListedMaker, exporter_id: UUID | None, by: Actor) -> Iterable[UUID]:
    """The maker; the exporter it is about, or every exporter where the whole entry is touched; who acts."""
    yield entry.maker_id
    if exporter_id is not None:
        yield exporter_id
    else:
        yield from ListedExporter.objects.filter(listed_maker=entry).values_list("exporter_id", flat=True)
    if by.organisation_id is not None:
        yield by.organisation_id
