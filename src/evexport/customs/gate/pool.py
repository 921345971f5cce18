"""The gate's own connections: its own login role, one statement a transaction, no role or setting to change."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Any, TypeVar

import msgspec
import psycopg
from django.conf import settings
from psycopg.abc import PQGen
from psycopg.types.json import set_json_loads
from psycopg_pool import ConnectionPool

from evexport.store.pools import PERSISTENT

Row = tuple[Any, ...]
Found = TypeVar("Found")
_lock = Lock()


class Connection(psycopg.Connection[Row]):
    """A connection that does not wait for ever: of a server that stands still, nothing else would tell."""

    def wait(self, gen: PQGen[Found], interval: float = 0.1, timeout: float | None = None) -> Found:
        """Raises OperationalError, with the connection closed, where no answer comes in time.

        The statement is not cancelled: a commit that waits for its standby and is cancelled is told as done, though nobody
        else holds it. Whoever asks again under the same message finds what became of it.
        """
        patience: float = settings.GATE_PATIENCE if timeout is None else timeout
        try:
            return super().wait(gen, interval, patience)
        except psycopg.errors._WaitTimeout:  # noqa: SLF001 - what `Connection.wait` says it raises
            self.close()
            raise psycopg.OperationalError(f"The database gave no answer within {patience:g} s") from None


class Demoted(psycopg.OperationalError):
    """The server takes no writes any more: another is, or will be, the primary."""


_pools: dict[str, ConnectionPool[Connection]] = {}


# One plan for all beats a new one for each call: the statements have more parameters than paths through them. Such a plan stays,
# so it must not be a scan that was cheap while a table was small: the gate asks by key alone. No statement is cancelled for the
# time it takes, for the reason that `wait` gives.
SETTINGS = """SELECT set_config('plan_cache_mode', 'force_generic_plan', false), set_config('enable_seqscan', 'off', false),
    set_config('jit', 'off', false), set_config('statement_timeout', '0', false)"""


def _configure(connection: Connection) -> None:
    set_json_loads(msgspec.json.decode, connection)
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
                connection_class=Connection,
                kwargs=kwargs,
                configure=_configure,
                min_size=1,
                max_size=size,
                timeout=10,
                open=True,
                name="gate",
                **PERSISTENT,
            )
        return _pools[url]


@contextmanager
def connection(timeout: float | None = None) -> Iterator[Connection]:
    """A connection of the pool. One that breaks takes the others with it: they led to the same server.

    Raises OperationalError where there is none within the timeout, where it broke, and (Demoted) where its server only reads.
    """
    source = pool()
    with source.connection(timeout) as found:
        try:
            yield found
        except psycopg.errors.ReadOnlySqlTransaction as error:
            found.close()
            source.drain()
            raise Demoted(str(error)) from error
        except psycopg.OperationalError:
            if found.closed:
                source.drain()
            raise


def close() -> None:
    """Close every pool: before the server stops, or in a process that has been forked."""
    with _lock:
        for one in _pools.values():
            one.close()
        _pools.clear()
