"""Who calls: the system behind a Bearer key, or the public where a route needs no key."""

from hashlib import sha256
from typing import Any, cast

from django.http import HttpRequest
from ninja.security import HttpBearer

from evexport.accounts.actors import PUBLIC, Actor
from evexport.accounts.queries import Asking, actor_for_key
from evexport.kernel.clock import china_day
from evexport.store.moment import now


class Key(HttpBearer):
    """`Authorization: Bearer KEY`; the answer is the actor, None where the key opens nothing."""

    openapi_description = "A key issued by the administrator: scoped, expiring, shown once."

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        return actor_for_key(token, at=now())


def caller(request: HttpRequest) -> Actor:
    """The actor behind this request."""
    return cast("Actor", getattr(request, "auth", None) or PUBLIC)


def bearer(request: HttpRequest, *, over: Asking | None = None) -> Actor | None:
    """The same for plain views. `over`: whose cursor asks for the key, the framework's where none is named."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return actor_for_key(token.strip(), at=now(), over=over) if scheme.lower() == "bearer" and token else None


class Holders:
    """Who holds which key, remembered for the day on which it was found out, by the hash of what was presented.

    It tells who asks, not whether the key still holds: whoever acts on it has the key asked for again, with the deed.
    """

    def __init__(self, most: int = 1000) -> None:
        self.most = most
        self._found: dict[bytes, Actor] = {}

    def get(self, request: HttpRequest) -> Actor | None:
        return self._found.get(_presented(request))

    def keep(self, request: HttpRequest, holder: Actor) -> None:
        if len(self._found) >= self.most:
            self._found.clear()
        self._found[_presented(request)] = holder

    def forget(self, request: HttpRequest) -> None:
        self._found.pop(_presented(request), None)


def _presented(request: HttpRequest) -> bytes:
    """Of a day: the first use of a key on each day is noted by the look that the next day asks for."""
    return sha256(f"{china_day(now())} {request.headers.get('Authorization', '')}".encode()).digest()
