"""A network is its maker's own: rivals see nothing, officers read, figures are only added to."""

import psycopg
import pytest
from django.db import transaction
from django.db.utils import IntegrityError, ProgrammingError
from tests.cast import in_nobodys_place
from tests.factories import AT, TODAY
from tests.network.rows import market, outlet, plan

from evexport.accounts.roles import Role
from evexport.network import actions
from evexport.network.models import MarketService, Outlet, PlanEntry
from evexport.store import acting_as

TABLES = [Outlet, MarketService, PlanEntry]


@pytest.fixture(scope="module", autouse=True)
def networks(cast):
    for maker in (cast.maker, cast.rival):
        actions.record_outlets([outlet()], by=maker, at=AT)
        actions.record_market_service([market()], by=maker, at=AT)
        actions.record_plan([plan()], by=maker, at=AT)


@pytest.mark.parametrize("table", TABLES)
def test_a_maker_sees_its_own_rows_and_no_others(cast, table):
    with acting_as(cast.maker):
        assert set(table.objects.values_list("maker_id", flat=True)) == {cast.example_ev.id}
        assert not table.objects.filter(maker_id=cast.rival_ev.id).exists()


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("who", ["ministry_officer", "analyst", "auditor", "system"])
def test_staff_read_them_all_and_change_none(cast, table, who):
    with acting_as(getattr(cast, who)):
        assert table.objects.values("maker_id").distinct().count() == 2
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            table.objects.update(market="FR")


@pytest.mark.parametrize("table", TABLES)
def test_an_exporter_and_who_belongs_nowhere_see_nothing(cast, table):
    for actor in (cast.exporter, in_nobodys_place(Role.MAKER)):
        with acting_as(actor):
            assert not table.objects.exists()


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("who", ["public", "province_officer", "miit", "examiner", "customs_officer", "administrator"])
def test_whose_business_it_is_not_may_not_even_ask(cast, table, who):
    with acting_as(getattr(cast, who)), pytest.raises(ProgrammingError, match="permission denied"):
        table.objects.exists()


@pytest.mark.parametrize("table", TABLES)
def test_outside_a_scope_nothing_can_be_asked(cast, table):
    with pytest.raises(ProgrammingError, match="permission denied"):
        table.objects.exists()


def test_nobody_closes_anothers_outlet(cast):
    with acting_as(cast.maker):
        assert Outlet.objects.filter(maker_id=cast.rival_ev.id).update(closed_on=TODAY) == 0
    with acting_as(cast.rival):
        assert Outlet.objects.filter(closed_on=None).exists()


def test_nobody_writes_into_anothers_network(cast):
    with acting_as(cast.maker), pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        Outlet.objects.create(
            maker=cast.rival_ev, market="DE", city="X", operator="X", ownership="own", services=["maintenance"],
            opened_on=TODAY, recorded_at=AT,
        )  # fmt: skip


def test_a_maker_closes_an_outlet_and_rewrites_nothing_else_of_it(cast):
    with acting_as(cast.maker), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        Outlet.objects.update(services=["maintenance", "sales"])
    with acting_as(cast.maker), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        Outlet.objects.all().delete()


@pytest.mark.parametrize("table", ["network_marketservice", "network_planentry"])
def test_figures_are_only_added_to_even_by_the_owner(cast, table, owner_connection):
    for statement in (f"UPDATE {table} SET market = 'FR'", f"DELETE FROM {table}", f"TRUNCATE {table}"):
        with pytest.raises(psycopg.errors.IntegrityConstraintViolation, match="only added to"):
            owner_connection.execute(statement)


@pytest.mark.parametrize("stock", [{"common_fault_parts": 10, "in_stock": 11}, {"in_stock": 1}, {"common_fault_parts": 10}])
def test_the_database_itself_refuses_more_in_stock_than_there_are(cast, stock):
    with acting_as(cast.maker), pytest.raises(IntegrityError, match="stock_within_part_numbers"), transaction.atomic():
        MarketService.objects.create(maker=cast.example_ev, market="DE", valid_from=TODAY, recorded_at=AT, **stock)
