"""The read models of the statistics: counts that are made anew from their sources, never edited; and what of them is published.

Each row stands for a month (or a licence year) and one value of each thing that pages and interface ask by. A month is written
whole, from the rows that it counts (`statistics.counts` holds the statements), so that counting twice changes nothing.
"""

from django.db import models
from django.db.models import Q


class ExportMonth(models.Model):
    """Vehicles written off in a month (China's), and those that were taken back in it: cancelled, or returned after export."""

    month = models.DateField()
    maker_id = models.UUIDField(null=True)
    exporter_id = models.UUIDField()
    model_code = models.CharField(max_length=40)
    destination = models.CharField(max_length=2)
    district = models.CharField(max_length=4)
    released = models.PositiveIntegerField()
    cancelled = models.PositiveIntegerField()
    returned = models.PositiveIntegerField()

    class Meta:
        indexes = [models.Index(fields=["month"], name="export_month")]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.model_code} {self.released}"


class GateMonth(models.Model):
    """Declarations that the gate decided in a month, by the decision as it was given, and the vehicles on them."""

    month = models.DateField()
    maker_id = models.UUIDField(null=True)
    destination = models.CharField(max_length=8)
    decision = models.CharField(max_length=12)
    declarations = models.PositiveIntegerField()
    vehicles = models.PositiveIntegerField()

    class Meta:
        indexes = [models.Index(fields=["month"], name="gate_month")]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.decision} {self.declarations}"


class ReasonMonth(models.Model):
    """Declarations of a month that a reason was held against; one with several reasons counts under each."""

    month = models.DateField()
    maker_id = models.UUIDField(null=True)
    destination = models.CharField(max_length=8)
    decision = models.CharField(max_length=12)
    code = models.CharField(max_length=40)
    declarations = models.PositiveIntegerField()

    class Meta:
        indexes = [models.Index(fields=["month"], name="reason_month")]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.code} {self.declarations}"


class LicenceUse(models.Model):
    """Licences of the year in which they begin, and their vehicles: licensed = used + reserved + open + expired + ended.

    `open` may still be declared; `expired` and `ended` (revoked, returned, lost, replaced) never were and no longer may be.
    """

    year = models.PositiveSmallIntegerField()
    maker_id = models.UUIDField(null=True)
    exporter_id = models.UUIDField()
    destination = models.CharField(max_length=2)
    issuing_body = models.CharField(max_length=2)
    licences = models.PositiveIntegerField()
    unused_licences = models.PositiveIntegerField()
    licensed = models.PositiveIntegerField()
    used = models.PositiveIntegerField()
    reserved = models.PositiveIntegerField()
    open = models.PositiveIntegerField()
    expired = models.PositiveIntegerField()
    ended = models.PositiveIntegerField()

    class Meta:
        indexes = [models.Index(fields=["year"], name="licence_use_year")]
        constraints = [
            models.CheckConstraint(
                name="licence_use_adds_up",
                condition=Q(
                    licensed=models.F("used") + models.F("reserved") + models.F("open") + models.F("expired") + models.F("ended")
                ),
            )
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.licences}"


class TermMonth(models.Model):
    """How many proceedings of a kind were finished in a month after so many working days, within their term or not."""

    process = models.CharField(max_length=16)
    month = models.DateField()
    authority = models.CharField(max_length=12)
    days = models.PositiveSmallIntegerField()
    within = models.BooleanField()
    proceedings = models.PositiveIntegerField()

    class Meta:
        indexes = [models.Index(fields=["process", "month"], name="term_month")]

    def __str__(self) -> str:
        return f"{self.process} {self.month:%Y-%m} {self.days}"


class InspectionMonth(models.Model):
    """Inspections ordered in a month: at which risk level, where they stand, how many rounds they took and how many failed."""

    month = models.DateField()
    maker_id = models.UUIDField(null=True)
    level = models.CharField(max_length=10)
    state = models.CharField(max_length=10)
    inspections = models.PositiveIntegerField()
    rounds = models.PositiveIntegerField()
    failed_rounds = models.PositiveIntegerField()

    class Meta:
        indexes = [models.Index(fields=["month"], name="inspection_month")]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.level} {self.state}"


class Counted(models.Model):
    """Up to which entry of the ledger the figures are counted, when that was, and on which day licences were held expired."""

    name = models.CharField(primary_key=True, max_length=20)
    last_entry = models.UUIDField(null=True)
    last_at = models.DateTimeField(null=True)
    day = models.DateField()
    counted_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} {self.counted_at}"


class PublishedFigure(models.Model):
    """A national figure as anybody may read it; null where it stands for too few firms to be shown.

    `series` says what is counted (`exports_by_month`, `exports_by_market`, …), `key` one of it: a month, a market.
    """

    series = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=40)
    value = models.BigIntegerField(null=True)
    through = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["series", "year", "key"], name="published_figure_once")]

    def __str__(self) -> str:
        return f"{self.series} {self.year} {self.key}: {self.value}"
