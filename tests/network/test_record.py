"""Keeping a network up to date: a whole list or nothing, every bad row named with its field and its mend."""

from datetime import timedelta
from decimal import Decimal

import pytest
from tests.factories import AT, TODAY, later
from tests.network.rows import market, outlet, plan

from evexport.kernel.problems import BadInput, NotAllowed, NotFound
from evexport.kernel.rows import BadRows
from evexport.ledger.models import Entry
from evexport.network import actions
from evexport.network.models import MarketService, Outlet, PlanEntry
from evexport.store import acting_as

TOMORROW = TODAY + timedelta(days=1)


def faults(caught):
    return [(problem.row, problem.field) for problem in caught.value.rows]


def test_a_list_of_outlets_is_taken_in_whole_with_one_entry(cast):
    rows = [outlet(city=city) for city in ("Berlin", "Hamburg")] + [outlet(market="AU", city="Sydney")]
    made = actions.record_outlets(rows, by=cast.maker, at=AT)
    with acting_as(cast.maker):
        kept = Outlet.objects.get(pk=made[0].pk)
        entry = Entry.objects.get(kind="network.outlets_recorded")
    assert (kept.services, kept.hv_technicians, kept.verified_on) == (["maintenance", "high_voltage"], 4, TODAY)
    assert entry.data == {"outlets": 3, "markets": ["AU", "DE"]}
    assert entry.parties == [cast.example_ev.id]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"market": "XX"}, "market"),
        ({"market": "CN"}, "market"),
        ({"market": "de"}, "market"),
        ({"city": " "}, "city"),
        ({"operator": ""}, "operator"),
        ({"operator": "x" * 201}, "operator"),
        ({"ownership": "rented"}, "ownership"),
        ({"services": ()}, "services"),
        ({"services": ("maintenance", "coffee")}, "services"),
        ({"hv_technicians": -1}, "hv_technicians"),
        ({"opened_on": TOMORROW}, "opened_on"),
        ({"verified_on": TOMORROW}, "verified_on"),
        ({"address": "x" * 301}, "address"),
    ],
)
def test_a_bad_outlet_is_named_by_row_and_field(cast, given, field):
    with pytest.raises(BadRows) as caught:
        actions.record_outlets([outlet(city="Köln"), outlet(**{"city": "Bonn", **given})], by=cast.maker, at=AT)
    assert faults(caught) == [(2, field)]
    told = caught.value.as_dict()
    assert (told["code"], told["count"], told["field"]) == ("BAD_ROWS", 1, f"rows.2.{field}")
    with acting_as(cast.maker):
        assert not Outlet.objects.filter(city="Köln").exists()


def test_every_fault_of_every_row_comes_back_at_once(cast):
    rows = [outlet(market="XX", city=""), outlet(city="Ulm"), outlet(city="Trier", ownership="x", services=("y",))]
    with pytest.raises(BadRows) as caught:
        actions.record_outlets(rows, by=cast.maker, at=AT)
    assert faults(caught) == [(1, "market"), (1, "city"), (3, "ownership"), (3, "services")]


def test_a_row_twice_in_a_list_or_open_already_is_refused(cast):
    with pytest.raises(BadRows) as caught:
        actions.record_outlets([outlet(city="Mainz"), outlet(city="Mainz")], by=cast.maker, at=AT)
    assert [problem.code for problem in caught.value.rows] == ["ROW_REPEATED"]
    actions.record_outlets([outlet(city="Mainz")], by=cast.maker, at=AT)
    with pytest.raises(BadRows) as caught:
        actions.record_outlets([outlet(city="Worms"), outlet(city="Mainz")], by=cast.maker, at=AT)
    assert [(problem.row, problem.code) for problem in caught.value.rows] == [(2, "OUTLET_ON_RECORD")]


def test_an_empty_list_is_no_list(cast):
    for record in (actions.record_outlets, actions.record_market_service, actions.record_plan):
        with pytest.raises(BadInput):
            record([], by=cast.maker, at=AT)


