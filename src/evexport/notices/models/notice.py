"""A notice: what one organisation is told of one entry of the ledger, or reminded of once."""

from django.db import models
from django.db.models import Q

from evexport.accounts.models import Organisation
from evexport.kernel.text import Text
from evexport.store.models import Base


class Weight(models.TextChoices):
    """How much a notice asks of its reader. A record is for systems: it never counts as unread and is mailed only where
    its kind is asked for by name.
    """

    ACT = "act", "需办理 / to act on"
    KNOW = "know", "知悉 / to know"
    RECORD = "record", "备查 / for the record"


class Notice(Base):
    """Both languages as composed on the day; only whether it was read changes. `kind` is the entry's or the reminder's.

    `reminder` names what is reminded of once (subject and threshold); a notice of an entry has none.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=80)
    template = models.CharField(max_length=120)
    entry_id = models.UUIDField(null=True)
    reminder = models.CharField(max_length=200, null=True)  # noqa: DJ001 - none is not an empty one: it is unique
    subject = models.CharField(max_length=200)
    weight = models.CharField(max_length=6, choices=Weight)
    text = models.JSONField()
    due_on = models.DateField(null=True)
    paper = models.BooleanField(default=False)
    data = models.JSONField(default=dict, help_text="What a reminder reckoned from; an entry's own fields stay in the ledger")
    at = models.DateTimeField()
    written_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    read_by = models.UUIDField(null=True)
    read_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "-id"], name="notice_inbox"),
            models.Index(fields=["organisation", "-id"], condition=Q(read_at=None) & ~Q(weight="record"), name="notice_unread"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["entry_id", "organisation", "template"], name="notice_once"),
            models.UniqueConstraint(fields=["reminder", "organisation", "template"], name="reminder_once"),
            models.CheckConstraint(
                name="notice_of_an_entry_or_a_reminder", condition=Q(entry_id__isnull=False) | Q(reminder__isnull=False)
            ),
            models.CheckConstraint(name="notice_weight", condition=Q(weight__in=Weight.values)),
        ]

    def __str__(self) -> str:
        return f"{self.template} → {self.organisation_id}"

    def part(self, name: str) -> Text | None:
        """One part of what it says: title, happened, means, todo; None for a todo where nothing is to be done."""
        said = self.text.get(name)
        return Text(**said) if said else None

    @property
    def title(self) -> Text:
        return Text(**self.text["title"])
