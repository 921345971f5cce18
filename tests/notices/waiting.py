"""The ledger is read below the oldest open transaction of the whole cluster, so a test waits for its neighbours' to end."""

import time

from evexport.accounts.actors import SYSTEM
from evexport.ledger.models import Entry, Place
from evexport.ledger.reading import Cursor, where
from evexport.notices import writing
from evexport.store import reading_as


def tell(*, at, seconds=20):
    """Write until every entry is told. How many were read."""
    read, deadline = 0, time.monotonic() + seconds
    while True:
        read += writing.write_all(at=at)
        with reading_as(SYSTEM):
            last = Entry.objects.order_by("epoch", "xid", "id").last()
            place = Place.objects.filter(reader=writing.READER).first()
        if last is None or (place and where(place) >= Cursor.of(last)):
            return read
        assert time.monotonic() < deadline, "a transaction stays open"
        time.sleep(0.02)
