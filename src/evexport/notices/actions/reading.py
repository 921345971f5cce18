"""Marking as read: by whom and when, the first time. The organisation's inbox is one; the notice itself keeps the trace."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from evexport.accounts.actors import Actor
from evexport.notices.models import Notice
from evexport.notices.own import own
from evexport.notices.queries import notice_by_id
from evexport.store import acting_as


def read(notice_id: UUID, *, by: Actor, at: datetime) -> Notice:
    """One notice; whoever read it first stays named. NotFound where it is not the reader's organisation's."""
    by.must("notice.read")
    with acting_as(by):
        found = notice_by_id(notice_id, own(by))
        if Notice.objects.filter(pk=found.pk, read_at=None).update(**_by(by, at)):
            found.refresh_from_db()
    return found


def read_these(notice_ids: Sequence[UUID], *, by: Actor, at: datetime) -> int:
    """Those of the named notices that are unread. How many there were."""
    by.must("notice.read")
    with acting_as(by):
        return Notice.objects.filter(pk__in=notice_ids, organisation_id=own(by), read_at=None).update(**_by(by, at))


def put_back(notice_id: UUID, *, by: Actor, at: datetime) -> Notice:
    """Lay a notice back among the unread ones, for whoever should look at it again."""
    del at  # only that somebody read it is kept, and nobody has
    by.must("notice.read")
    with acting_as(by):
        found = notice_by_id(notice_id, own(by))
        found.read_at, found.read_by, found.read_by_name = None, None, ""
        found.save(update_fields=["read_at", "read_by", "read_by_name"])
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
