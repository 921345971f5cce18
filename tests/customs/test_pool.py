"""The gate's connections when their server stands still, or takes no writes any more: asked again elsewhere, decided once."""

import os
import signal
from contextlib import contextmanager

import psycopg
import pytest
from django.test import Client
from tests.customs.audit import audit
from tests.customs.world import MODEL

from evexport.customs.gate import pool

ASK = "SELECT pg_backend_pid()"


@pytest.fixture(autouse=True)
def one_connection():
    """A pool that earlier tests made larger would answer from another connection than the one that is stopped."""
    pool.close()


def backend():
    with pool.connection() as gate:
        return gate.execute(ASK).fetchone()[0]


@contextmanager
def standing_still(pid):
    os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(pid, signal.SIGCONT)


def test_a_server_that_stands_still_is_not_waited_for(world, settings):
    settings.GATE_PATIENCE = 3
    licence = world.licence(10)
    with standing_still(backend()):
        decision = world.decide(world.form(licence))
    assert (decision.decision, world.balance(licence, MODEL)) == ("released", (10, 2, 0))
    audit("owner")


def test_a_server_that_only_reads_is_left_for_the_one_that_writes(world):
    licence, first = world.licence(10), backend()
    with pool.connection() as gate:
        gate.execute("SET default_transaction_read_only = on")
    decision = world.decide(world.form(licence))
    assert decision.decision == "released"
    assert backend() != first


def test_one_connection_that_breaks_takes_the_others_with_it(world):
    with pool.connection() as one, pool.connection() as other:
        pids = {connection.execute(ASK).fetchone()[0] for connection in (one, other)}
    with pytest.raises(psycopg.OperationalError), pool.connection() as broken:
        broken.execute("SELECT pg_terminate_backend(pg_backend_pid())")
    with pool.connection() as one, pool.connection() as other:
        assert pids.isdisjoint(connection.execute(ASK).fetchone()[0] for connection in (one, other))


def test_the_gate_cancels_nothing_for_the_time_it_takes(world):
    with pool.connection() as gate:
        assert gate.execute("SHOW statement_timeout").fetchone() == ("0",)


def test_a_gate_without_its_database_is_told_by_the_probe(world, settings):
    settings.DATABASE_GATE_URL = "postgresql://evx_gate@127.0.0.1:1/evexport"
    answer = Client(headers={"host": "localhost"}).get("/readyz", secure=True)
    assert (answer.status_code, answer.json()["code"], answer.headers["Retry-After"]) == (503, "NOT_READY", "5")
    assert answer.json()["parts"] == {"database": "up", "gate": "down", "copy": "none"}
