"""Reads on long work, in the reader's own scope: one by its identifier, an organisation's latest, the items."""

from uuid import UUID

from evexport.kernel.problems import BadInput, NotFound
from evexport.kernel.text import Text
from evexport.work.models import OPEN, SETTLED, Work, WorkItem


def work_by_id(work_id: UUID, *, lock: bool = False) -> Work:
    """One piece of work as the transaction's actor may see it; NotFound where it may not."""
    rows = Work.objects.select_for_update() if lock else Work.objects.all()
    found = rows.filter(pk=work_id).first()
    if found is None:
        raise NotFound(
            Text("未找到该批量事项。", "There is no such long work."),
            remedy=Text("请核对事项编号。", "Check its identifier."),
            code="WORK_UNKNOWN",
        )
    return found


def latest(count: int = 3) -> list[Work]:
    """What the actor's organisation asked for last, the latest first."""
    return list(Work.objects.order_by("-asked_at")[:count])


def items_of(work_id: UUID, *, state: str | None = None, after: int = 0, count: int = 50) -> list[WorkItem]:
    """Items in their order, those past position `after`; of one state alone where one is named."""
    rows = WorkItem.objects.filter(work_id=work_id, position__gt=after)
    if state is not None:
        rows = rows.filter(state=_known(state))
    return list(rows.order_by("position")[:count])


def _known(state: str) -> str:
    states = (*OPEN, *SETTLED)
    if state in states:
        return state
    raise BadInput(
        Text(f"没有“{state}”这种状态。", f"There is no state “{state}”."),
        remedy=Text("可用：" + "、".join(states) + "。", "Use one of: " + ", ".join(states) + "."),
        code="UNKNOWN_STATE",
        field="state",
    )
