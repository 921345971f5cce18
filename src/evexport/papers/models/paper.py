"""A kept original: the very bytes that were handed out, never altered, one for each deed that a paper tells of."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import CharField, F, Func, Q, Value

from evexport.ledger.models import Entry
from evexport.store.models import Base

DIGEST = Func(Func(F("content"), function="sha256"), Value("hex"), function="encode", output_field=CharField())


class Paper(Base):
    """A paper about a subject, made for the ledger entry of what it tells of.

    `parties` are the organisations that may read it, `authority` the department or issuing body whose paper it is.
    """

    kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=200)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")
    parties = ArrayField(models.UUIDField())
    authority = models.CharField(max_length=10, blank=True)
    media_type = models.CharField(max_length=80, default="application/pdf")
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    certificate = models.CharField(max_length=64, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        indexes = [GinIndex(fields=["parties"], name="paper_parties"), models.Index(fields=["subject"], name="paper_subject")]
        constraints = [
            models.UniqueConstraint(fields=["kind", "subject", "entry"], name="paper_one_original"),
            models.CheckConstraint(name="paper_is_its_digest", condition=Q(sha256=DIGEST)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"
