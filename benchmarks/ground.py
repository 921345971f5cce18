"""A server and a database of their own with the tests' small world and a thousand licences, for every measurement of a run."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
LICENCES = 1000
LARGE = {
    "shared_buffers": "1GB",
    "max_wal_size": "8GB",
    "min_wal_size": "2GB",
    "checkpoint_timeout": "15min",
    "wal_compression": "off",
}
"""What docs/how-to/run-on-your-own-postgresql.md advises for a national gate; the demonstration's server is smaller."""


@dataclass(frozen=True)
class Ground:
    """Addresses of the login roles, the server (`host.server.Server`) and the key of a customs system."""

    addresses: Any
    server: Any
    key: str

    def fresh(self) -> None:
        """Give every licence its clearances back: a hot one has used them up in seconds, which is no measure of anything."""
        import psycopg

        with psycopg.connect(self.addresses.owner, autocommit=True) as connection:
            connection.execute("UPDATE licensing_licencestanding SET clearances_used = 0 WHERE clearances_used > 0")


@contextmanager
def ground() -> Iterator[Ground]:
    with tempfile.TemporaryDirectory(prefix="evexport-bench-") as folder:
        os.environ["EVEXPORT_HOME"] = folder
        for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_GATE_URL"):
            os.environ.pop(name, None)
        from evexport.config import database
        from evexport.host import server
        from evexport.host.home import Home

        home = Home(Path(folder))
        try:
            server.ensure(home, LARGE)
            addresses = database.ensure(home=home)
            lay(addresses.owner)
            warm(server.ensure(home).dsn())
            yield Ground(addresses, server.ensure(home), key())
        finally:
            from evexport.customs.gate import pool

            pool.close()
            server.stop(home)
            shutil.rmtree(server.describe(home).cluster, ignore_errors=True)  # it may stand outside the folder


def lay(owner: str) -> None:
    import psycopg
    from tests.customs.world import World

    World().licence(2_000_000_000, allowed=32_000)
    with psycopg.connect(owner, autocommit=True) as connection:
        connection.execute((ROOT / "benchmarks" / "bare.sql").read_text("utf-8"))
        connection.execute("SET search_path = public")
        connection.execute(COPIES)
        connection.execute("ANALYZE")


def warm(superuser: str) -> None:
    """What a server does once in its life, done before anything is measured: touch its memory, make its log's files."""
    import psycopg

    with psycopg.connect(superuser, autocommit=True) as connection:
        connection.execute("CREATE TABLE warm (page text STORAGE plain)")
        connection.execute("INSERT INTO warm SELECT repeat('x', 8000) FROM generate_series(1, 140000)")
        connection.execute("DROP TABLE warm")
        connection.execute("CHECKPOINT")


def key() -> str:
    """A customs system's key."""
    from tests import factories
    from tests.customs.world import NOON

    from evexport.accounts.actions import issue_key
    from evexport.accounts.roles import Role

    made = {"role": Role.CUSTOMS_SYSTEM, "label": "bench", "by": factories.ADMIN, "at": NOON - timedelta(days=1)}
    return str(issue_key(organisation_id=factories.organisation("customs").id, **made)[1])


COPIES = f"""DO $$
DECLARE face licensing_licence; line licensing_licenceline; number text; made uuid; application uuid;
BEGIN
    SELECT * INTO face FROM licensing_licence;
    SELECT * INTO line FROM licensing_licenceline;
    FOR i IN 1..{LICENCES} LOOP
        made := gen_random_uuid(); application := gen_random_uuid(); number := '26-AA-' || (100000 + i);
        INSERT INTO licensing_application SELECT (jsonb_populate_record(a, jsonb_build_object('id', application))).*
          FROM licensing_application a WHERE a.id = face.application_id;
        INSERT INTO licensing_licence SELECT (jsonb_populate_record(face,
            jsonb_build_object('id', made, 'number', number, 'application_id', application))).*;
        INSERT INTO licensing_licencestanding SELECT (jsonb_populate_record(s, jsonb_build_object('licence_id', made))).*
          FROM licensing_licencestanding s WHERE s.licence_id = face.id;
        line.licence_id := made; line.id := gen_random_uuid();
        INSERT INTO licensing_licenceline SELECT line.*;
        INSERT INTO licensing_balance SELECT (jsonb_populate_record(b,
            jsonb_build_object('line_id', line.id, 'licence_id', made))).* FROM licensing_balance b WHERE b.licence_id = face.id;
    END LOOP;
END $$"""
