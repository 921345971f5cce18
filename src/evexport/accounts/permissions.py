"""The one permission question: may this actor do this deed, on this thing?"""

from typing import Any, Protocol
from uuid import UUID

from evexport.accounts.roles import OWN_ORGANISATION, PERMISSIONS


class Holder(Protocol):
    """What the question needs to know of an actor."""

    @property
    def role(self) -> str: ...
    @property
    def organisation_id(self) -> UUID | None: ...
    @property
    def permissions(self) -> frozenset[str]: ...


OWNERS = ("organisation_id", "maker_id", "exporter_id", "applicant_id")
"""The columns by which a thing belongs to an enterprise."""


def may(actor: Holder, verb: str, thing: object | None = None) -> bool:
    """True where the actor holds the permission and, if it acts for an enterprise, the thing is that enterprise's.

    Rows of other organisations are out of sight by row security already; this is the same answer, given earlier.
    Raises ValueError for a permission that no role holds: a misspelt one must not read as "no".
    """
    if verb not in PERMISSIONS:
        raise ValueError(f"No role holds a permission {verb!r}")
    return verb in actor.permissions and (thing is None or _related(actor, thing))


def _related(actor: Holder, thing: Any) -> bool:
    if actor.role not in OWN_ORGANISATION:
        return True
    owners = [getattr(thing, name) for name in OWNERS if hasattr(thing, name)]
    return not owners or actor.organisation_id in owners
