"""Reading production registers."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet

from evexport.codes import vin as vins
from evexport.kernel.problems import NotFound
from evexport.kernel.text import Text
from evexport.vehicles.models import ProductionRecord


def models_of(vins: Iterable[str]) -> dict[str, str]:
    """VIN -> model code, of the cars that stand in a production register."""
    return dict(ProductionRecord.objects.filter(vin__in=list(vins)).values_list("vin", "model_code"))


def keeps_register(maker_id: UUID) -> bool:
    """A maker keeps a production register once it has recorded a car."""
    return ProductionRecord.objects.filter(maker_id=maker_id).exists()


def register_of(maker_id: UUID) -> QuerySet[ProductionRecord]:
    """A maker's cars in the order of their numbers."""
    return ProductionRecord.objects.filter(maker_id=maker_id).order_by("vin")


def own_car(maker_id: UUID, vin: str) -> ProductionRecord:
    """A car of the maker's register; NotFound for any other, whoever built it."""
    found = register_of(maker_id).filter(pk=vins.normalise(vin)).first()
    if found is None:
        raise NotFound(
            Text("贵企业的生产登记册中没有这辆车。", "Your production register holds no such car."),
            remedy=Text("请核对车辆识别代号，或先登记该车。", "Check the VIN, or record the car first."),
            code="VEHICLE_UNKNOWN",
        )
    return found
