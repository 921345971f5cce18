"""From rows to the shape of a filing: what stands on a day, the latest figures, one row an outlet."""

from datetime import timedelta
from decimal import Decimal

import pytest
from tests.cast import gather
from tests.factories import AT, TODAY, later
from tests.network.rows import market, outlet, plan

from evexport.network import actions
from evexport.network.facts import network_facts, service_network
from evexport.store import acting_as

SOON = later(days=20)
THEN = SOON.date()
BEFORE = THEN - timedelta(days=1)


@pytest.fixture
def cast(db_clone):
    return gather()


def seen(cast, on=THEN, year=2027, who="maker"):
    with acting_as(getattr(cast, who)):
        return service_network(cast.example_ev.id, on=on, plan_year=year)


def cities(cast, on):
    return [row["city"] for row in seen(cast, on)["outlets"]]


def test_a_maker_without_a_network_has_an_empty_one(cast):
    with acting_as(cast.rival):
        assert network_facts(cast.rival_ev.id, on=TODAY, plan_year=2027).outlets == ()


def test_outlets_stand_from_opening_to_the_day_before_closing_while_their_contract_runs(cast):
    kept, shut, lapsing = actions.record_outlets(
        [outlet(city="A"), outlet(city="B"), outlet(city="C", contract_valid_until=BEFORE)], by=cast.maker, at=AT
    )
    actions.close_outlet(shut.id, closed_on=THEN, by=cast.maker, at=SOON)
    actions.record_outlets([outlet(city="D", opened_on=THEN)], by=cast.maker, at=SOON)
    assert cities(cast, TODAY - timedelta(days=1)) == []
    assert cities(cast, BEFORE) == [kept.city, shut.city, lapsing.city]
    assert cities(cast, THEN) == ["A", "D"]
    assert seen(cast)["outlets"][0] == {
        "market": "DE",
        "city": "A",
        "operator": "Example EV Deutschland GmbH",
        "ownership": "own",
        "services": ["maintenance", "high_voltage"],
    }


def test_the_latest_figures_of_a_day_count_and_a_later_day_changes_nothing_before_it(cast):
    actions.record_market_service([market(in_stock=239, common_fault_parts=1200)], by=cast.maker, at=AT)
    actions.record_market_service([market(in_stock=240)], by=cast.maker, at=later(hours=1))  # mended the same day
    actions.record_market_service([market(in_stock=500, valid_from=THEN)], by=cast.maker, at=SOON)
    assert seen(cast, BEFORE)["parts"] == [{"market": "DE", "common_fault_parts": 1200, "in_stock": 240}]
    assert seen(cast, THEN)["parts"][0]["in_stock"] == 500


def test_what_was_not_told_is_not_said(cast):
    actions.record_market_service(
        [
            market(market="TH", common_fault_parts=None, in_stock=None, committed_hours=None, measured_p95_hours=Decimal(52)),
            market(market="AE", measured_p95_hours=None, committed_hours=None, rescue_provider="", round_the_clock=False),
        ],
        by=cast.maker,
        at=AT,
    )
    network = seen(cast)
    assert "TH" not in {row["market"] for row in network["parts"]}
    assert network["response"] == [{"market": "TH", "measured_p95_hours": 52.0}]
    assert [row for row in network["rescue"] if row["market"] == "AE"] == [{"market": "AE", "round_the_clock": False}]


def test_the_plan_of_a_year_is_its_last_recorded_rows(cast):
    actions.record_plan([plan(), plan(market="BR", year=2028)], by=cast.maker, at=AT)
    actions.record_plan([plan(new_outlets=8)], by=cast.maker, at=later(days=1))
    assert seen(cast)["plan"] == [
        {
            "market": "DE",
            "year": 2027,
            "new_outlets": 8,
            "parts_in_stock_rate": 0.4,
            "response_hours": 36.0,
            "rescue": "round_the_clock",
        }
    ]
    assert [row["market"] for row in seen(cast, year=2028)["plan"]] == ["BR"]


@pytest.fixture
def network(cast):
    actions.record_outlets([outlet(city="A"), outlet(city="B")], by=cast.maker, at=AT)
    actions.record_market_service([market()], by=cast.maker, at=AT)
    actions.record_plan([plan()], by=cast.maker, at=AT)


def test_the_rules_understand_what_was_recorded(cast, network):
    with acting_as(cast.maker):
        facts = network_facts(cast.example_ev.id, on=THEN, plan_year=2027)
    assert [(row.market, row.count) for row in facts.outlets] == [("DE", 1), ("DE", 1)]
    assert facts.parts[0].in_stock == 410
    assert facts.response[0].measured_p95_hours == Decimal("31.5")
    assert facts.plan[0].parts_in_stock_rate == Decimal("0.4")


def test_a_rival_reads_an_empty_network_and_the_ministry_the_whole(cast, network):
    assert all(seen(cast).values())
    assert not any(seen(cast, who="rival").values())
    assert seen(cast, who="ministry_officer") == seen(cast)
