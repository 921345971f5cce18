"""Who sees long work and steers it: its own organisation; paused and cancelled between items, never within one."""

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Event as Signal

import pytest
from tests.database import close_thread
from tests.factories import AT
from tests.work import world
from tests.work.world import asked, entries, names, run, run_all, standing, told

from evexport.kernel.problems import Barred, NotAllowed, NotFound
from evexport.store import reading_as
from evexport.work import actions, running
from evexport.work.models import Work, WorkItem
from evexport.work.queries import items_of, work_by_id


def test_another_body_finds_nothing(bodies):
    work = asked(bodies.zhou, names(2))
    with reading_as(bodies.stranger):
        assert not Work.objects.exists()
        assert not WorkItem.objects.exists()
        with pytest.raises(NotFound):
            work_by_id(work.pk)
    with pytest.raises(NotFound):
        actions.cancel(work.pk, by=bodies.stranger, at=AT)
    with reading_as(bodies.wu):
        assert work_by_id(work.pk).total == 2
        assert [item.subject for item in items_of(work.pk)] == names(2)


def test_an_examiner_looks_on(bodies):
    work = asked(bodies.zhou, names(2))
    with pytest.raises(NotAllowed):
        actions.cancel(work.pk, by=bodies.lin, at=AT)


def test_cancelled_work_stays_where_it_was(bodies, monkeypatch):
    monkeypatch.setattr(running, "CHUNK", 2)
    work = asked(bodies.zhou, names(5))
    run(work)
    cancelled = actions.cancel(work.pk, by=bodies.wu, at=AT)
    run_all(work)
    assert (cancelled.state, cancelled.done, cancelled.finished_at) == ("cancelled", 2, AT)
    assert (standing(work).done, len(entries())) == (2, 2)
    assert told(work) == ["work.started", "work.cancelled"]
    with pytest.raises(Barred):
        actions.resume(work.pk, by=bodies.zhou, at=AT)


def test_paused_work_goes_on_where_it_rested(bodies, monkeypatch):
    monkeypatch.setattr(running, "CHUNK", 2)
    work = asked(bodies.zhou, names(5))
    run(work)
    actions.pause(work.pk, by=bodies.zhou, at=AT)
    run_all(work)
    assert len(entries()) == 2
    actions.resume(work.pk, by=bodies.zhou, at=AT)
    assert standing(work).state == "queued"
    run_all(work)
    assert sorted(entries()) == names(5)
    assert told(work) == ["work.started", "work.paused", "work.resumed", "work.finished"]


WAITING = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"


def test_once_cancelling_has_returned_nothing_more_is_done(bodies, owner_connection, monkeypatch):
    """It waits for the item under way, which is done whole; the next is not begun."""
    work, inside, go_on = asked(bodies.zhou, names(3)), Signal(), Signal()
    do = world.COUNT.do

    def slow(item, by, at):
        inside.set()
        assert go_on.wait(10)
        return do(item, by, at)

    monkeypatch.setattr(running, "kind_of", lambda _name: world.Kind("slow", world.COUNT.label, do=slow))

    def in_thread(deed):
        try:
            return deed()
        finally:
            close_thread()

    with ThreadPoolExecutor(2) as pool:
        working = pool.submit(in_thread, lambda: run(work))
        assert inside.wait(10)
        cancelling = pool.submit(in_thread, lambda: actions.cancel(work.pk, by=bodies.zhou, at=AT))
        until = time.monotonic() + 10
        while owner_connection.execute(WAITING).fetchone() == (0,):
            assert time.monotonic() < until, "cancelling does not wait for the item under way"
        go_on.set()
        assert cancelling.result(10).done == 1
        working.result(10)
    assert entries() == ["thing:1"]
    assert standing(work).state == "cancelled"
