"""Issuing many licences as long work: each by the real second review, in the approver's name, then its signed original."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from evexport.accounts.actors import Actor
from evexport.kernel.problems import BadInput, Barred
from evexport.kernel.text import Text
from evexport.licensing.actions.issue import issue_within
from evexport.licensing.actions.taking import unknown_application
from evexport.licensing.models import Application
from evexport.papers.originals import original_of
from evexport.store import acting_as
from evexport.work.actions import ask, asked_before
from evexport.work.kinds import Kind, register
from evexport.work.lanes import Thing
from evexport.work.models import Work, WorkItem

MOST = 5_000


def issue_all(applications: Sequence[UUID] | None, *, request: str, by: Actor, at: datetime) -> Work:
    """Ask that these applications be issued, or all that the issuing body has reviewed: the first 5,000 in the order handed in.

    The same request gives the same work again. Whatever bars a single one is found when its turn comes, and told there.
    """
    by.must("application.second_review")
    demand = {"applications": None if applications is None else sorted({str(one) for one in applications})}
    with acting_as(by):
        if before := asked_before(ISSUE, request=request, demand=demand, by=by):
            return before
        found = _reviewed() if applications is None else _named(set(applications))
        things = [Thing(f"application:{one.pk}", group=str(one.maker_id)) for one in found]
        return ask(ISSUE, things, request=request, demand=demand, by=by, at=at)


def _reviewed() -> list[Application]:
    rows = Application.objects.filter(state="reviewed").only("pk", "maker_id").order_by("submitted_at", "pk")
    if found := list(rows[:MOST]):
        return found
    raise Barred(
        Text("没有待复审的许可证申请。", "No application awaits its second review."),
        remedy=Text("请待初审通过后再办理。", "Come back once first reviews have passed."),
        code="NOTHING_TO_ISSUE",
    )


def _named(wanted: set[UUID]) -> list[Application]:
    """The applications named, first handed in first; NotFound where one is not the actor's to see."""
    if not wanted or len(wanted) > MOST:
        raise BadInput(
            Text(
                f"一次须提交1至{MOST}份申请，本次为{len(wanted)}份。", f"Name 1 to {MOST} applications; these are {len(wanted)}."
            ),
            remedy=Text(
                "请分批提交，或不列明细以办理全部待复审申请。", "Send them in parts, or name none to take all that are reviewed."
            ),
            code="TOO_MANY",
            field="applications",
        )
    found = list(Application.objects.filter(pk__in=wanted).only("pk", "maker_id").order_by("submitted_at", "pk"))
    if len(found) != len(wanted):
        raise unknown_application()
    return found


def issue_one(item: WorkItem, by: Actor, at: datetime) -> dict[str, Any]:
    """The second review of one application, in the item's transaction."""
    licence = issue_within(UUID(item.subject.removeprefix("application:")), by=by, at=at)
    return {"number": licence.number}


def make_original(item: WorkItem, at: datetime) -> None:
    """The signed original of what was issued, outside any transaction: sealing takes longer than the issue."""
    original_of(item.result["number"], at=at)


ISSUE = register(Kind("licences.issue", Text("批量签发许可证", "Issue of many licences"), do=issue_one, follow=make_original))
