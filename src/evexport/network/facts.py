"""From the network's rows to the facts that the rules read: the shape of a filing's service network."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q

from evexport.network.models import MarketService, Outlet, PlanEntry


def service_network(maker_id: UUID, *, on: date, plan_year: int) -> dict[str, list[dict[str, Any]]]:
    """The network as it stands on a day, one row an outlet, in the shape of a filing's `service_network`."""
    latest = _latest(maker_id, on)
    plan = {
        row.market: row for row in PlanEntry.objects.filter(maker_id=maker_id, year=plan_year).order_by("recorded_at", "id")
    }
    return {
        "outlets": _outlets(maker_id, on),
        "parts": [
            {"market": row.market, "common_fault_parts": row.common_fault_parts, "in_stock": row.in_stock}
            for row in latest if row.common_fault_parts is not None
        ],
        "response": [_response(row) for row in latest if row.committed_hours is not None],
        "rescue": [
            {"market": row.market, "provider": row.rescue_provider, "round_the_clock": row.round_the_clock}
            for row in latest if row.round_the_clock is not None
        ],
        "plan": [
            {
                "market": row.market, "year": row.year, "new_outlets": row.new_outlets,
                "parts_in_stock_rate": float(row.parts_in_stock_rate), "response_hours": float(row.response_hours),
                "rescue": row.rescue,
            }
            for row in plan.values()
        ],
    }  # fmt: skip


def _outlets(maker_id: UUID, on: date) -> list[dict[str, Any]]:
    rows = Outlet.objects.filter(Q(closed_on=None) | Q(closed_on__gt=on), maker_id=maker_id, opened_on__lte=on)
    return [
        {"market": row.market, "city": row.city, "operator": row.operator, "ownership": row.ownership, "services": row.services}
        for row in rows.order_by("market", "city", "operator")
    ]


def _response(row: MarketService) -> dict[str, Any]:
    shown: dict[str, Any] = {"market": row.market, "committed_hours": float(row.committed_hours or 0)}
    if row.measured_p95_hours is not None:
        shown["measured_p95_hours"] = float(row.measured_p95_hours)
    return shown


def _latest(maker_id: UUID, on: date) -> list[MarketService]:
    """The row of each market that counts on a day."""
    rows = MarketService.objects.filter(maker_id=maker_id, valid_from__lte=on).order_by("market", "-valid_from", "-id")
    return list(rows.distinct("market"))
