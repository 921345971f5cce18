"""What customs reports of a day, kept as received, to be laid beside what is held here."""

from django.db import models

from evexport.store.models import Base


class DayReport(Base):
    """The cleared declarations of one day as the customs system reports them; a later report of the day takes its place.

    `office`: the office or directly subordinate district that it speaks for; empty for the whole country.
    """

    client = models.CharField(max_length=80, db_collation="C")
    day = models.DateField()
    office = models.CharField(max_length=4, blank=True)
    rows = models.JSONField()
    digest = models.CharField(max_length=80)
    received_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["client", "day", "-received_at"], name="report_newest")]

    def __str__(self) -> str:
        return f"{self.day}: {len(self.rows)} declarations"
