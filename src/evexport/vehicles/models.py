"""Makers' production registers: which car was built as which model."""

from django.db import models

from evexport.enterprises.models import Enterprise


class ProductionRecord(models.Model):
    """One car off the line."""

    vin = models.CharField(max_length=17, primary_key=True, db_collation="C")
    maker = models.ForeignKey(Enterprise, on_delete=models.PROTECT, related_name="+")
    model_code = models.CharField(max_length=40)
    built_on = models.DateField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(vin__regex=r"^[A-HJ-NPR-Z0-9]{17}$"), name="produced_vin_form")]

    def __str__(self) -> str:
        return self.vin
