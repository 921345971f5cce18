"""What the gate writes: the message, the decided declaration, the write-off of its cars, and which cars are out.

These rows are written thousands of times a second at best, so they carry no foreign keys: each would lock and look up a
row a car. `audit.sql` asks what foreign keys would ask, and more.
"""

from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import BrinIndex, GinIndex
from django.db import models
from django.db.models import F, Q

from evexport.store.models import Base

LIVE = ("released", "held", "returned")
ENDED = ("refused", "not_required", "cancelled")


class Message(models.Model):
    """A message of a client and the decision it got. The payload's digest tells a replay from a reused identifier."""

    pk = models.CompositePrimaryKey("client", "message_id")
    client = models.CharField(max_length=80, db_collation="C")
    message_id = models.CharField(max_length=64, db_collation="C")
    payload = models.BinaryField()
    declaration_id = models.UUIDField()
    at = models.DateTimeField()

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
    deeds = models.SmallIntegerField(default=1)
    licence_id = models.UUIDField(null=True)
    licence_no = models.CharField(max_length=32, null=True)  # noqa: DJ001 - none is not an empty one, here and in the answer
    exporter_id = models.UUIDField(null=True)
    maker_id = models.UUIDField(null=True)
    quantity = models.SmallIntegerField()
    body = models.JSONField()
    reasons = models.JSONField(default=list)
    written_off = models.SmallIntegerField(default=0)
    balance = models.JSONField(default=list)
    inspection = models.JSONField()
    regime = models.CharField(max_length=40, null=True)  # noqa: DJ001 - the same
    law = models.CharField(max_length=80)
    decided_at = models.DateTimeField()
    decided_by = models.UUIDField(null=True)
    paper = models.JSONField(null=True)

    class Meta:
        # The allowed words of decision and state are domains (sql/tables.sql): a check with words in it is read anew
        # from its text at every insert, which cost the gate a tenth of its time.
        constraints = [
            models.UniqueConstraint(fields=["declaration_no"], condition=Q(state__in=LIVE), name="declaration_lives_once"),
            models.CheckConstraint(
                name="declaration_written_off_whole_or_not",
                condition=Q(quantity__gt=0, deeds__gt=0)
                & (Q(written_off=0) | Q(written_off=F("quantity"), licence_id__isnull=False)),
            ),
        ]
        indexes = [
            models.Index(fields=["declaration_no", "decided_at"], condition=Q(state__in=ENDED), name="declaration_ended"),
            models.Index(fields=["licence_id", "decided_at"], name="declaration_by_licence"),
            BrinIndex(fields=["decided_at"], name="declaration_by_moment"),
        ]

    def __str__(self) -> str:
        return f"{self.declaration_no}: {self.state}"


class Kind(models.IntegerChoices):
    """What an entry does: its sign is the change of the licence line's used quantity."""

    CORRECTED_OUT = -2, "更正转出 / corrected away"
    CANCELLED = -1, "退关 / cancelled"
    RETURNED = 0, "退运 / returned after export"
    RELEASED = 1, "放行 / released"
    CORRECTED_IN = 2, "更正转入 / corrected to"


class WriteOff(models.Model):
    """Cars written off a licence line in one deed, or a counter-entry to that. Only added to.

    One row a deed and line, its cars in an array: a release of a hundred cars is one entry, not a hundred. A return after
    export frees the VINs and credits nothing, hence its kind 0. `number` is the deed of the declaration it belongs to, 1
    being the release.
    """

    pk = models.CompositePrimaryKey("declaration_id", "number", "line_id", "kind")
    declaration_id = models.UUIDField()
    number = models.SmallIntegerField()
    line_id = models.UUIDField()
    kind = models.SmallIntegerField(choices=Kind)
    vins = ArrayField(models.CharField(max_length=17, db_collation="C"))
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(name="write_off_kind", condition=Q(kind__gte=-2, kind__lte=2))]
        indexes = [
            # The first entry of a car is found through its live row; only what took it back needs an index.
            GinIndex(fields=["vins"], condition=Q(kind__lte=0), name="write_off_taken_back"),
            BrinIndex(fields=["at"], name="write_off_by_moment"),
        ]

    def __str__(self) -> str:
        return f"{len(self.vins)} {self.word}"

    @property
    def word(self) -> str:
        """The kind as interfaces write it: released, cancelled, returned, corrected_in, corrected_out."""
        return Kind(self.kind).name.lower()

    @property
    def effect(self) -> int:
        """What it does to the line's used quantity, in vehicles."""
        return ((self.kind > 0) - (self.kind < 0)) * len(self.vins)


class LiveVin(models.Model):
    """A car that left, or is reserved by a held declaration: once in the whole country."""

    vin = models.CharField(primary_key=True, max_length=17, db_collation="C")
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

    @property
    def line(self) -> UUID:
        """The licence line it is written off or reserved on. ValueError for a car held without a licence."""
        if self.line_id is None:
            raise ValueError(f"{self.vin} is held without a licence")
        return self.line_id


class RefusedVin(models.Model):
    """A car of a declaration that was refused, held without a licence or not of this regime: attempts are kept."""

    pk = models.CompositePrimaryKey("vin", "declaration_id")
    vin = models.CharField(max_length=64, db_collation="C")
    declaration_id = models.UUIDField()

    def __str__(self) -> str:
        return self.vin
