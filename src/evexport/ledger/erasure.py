"""Erasing a personal field of an entry, on lawful demand: its value goes, its hash stays, the block still
verifies.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from django.db import connection

from evexport.kernel.problems import BadInput, NotFound
from evexport.kernel.text import Text
from evexport.ledger.entries import Person, append
from evexport.ledger.events import Event, kinds
from evexport.ledger.leaves import fields
from evexport.ledger.models import Entry


@dataclass(frozen=True, kw_only=True)
class Erased(Event):
    """A personal field of an entry was erased."""

    kind: ClassVar[str] = "ledger.erased"
    label: ClassVar[Text] = Text("抹除个人信息", "Personal field erased")

    entry: UUID
    field: str
    reason: str


def personal(kind: str) -> frozenset[str]:
    """The fields of an entry of that kind that may be erased: the actor's name and what its event declares
    personal.
    """
    known = kinds().get(kind)
    return frozenset({"actor.name"} | {f"data.{name}" for name in (known.personal if known else ())})


def erase(entry_id: UUID, field: str, *, reason: str, by: Person, at: datetime) -> Entry:
    """Erase `field` ("actor.name", "data.<name>") of an entry and say so in the ledger. Within a staff
    transaction.

    The entry's seed is replaced by the salts of its other fields, so that the erased value cannot be guessed
    from its hash. Raises NotFound, or BadInput for a field that is not personal or was erased before.
    """
    entry = Entry.objects.filter(id=entry_id).first()
    if entry is None:
        raise NotFound(
            Text("没有这条记录。", "There is no such entry."),
            remedy=Text("请核对记录编号。", "Check the entry's identifier."),
        )
    parts = fields(entry)
    if field not in personal(entry.kind) or field not in parts or parts[field].hidden is not None:
        raise BadInput(
            Text(f"字段 {field} 不可抹除。", f"The field {field} cannot be erased."),
            remedy=Text("只能抹除尚存的个人信息字段。", "Only a personal field that still stands can be."),
            field="field",
        )
    parts[field] = parts[field].hide(field)
    kept = {
        "salts": {name: part.salt.hex() for name, part in parts.items() if part.salt},
        "erased": {name: part.hidden.hex() for name, part in parts.items() if part.hidden},
    }
    with connection.cursor() as cursor:
        cursor.execute("SELECT ledger_erase(%s, %s, %s::jsonb)", [entry.id, field, json.dumps(kept)])
    event = Erased(subject=f"entry:{entry.id}", parties=tuple(entry.parties), entry=entry.id, field=field, reason=reason)
    return append(event, by=by, at=at)
