"""A maker's yearly filing, each version that was handed in, its papers, and the calendar of the round."""

from django.db import models
from django.db.models import F, Q

from evexport.enterprises.models import Enterprise
from evexport.qualification.models.parts import Acted
from evexport.qualification.states import FILING
from evexport.store.models import Base


class RoundCalendar(models.Model):
    """The dates of one round, for the list of `year`. Spans are working days, calendar days for reconsideration."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    opens = models.DateField()
    filing_until = models.DateField()
    forward_until = models.DateField()
    consultation_days = models.PositiveSmallIntegerField()
    notice_days = models.PositiveSmallIntegerField()
    answer_days = models.PositiveSmallIntegerField()
    reconsideration_days = models.PositiveSmallIntegerField()
    list_by = models.DateField()
    early_issue_from = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(opens__lte=F("filing_until"))
                & Q(filing_until__lte=F("forward_until"))
                & Q(forward_until__lte=F("list_by")),
                name="round_dates_in_order",
            ),
            models.CheckConstraint(
                condition=Q(notice_days__gte=1, consultation_days__gte=1, answer_days__gte=1),
                name="round_days_positive",
            ),
        ]


class Filing(Base):
    """One maker's application for one year's list. `document` is the draft; what is handed in is a version.

    `due_on` is the day by which whoever has it must act; `holder` the officer who handles it at the desk it lies on.
    """

    maker = models.ForeignKey(Enterprise, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    state = models.TextField(default="draft")
    state_since = models.DateTimeField()
    authority = models.TextField()
    department_id = models.UUIDField()
    document = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=1)
    started_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    consultation_until = models.DateField(null=True)
    notice_until = models.DateField(null=True)
    rejected_by = models.UUIDField(null=True)
    due_on = models.DateField(null=True)
    holder = models.UUIDField(null=True)
    holder_name = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["maker", "year"], condition=~Q(state="withdrawn"), name="one_filing_a_maker_and_year"
            ),
            models.CheckConstraint(condition=Q(state__in=sorted(FILING.states)), name="filing_state_known"),
        ]
        indexes = [
            models.Index(fields=["authority", "state"], name="filing_by_authority"),
            models.Index(fields=["year", "state"], name="filing_by_year"),
            models.Index(fields=["state", "due_on"], name="filing_by_due_day"),
        ]


class FilingVersion(Acted):
    """What was handed in, immutable: the document, the law it was assessed under and every finding."""

    filing = models.ForeignKey(Filing, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    verb = models.TextField()
    document = models.JSONField()
    digest = models.TextField()
    law = models.TextField()
    outcome = models.TextField()
    assessment = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["filing", "number"], name="one_version_a_number")]


class Attachment(Acted):
    """A paper laid to a filing, bounded in size; the same bytes are kept once a filing."""

    filing = models.ForeignKey(Filing, on_delete=models.PROTECT, related_name="attachments")
    field = models.TextField(blank=True)
    name = models.TextField()
    media_type = models.TextField()
    size = models.PositiveIntegerField()
    sha256 = models.TextField()
    content = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["filing", "sha256"], name="one_attachment_a_content")]
