"""What the gate writes: the message, the decided declaration, a write-off for each car, and which cars are out.

These rows are written thousands of times a second at best, so they carry no foreign keys: each would lock and look up a
row a car. `audit.sql` asks what foreign keys would ask, and more.
"""

from django.db import models
from django.db.models import F, Func, Q
from django.db.models.lookups import Exact

from evexport.store.models import Base

VIN_COLUMN = {"max_length": 17, "db_collation": "C"}
LIVE = ("released", "held", "returned")
STATES = (*LIVE, "refused", "not_required", "cancelled")


class Message(models.Model):
    """A message of a client and the decision it got. The payload's digest tells a replay from a reused identifier."""

    pk = models.CompositePrimaryKey("client", "message_id")
    client = models.CharField(max_length=80, db_collation="C")
    message_id = models.CharField(max_length=64, db_collation="C")
    payload = models.BinaryField()
    declaration_id = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="message_payload_is_sha256",
                condition=Exact(Func(F("payload"), function="octet_length", output_field=models.IntegerField()), 32),
            )
        ]

    def __str__(self) -> str:
        return self.message_id


class Declaration(Base):
    """A declaration as decided. What was answered never changes; `state` follows the transition table.

    `written_off`, `reasons`, `balance`, `inspection` and `regime` are the answer as given on that day. `quantity` counts
    vehicles, `takes` vehicles by licence line. `deeds` counts what has been done to it and numbers its write-offs.
    """

    declaration_no = models.CharField(max_length=32, db_collation="C")
    client = models.CharField(max_length=80, db_collation="C")
    message_id = models.CharField(max_length=64, db_collation="C")
    declared_on = models.DateField()
    decision = models.CharField(max_length=12)
    state = models.CharField(max_length=12)
    state_since = models.DateTimeField()
    deeds = models.PositiveSmallIntegerField(default=1)
    licence_id = models.UUIDField(null=True)
    licence_no = models.CharField(max_length=32, null=True)
    exporter_id = models.UUIDField(null=True)
    maker_id = models.UUIDField(null=True)
    quantity = models.PositiveSmallIntegerField()
    body = models.JSONField()
    reasons = models.JSONField(default=list)
    written_off = models.PositiveSmallIntegerField(default=0)
    balance = models.JSONField(default=list)
    inspection = models.JSONField()
    regime = models.CharField(max_length=40, null=True)
    law = models.CharField(max_length=80)
    decided_at = models.DateTimeField()
    decided_by = models.UUIDField(null=True)
    paper = models.JSONField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["declaration_no"], condition=Q(state__in=LIVE), name="declaration_lives_once"
            ),
            models.CheckConstraint(condition=Q(state__in=STATES), name="declaration_state_known"),
            models.CheckConstraint(
                condition=Q(decision__in=["released", "refused", "held", "not_required"]),
                name="declaration_decision_known",
            ),
            models.CheckConstraint(
                condition=~Q(decision="released") | Q(written_off=F("quantity"), licence_id__isnull=False),
                name="declaration_release_is_whole",
            ),
        ]
        indexes = [
            models.Index(fields=["declaration_no", "decided_at"], name="declaration_by_number"),
            models.Index(fields=["licence_id", "decided_at"], name="declaration_by_licence"),
            models.Index(fields=["decided_at"], name="declaration_by_moment"),
        ]

    def __str__(self) -> str:
        return f"{self.declaration_no}: {self.state}"


class WriteOff(models.Model):
    """One car written off a licence line, or a counter-entry to that. Only added to.

    `effect` is what it does to the line's used quantity: +1, −1, or 0 for a return after export, which frees the VIN and
    credits nothing. `number` is the deed of the declaration it belongs to, 1 being the release.
    """

    pk = models.CompositePrimaryKey("declaration_id", "number", "vin")
    declaration_id = models.UUIDField()
    number = models.PositiveSmallIntegerField()
    vin = models.CharField(**VIN_COLUMN)
    line_id = models.UUIDField()
    kind = models.CharField(max_length=16)
    effect = models.SmallIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="write_off_effect",
                condition=Q(kind__in=["released", "corrected_in"], effect=1)
                | Q(kind__in=["cancelled", "corrected_out"], effect=-1)
                | Q(kind="returned", effect=0),
            )
        ]
        indexes = [
            # The first entry of a car is found through its live row; only what took it back needs an index.
            models.Index(fields=["vin"], condition=~Q(effect=1), name="write_off_taken_back"),
        ]

    def __str__(self) -> str:
        return f"{self.vin} {self.kind}"


class LiveVin(models.Model):
    """A car that left, or is reserved by a held declaration: once in the whole country."""

    vin = models.CharField(primary_key=True, **VIN_COLUMN)
    declaration_id = models.UUIDField()
    line_id = models.UUIDField(null=True)
    pending = models.BooleanField(default=False)
    since = models.DateField()

    class Meta:
        indexes = [
            models.Index(fields=["declaration_id"], condition=Q(pending=True), name="live_vin_pending"),
        ]

    def __str__(self) -> str:
        return self.vin


class RefusedVin(models.Model):
    """A car of a declaration that was refused, held without a licence or not of this regime: attempts are kept."""

    pk = models.CompositePrimaryKey("vin", "declaration_id")
    vin = models.CharField(max_length=64, db_collation="C")
    declaration_id = models.UUIDField()

    def __str__(self) -> str:
        return self.vin
