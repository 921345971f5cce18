"""Running long work: each item in a transaction of its own, in the name of whoever asked, as they may act at that moment."""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from django.db import InterfaceError, OperationalError, connection, transaction

from evexport import ledger
from evexport.accounts.actors import SYSTEM, Actor
from evexport.accounts.queries import actor_again
from evexport.kernel.problems import NotAllowed, Problem
from evexport.kernel.text import Text
from evexport.store import acting_as
from evexport.work import events
from evexport.work.actions import counted, of_work
from evexport.work.kinds import Kind, kind_of
from evexport.work.models import OPEN, Work, WorkItem
from evexport.work.queries import work_by_id
from evexport.work.queue import hold
from evexport.work.states import ALIVE, WORK

LOG = logging.getLogger(__name__)
CHUNK = 100
CHUNK_SECONDS = 10.0
TICK_SECONDS = 0.5

TICK = """UPDATE work_work SET heartbeat_at = clock_timestamp(),
            done = greatest(done, (SELECT count(*) FROM work_workitem WHERE work_id = %(id)s AND state = 'done')),
            failed = greatest(failed, (SELECT count(*) FROM work_workitem WHERE work_id = %(id)s AND state = 'failed'))
          WHERE id = %(id)s"""
BEGIN = """UPDATE work_work SET heartbeat_at = clock_timestamp(), runs_since = clock_timestamp(),
             settled_before = done + failed WHERE id = %s"""

FAULT = Problem(
    Text("系统故障，已记录。", "Something failed on our side; it has been logged."),
    remedy=Text("请单独重试该项；仍不成功请联系系统管理员。", "Try this one alone; if it fails again, tell the administrator."),
    code="FAULT",
)


def run_lane(work_id: UUID, lane: int, *, now: Callable[[], datetime]) -> bool:
    """A chunk of one lane. True where more of it is waiting. Safe to call at any time, twice at once, and after any crash."""
    work = _begin(work_id, at=now())
    if work is None:
        return False
    kind, ends, ticked, more = kind_of(work.kind), time.monotonic() + CHUNK_SECONDS, time.monotonic(), True
    for _ in range(CHUNK):
        try:
            more = _one(work, lane, kind, now=now)
        except NotAllowed as problem:  # the asker may no longer act at all
            _fail(work_id, problem, at=now())
            return False
        if not more or time.monotonic() > ends:
            break
        if time.monotonic() - ticked > TICK_SECONDS:
            tick(work_id)
            ticked = time.monotonic()
    tick(work_id)
    if not more:
        _finish(work_id, at=now())
    return more


def _begin(work_id: UUID, *, at: datetime) -> Work | None:
    """The work, running from now on; None where it rests or is over."""
    with acting_as(SYSTEM):
        work = work_by_id(work_id, lock=True)
        if work.state == "queued":
            work.state = WORK.take("start", work, by=SYSTEM).target
            work.started_at = work.started_at or at
            work.save(update_fields=["state", "started_at"])
            with connection.cursor() as cursor:
                cursor.execute(BEGIN, [work_id])
        return work if work.state == "running" else None


def _one(work: Work, lane: int, kind: Kind, *, now: Callable[[], datetime]) -> bool:
    """The lane's next item; False where there is none, or the work rests. NotAllowed where the asker is no longer in office."""
    by = actor_again(user_id=work.asked_by, client=work.client, organisation_id=work.organisation_id, role=work.role, at=now())
    with acting_as(by):
        item = _take(work.pk, lane)
        if item is None:
            return False
        if item.state == "waiting":
            _do(item, kind, by, at=now())
    if item.state == "begun":
        _follow(item, kind, by, at=now())
    return True


def _take(work_id: UUID, lane: int) -> WorkItem | None:
    """The next open item, locked, unless the work rests. Whoever steers the work waits until the item is through."""
    hold(work_id, shared=True)
    if not Work.objects.filter(pk=work_id, state="running").exists():
        return None
    rows = WorkItem.objects.select_for_update(skip_locked=True, of=("self",))
    return rows.filter(work_id=work_id, lane=lane, state__in=OPEN).order_by("position").first()


def _do(item: WorkItem, kind: Kind, by: Actor, *, at: datetime) -> None:
    """The deed within a savepoint: it stands together with the item's mark, or the mark says why it does not."""
    with _refusals_told(item), transaction.atomic():
        item.result = dict(kind.do(item, by, at))
        item.state = "begun" if kind.follow else "done"
    _mark(item, at)


def _follow(item: WorkItem, kind: Kind, by: Actor, *, at: datetime) -> None:
    """What follows the deed; where it fails the item says so, and the deed stands."""
    assert kind.follow is not None
    with _refusals_told(item):
        kind.follow(item, at)
        item.state = "done"
    with acting_as(by):
        _mark(item, at)


@contextmanager
def _refusals_told(item: WorkItem) -> Iterator[None]:
    """What stops an item stands with it, and the others go on. What stops the database stops the chunk: it is tried again."""
    try:
        yield
    except (OperationalError, InterfaceError):
        raise
    except Problem as problem:
        item.state, item.problem = "failed", problem.as_dict()
    except Exception:
        LOG.exception("Item %s of work %s failed", item.subject, item.work_id)
        item.state, item.problem = "failed", FAULT.as_dict()


def _mark(item: WorkItem, at: datetime) -> None:
    item.settled_at = None if item.state == "begun" else at
    # Only an open item is settled, so that nothing is settled twice.
    rows = WorkItem.objects.filter(pk=item.pk, state__in=OPEN)
    rows.update(state=item.state, result=item.result, problem=item.problem, settled_at=item.settled_at)


def tick(work_id: UUID) -> None:
    """A sign of life, and the counts as the items say: never lower than before, whoever counted last."""
    with acting_as(SYSTEM), connection.cursor() as cursor:
        cursor.execute(TICK, {"id": work_id})


def _finish(work_id: UUID, *, at: datetime) -> None:
    """Close the work once nothing of it is open: the lane that ends last does."""
    with acting_as(SYSTEM):
        work = work_by_id(work_id, lock=True)
        if work.state == "running" and not work.items.filter(state__in=OPEN).exists():
            _end(work, "finish", None, at=at)


def _fail(work_id: UUID, problem: Problem, *, at: datetime) -> None:
    """Stop the whole work: the items that are open stay as they were."""
    with acting_as(SYSTEM):
        hold(work_id)
        work = work_by_id(work_id, lock=True)
        if work.state in ALIVE:
            _end(work, "fail", problem, at=at)


def _end(work: Work, verb: str, problem: Problem | None, *, at: datetime) -> None:
    work.state = WORK.take(verb, work, by=SYSTEM).target
    work.problem = problem.as_dict() if problem else None
    work.finished_at = at
    work.done, work.failed = counted(work)
    work.save(update_fields=["state", "problem", "finished_at", "done", "failed"])
    entry = events.Finished(**of_work(work), state=work.state, problem=problem.code if problem else None)
    ledger.append(entry, by=SYSTEM, at=at)
