"""What stands today, in small tables that licensing and the customs gate read by primary key.

Each is kept by the very action that appends the event, in the same transaction, and can be rebuilt from
the published list and its events (`queries.standing` does so for any moment).
"""

from django.db import models
from django.db.models import Q

from evexport.qualification.models.listing import ListedExporter, ListedMaker, ListedModel


class MakerStanding(models.Model):
    """Whether a maker stands on a year's list. No row: not listed."""

    pk = models.CompositePrimaryKey("maker_id", "year")
    maker_id = models.UUIDField()
    year = models.PositiveSmallIntegerField()
    state = models.TextField()
    since = models.DateTimeField()
    entry = models.ForeignKey(ListedMaker, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "qualification_listing_standing"
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["in_force", "suspended", "cancelled", "lapsed"]),
                name="maker_standing_known",
            )
        ]


class ExporterStanding(models.Model):
    """Whether an exporter may export a maker's cars in a year. No row: never authorised."""

    pk = models.CompositePrimaryKey("maker_id", "exporter_id", "year")
    maker_id = models.UUIDField()
    exporter_id = models.UUIDField()
    year = models.PositiveSmallIntegerField()
    state = models.TextField()
    since = models.DateTimeField()
    valid_from = models.DateField()
    valid_until = models.DateField()
    entry = models.ForeignKey(ListedExporter, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "qualification_exporter_standing"
        constraints = [
            models.CheckConstraint(condition=Q(state__in=["in_force", "suspended", "removed"]), name="exporter_standing_known")
        ]
        indexes = [models.Index(fields=["exporter_id", "year"], name="standing_by_exporter")]


class ModelStanding(models.Model):
    """Whether a maker's model stands on a year's list. No row: never listed."""

    pk = models.CompositePrimaryKey("maker_id", "model_code", "year")
    maker_id = models.UUIDField()
    model_code = models.TextField()
    year = models.PositiveSmallIntegerField()
    state = models.TextField()
    since = models.DateTimeField()
    entry = models.ForeignKey(ListedModel, on_delete=models.PROTECT, related_name="+")

    class Meta:
        db_table = "qualification_model_standing"
        constraints = [models.CheckConstraint(condition=Q(state__in=["in_force", "withdrawn"]), name="model_standing_known")]
