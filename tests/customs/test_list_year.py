"""A licence past the turn of the year: on the new year's list by the law as it stands, on its own year's by the other reading."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from django.db import connections
from tests.customs.test_guard_is_criteria import guard_releases
from tests.customs.world import OWNER, World

from evexport.customs.facts import gate_facts
from evexport.customs.gate import calls, pool
from evexport.customs.gate.calls import Message
from evexport.kernel.clock import CHINA
from evexport.regulation.criteria import gate_rules as rules_of
from evexport.regulation.criteria.gate import decide

NEXT_YEAR = datetime(2027, 2, 1, 12, 0, tzinfo=CHINA)


def both(world: World, *, relisted: bool) -> tuple[bool, str, set[str]]:
    """What the guard does and what the criteria say of a car declared in 2027 under a licence of 2026."""
    form = world.form(world.licence(3, valid_until=date(2027, 3, 15)), declared_on="2027-02-01")
    law = rules_of.law_of(form)
    rules = replace(rules_of.gate_rules(law), relisted=relisted)
    message = Message(form, world.system, NEXT_YEAR, law, rules)
    with pool.connection() as connection:
        facts = gate_facts(form, calls.facts(connection, message))
        verdict = decide(facts, law, NEXT_YEAR)
        released = guard_releases(connection, message)
    return released, verdict.decision, {reason.code for reason in verdict.reasons}


def unlist(year: int, table: str) -> None:
    with connections[OWNER].cursor() as cursor:
        cursor.execute(f"DELETE FROM qualification_{table}_standing WHERE year = %s", [year])


@pytest.mark.parametrize(("table", "code"), [("listing", "MAKER_NOT_LISTED"), ("exporter", "EXPORTER_NOT_AUTHORISED")])
def test_the_law_asks_the_new_years_list(world, table, code):
    unlist(2027, table)
    assert both(world, relisted=True) == (False, "refused", {code})


@pytest.mark.parametrize("table", ["listing", "exporter"])
def test_the_other_reading_asks_the_licences_own_year(world, table):
    unlist(2027, table)
    assert both(world, relisted=False) == (True, "released", set())


@pytest.mark.parametrize(("table", "code"), [("listing", "MAKER_NOT_LISTED"), ("exporter", "EXPORTER_NOT_AUTHORISED")])
def test_the_other_reading_still_needs_that_list(world, table, code):
    unlist(2026, table)
    assert both(world, relisted=False) == (False, "refused", {code})
