"""Sound rows of a service network, with what a test changes."""

from decimal import Decimal

from tests.factories import TODAY

from evexport.network.actions import MarketRow, OutletRow, PlanRow


def outlet(**given) -> OutletRow:
    sound = {
        "market": "DE", "city": "Berlin", "operator": "Example EV Deutschland GmbH", "ownership": "own",
        "services": ("maintenance", "high_voltage"), "opened_on": TODAY, "address": "Musterstraße 1",
        "hv_technicians": 4, "phone": "+49 30 0000", "rescue_phone": "+49 30 0001", "evidence": "合同 DE-001",
        "verified_on": TODAY,
    }  # fmt: skip
    return OutletRow(**{**sound, **given})


def market(**given) -> MarketRow:
    sound = {
        "market": "DE", "valid_from": TODAY, "common_fault_parts": 1200, "in_stock": 410, "stock_counted_on": TODAY,
        "committed_hours": Decimal(24), "measured_p95_hours": Decimal("31.5"), "rescue_provider": "Example Assist",
        "round_the_clock": True,
    }  # fmt: skip
    return MarketRow(**{**sound, **given})


def plan(**given) -> PlanRow:
    sound = {
        "market": "DE", "year": 2027, "new_outlets": 6, "parts_in_stock_rate": Decimal("0.4"),
        "response_hours": Decimal(36), "rescue": "round_the_clock",
    }  # fmt: skip
    return PlanRow(**{**sound, **given})
