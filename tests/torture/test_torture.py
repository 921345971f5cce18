"""A small night of faults: real processes killed with -9 under load lose nothing, and the audit that says so can be trusted."""

import os
import re

import psycopg
import pytest
from benchmarks.torture import audit
from benchmarks.torture.run import Size, tortured
from tests.torture.plants import PLANTS

from evexport.config import database, environment

SMALL = Size(seconds=10, processes=1, every=2.2)


@pytest.fixture(scope="module")
def night(django_db_blocker):
    """The outcome of a small run, its database still standing."""
    former = database.Addresses(*(environment.address(alias) for alias in ("default", "owner", "gate")))
    surroundings = dict(os.environ)
    with django_db_blocker.unblock():
        try:
            with tortured(SMALL) as outcome:
                yield outcome
        finally:
            database.point(former)
            os.environ.clear()
            os.environ.update(surroundings)


@pytest.fixture
def loaded(night):
    """The run's database and what its clients were told; what a test plants there is taken back."""
    with psycopg.connect(night.dsn) as connection:
        audit.load(connection, night.lines)
        yield connection
        connection.rollback()


def test_nothing_acknowledged_is_lost_or_doubled_through_kills(night):
    rows = night.figures.rows
    assert (night.figures.breaches, night.figures.faults_of_ledger) == ([], [])
    assert rows["never answered"] == 0
    assert rows["… … released"] > 0
    assert rows["… … refused"] > 0
    assert sum(rows[f"killed: {name}"] for name in ("web worker", "backend", "web", "postmaster")) >= 3
    assert rows["connections refused"] + rows["connections broken before the answer"] + rows["5xx seen"] > 0
    assert rows["decided before midnight in China"] > 0


@pytest.mark.parametrize("breach", PLANTS)
def test_the_audit_finds_a_planted_fault(loaded, breach):
    loaded.execute("SET LOCAL session_replication_role = replica")  # what refuses such a change is switched off
    loaded.execute(PLANTS[breach])
    assert breach in {name for name, _ in audit.differences(loaded)}


def test_every_breach_that_the_audit_knows_is_planted():
    known = re.findall(r"^SELECT '((?:[^']|'')+)'", audit.BOOKS + audit.NIGHT, re.MULTILINE)
    assert sorted(name.replace("''", "'") for name in known) == sorted(PLANTS)
