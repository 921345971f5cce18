"""Reading shipment plans: one's organisation's latest, one by its identifier, and the applications it made."""

from typing import TYPE_CHECKING
from uuid import UUID

from evexport.kernel.problems import NotFound
from evexport.kernel.text import Text
from evexport.licensing.models import Application, ShipmentPlan

if TYPE_CHECKING:
    from django.db.models import QuerySet

UNSENT = ("draft", "returned")


def all_plans() -> "QuerySet[ShipmentPlan]":
    """The plans of the reader's organisation, the latest first."""
    return ShipmentPlan.objects.defer("bad").order_by("-made_at", "-pk")


def plan_by_id(plan_id: UUID, *, lock: bool = False) -> ShipmentPlan:
    """One plan as the reader may see it; NotFound else."""
    rows = ShipmentPlan.objects.select_for_update() if lock else ShipmentPlan.objects.all()
    found = rows.filter(pk=plan_id).first()
    if found is None:
        raise NotFound(
            Text("没有这个发运计划。", "There is no such shipment plan."),
            remedy=Text("请从列表中选择。", "Choose one from the list."),
            code="PLAN_UNKNOWN",
        )
    return found


def applications_of(plan: ShipmentPlan) -> "QuerySet[Application]":
    """What a plan made, in its order."""
    return Application.objects.filter(plan=plan).select_related("exporter", "maker").defer("findings").order_by("plan_place")


def waiting(plan: ShipmentPlan) -> "QuerySet[Application]":
    """What of it is still to be handed in."""
    return applications_of(plan).filter(state__in=UNSENT)
