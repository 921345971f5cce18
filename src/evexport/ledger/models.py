"""Entries, the blocks that seal them, the cluster lives they were written in, and readers' places."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import BrinIndex, GinIndex
from django.db import models
from django.db.models import Func, Value

from evexport.ledger.fields import Xid8Field
from evexport.store.models import Base


class Epoch(models.Model):
    """One life of a database cluster. A restored database opens the next: transaction numbers begin anew
    there.
    """

    no = models.PositiveIntegerField(primary_key=True)
    cluster = models.CharField(max_length=20, help_text="The cluster's system identifier")
    opened_at = models.DateTimeField()


class Entry(Base):
    """What was done, by whom, when, under which law. Written in the deed's own transaction; never changed.

    `seed` salts the hash of each field. Where a personal field was erased, `seed` is gone and `salts` holds
    the other fields' salts and the erased field's hash. What people did is also indexed by their name (`sql/people.sql`).
    """

    # Its policy lets in no number but that of the present epoch, which is checked where it stands.
    epoch = models.IntegerField(db_default=Func(function="ledger_epoch_now"))
    xid = Xid8Field(db_default=Func(function="pg_current_xact_id"))
    kind = models.CharField(max_length=80)
    subject = models.CharField(max_length=200)
    parties = ArrayField(models.UUIDField(), db_default=Value([]))
    actor = models.JSONField()
    at = models.DateTimeField()
    law = models.CharField(max_length=80, null=True)  # noqa: DJ001 - some deeds fall under no rule set
    data = models.JSONField()
    seed = models.UUIDField(null=True, db_default=Func(function="gen_random_uuid"))
    salts = models.JSONField(null=True)

    class Meta:
        ordering = ("epoch", "xid", "id")
        indexes = (
            models.Index(fields=["epoch", "xid", "id"], name="ledger_entry_order"),
            models.Index(fields=["subject", "at"], name="ledger_entry_subject"),
            models.Index(fields=["kind", "at"], name="ledger_entry_kind"),
            GinIndex(fields=["parties"], name="ledger_entry_parties"),
            BrinIndex(fields=["at"], name="ledger_entry_moment"),
        )
        constraints = (
            models.CheckConstraint(
                name="ledger_entry_salted",
                condition=models.Q(seed__isnull=False) | models.Q(salts__isnull=False),
            ),
        )


class Block(models.Model):
    """A run of entries, closed: the root of their Merkle tree, chained to the block before and signed.

    `header` is the canonical JSON that is signed; the other columns repeat it for searching. `entries` and
    `leaves` (32 bytes each, in order) let `verify` name what was altered.
    """

    no = models.PositiveBigIntegerField(primary_key=True)
    epoch = models.PositiveIntegerField()
    last_xid = Xid8Field()
    last_id = models.UUIDField()
    size = models.PositiveIntegerField()
    entries = ArrayField(models.UUIDField())
    leaves = models.BinaryField()
    header = models.TextField()
    signature = models.BinaryField()
    sealed_at = models.DateTimeField()

    class Meta:
        ordering = ("no",)
        indexes = (models.Index(fields=["epoch", "last_xid", "last_id"], name="ledger_block_order"),)


class Place(models.Model):
    """How far a named reader has read."""

    reader = models.CharField(max_length=80, primary_key=True)
    epoch = models.PositiveIntegerField()
    xid = Xid8Field()
    last = models.UUIDField()
    moved_at = models.DateTimeField()
