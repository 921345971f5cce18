"""A shipment plan: one table that became many applications, each of which goes its own way from then on."""

from django.db import models

from evexport.store.models import Base


class ShipmentPlan(Base):
    """A plan as taken in. `bad` holds the rows that made no application, with the reason in both languages.

    `request` is the maker's own name for it, so that the same form sent twice makes one plan; `whole`: all are handed in
    or none; `work_id` is the latest handing in, where it goes on in the background, and `attempts` counts them.
    """

    organisation_id = models.UUIDField()
    request = models.CharField(max_length=64)
    digest = models.CharField(max_length=71)
    name = models.CharField(max_length=200)
    whole = models.BooleanField(default=False)
    heads = models.JSONField()
    bad = models.JSONField(default=list)
    total = models.PositiveIntegerField()
    made_at = models.DateTimeField()
    made_by_name = models.CharField(max_length=200)
    work_id = models.UUIDField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["organisation_id", "-made_at"], name="shipment_plan_latest")]
        constraints = [models.UniqueConstraint(fields=["organisation_id", "request"], name="shipment_plan_once")]

    def __str__(self) -> str:
        return self.name
