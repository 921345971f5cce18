"""One notice on its way over one channel, once."""

from django.db import models
from django.db.models import Q

from evexport.notices.models.channel import Channel
from evexport.notices.models.notice import Notice
from evexport.store.models import Base

STATES = ("waiting", "delivered", "dead", "dropped")


class Delivery(Base):
    """`notice` is none for the letter that asks to confirm an address. Moments here are real time, also in a demonstration.

    waiting: to be tried at `next_at` · delivered · dead: given up, may be sent anew · dropped: its channel has ended.
    """

    notice = models.ForeignKey(Notice, null=True, on_delete=models.PROTECT, related_name="deliveries")
    channel = models.ForeignKey(Channel, on_delete=models.PROTECT, related_name="deliveries")
    organisation_id = models.UUIDField()
    state = models.CharField(max_length=9, default="waiting")
    tries = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField()
    tried_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["channel", "id"], condition=Q(state="waiting"), name="delivery_waiting"),
            models.Index(fields=["organisation_id", "state", "-id"], name="delivery_of_organisation"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["notice", "channel"], name="delivery_once"),
            models.CheckConstraint(name="delivery_state", condition=Q(state__in=STATES)),
        ]

    def __str__(self) -> str:
        return f"{self.state} after {self.tries}"
