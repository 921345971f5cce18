"""A deed can be rehearsed: what it would write is seen, and nothing of it stays."""

from uuid import uuid4

import pytest
from tests.licensing.house import NOON, clerk

from evexport import ledger
from evexport.accounts.roles import Role
from evexport.ledger.models import Entry
from evexport.ledger.reading import written_here
from evexport.licensing.events import Lifted
from evexport.store import DbRole, Scope, acting_as, reading_as
from evexport.store.scopes import SYSTEM
from evexport.store.transactions import rehearse

OFFICER = Scope(DbRole.STAFF)


def lift():
    who = clerk(Role.MINISTRY_OFFICER, "部办")
    with acting_as(who):
        event = Lifted(subject="licence:27-AA-000001", number="27-AA-000001", left=1, reason="已查清。", citation="DESIGN#x")
        ledger.append(event, by=who, at=NOON)


def written():
    with reading_as(SYSTEM):
        return Entry.objects.count()


def test_what_a_deed_would_write_is_seen_and_then_gone(db_clone):
    seen = rehearse(lift, looking=lambda: [one.kind for one in written_here()])
    assert seen == ["licence.lifted"]
    assert written() == 0
    lift()
    assert written() == 1, "after a rehearsal deeds stand again"


def test_what_bars_a_deed_bars_its_rehearsal_and_leaves_nothing_switched_on(db_clone):
    def barred():
        with acting_as(OFFICER):
            raise InterruptedError

    with pytest.raises(InterruptedError):
        rehearse(barred, looking=written_here)
    lift()
    assert written() == 1


def test_reading_on_the_way_is_no_deed(db_clone):
    def read():
        with reading_as(Scope(DbRole.TENANT, uuid4())):
            pass

    with pytest.raises(RuntimeError, match="did nothing"):
        rehearse(read, looking=written_here)
