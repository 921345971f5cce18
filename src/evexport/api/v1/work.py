"""Long work over HTTP: how far it is, what became of each item, and steering it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema

from evexport.api.keys import caller
from evexport.api.paging import Limit, Page, cut
from evexport.api.v1.shapes import Nothing, Offered, offered, verb_route
from evexport.kernel.problems import BadInput
from evexport.kernel.text import Text
from evexport.store import reading_as
from evexport.store.moment import now
from evexport.work import actions
from evexport.work.models import Work, WorkItem
from evexport.work.progress import as_dict
from evexport.work.queries import items_of, work_by_id
from evexport.work.states import WORK

router = Router(tags=["work"])


class WorkRow(Schema):
    """How far long work is: `said` tells it in words; `rate` is items a second while it runs."""

    id: UUID
    kind: str
    label: dict[str, str]
    request: str
    state: str
    state_label: dict[str, str]
    asked_by: str
    asked_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    total: int
    done: int
    failed: int
    waiting: int
    rate: float | None
    seconds_left: int | None
    said: dict[str, str]
    problem: dict[str, Any] | None
    items: str


class WorkFull(WorkRow):
    actions: list[Offered]


class Item(Schema):
    """One thing of the work: `begun` means that its deed stands and its paper is still to be made."""

    position: int
    subject: str
    state: str
    result: dict[str, Any]
    problem: dict[str, Any] | None
    settled_at: datetime | None


def address(work: Work) -> str:
    return f"/api/v1/work/{work.pk}"


def row(work: Work) -> dict[str, Any]:
    return {**as_dict(work), "items": f"{address(work)}/items"}


def full(work: Work, by: Any) -> dict[str, Any]:
    return {**row(work), "actions": offered(WORK.offered(work, to=by))}


def item(one: WorkItem) -> dict[str, Any]:
    return {name: getattr(one, name) for name in ("position", "subject", "state", "result", "problem", "settled_at")}


@router.get("", response=Page[WorkRow])
def list_work(request: HttpRequest, state: str | None = None, cursor: str | None = None, limit: Limit = 50) -> Any:
    """The long work of the caller's organisation, latest first."""
    by = caller(request)
    by.must("work.read")
    with reading_as(by):
        rows = Work.objects.filter(state=state) if state else Work.objects.all()
        return cut(rows, cursor=cursor, limit=limit, show=row)


@router.get("/{key}", response=WorkFull)
def read(request: HttpRequest, key: UUID) -> Any:
    """How far it is; 404 where it is not the caller's organisation's."""
    by = caller(request)
    by.must("work.read")
    with reading_as(by):
        return full(work_by_id(key), by)


@router.get("/{key}/items", response=Page[Item])
def read_items(request: HttpRequest, key: UUID, state: str | None = None, cursor: str | None = None, limit: Limit = 50) -> Any:
    """The items in their order; `state=failed` gives those that were not done, each with its reason and remedy."""
    by = caller(request)
    by.must("work.read")
    with reading_as(by):
        work = work_by_id(key)
        found = items_of(work.pk, state=state, after=place(cursor), count=limit + 1)
        page = found[:limit]
        return {"items": [item(one) for one in page], "next": str(page[-1].position) if len(found) > limit else None}


def place(cursor: str | None) -> int:
    """Items are paged by their place in the work."""
    if cursor is None:
        return 0
    if cursor.isascii() and cursor.isdigit() and len(cursor) <= 9:
        return int(cursor)
    raise BadInput(
        Text("翻页标记无效。", "This cursor is not one that a page gave."),
        remedy=Text("请使用上一页返回的 next。", "Use the `next` of the page before, unchanged."),
        code="BAD_CURSOR",
        field="cursor",
    )


VERBS = {
    "cancel": (actions.cancel, "End it between items; what is done stays done"),
    "pause": (actions.pause, "Let it rest after the items under way"),
    "resume": (actions.resume, "Go on where it rested"),
}


def register_verb(verb: str, deed: Any, summary: str) -> None:
    def act(request: HttpRequest, key: UUID, body: Any) -> Any:
        by = caller(request)
        return full(deed(key, by=by, at=now()), by)

    verb_route(router, kind="work", verb=verb, schema=Nothing, response=WorkFull, summary=summary, act=act)


for name, (deed, summary) in VERBS.items():
    register_verb(name, deed, summary)
