"""Where an organisation wishes to be told besides its inbox: an e-mail address, or the address of one of its systems."""

from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from evexport.accounts.models import Organisation
from evexport.notices.states import CHANNEL
from evexport.store.models import Base


class Form(models.TextChoices):
    EMAIL = "email", "电子邮件 / e-mail"
    WEBHOOK = "webhook", "系统推送 / webhook"


class Channel(Base):
    """An address, which notices go there, and how it has answered of late. No secret stands here: it is derived.

    `rotation` numbers the secrets of a webhook; the former one signs too until `former_until`. `leased_until` and `token`
    are a worker's claim; `rests_until` a pause after `failures` in a row.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    form = models.CharField(max_length=8, choices=Form)
    address = models.CharField(max_length=500)
    language = models.CharField(max_length=2, default="zh")
    kinds = ArrayField(models.CharField(max_length=80), default=list)
    state = models.CharField(max_length=12)
    state_since = models.DateTimeField()
    because = models.CharField(max_length=300, blank=True)
    opened_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    rotation = models.PositiveSmallIntegerField(default=1)
    former_until = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)
    rests_until = models.DateTimeField(null=True)
    leased_until = models.DateTimeField(null=True)
    token = models.UUIDField(null=True)
    served_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="channel_form", condition=Q(form__in=Form.values)),
            models.CheckConstraint(name="channel_state", condition=Q(state__in=sorted(CHANNEL.states))),
            models.CheckConstraint(name="channel_language", condition=Q(language__in=["zh", "en"])),
            models.CheckConstraint(
                name="channel_mail_only_once_confirmed",
                condition=~Q(form="email") | ~Q(state__in=["active", "paused"]) | Q(confirmed_at__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["organisation", "form", "address"], condition=~Q(state="revoked"), name="channel_address_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.form} {self.state}"

    @property
    def parties(self) -> tuple[UUID, ...]:
        return (self.organisation_id,)

    def wants(self, kind: str, weight: str) -> bool:
        """Whether a notice of that kind goes here: kinds named win; else all, of which mail leaves out the mere records."""
        if self.kinds:
            return any(kind == one or kind.startswith(f"{one}.") for one in self.kinds)
        return self.form == Form.WEBHOOK or weight != "record"
