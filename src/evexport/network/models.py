"""A maker's overseas service network: outlets one by one; parts, response and rescue per market; the plan."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from evexport.enterprises.models import Enterprise
from evexport.store.models import Base


class Outlet(Base):
    """An after-sales outlet abroad, from the day it opened to the day it closed."""

    maker = models.ForeignKey(Enterprise, on_delete=models.PROTECT, related_name="+")
    market = models.CharField(max_length=2)
    city = models.CharField(max_length=100)
    operator = models.CharField(max_length=200)
    ownership = models.CharField(max_length=12)
    services = ArrayField(models.CharField(max_length=20))
    address = models.CharField(max_length=300, blank=True, default="")
    phone = models.CharField(max_length=40, blank=True, default="")
    evidence = models.CharField(max_length=200, blank=True, default="")
    opened_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["maker", "market", "city", "operator"], condition=Q(closed_on=None), name="one_open_outlet"
            ),
            models.CheckConstraint(condition=Q(closed_on=None) | Q(closed_on__gte=F("opened_on")), name="outlet_closes_after_opening"),
        ]

    def __str__(self) -> str:
        return f"{self.operator} ({self.market})"


class MarketService(Base):
    """What a maker offers in a market from a day on: the latest row counts, the earlier ones are kept."""

    maker = models.ForeignKey(Enterprise, on_delete=models.PROTECT, related_name="+")
    market = models.CharField(max_length=2)
    valid_from = models.DateField()
    common_fault_parts = models.PositiveIntegerField(null=True, blank=True)
    in_stock = models.PositiveIntegerField(null=True, blank=True)
    committed_hours = models.DecimalField(max_digits=7, decimal_places=2, null=True, blank=True)
    measured_p95_hours = models.DecimalField(max_digits=7, decimal_places=2, null=True, blank=True)
    rescue_provider = models.CharField(max_length=200, blank=True, default="")
    round_the_clock = models.BooleanField(null=True, blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(in_stock=None) | Q(in_stock__lte=F("common_fault_parts")), name="stock_within_part_numbers"
            ),
        ]
        indexes = [models.Index(fields=["maker", "market", "-valid_from"], name="market_service_latest")]

    def __str__(self) -> str:
        return f"{self.market} {self.valid_from}"


class PlanEntry(Base):
    """One market's row of the service-network construction plan of a year; the latest recorded counts."""

    maker = models.ForeignKey(Enterprise, on_delete=models.PROTECT, related_name="+")
    market = models.CharField(max_length=2)
    year = models.PositiveSmallIntegerField()
    new_outlets = models.PositiveIntegerField()
    parts_in_stock_rate = models.DecimalField(max_digits=6, decimal_places=5)
    response_hours = models.DecimalField(max_digits=7, decimal_places=2)
    rescue = models.CharField(max_length=20)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(parts_in_stock_rate__range=(0, 1)), name="plan_rate_is_a_fraction"),
        ]

    def __str__(self) -> str:
        return f"{self.market} {self.year}"
