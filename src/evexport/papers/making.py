"""Makes the original of every licence that is issued, singly or in bulk, by reading the ledger.

The place moves past what is made and past what cannot be made (a character no font has: whoever asks for the paper is told).
Where the seal is out of order it stays, and the papers follow once it is back.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from evexport.accounts.actors import SYSTEM
from evexport.kernel.problems import Problem
from evexport.ledger.models import Entry, Place
from evexport.ledger.reading import Cursor, after, move, reader, where
from evexport.papers.keys import SealUnavailable
from evexport.papers.models import Paper
from evexport.papers.originals import ORIGINAL, original_of
from evexport.store import acting_as, reading_as

LOG = logging.getLogger(__name__)
READER = "papers.originals"
ISSUED = ("licence.issued",)
BATCH = 100


def make_originals(*, now: Callable[[], datetime], batch: int = BATCH) -> bool:
    """The originals of the next licences in the ledger's order. True where more may wait.

    They are made outside the transaction that keeps the place: a long one would hold the sealing of the ledger up. So two
    at once may look at the same licences, and the original that was kept first is the original.
    """
    found, made = _next(batch, at=now())
    reached = None
    for entry in found:
        if entry.pk not in made and not _make(entry, at=now()):
            break
        reached = entry
    if reached is not None:
        _move_past(reached, at=now())
    return len(found) == batch and reached is found[-1]


def _next(batch: int, *, at: datetime) -> tuple[list[Entry], set[object]]:
    """The next entries of an issue, and which of them have their original already."""
    with acting_as(SYSTEM), reader(READER, at=at) as place:
        if place is None:
            return [], set()
        found = after(where(place), kinds=ISSUED, limit=batch)
        return found, set(Paper.objects.filter(kind=ORIGINAL, entry__in=found).values_list("entry_id", flat=True))


def _make(entry: Entry, *, at: datetime) -> bool:
    """False where nothing can be made at the moment."""
    try:
        original_of(entry.data["number"], at=at)
    except SealUnavailable:
        LOG.exception("The seal is out of order; originals wait for it")
        return False
    except Problem:
        LOG.exception("No original of licence %s can be made", entry.data["number"])
    return True


def _move_past(entry: Entry, *, at: datetime) -> None:
    with acting_as(SYSTEM), reader(READER, at=at) as place:
        if place is not None and where(place) < Cursor.of(entry):
            move(place, past=entry, at=at)


def behind(*, at: datetime) -> timedelta:
    """How long the oldest licence that the making of originals has not reached has been issued; nothing where all are reached."""
    with reading_as(SYSTEM):
        place = Place.objects.filter(reader=READER).first()
        waiting = after(where(place) if place else Cursor(), kinds=ISSUED, limit=1)
    return max(at - waiting[0].at, timedelta()) if waiting else timedelta()
