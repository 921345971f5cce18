"""Reading the ledger in its order, as an outbox: never past a transaction that is still open.

Identifiers alone give no order in which entries become visible: a slow transaction would be passed over.
Readers therefore keep a cursor (epoch, transaction, identifier) and read below the oldest open transaction.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from evexport.ledger.models import Entry, Place

# Entries of an earlier life of the cluster are all finished; of the present one, those below the oldest open
# transaction.
FINISHED = "(epoch < ledger_epoch_now() OR xid < pg_snapshot_xmin(pg_current_snapshot()))"


NO_ID = UUID(int=0)


@dataclass(frozen=True, slots=True, order=True)
class Cursor:
    """A place in the ledger's order: all up to and including it has been read."""

    epoch: int = 0
    xid: int = 0
    id: UUID = NO_ID

    @classmethod
    def of(cls, entry: Entry) -> "Cursor":
        return cls(entry.epoch, entry.xid, entry.id)


def after(cursor: Cursor, *, kinds: Collection[str] = (), limit: int = 1000) -> list[Entry]:
    """The next finished entries after a cursor, in order, at most `limit`; of these kinds only, where any are
    named.
    """
    wanted = "AND kind = ANY(%s)" if kinds else ""
    rows = Entry.objects.raw(
        "SELECT * FROM ledger_entry WHERE (epoch, xid, id) > (%s, %s::text::xid8, %s) "  # noqa: S608 - no input
        f"AND {FINISHED} {wanted} ORDER BY epoch, xid, id LIMIT %s",
        [cursor.epoch, str(cursor.xid), cursor.id, *([list(kinds)] if kinds else []), limit],
    )
    return list(rows)


@contextmanager
def reader(name: str, *, at: datetime) -> Iterator[Place | None]:
    """A named reader's place, held for this transaction; None where another process holds it.

    Move it on with `move`; both stand or fall with the work done in the block.
    """
    Place.objects.get_or_create(reader=name, defaults={"epoch": 0, "xid": 0, "last": NO_ID, "moved_at": at})
    yield Place.objects.select_for_update(skip_locked=True).filter(reader=name).first()


def where(place: Place) -> Cursor:
    return Cursor(place.epoch, place.xid, place.last)


def move(place: Place, *, past: Entry, at: datetime) -> None:
    """Set a reader's place past an entry."""
    place.epoch, place.xid, place.last, place.moved_at = past.epoch, past.xid, past.id, at
    place.save()


def newest() -> Entry | None:
    """The last finished entry in the ledger's order; None in an empty ledger."""
    rows = Entry.objects.raw(
        f"SELECT * FROM ledger_entry WHERE {FINISHED} ORDER BY epoch DESC, xid DESC, id DESC LIMIT 1"  # noqa: S608 - no input
    )
    return next(iter(rows), None)


def about(subject: str, *, kinds: Collection[str] = ()) -> QuerySet[Entry]:
    """What was written about a thing, as far as the reader may see it, the latest first; of these kinds only, if any."""
    rows = Entry.objects.filter(subject=subject).order_by("-at", "-id")
    return rows.filter(kind__in=kinds) if kinds else rows


def written_here() -> list[Entry]:
    """The entries of the transaction under way, in their order."""
    rows = Entry.objects.raw(
        "SELECT * FROM ledger_entry WHERE epoch = ledger_epoch_now() AND xid = pg_current_xact_id() ORDER BY id"
    )
    return list(rows)


def oldest_unsealed() -> datetime | None:
    """The moment of the oldest entry that no block holds yet; None where all are sealed."""
    # The row is a subquery of three columns, not one composite value: only so does the index of the order find the place.
    found = Entry.objects.raw(
        "SELECT * FROM ledger_entry WHERE (epoch, xid, id) > (SELECT epoch, last_xid, last_id FROM ("
        "(SELECT no, epoch, last_xid, last_id FROM ledger_block ORDER BY no DESC LIMIT 1) "
        "UNION ALL SELECT -1, 0, '0'::xid8, %s::uuid) place ORDER BY no DESC LIMIT 1) ORDER BY epoch, xid, id LIMIT 1",
        [NO_ID],
    )
    return next((entry.at for entry in found), None)
