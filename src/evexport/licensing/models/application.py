"""An application for a licence: the working document, each version handed in, the questions asked."""

from django.db import models
from django.db.models import F, Q

from evexport.licensing.models.parties import party
from evexport.store.models import Base

OPEN_CHANGE = ["draft", "submitted", "information_requested", "reviewed", "returned", "reconsidering"]


class Purpose(models.TextChoices):
    """Why an application was made."""

    NEW = "new", "新领 / new"
    AMENDMENT = "amendment", "更改 / amendment"
    REISSUE = "reissue", "遗失补发 / reissue after loss"
    CODE_CHANGE = "code_change", "商品编号调整换证 / change of the customs code"


class Application(Base):
    """An application for one licence: the working document, and where its review stands.

    `code_from`, `code_to`, `code_on`: the change of a customs code that it follows, and the day from which the new one holds.
    `plan`, `plan_place`: the shipment plan that it was made of, and its place there.
    """

    purpose = models.CharField(max_length=12, choices=Purpose.choices, default=Purpose.NEW)
    amends = models.ForeignKey("Licence", null=True, on_delete=models.PROTECT, related_name="+")
    code_from = models.CharField(max_length=10, blank=True)
    code_to = models.CharField(max_length=10, blank=True)
    code_on = models.DateField(null=True)
    plan = models.ForeignKey("ShipmentPlan", null=True, on_delete=models.PROTECT, related_name="applications")
    plan_place = models.PositiveSmallIntegerField(null=True)
    state = models.CharField(max_length=24, default="draft")
    revision = models.PositiveIntegerField(default=0)
    document = models.JSONField(default=dict)
    exporter = party()
    maker = party(null=True)
    issuing_body = models.CharField(max_length=2, blank=True)
    opened_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    due_on = models.DateField(null=True)
    paused_on = models.DateField(null=True)
    holder = models.UUIDField(null=True)
    holder_name = models.CharField(max_length=200, blank=True)
    law = models.CharField(max_length=80, blank=True)
    findings = models.JSONField(default=list)
    checked_at = models.DateTimeField(null=True)
    first_reviewer = models.UUIDField(null=True)
    first_reviewer_name = models.CharField(max_length=200, blank=True)
    first_reviewed_at = models.DateTimeField(null=True)
    first_review_note = models.TextField(blank=True)
    decided_by = models.UUIDField(null=True)
    decided_by_name = models.CharField(max_length=200, blank=True)
    decided_at = models.DateTimeField(null=True)
    decision_reason = models.TextField(blank=True)
    decision_citation = models.CharField(max_length=120, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["issuing_body", "state", "due_on"], name="application_queue"),
            models.Index(
                fields=["due_on", "submitted_at", "id"], name="application_by_due", condition=Q(submitted_at__isnull=False)
            ),
            models.Index(fields=["exporter", "-opened_at"], name="application_exporter"),
            models.Index(fields=["maker", "-opened_at"], name="application_maker"),
        ]
        constraints = [
            models.CheckConstraint(
                name="application_two_people",
                condition=~Q(state="issued") | ~Q(first_reviewer=F("decided_by")),
            ),
            models.CheckConstraint(
                name="application_amends_what",
                condition=Q(purpose="new", amends=None) | (~Q(purpose="new") & Q(amends__isnull=False)),
            ),
            models.CheckConstraint(
                name="application_which_code_change",
                condition=Q(purpose="code_change", code_on__isnull=False)
                | (~Q(purpose="code_change") & Q(code_from="", code_to="", code_on=None)),
            ),
            models.UniqueConstraint(name="application_of_a_plan_once", fields=["plan", "plan_place"]),
            # Two open applications would each take over the same remainder.
            models.UniqueConstraint(
                name="application_one_open_change",
                fields=["amends"],
                condition=Q(state__in=["draft", "submitted", "information_requested", "reviewed", "returned"]),
            ),
        ]

    def __str__(self) -> str:
        return f"application:{self.pk} ({self.state})"

    @property
    def recoded(self) -> dict[str, str]:
        """The old customs code and the one in its place; empty but where the code has changed."""
        return {self.code_from: self.code_to} if self.code_to else {}


class ApplicationVersion(Base):
    """An application as handed in, never altered: document, findings and the law they rest on."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="versions")
    revision = models.PositiveIntegerField()
    document = models.JSONField()
    law = models.CharField(max_length=80)
    findings = models.JSONField()
    submitted_at = models.DateTimeField()
    submitted_by = models.UUIDField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["application", "revision"], name="application_version_once")]

    def __str__(self) -> str:
        return f"{self.application_id}@{self.revision}"


class InformationRequest(Base):
    """A question of the reviewer, tied to a field of the application, and the applicant's answer."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="requests")
    field = models.CharField(max_length=80)
    question = models.TextField()
    asked_by = models.UUIDField(null=True)
    asked_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="information_request_one_open", fields=["application"], condition=Q(answered_at=None))
        ]

    def __str__(self) -> str:
        return f"{self.application_id}: {self.field}"
