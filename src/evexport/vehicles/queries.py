"""Reading production registers."""

from collections.abc import Iterable
from uuid import UUID

from evexport.vehicles.models import ProductionRecord


def models_of(vins: Iterable[str]) -> dict[str, str]:
    """VIN -> model code, of the cars that stand in a production register."""
    return dict(ProductionRecord.objects.filter(vin__in=list(vins)).values_list("vin", "model_code"))


def keeps_register(maker_id: UUID) -> bool:
    """A maker keeps a production register once it has recorded a car."""
    return ProductionRecord.objects.filter(maker_id=maker_id).exists()
