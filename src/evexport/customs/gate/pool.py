"""The gate's own connections: its own login role, one statement a transaction, no role or setting to change."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Any

import psycopg
from django.conf import settings
from psycopg_pool import ConnectionPool

Connection = psycopg.Connection[tuple[Any, ...]]

_lock = Lock()
_pools: dict[str, ConnectionPool[Connection]] = {}


# One plan for all beats a new one for each call: the statements have more parameters than paths through them. Such a plan stays,
# so it must not be a scan that was cheap while a table was small: the gate asks by key alone.
SETTINGS = """SELECT set_config('plan_cache_mode', 'force_generic_plan', false), set_config('enable_seqscan', 'off', false),
    set_config('jit', 'off', false)"""


def _configure(connection: Connection) -> None:
    connection.execute(SETTINGS)


def pool() -> ConnectionPool[Connection]:
    """The pool of the database that the settings name now; made at first use, one for each process."""
    url: str = settings.DATABASE_GATE_URL
    with _lock:
        if url not in _pools:
            size = int(getattr(settings, "GATE_POOL", 8))
            kwargs = {"autocommit": True, "prepare_threshold": 0, "application_name": "evexport-gate"}
            _pools[url] = ConnectionPool(
                url,
                kwargs=kwargs,
                configure=_configure,
                min_size=1,
                max_size=size,
                timeout=10,
                open=True,
                name="gate",
            )
        return _pools[url]


@contextmanager
def connection() -> Iterator[Connection]:
    with pool().connection() as found:
        yield found


def close() -> None:
    """Close every pool: before the server stops, or in a process that has been forked."""
    with _lock:
        for one in _pools.values():
            one.close()
        _pools.clear()
