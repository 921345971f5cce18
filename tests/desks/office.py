"""The desks at work: the demonstration's database, people signed in as each of its accounts, its day."""

from dataclasses import dataclass
from typing import Any

from django.test import Client

from evexport.accounts.models import User
from evexport.demo.year import TODAY


@dataclass
class Office:
    """The told year: `record` is what var/demo.json would say."""

    record: dict[str, Any]

    def client(self, user: str, *, lang: str = "") -> Client:
        """A browser's session, signed in; without scripts."""
        client = Client(SERVER_NAME="localhost")
        if user:
            person = User.objects.by_name(user)
            assert person is not None, user
            client.force_login(person, backend="evexport.accounts.backends.NamedAccounts")
        return client

    @property
    def samples(self) -> dict[str, Any]:
        return self.record["samples"]


__all__ = ["TODAY", "Office"]
