"""The one way to open a transaction: in somebody's name, committed when its block ends."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Protocol, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections, transaction

from evexport.store.scopes import SYSTEM, Scope

Seen = TypeVar("Seen")
_look: ContextVar[Callable[[], None] | None] = ContextVar("look", default=None)


class Acting(Protocol):
    """Anyone who acts in a scope."""

    @property
    def scope(self) -> Scope: ...


@contextmanager
def acting_as(who: Scope | Acting) -> Iterator[None]:
    """A durable transaction in the scope of `who`. Role and settings end with it.

    Raises RuntimeError inside another one: a deed is whole, and nobody changes name half-way.
    """
    with transaction.atomic(durable=True):
        take_scope(who)
        yield
        if look := _look.get():
            take_scope(SYSTEM)
            look()
            transaction.set_rollback(True)


@contextmanager
def reading_as(who: Scope | Acting) -> Iterator[None]:
    """The same for reading: all that the block sees belongs to one name."""
    with transaction.atomic(durable=True):
        take_scope(who)
        yield


def rehearse(deed: Callable[[], object], *, looking: Callable[[], Seen]) -> Seen:
    """Do a deed, look as the system at what it wrote, and take all of it back: to show beforehand what a deed would do.

    The deed is one transaction, as every deed is. What bars it is raised as it would be.
    """
    seen: list[Seen] = []
    token = _look.set(lambda: seen.append(looking()))
    try:
        deed()
    finally:
        _look.reset(token)
    if not seen:
        raise RuntimeError("What was rehearsed did nothing in anybody's name")
    return seen[-1]


def take_scope(who: Scope | Acting, alias: str = DEFAULT_DB_ALIAS) -> None:
    """Role and settings of the transaction that is open on the connection."""
    scope = who if isinstance(who, Scope) else who.scope
    with connections[alias].cursor() as cursor:
        cursor.execute(
            "SELECT set_config('evx.org', %s, true), set_config('evx.authority', %s, true), set_config('role', %s, true)",
            [str(scope.org or ""), scope.authority or "", scope.role.value],
        )
