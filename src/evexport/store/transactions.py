"""The one way to open a transaction: in somebody's name, committed when its block ends."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from django.db import connection, transaction

from evexport.store.scopes import Scope


class Acting(Protocol):
    """Anyone who acts in a scope."""

    @property
    def scope(self) -> Scope: ...


@contextmanager
def acting_as(who: Scope | Acting) -> Iterator[None]:
    """A durable transaction in the scope of `who`. Role and settings end with it.

    Raises RuntimeError inside another one: a deed is whole, and nobody changes name half-way.
    """
    scope = who if isinstance(who, Scope) else who.scope
    with transaction.atomic(durable=True):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT set_config('evx.org', %s, true), set_config('evx.authority', %s, true), set_config('role', %s, true)",
                [str(scope.org or ""), scope.authority or "", scope.role.value],
            )
        yield


@contextmanager
def reading_as(who: Scope | Acting) -> Iterator[None]:
    """The same for reading: all that the block sees belongs to one name."""
    with acting_as(who):
        yield
