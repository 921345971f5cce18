"""What customs lays on cars and makers: holds, inspections, risk levels, codings without a check digit."""

from django.db import models
from django.db.models import Q

from evexport.customs.models.gate import Declaration
from evexport.store.models import Base

OPEN = ("ordered", "reworking", "failed")
"""Inspections that somebody must still do something about."""


class VinHold(Base):
    """A hold (布控) on a car: while it stands, no declaration with it is released."""

    vin = models.CharField(max_length=17, db_collation="C")
    because_zh = models.CharField(max_length=300)
    because_en = models.CharField(max_length=300)
    placed_at = models.DateTimeField()
    placed_by = models.UUIDField(null=True)
    placed_by_name = models.CharField(max_length=200)
    lifted_at = models.DateTimeField(null=True)
    lifted_by_name = models.CharField(max_length=200, blank=True)
    lifted_because = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["vin"], condition=Q(lifted_at=None), name="one_hold_a_car")]
        indexes = [models.Index(fields=["vin"], name="hold_by_car")]

    def __str__(self) -> str:
        return f"{self.vin} {'lifted' if self.lifted_at else 'held'}"


class Inspection(Base):
    """The inspection of a consignment: one for each declaration, with a result for each round."""

    declaration = models.OneToOneField(Declaration, on_delete=models.PROTECT, related_name="inspected")
    state = models.CharField(max_length=10, default="ordered")
    level = models.CharField(max_length=10)
    catalogue = models.CharField(max_length=10, null=True)  # noqa: DJ001 - no edition in force, as answered
    because = models.CharField(max_length=300)
    ordered_at = models.DateTimeField()
    ordered_by_name = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="inspection_state_known",
                condition=Q(state__in=["ordered", "passed", "failed", "reworking", "refused"]),
            )
        ]
        indexes = [models.Index(fields=["ordered_at"], condition=Q(state__in=OPEN), name="inspection_open")]

    def __str__(self) -> str:
        return f"{self.declaration_id}: {self.state}"


class InspectionResult(Base):
    """What one round of an inspection found. Only added to."""

    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="results")
    round = models.PositiveSmallIntegerField()
    passed = models.BooleanField()
    note = models.CharField(max_length=1000)
    recorded_at = models.DateTimeField()
    recorded_by = models.UUIDField(null=True)
    recorded_by_name = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["inspection", "round"], name="one_result_a_round")]

    def __str__(self) -> str:
        return f"{self.inspection_id} round {self.round}: {'passed' if self.passed else 'failed'}"


class RiskLevel(models.Model):
    """How strictly a maker's consignments are inspected now; the ledger keeps what it was before."""

    maker_id = models.UUIDField(primary_key=True)
    level = models.CharField(max_length=10)
    because = models.CharField(max_length=300)
    citation = models.CharField(max_length=120)
    since = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(name="risk_level_known", condition=Q(level__in=["routine", "elevated", "strict"]))]

    def __str__(self) -> str:
        return f"{self.maker_id}: {self.level}"


class CheckDigitExemption(Base):
    """A maker's coding without a check digit for one market, recorded by customs on evidence before any car is declared.

    No field of a declaration can stand for it: who declares cannot excuse himself.
    """

    maker_id = models.UUIDField()
    wmi = models.CharField(max_length=6, db_collation="C")
    destination = models.CharField(max_length=2)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    evidence = models.CharField(max_length=300)
    recorded_at = models.DateTimeField()
    recorded_by = models.UUIDField(null=True)
    recorded_by_name = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["maker_id", "wmi", "destination"],
                condition=Q(valid_until=None),
                name="one_open_exemption",
            )
        ]

    def __str__(self) -> str:
        return f"{self.wmi} → {self.destination}"