def test_a_closed_outlet_stays_on_record_and_its_place_may_open_again(cast):
    (made,) = actions.record_outlets([outlet(city="Jena")], by=cast.maker, at=AT)
    soon = later(days=10)
    actions.close_outlet(made.id, closed_on=soon.date(), by=cast.maker, at=soon)
    with pytest.raises(NotFound):
        actions.close_outlet(made.id, closed_on=soon.date(), by=cast.maker, at=soon)
    actions.record_outlets([outlet(city="Jena", opened_on=soon.date())], by=cast.maker, at=soon)
    with acting_as(cast.maker):
        assert Outlet.objects.filter(city="Jena").count() == 2


@pytest.mark.parametrize("day", [TODAY - timedelta(days=1), TOMORROW])
def test_an_outlet_closes_after_it_opened_and_not_in_the_future(cast, day):
    (made,) = actions.record_outlets([outlet(city=f"Gera {day}")], by=cast.maker, at=AT)
    with pytest.raises(BadInput) as caught:
        actions.close_outlet(made.id, closed_on=day, by=cast.maker, at=AT)
    assert caught.value.field == "closed_on"


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"in_stock": 1201}, "in_stock"),
        ({"in_stock": None}, "in_stock"),
        ({"common_fault_parts": None}, "common_fault_parts"),
        ({"in_stock": -1}, "in_stock"),
        ({"committed_hours": Decimal(-1)}, "committed_hours"),
        ({"measured_p95_hours": Decimal(10_001)}, "measured_p95_hours"),
        ({"valid_from": TOMORROW}, "valid_from"),
        ({"stock_counted_on": TOMORROW}, "stock_counted_on"),
        ({"market": "EU"}, "market"),
    ],
)
def test_a_bad_figure_of_a_market_is_named(cast, given, field):
    with pytest.raises(BadRows) as caught:
        actions.record_market_service([market(market="FR"), market(**given)], by=cast.maker, at=AT)
    assert faults(caught) == [(2, field)]
    with acting_as(cast.maker):
        assert not MarketService.objects.filter(market="FR").exists()


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"parts_in_stock_rate": Decimal("1.01")}, "parts_in_stock_rate"),
        ({"parts_in_stock_rate": Decimal(20)}, "parts_in_stock_rate"),
        ({"response_hours": Decimal(-1)}, "response_hours"),
        ({"new_outlets": -1}, "new_outlets"),
        ({"year": 2025}, "year"),
        ({"rescue": "sometimes"}, "rescue"),
    ],
)
def test_a_bad_row_of_the_plan_is_named(cast, given, field):
    with pytest.raises(BadRows) as caught:
        actions.record_plan([plan(**given)], by=cast.maker, at=AT)
    assert faults(caught) == [(1, field)]


@pytest.mark.parametrize("edge", [Decimal(0), Decimal("0.2"), Decimal(1)])
def test_a_rate_is_a_fraction_both_ends_included(cast, edge):
    actions.record_plan([plan(market="NO", parts_in_stock_rate=edge)], by=cast.maker, at=AT)
    with acting_as(cast.maker):
        assert PlanEntry.objects.filter(market="NO").latest("id").parts_in_stock_rate == edge


@pytest.mark.parametrize("who", ["exporter", "province_officer", "ministry_officer", "administrator", "public"])
def test_a_maker_alone_keeps_a_network(cast, who):
    with pytest.raises(NotAllowed):
        actions.record_outlets([outlet()], by=getattr(cast, who), at=AT)


def test_a_rivals_outlet_cannot_be_closed(cast):
    (made,) = actions.record_outlets([outlet(city="Fulda")], by=cast.maker, at=AT)
    with pytest.raises(NotFound):
        actions.close_outlet(made.id, closed_on=TODAY, by=cast.rival, at=AT)
