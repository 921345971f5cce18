"""Makers' production registers: which car was built as which model; and the large files by which cars are recorded."""

from django.db import models

from evexport.enterprises.models import Enterprise
from evexport.store.models import Base


class ProductionRecord(models.Model):
    """One car off the line."""

    vin = models.CharField(max_length=17, primary_key=True, db_collation="C")
    # Its index is the one below, in which a maker's cars also stand in order.
    maker = models.ForeignKey(Enterprise, on_delete=models.PROTECT, related_name="+", db_index=False)
    model_code = models.CharField(max_length=40)
    built_on = models.DateField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(vin__regex=r"^[A-HJ-NPR-Z0-9]{17}$"), name="produced_vin_form")]
        indexes = [models.Index(fields=["maker", "vin"], name="produced_by_maker")]

    def __str__(self) -> str:
        return self.vin


class ProductionFile(Base):
    """A large file of cars as it was handed in, and what became of it."""

    maker = models.ForeignKey(Enterprise, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    digest = models.CharField(max_length=71)
    delimiter = models.CharField(max_length=1)
    heads = models.JSONField()
    head_line = models.PositiveIntegerField()
    good_only = models.BooleanField()
    work_id = models.UUIDField()
    state = models.CharField(max_length=10, default="checking")
    total = models.PositiveIntegerField()
    bad = models.PositiveIntegerField(default=0)
    recorded = models.PositiveIntegerField(default=0)
    received_at = models.DateTimeField()
    received_by_name = models.CharField(max_length=200)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["maker", "-received_at"], name="production_file_latest")]
        constraints = [
            models.CheckConstraint(
                name="production_file_state", condition=models.Q(state__in=["checking", "returned", "recorded"])
            ),
            models.CheckConstraint(
                name="production_file_counts", condition=models.Q(total__gte=models.F("bad") + models.F("recorded"))
            ),
            models.CheckConstraint(
                name="production_file_records_once_settled", condition=models.Q(recorded=0) | models.Q(state="recorded")
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ProductionPiece(Base):
    """Some rows of a file: `content` as handed in, `sound` as checked until they are recorded; both packed."""

    file = models.ForeignKey(ProductionFile, on_delete=models.PROTECT, related_name="pieces")
    position = models.PositiveIntegerField()
    line = models.PositiveIntegerField()
    rows = models.PositiveIntegerField()
    content = models.BinaryField()
    sound = models.BinaryField(default=b"")
    sound_rows = models.PositiveIntegerField(default=0)
    checked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["file", "position"]
        constraints = [models.UniqueConstraint(fields=["file", "position"], name="production_piece_place_once")]

    def __str__(self) -> str:
        return f"{self.file_id} {self.position}"


class ProductionFault(models.Model):
    """What is wrong with a row of a file: its code, the value it lies in, the line where the same car stands before."""

    pk = models.CompositePrimaryKey("file_id", "line", "code")
    file = models.ForeignKey(ProductionFile, on_delete=models.PROTECT, related_name="faults", db_index=False)
    line = models.PositiveIntegerField()
    code = models.CharField(max_length=24)
    vin = models.CharField(max_length=60)
    given = models.CharField(max_length=60)
    seen = models.PositiveIntegerField(null=True)

    def __str__(self) -> str:
        return f"{self.line}: {self.code}"
