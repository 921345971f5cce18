"""Asking for long work, and steering it: pause, resume, cancel. Each is one transaction and one ledger entry."""

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from evexport import ledger
from evexport.accounts.actors import Actor
from evexport.kernel.problems import BadInput, Conflict
from evexport.kernel.text import Text
from evexport.store import acting_as
from evexport.work import events
from evexport.work.kinds import Kind
from evexport.work.lanes import Thing, spread
from evexport.work.models import Work, WorkItem
from evexport.work.queries import work_by_id
from evexport.work.queue import hold, in_turn, put_in_queue
from evexport.work.states import WORK

REQUEST_LENGTH = 64


def ask(kind: Kind, things: Sequence[Thing], *, request: str, demand: object, by: Actor, at: datetime) -> Work:
    """Put work into the queue, inside the caller's transaction and in its actor's scope; opens nothing.

    `request` is the asker's own name for it, once an organisation and kind; `demand` is what was asked, as JSON holds it.
    """
    lanes, laid = spread(things)
    work = Work.objects.create(
        kind=kind.name,
        request=request,
        demand=digest(demand),
        organisation_id=by.organisation_id,
        authority=by.authority or "",
        asked_by=by.user_id,
        asked_by_name=by.name,
        role=by.role,
        client=by.client,
        asked_at=at,
        total=len(things),
        lanes=lanes,
    )
    WorkItem.objects.bulk_create(
        (
            WorkItem(work=work, position=position, lane=lane, subject=thing.subject)
            for position, (thing, lane) in enumerate(zip(things, laid, strict=True), 1)
        ),
        batch_size=1000,
    )
    for lane in range(lanes):
        put_in_queue(work.pk, lane)
    ledger.append(events.Started(**of_work(work)), by=by, at=at)
    return work


def asked_before(kind: Kind, *, request: str, demand: object, by: Actor) -> Work | None:
    """The work that this request already stands for. Raises Conflict where it stands for something else, BadInput for no name.

    Opens nothing; of two that ask at once the second waits for the first.
    """
    if not request.strip() or len(request) > REQUEST_LENGTH:
        raise BadInput(
            Text(f"请求编号不得为空，最长{REQUEST_LENGTH}个字符。", f"A request has a name of 1 to {REQUEST_LENGTH} characters."),
            remedy=Text("请自拟唯一编号，如 UUID。", "Make one up that is used once, such as a UUID."),
            code="REQUEST_ID_MISSING",
            field="request",
        )
    in_turn(f"work-request:{by.organisation_id}:{kind.name}:{request}")
    found = Work.objects.filter(organisation_id=by.organisation_id, kind=kind.name, request=request).first()
    if found is not None and found.demand != digest(demand):
        raise Conflict(
            Text(f"请求编号“{request}”已用于另一批内容。", f"The request {request} already stands for other content."),
            remedy=Text("请换用新的请求编号。", "Use a new request identifier."),
            code="REQUEST_ID_USED",
            field="request",
        )
    return found


def pause(work_id: UUID, *, by: Actor, at: datetime) -> Work:
    """Let it rest after the items that are being done."""
    return _steer(work_id, "pause", events.Paused, by=by, at=at)


def resume(work_id: UUID, *, by: Actor, at: datetime) -> Work:
    """Go on where it rested."""
    return _steer(work_id, "resume", events.Resumed, by=by, at=at)


def cancel(work_id: UUID, *, by: Actor, at: datetime) -> Work:
    """End it between items: once this has returned no further item is begun. What is done stays done."""
    return _steer(work_id, "cancel", events.Cancelled, by=by, at=at)


def _steer(work_id: UUID, verb: str, event: type[events.OfWork], *, by: Actor, at: datetime) -> Work:
    by.must("work.steer")
    with acting_as(by):
        hold(work_id)
        work = work_by_id(work_id, lock=True)
        step = WORK.take(verb, work, by=by)
        work.state = step.target
        work.finished_at = at if WORK.states[step.target].final else None
        work.done, work.failed = counted(work)
        work.save(update_fields=["state", "finished_at", "done", "failed"])
        if step.target == "queued":
            for lane in range(work.lanes):
                put_in_queue(work.pk, lane)
        ledger.append(event(**of_work(work)), by=by, at=at)
        return work


def counted(work: Work) -> tuple[int, int]:
    """Items done and failed at this moment, as the rows say."""
    rows = work.items.filter(state__in=("done", "failed"))
    return rows.filter(state="done").count(), rows.filter(state="failed").count()


def of_work(work: Work) -> dict[str, Any]:
    """What every ledger entry on long work says."""
    return {
        "subject": f"work:{work.pk}",
        "parties": (work.organisation_id,) if work.organisation_id else (),
        "work_kind": work.kind,
        "request": work.request,
        "total": work.total,
        "done": work.done,
        "failed": work.failed,
    }


def digest(demand: object) -> str:
    text = json.dumps(demand, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()
