"""How a person is found: in a scope by row security; before any scope only by an exact name or identifier.

Signing in comes before acting, and outside a scope the application sees no rows. Two narrow functions of the database
hand out one account each; accounts can be listed in a scope alone.
"""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib.auth.base_user import BaseUserManager
from django.db import connection
from django.db.models import QuerySet

if TYPE_CHECKING:
    from evexport.accounts.models import User


class Fetched(QuerySet["User"]):
    """An account already at hand, for callers that ask for it as a query."""

    def first(self) -> "User | None":
        return next(iter(self), None)


class People(BaseUserManager["User"]):
    """Accounts: by scope, or one at a time."""

    def by_name(self, username: str) -> "User | None":
        """The account of that name, in whatever case it was typed; needs no scope."""
        if "\0" in username:
            return None  # no text of the database's holds it
        return next(iter(self.raw("SELECT * FROM accounts_user_by_name(%s)", [username])), None)

    def by_id(self, user_id: UUID) -> "User | None":
        """The account of that identifier; needs no scope."""
        return next(iter(self.raw("SELECT * FROM accounts_user_by_id(%s)", [user_id])), None)

    def filter(self, *args: Any, **kwargs: Any) -> "QuerySet[User]":
        """As any manager's; but outside a transaction `filter(pk=…)` asks the narrow function.

        A sign-in's second step looks the account up in just that way, before anybody can act.
        """
        if connection.in_atomic_block or args or set(kwargs) != {"pk"}:
            return super().filter(*args, **kwargs)
        user = self.by_id(kwargs["pk"])
        found = Fetched(self.model, using=self._db)
        found._result_cache = [user] if user else []  # noqa: SLF001 - its own class
        return found
