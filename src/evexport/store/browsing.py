"""Reading what is shown to look at and decides nothing: from a read copy where one is configured, answers and is fresh."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from time import monotonic

from django.conf import settings
from django.db import InterfaceError, OperationalError, connections, transaction

from evexport.store.scopes import Scope
from evexport.store.transactions import Acting, reading_as, take_scope

COPY = "replica"
PAUSE = 10.0
"""Seconds for which a copy that was down or behind is left alone, so that it costs one reader a moment and not each."""


@dataclass(frozen=True, slots=True)
class Seen:
    """Where a reader was led: the connection, and the moment up to which a copy has everything."""

    alias: str
    as_of: datetime | None


_seen: ContextVar[Seen | None] = ContextVar("seen", default=None)
_again = 0.0


@contextmanager
def browsing_as(who: Scope | Acting) -> Iterator[None]:
    """`reading_as`, from the read copy where there is one that answers and is not too far behind; else from the database itself.

    For pages of lists and figures. Never for what decides, nor for what somebody has just written.
    """
    with ExitStack() as stack:
        seen = _opened(stack, who)
        if seen is None:
            stack.enter_context(reading_as(who))
        token = _seen.set(seen)
        try:
            yield
        finally:
            _seen.reset(token)


def as_of() -> datetime | None:
    """The moment up to which the copy that is being read has everything; None where the database itself is read."""
    seen = _seen.get()
    return seen.as_of if seen else None


def copy_in_use() -> str | None:
    """The connection's name while a copy is being read."""
    seen = _seen.get()
    return seen.alias if seen else None


def configured() -> bool:
    return COPY in connections.settings


def standing() -> str:
    """How the copy does, for who looks after it: none | up | behind | down."""
    if not configured():
        return "none"
    try:
        with transaction.atomic(using=COPY, durable=True):
            return "up" if fresh(_replayed()) else "behind"
    except (OperationalError, InterfaceError):
        return "down"


def fresh(replayed: datetime | None) -> bool:
    """A copy holds all that was committed until the last commit it has replayed. Where little is written this is a strict
    measure: a copy of a silent database counts as behind, and the database itself is read.
    """
    return replayed is not None and datetime.now(UTC) - replayed <= timedelta(seconds=settings.REPLICA_LAG)


def _opened(stack: ExitStack, who: Scope | Acting) -> Seen | None:
    """A transaction on the copy in this scope, put on the stack; None where the database itself must serve."""
    global _again  # noqa: PLW0603 - what one reader found out serves the whole process
    if not configured() or monotonic() < _again:
        return None
    try:
        with ExitStack() as trial:
            trial.enter_context(transaction.atomic(using=COPY, durable=True))
            replayed = _replayed()
            if fresh(replayed):
                take_scope(who, COPY)
                stack.push(trial.pop_all())
                return Seen(COPY, replayed)
    except (OperationalError, InterfaceError):
        connections[COPY].close()
    _again = monotonic() + PAUSE
    return None


def _replayed() -> datetime | None:
    """Now, where the address leads to a server that is no copy."""
    with connections[COPY].cursor() as cursor:
        cursor.execute(
            "SELECT set_config('transaction_read_only', 'on', true),"
            " CASE WHEN pg_is_in_recovery() THEN pg_last_xact_replay_timestamp() ELSE clock_timestamp() END"
        )
        row = cursor.fetchone()
    return row[1] if row else None
