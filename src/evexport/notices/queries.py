"""Reading notices: the inbox, what is unread, how deliveries stand, and the counts that the service is watched by."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, Min, Q, QuerySet

from evexport.accounts.actors import SYSTEM
from evexport.kernel.problems import NotFound
from evexport.kernel.text import Text
from evexport.ledger.models import Place
from evexport.ledger.reading import Cursor, after, where
from evexport.notices.models import Channel, Delivery, Notice
from evexport.notices.writing import READER
from evexport.store import reading_as


def inbox(
    organisation_id: UUID, *, unread: bool = False, since: datetime | None = None, kind: str | None = None
) -> QuerySet[Notice]:
    """An organisation's notices, to be put in order by whoever pages through them."""
    found = Notice.objects.filter(organisation_id=organisation_id)
    if unread:
        found = found.filter(read_at=None).exclude(weight="record")
    if since is not None:
        found = found.filter(written_at__gte=since)
    return found if kind is None else found.filter(kind=kind)


def unread_count(organisation_id: UUID, *, most: int | None = None) -> int:
    """How many wait to be read, counted no further than `most`. Inside the reader's scope."""
    found = inbox(organisation_id, unread=True)
    return found[:most].count() if most else found.count()


def read_or_record(organisation_id: UUID) -> QuerySet[Notice]:
    """What does not wait to be read: the rest of the inbox."""
    return inbox(organisation_id).filter(Q(read_at__isnull=False) | Q(weight="record"))


def notice_by_id(notice_id: UUID, organisation_id: UUID) -> Notice:
    """One notice of the organisation's own; NotFound else."""
    found = Notice.objects.select_related("organisation").filter(pk=notice_id, organisation_id=organisation_id).first()
    if found is None:
        raise NotFound(
            Text("未找到该通知。", "There is no such notice."),
            remedy=Text("请核对编号。", "Check the reference."),
            code="NOTICE_UNKNOWN",
        )
    return found


def channel_by_id(channel_id: UUID, organisation_id: UUID) -> Channel:
    """One channel of the organisation's own; NotFound else."""
    found = Channel.objects.filter(pk=channel_id, organisation_id=organisation_id).first()
    if found is None:
        raise unknown_channel()
    return found


def unknown_channel() -> NotFound:
    return NotFound(
        Text("未找到该通知渠道。", "There is no such channel."),
        remedy=Text("请核对编号。", "Check the reference."),
        code="CHANNEL_UNKNOWN",
    )


def own_deliveries(organisation_id: UUID) -> QuerySet[Delivery]:
    """An organisation's deliveries with what they carry, newest first."""
    rows = Delivery.objects.filter(organisation_id=organisation_id)
    return rows.select_related("channel", "notice").order_by("-pk")


def channels(organisation_id: UUID, form: str) -> QuerySet[Channel]:
    """An organisation's channels of a form, the ended ones too, newest first."""
    return Channel.objects.filter(organisation_id=organisation_id, form=form).order_by("-pk")


def deliveries(*, state: str | None = None) -> QuerySet[Delivery]:
    """The deliveries that the reader may see: an organisation its own, the operator everyone's."""
    found = Delivery.objects.select_related("channel").order_by("-pk")
    return found if state is None else found.filter(state=state)


@dataclass(frozen=True, slots=True)
class Counts:
    """How the service stands. `behind`: the age of the oldest finished entry that is not told yet."""

    by_form_and_state: Mapping[tuple[str, str], int]
    oldest_due: timedelta
    behind: timedelta


def counts(*, at: datetime, legal: datetime) -> Counts:
    """For /metrics. `at` is real time, `legal` the installation's."""
    with reading_as(SYSTEM):
        rows = Delivery.objects.exclude(state="delivered").values_list("channel__form", "state").annotate(count=Count("*"))
        waiting = Delivery.objects.filter(state="waiting", channel__state="active", next_at__lte=at)
        oldest = waiting.aggregate(first=Min("next_at"))["first"]
        place = Place.objects.filter(reader=READER).first()
        untold = after(where(place) if place else Cursor(), limit=1)
        return Counts(
            {(form, state): count for form, state, count in rows},
            at - oldest if oldest else timedelta(),
            max(timedelta(), legal - untold[0].at) if untold else timedelta(),
        )
