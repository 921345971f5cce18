"""Appending to the ledger, inside the transaction of the deed itself."""

import json
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID, uuid4

from django.db import connection

from evexport.kernel.ids import uuid7
from evexport.ledger.events import Event
from evexport.ledger.models import Entry


class Person(Protocol):
    """What the ledger notes of who acts."""

    @property
    def user_id(self) -> UUID | None: ...
    @property
    def organisation_id(self) -> UUID | None: ...
    @property
    def role(self) -> str: ...
    @property
    def name(self) -> str: ...


# No RETURNING: the writer need not be allowed to read what it wrote.
INSERT = """INSERT INTO ledger_entry (id, kind, subject, parties, actor, at, law, data, seed)
            VALUES (%s, %s, %s, %s::uuid[], %s::jsonb, %s, %s, %s::jsonb, %s)"""


def actor(by: Person) -> dict[str, Any]:
    """Who acted, as an entry keeps it: a copy, which stays true when the account is renamed or closed."""
    return {
        "user": str(by.user_id) if by.user_id else None,
        "organisation": str(by.organisation_id) if by.organisation_id else None,
        "role": str(by.role),
        "name": by.name,
    }


def append(event: Event, *, by: Person, at: datetime) -> Entry:
    """Write an event into the ledger. It stands when the deed's transaction commits, and not otherwise.

    Its place in the order (epoch, transaction) is given by the database.
    """
    if not event.kind:
        raise ValueError(f"{type(event).__name__} has no kind")
    if at.tzinfo is None:
        raise ValueError("An entry's moment needs a time zone")
    entry = Entry(
        id=uuid7(),
        kind=event.kind,
        subject=event.subject,
        parties=list(dict.fromkeys(event.parties)),
        actor=actor(by),
        at=at,
        law=event.law,
        data=event.payload(),
        seed=uuid4(),
    )
    with connection.cursor() as cursor:
        cursor.execute(
            INSERT,
            [
                entry.id,
                entry.kind,
                entry.subject,
                entry.parties,
                json.dumps(entry.actor),
                entry.at,
                entry.law,
                json.dumps(entry.data),
                entry.seed,
            ],
        )
    return entry
