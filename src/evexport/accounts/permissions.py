"""The one permission question: may this actor do this deed, on this thing?"""

from collections.abc import Collection
from typing import Any, Protocol
from uuid import UUID

from evexport.accounts.roles import PERMISSIONS, ROLES, UNRELATED, Reach, Role
from evexport.store.scopes import Scope


class Holder(Protocol):
    """What the question needs to know of an actor."""

    @property
    def role(self) -> str: ...
    @property
    def organisation_id(self) -> UUID | None: ...
    @property
    def scope(self) -> Scope: ...
    @property
    def permissions(self) -> frozenset[str]: ...


OWNERS = ("organisation_id", "maker_id", "exporter_id", "applicant_id")
"""The columns by which a thing belongs to an enterprise, unless it lists its `parties` (organisation ids)."""

HANDLERS = ("authority", "issuing_body")
"""The columns by which a department or an issuing body handles a thing, unless it lists its `authorities` (codes)."""


def may(actor: Holder, verb: str, thing: object | None = None) -> bool:
    """True where the actor holds the permission and the thing lies within its role's reach.

    Without a thing: whether it might, on some thing. An organisation's id stands for the organisation.
    Rows of others are out of sight by row security already; this is the same answer, given earlier.
    Raises ValueError for a permission that no role holds, TypeError for a thing that does not tell whose it is: neither a
    misspelt word nor a forgotten column may read as an answer.
    """
    if verb not in PERMISSIONS:
        raise ValueError(f"No role holds a permission {verb!r}")
    if verb not in actor.permissions:
        return False
    return thing is None or verb in UNRELATED or _within_reach(actor, thing)


def _within_reach(actor: Holder, thing: object) -> bool:
    match ROLES[Role(actor.role)].reach:
        case Reach.ALL:
            return True
        case Reach.OWN:
            owners = {thing} if isinstance(thing, UUID) else told(thing, "parties", OWNERS)
            return actor.organisation_id is not None and actor.organisation_id in owners
        case Reach.AUTHORITY:
            return actor.scope.authority is not None and actor.scope.authority in told(thing, "authorities", HANDLERS)


def told(thing: object, listed: str, columns: tuple[str, ...]) -> Collection[Any]:
    """What a thing says of itself, in the attribute that lists it or else in the columns that name it."""
    if (values := getattr(thing, listed, None)) is not None:
        return tuple(values)
    named = [getattr(thing, name) for name in columns if hasattr(thing, name)]
    if not named:
        raise TypeError(f"{type(thing).__name__} has neither {listed} nor any of {', '.join(columns)}")
    return named
