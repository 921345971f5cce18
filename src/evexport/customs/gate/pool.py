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


def _configure(connection: Connection) -> None:
    # The statement has more parameters than paths through it: one plan for all beats a new one for each call.
    connection.execute("SET plan_cache_mode = force_generic_plan")


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
