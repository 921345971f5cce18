"""Marking as read: by whom and when, the first time. The organisation's inbox is one; the notice itself keeps the trace."""

from datetime import datetime
from uuid import UUID

from evexport.accounts.actors import Actor
from evexport.kernel.problems import NotFound
from evexport.kernel.text import Text
from evexport.notices.models import Notice
from evexport.notices.own import own
from evexport.store import acting_as


def read(notice_id: UUID, *, by: Actor, at: datetime) -> Notice:
    """One notice; whoever read it first stays named. NotFound where it is not the reader's organisation's."""
    by.must("notice.read")
    with acting_as(by):
        found = Notice.objects.filter(pk=notice_id, organisation_id=own(by)).first()
        if found is None:
            raise NotFound(
                Text("未找到该通知。", "There is no such notice."),
                remedy=Text("请核对编号。", "Check the reference."),
                code="NOTICE_UNKNOWN",
            )
        if Notice.objects.filter(pk=found.pk, read_at=None).update(**_by(by, at)):
            found.refresh_from_db()
    return found


def read_all(*, until: datetime | None = None, by: Actor, at: datetime) -> int:
    """Every unread notice of the reader's organisation, or those up to a moment. How many there were."""
    by.must("notice.read")
    with acting_as(by):
        unread = Notice.objects.filter(organisation_id=own(by), read_at=None)
        if until is not None:
            unread = unread.filter(at__lte=until)
        return unread.update(**_by(by, at))


def _by(by: Actor, at: datetime) -> dict[str, object]:
    return {"read_at": at, "read_by": by.user_id, "read_by_name": by.name[:200]}
