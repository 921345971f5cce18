"""What happens to a filing under review: steps, questions, opinions, public notice, objections."""

from django.db import models
from django.db.models import Q

from evexport.qualification.models.filing import Filing, FilingVersion
from evexport.qualification.models.parts import Acted
from evexport.store.models import Base


class FilingStep(Acted):
    """One step of the transition table as it was taken, with its reasons. The case's append-only timeline."""

    filing = models.ForeignKey(Filing, on_delete=models.PROTECT, related_name="steps")
    verb = models.TextField()
    source = models.TextField()
    target = models.TextField()
    reasons = models.TextField(blank=True)
    findings = models.JSONField(default=list)
    law = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["filing", "at"], name="filing_step_in_order")]


class InformationRequest(Acted):
    """Questions tied to fields; the clock stops until they are answered. The answer keeps what it changed."""

    filing = models.ForeignKey(Filing, on_delete=models.PROTECT, related_name="information_requests")
    questions = models.JSONField()
    due_on = models.DateField()
    answered_at = models.DateTimeField(null=True)
    answers = models.JSONField(default=list)
    changes = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["filing"], condition=Q(answered_at=None), name="one_open_request_a_filing")
        ]


class Opinion(Acted):
    """What one agency says of a filing in one consultation; `late` is after the day it was asked for."""

    filing = models.ForeignKey(Filing, on_delete=models.PROTECT, related_name="opinions")
    consultation = models.PositiveSmallIntegerField()
    agency = models.TextField()
    stance = models.TextField()
    text = models.TextField(blank=True)
    late = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["filing", "consultation", "agency"], name="one_opinion_an_agency"),
            models.CheckConstraint(condition=Q(stance__in=["agree", "disagree", "no_comment"]), name="stance_known"),
        ]


class CandidateNotice(Base):
    """A candidate as shown to the public. Public and immutable; a second review gives a second notice."""

    filing = models.ForeignKey(Filing, on_delete=models.PROTECT, related_name="notices")
    version = models.ForeignKey(FilingVersion, on_delete=models.PROTECT, related_name="+")
    maker_id = models.UUIDField()
    year = models.PositiveSmallIntegerField()
    uscc = models.TextField()
    name_zh = models.TextField()
    name_en = models.TextField(blank=True)
    category = models.TextField()
    models_named = models.JSONField()
    exporters_named = models.JSONField()
    published_at = models.DateTimeField()
    until = models.DateField()


class Objection(Base):
    """What somebody says against a candidate, and how it was decided. Who said it stands in `Objector`."""

    filing = models.ForeignKey(Filing, on_delete=models.PROTECT, related_name="objections")
    grounds = models.TextField()
    lodged_at = models.DateTimeField()
    decision = models.TextField(blank=True)
    reasons = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.UUIDField(null=True)
    decided_by_name = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(decision__in=["", "dismissed", "upheld"]), name="objection_decision_known")
        ]


class Objector(Base):
    """Who lodged an objection and how to reach them: for the deciding department's eyes only."""

    objection = models.OneToOneField(Objection, on_delete=models.PROTECT, related_name="objector")
    name = models.TextField()
    contact = models.TextField()
