"""Who calls: the system behind a Bearer key, or the public where a route needs no key."""

from typing import Any, cast

from django.http import HttpRequest
from ninja.security import HttpBearer

from evexport.accounts.actors import PUBLIC, Actor
from evexport.accounts.queries import Asking, actor_for_key
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
