"""Sending a delivery anew that was given up: by its owner, or by the operator, who does not see what it says."""

from datetime import datetime
from uuid import UUID

from evexport import ledger
from evexport.accounts.actors import Actor
from evexport.accounts.permissions import may
from evexport.kernel.clock import Clock
from evexport.kernel.problems import Barred, NotFound
from evexport.kernel.text import Text
from evexport.notices import events
from evexport.notices.models import Delivery
from evexport.store import acting_as


def send_anew(delivery_id: UUID, *, by: Actor, at: datetime) -> Delivery:
    """Try a dead delivery again from the beginning, under the same id. Raises NotFound, Barred."""
    if not may(by, "notice.operate"):
        by.must("notice.manage")
    with acting_as(by):
        found = Delivery.objects.select_for_update(of=("self",)).select_related("channel").filter(pk=delivery_id).first()
        if found is None:
            raise NotFound(
                Text("未找到该发送记录。", "There is no such delivery."),
                remedy=Text("请核对编号。", "Check the reference."),
                code="DELIVERY_UNKNOWN",
            )
        if found.state != "dead" or found.channel.state == "revoked":
            raise Barred(
                Text(
                    "只有已放弃、且渠道仍在用的发送可以重发。", "Only what was given up, on a channel that stands, is sent anew."
                ),
                remedy=Text("请查看其状态；等待中的会自动重试。", "Look at its state: what waits is tried again by itself."),
                code="NOT_DEAD",
            )
        found.state, found.tries, found.next_at, found.answer = "waiting", 0, Clock().now(), ""
        found.save(update_fields=["state", "tries", "next_at", "answer"])
        event = events.SentAnew(
            subject=f"delivery:{found.pk}",
            parties=(found.organisation_id,),
            channel=str(found.channel_id),
            notice=str(found.notice_id) if found.notice_id else None,
        )
        ledger.append(event, by=by, at=at)
    return found
