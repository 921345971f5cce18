"""Holds on cars (布控): placed with a reason in both languages, lifted with a reason."""

from datetime import datetime

from evexport import ledger
from evexport.accounts.actors import Actor
from evexport.codes import vin as vins
from evexport.customs import events
from evexport.customs.models import VinHold
from evexport.customs.taking import reject
from evexport.kernel.problems import Conflict, NotFound
from evexport.kernel.text import Text
from evexport.store import acting_as


def place_hold(vin: str, *, because: Text, by: Actor, at: datetime) -> VinHold:
    """Hold a car: until lifted no declaration with it is released. BadInput for a malformed VIN, Conflict if held already."""
    by.must("customs.hold")
    vin = vins.normalise(vin)
    if not vins.well_formed(vin):
        raise reject("vin", Text(f"车辆识别代号“{vin}”格式不符。", f"“{vin}” is not a well-formed VIN."))
    with acting_as(by):
        # The lock on an open row, or the unique index where two place one at once, keeps it to one hold a car.
        if VinHold.objects.select_for_update().filter(vin=vin, lifted_at=None).exists():
            raise Conflict(
                Text(f"{vin}已被布控。", f"{vin} is held already."),
                remedy=Text("无需重复布控。", "One hold is enough."),
                code="HOLD_STANDS",
                field="vin",
            )
        hold = VinHold.objects.create(
            vin=vin,
            because_zh=because.zh,
            because_en=because.en,
            placed_at=at,
            placed_by=by.user_id,
            placed_by_name=by.name,
        )
        ledger.append(events.HoldPlaced(subject=f"vehicle:{vin}", vin=vin, because=because), by=by, at=at)
    return hold


def lift_hold(vin: str, *, because: str, by: Actor, at: datetime) -> VinHold:
    """Lift the hold that stands on a car. NotFound where none does."""
    by.must("customs.hold")
    vin = vins.normalise(vin)
    with acting_as(by):
        hold = VinHold.objects.select_for_update().filter(vin=vin, lifted_at=None).first()
        if hold is None:
            raise NotFound(
                Text(f"{vin}未被布控。", f"No hold stands on {vin}."),
                remedy=Text("请核对车辆识别代号。", "Check the VIN."),
                code="HOLD_UNKNOWN",
                field="vin",
            )
        hold.lifted_at, hold.lifted_by_name, hold.lifted_because = at, by.name, because
        hold.save(update_fields=["lifted_at", "lifted_by_name", "lifted_because"])
        ledger.append(events.HoldLifted(subject=f"vehicle:{vin}", vin=vin, because=because), by=by, at=at)
    return hold
