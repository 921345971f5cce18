"""From an entry to its leaf: a hash over salted hashes of its fields.

Each field is hashed with a salt of its own, derived from the entry's seed. A field can therefore be erased,
or held back from a proof, by putting its hash in its place: the leaf stays the same, and the hash tells
nothing of the value.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from evexport.ledger import merkle
from evexport.ledger.canonical import pair
from evexport.ledger.models import Entry

SALT_BYTES = 16


@dataclass(frozen=True, slots=True)
class Field:
    """One field of an entry: its value and salt, or, where it was erased or held back, its hash alone."""

    value: Any = None
    salt: bytes | None = None
    hidden: bytes | None = None

    def hashed(self, name: str) -> bytes:
        if self.hidden is not None:
            return self.hidden
        if self.salt is None:
            raise ValueError(f"The field {name} has neither salt nor hash")
        return sha256(self.salt + pair(name, self.value)).digest()

    def hide(self, name: str) -> "Field":
        return Field(hidden=self.hashed(name))


def moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def values(entry: Entry) -> dict[str, Any]:
    """Field name -> value as JSON holds it; actor and data field by field (`actor.name`, `data.year`)."""
    return {
        "id": str(entry.id),
        "epoch": entry.epoch,
        "xid": str(entry.xid),
        "kind": entry.kind,
        "subject": entry.subject,
        "parties": [str(party) for party in entry.parties],
        "at": moment(entry.at),
        "law": entry.law,
        **{f"actor.{name}": value for name, value in entry.actor.items()},
        **{f"data.{name}": value for name, value in entry.data.items()},
    }


def fields(entry: Entry) -> dict[str, Field]:
    """The entry's fields with their salts; erased ones as hashes. Raises ValueError where a salt is
    missing.
    """
    present = values(entry)
    if entry.seed is not None:
        return {
            name: Field(value, sha256(entry.seed.bytes + name.encode()).digest()[:SALT_BYTES]) for name, value in present.items()
        }
    kept = entry.salts or {}
    salts, erased = kept.get("salts", {}), kept.get("erased", {})
    if salts.keys() != present.keys() or erased.keys() & present.keys():
        raise ValueError(f"The salts of entry {entry.id} do not fit its fields")
    live = {name: Field(value, bytes.fromhex(salts[name])) for name, value in present.items()}
    return live | {name: Field(hidden=bytes.fromhex(text)) for name, text in erased.items()}


def leaf_of(parts: Mapping[str, Field]) -> bytes:
    """The leaf hash over fields, in order of their names."""
    return merkle.leaf(b"".join(parts[name].hashed(name) for name in sorted(parts)))


def leaf(entry: Entry) -> bytes | None:
    """The entry's leaf hash; None where its salts no longer allow one, which only an intruder brings
    about.
    """
    try:
        return leaf_of(fields(entry))
    except (ValueError, TypeError, AttributeError):
        return None
