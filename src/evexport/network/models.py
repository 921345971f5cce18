"""A maker's overseas service network: outlets one by one; parts, response and rescue per market; the plan."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from evexport.enterprises.models import Enterprise
from evexport.store.models import Base

OWNERSHIP = ("own", "dealer", "contracted")
MARKET = r"^[A-Z]{2}$"


def of_maker() -> Any:
    return models.ForeignKey(Enterprise, on_delete=models.PROTECT, related_name="+")


def hours() -> Any:
    return models.DecimalField(max_digits=7, decimal_places=2, null=True, blank=True)


class Outlet(Base):
    """An after-sales outlet abroad, from the day it opened to the day before it closed.

    `evidence` names the papers (contract, licence, photographs) that show it; `verified_on` the day somebody went
    there or checked them.
    """

    maker = of_maker()
    market = models.CharField(max_length=2)
    city = models.CharField(max_length=100)
    address = models.CharField(max_length=300, blank=True, default="")
    operator = models.CharField(max_length=200)
    ownership = models.CharField(max_length=12)
    services = ArrayField(models.CharField(max_length=20))
    hv_technicians = models.PositiveSmallIntegerField(null=True, blank=True)
    phone = models.CharField(max_length=40, blank=True, default="")
    rescue_phone = models.CharField(max_length=40, blank=True, default="")
    contract_valid_until = models.DateField(null=True, blank=True)
    evidence = models.CharField(max_length=200, blank=True, default="")
    verified_on = models.DateField(null=True, blank=True)
    opened_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["maker", "market", "city", "operator", "address"],
                condition=Q(closed_on=None),
                name="one_open_outlet",
            ),
            models.CheckConstraint(condition=Q(market__regex=MARKET), name="outlet_market_form"),
            models.CheckConstraint(condition=Q(ownership__in=OWNERSHIP), name="outlet_ownership_known"),
            models.CheckConstraint(
                condition=Q(closed_on=None) | Q(closed_on__gte=F("opened_on")),
                name="outlet_closes_after_opening",
            ),
        ]
        indexes = [models.Index(fields=["maker", "market"], name="outlet_of_maker")]

    def __str__(self) -> str:
        return f"{self.operator} ({self.market})"


class MarketService(Base):
    """What a maker offers in a market from a day on: the latest row counts, the earlier ones are kept.

    Parts are part numbers for common faults; hours run from the owner's report to the start of the repair.
    """

    maker = of_maker()
    market = models.CharField(max_length=2)
    valid_from = models.DateField()
    common_fault_parts = models.PositiveIntegerField(null=True, blank=True)
    in_stock = models.PositiveIntegerField(null=True, blank=True)
    stock_counted_on = models.DateField(null=True, blank=True)
    committed_hours = hours()
    measured_p95_hours = hours()
    rescue_provider = models.CharField(max_length=200, blank=True, default="")
    round_the_clock = models.BooleanField(null=True, blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(market__regex=MARKET), name="market_service_market_form"),
            # A comparison with nothing is no refusal in SQL, so both or neither are asked for as well.
            models.CheckConstraint(
                condition=Q(common_fault_parts=None, in_stock=None)
                | Q(
                    common_fault_parts__isnull=False,
                    in_stock__lte=F("common_fault_parts"),
                    in_stock__isnull=False,
                ),
                name="stock_within_part_numbers",
            ),
        ]
        indexes = [models.Index(fields=["maker", "market", "-valid_from"], name="market_service_latest")]

    def __str__(self) -> str:
        return f"{self.market} {self.valid_from}"


class PlanEntry(Base):
    """One market's row of the service-network construction plan of a year; the latest recorded counts."""

    maker = of_maker()
    market = models.CharField(max_length=2)
    year = models.PositiveSmallIntegerField()
    new_outlets = models.PositiveIntegerField()
    parts_in_stock_rate = models.DecimalField(max_digits=6, decimal_places=5)
    response_hours = models.DecimalField(max_digits=7, decimal_places=2)
    rescue = models.CharField(max_length=20)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(market__regex=MARKET), name="plan_market_form"),
            models.CheckConstraint(condition=Q(parts_in_stock_rate__range=(0, 1)), name="plan_rate_is_a_fraction"),
        ]
        indexes = [models.Index(fields=["maker", "year"], name="plan_of_maker")]

    def __str__(self) -> str:
        return f"{self.market} {self.year}"
