"""Makers' production registers: which car was built as which model."""

from django.db import models

from evexport.enterprises.models import Enterprise


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
