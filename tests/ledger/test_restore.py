"""A ledger carried into a fresh cluster by dump and restore goes on there, and all of it verifies."""

import subprocess

import psycopg
from tests.database import pointed
from tests.ledger.world import SYSTEM, drain, inspect, sealed, write

from evexport.config.database import Addresses
from evexport.host import server
from evexport.ledger.epochs import open_where_moved
from evexport.ledger.models import Block
from evexport.store import acting_as
from evexport.store.bootstrap import bootstrap


def test_dump_and_restore_into_a_fresh_cluster_opens_a_new_epoch(db_clone, own_home):
    ids, signer = sealed(5, size=3)
    tail = write(2)  # left unsealed on purpose: a dump may be taken at any moment
    fresh = server.ensure(own_home, {"fsync": "off"})
    restored = Addresses(*(bootstrap(own_home, fresh)[f"evx_{role}"] for role in ("app", "owner", "gate")))
    dumped = run(fresh, "pg_dump", "--format=plain", db_clone.owner)
    run(
        fresh,
        "psql",
        "--quiet",
        "--set=ON_ERROR_STOP=1",
        "--single-transaction",
        fresh.dsn("evexport"),
        given=dumped,
    )
    with pointed(restored):
        assert open_where_moved() == 2
        more = write(2)
        drain(signer)
        assert inspect(signer).sound
        with acting_as(SYSTEM):
            blocks = list(Block.objects.order_by("no"))
        assert [(block.epoch, block.entries) for block in blocks] == [
            (1, ids[:3]), (1, ids[3:]), (1, tail), (2, more),
        ]  # fmt: skip
    assert guards(restored.owner) == guards(db_clone.owner) > (0, 0)


def guards(url):
    """How many triggers and policies guard the rows: they must come along."""
    with psycopg.connect(url, autocommit=True) as connection:
        triggers = connection.execute("SELECT count(*) FROM pg_trigger WHERE tgname LIKE 'append_only_%'").fetchone()
        policies = connection.execute("SELECT count(*) FROM pg_policy").fetchone()
    return triggers + policies


def run(at, program, *arguments, given=None):
    """A program of the server's own, as the present user: root, or the server's user, may log in as
    superuser."""
    done = subprocess.run(
        [at.programs / program, *arguments],
        input=given,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
