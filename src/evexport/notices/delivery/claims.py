"""One delivery at a time for each channel: a claim is committed before anything is sent, the outcome after.

A worker that dies between the two leaves one delivery claimed; when the lease ends it is sent again, with the same id. No
worker waits for another: channels in hand are skipped, and the one served longest ago comes first.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.db import connection

from evexport.accounts.actors import SYSTEM
from evexport.ledger.models import Entry
from evexport.notices.delivery.pauses import rest
from evexport.notices.models import Channel, Delivery
from evexport.notices.service import SERVICE
from evexport.store import acting_as

# A letter of confirmation goes to an address that is not confirmed; everything else to active channels alone.
NEXT = """
    SELECT c.id FROM notices_channel c
     WHERE c.form = %(form)s AND c.state IN ('active', 'unconfirmed')
       AND coalesce(c.rests_until, '-infinity') <= %(at)s AND coalesce(c.leased_until, '-infinity') <= %(at)s
       AND EXISTS (SELECT FROM notices_delivery d
                    WHERE d.channel_id = c.id AND d.state = 'waiting' AND d.next_at <= %(at)s
                      AND (d.notice_id IS NULL) = (c.state = 'unconfirmed'))
     ORDER BY c.served_at NULLS FIRST, c.id LIMIT 1 FOR UPDATE OF c SKIP LOCKED
"""


@dataclass(frozen=True, slots=True)
class Claim:
    """A delivery in hand, with all that is needed to send it; `token` proves that the lease is still one's own."""

    delivery: Delivery
    channel: Channel
    entry: Entry | None
    token: UUID


def claim(form: str, *, at: datetime) -> Claim | None:
    """The next delivery that may be sent now; None where nothing is due."""
    with acting_as(SYSTEM):
        with connection.cursor() as cursor:
            cursor.execute(NEXT, {"form": form, "at": at})
            row = cursor.fetchone()
        if row is None:
            return None
        channel = Channel.objects.get(pk=row[0])
        due = channel.deliveries.filter(state="waiting", next_at__lte=at, notice__isnull=channel.state == "unconfirmed")
        delivery = due.select_related("notice").order_by("id").first()
        if delivery is None:
            return None
        token = uuid4()
        channel.token, channel.leased_until, channel.served_at = token, at + SERVICE.lease, at
        channel.save(update_fields=["token", "leased_until", "served_at"])
        delivery.tries += 1
        delivery.tried_at = at
        delivery.next_at = at + SERVICE.lease
        delivery.save(update_fields=["tries", "tried_at", "next_at"])
        notice = delivery.notice
        entry = Entry.objects.filter(pk=notice.entry_id).first() if notice and notice.entry_id else None
        return Claim(delivery, channel, entry, token)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a try. `again_at` none: it is over, well or not. `gone`: the receiver wants nothing more, ever."""

    taken: bool
    answer: str
    again_at: datetime | None = None
    gone: bool = False
    channels_fault: bool = False
    """Whether it speaks of the channel and not of this one message."""


def settle(one: Claim, outcome: Outcome, *, at: datetime) -> None:
    """Write what became of a claimed delivery and let go of the channel. Where the lease was lost, another decides."""
    with acting_as(SYSTEM):
        channel = Channel.objects.select_for_update().get(pk=one.channel.pk)
        if channel.token != one.token:
            if outcome.taken:
                _write(one.delivery, outcome, at)
            return
        _write(one.delivery, outcome, at)
        channel.token = channel.leased_until = None
        channel.failures = channel.failures + 1 if outcome.channels_fault else 0
        pause = rest(channel.failures)
        channel.rests_until = at + pause if pause else None
        channel.save(update_fields=["token", "leased_until", "failures", "rests_until"])


def _write(delivery: Delivery, outcome: Outcome, at: datetime) -> None:
    state = "delivered" if outcome.taken else "waiting" if outcome.again_at else "dead"
    Delivery.objects.filter(pk=delivery.pk, state="waiting").update(
        state=state,
        answer=outcome.answer[:300],
        delivered_at=at if outcome.taken else None,
        next_at=outcome.again_at or delivery.next_at,
    )
