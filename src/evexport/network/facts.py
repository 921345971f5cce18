"""From the network's rows to the facts that the rules read: the shape of a filing's service network."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from evexport.network.models import MarketService, Outlet, PlanEntry
from evexport.regulation.facts.filing import ServiceNetwork

Section = list[dict[str, Any]]


def service_network(maker_id: UUID, *, on: date, plan_year: int) -> dict[str, Section]:
    """The network as it stands on a day, one row an outlet, in the shape of a filing's `service_network`."""
    latest = latest_service(maker_id, on)
    return {
        "outlets": [_outlet(row) for row in open_outlets(maker_id, on)],
        "parts": [
            {"market": row.market, "common_fault_parts": row.common_fault_parts, "in_stock": row.in_stock}
            for row in latest
            if row.common_fault_parts is not None
        ],
        "response": [response for row in latest if len(response := _response(row)) > 1],
        "rescue": [_rescue(row) for row in latest if row.round_the_clock is not None],
        "plan": [_plan(row) for row in _planned(maker_id, plan_year)],
    }


def network_facts(maker_id: UUID, *, on: date, plan_year: int) -> ServiceNetwork:
    """The same as the rules take it."""
    return ServiceNetwork.model_validate(service_network(maker_id, on=on, plan_year=plan_year))


def open_outlets(maker_id: UUID, on: date) -> QuerySet[Outlet]:
    """The outlets that stand on a day: opened, not closed, their contract not run out."""
    return Outlet.objects.filter(
        Q(closed_on=None) | Q(closed_on__gt=on),
        Q(contract_valid_until=None) | Q(contract_valid_until__gte=on),
        maker_id=maker_id,
        opened_on__lte=on,
    ).order_by("market", "city", "operator", "id")


def _outlet(row: Outlet) -> dict[str, Any]:
    names = ("market", "city", "operator", "ownership", "services")
    return {name: getattr(row, name) for name in names}


def _response(row: MarketService) -> dict[str, Any]:
    hours = {"committed_hours": row.committed_hours, "measured_p95_hours": row.measured_p95_hours}
    return {"market": row.market, **{name: float(one) for name, one in hours.items() if one is not None}}


def _rescue(row: MarketService) -> dict[str, Any]:
    provider = {"provider": row.rescue_provider} if row.rescue_provider else {}
    return {"market": row.market, **provider, "round_the_clock": row.round_the_clock}


def _plan(row: PlanEntry) -> dict[str, Any]:
    return {
        "market": row.market,
        "year": row.year,
        "new_outlets": row.new_outlets,
        "parts_in_stock_rate": float(row.parts_in_stock_rate),
        "response_hours": float(row.response_hours),
        "rescue": row.rescue,
    }


def latest_service(maker_id: UUID, on: date) -> list[MarketService]:
    """The row of each market that counts on a day: the newest day, and of one day the last recorded."""
    rows = MarketService.objects.filter(maker_id=maker_id, valid_from__lte=on)
    return list(rows.order_by("market", "-valid_from", "-recorded_at", "-id").distinct("market"))


def plan_rows(maker_id: UUID) -> list[PlanEntry]:
    """The row of each market and year that counts, the latest year first: the last recorded."""
    rows = PlanEntry.objects.filter(maker_id=maker_id)
    return list(rows.order_by("-year", "market", "-recorded_at", "-id").distinct("year", "market"))


def _planned(maker_id: UUID, year: int) -> list[PlanEntry]:
    """The row of each market that counts in a year's plan: the last recorded."""
    rows = PlanEntry.objects.filter(maker_id=maker_id, year=year)
    return list(rows.order_by("market", "-recorded_at", "-id").distinct("market"))
