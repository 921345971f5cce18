"""What goes before a revocation and may follow it: notice, statements of the parties, reconsideration."""

from django.db import models
from django.db.models import F, Q

from evexport.licensing.models.licence import Licence
from evexport.store.models import Base

OPEN_REVOCATION = ["proposed", "stated", "waived"]


class Revocation(Base):
    """A proposal to revoke a licence: the notice as given, and where it stands."""

    licence = models.ForeignKey(Licence, on_delete=models.PROTECT, related_name="revocations")
    state = models.CharField(max_length=10, default="proposed")
    reason = models.TextField()
    citation = models.CharField(max_length=120)
    facts = models.TextField()
    answer_by = models.DateField(help_text="the last day on which the exporter's own time to state its case runs")
    proposed_by = models.UUIDField(null=True)
    proposed_by_name = models.CharField(max_length=200)
    proposed_at = models.DateTimeField()
    stood_as = models.CharField(max_length=10, blank=True, help_text="the licence's status when it was revoked")
    decided_by = models.UUIDField(null=True)
    decided_by_name = models.CharField(max_length=200, blank=True)
    decided_at = models.DateTimeField(null=True)
    decision_reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="revocation_state", condition=Q(state__in=["proposed", "stated", "waived", "dropped", "revoked"])
            ),
            models.CheckConstraint(name="revocation_two_people", condition=~Q(state="revoked") | ~Q(proposed_by=F("decided_by"))),
            models.UniqueConstraint(
                name="revocation_one_open", fields=["licence"], condition=Q(state__in=["proposed", "stated", "waived"])
            ),
        ]

    def __str__(self) -> str:
        return f"revocation of {self.licence_id} ({self.state})"


class Statement(Base):
    """What a party said to a proposed revocation, or that the exporter waived its statement; never altered."""

    revocation = models.ForeignKey(Revocation, on_delete=models.PROTECT, related_name="statements")
    party_id = models.UUIDField()
    by_name = models.CharField(max_length=200)
    words = models.TextField(blank=True)
    waived = models.BooleanField(default=False)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="statement_says_something", condition=Q(waived=True, words="") | (Q(waived=False) & ~Q(words=""))
            )
        ]

    def __str__(self) -> str:
        return f"{self.revocation_id}: {'waived' if self.waived else self.words[:40]}"


class Reconsideration(Base):
    """That a suspension or a revocation be looked at again; once for each decision."""

    licence = models.ForeignKey(Licence, on_delete=models.PROTECT, related_name="reconsiderations")
    decision = models.CharField(max_length=10, help_text="the status that is asked about: suspended or revoked")
    decision_at = models.DateTimeField()
    state = models.CharField(max_length=10, default="asked")
    reason = models.TextField()
    asked_by_name = models.CharField(max_length=200)
    asked_at = models.DateTimeField()
    decided_by = models.UUIDField(null=True)
    decided_by_name = models.CharField(max_length=200, blank=True)
    decided_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="reconsideration_decision", condition=Q(decision__in=["suspended", "revoked"])),
            models.CheckConstraint(
                name="reconsideration_state", condition=Q(state__in=["asked", "upheld", "set_aside", "overtaken"])
            ),
            models.UniqueConstraint(name="reconsideration_once", fields=["licence", "decision_at"]),
            models.UniqueConstraint(name="reconsideration_one_open", fields=["licence"], condition=Q(state="asked")),
        ]

    def __str__(self) -> str:
        return f"reconsideration of {self.licence_id} ({self.state})"
