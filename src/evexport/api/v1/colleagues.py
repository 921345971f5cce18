"""Colleagues by their sign-in name, as a program knows them, where a deed asks for the person."""

from uuid import UUID

from evexport.accounts.actors import Actor
from evexport.accounts.queries import people_of
from evexport.store import reading_as

NOBODY = UUID(int=0)


def colleague(username: str | None, by: Actor) -> UUID | None:
    """Who of the caller's own organisation has the name; None for null, and for an unknown name an id that nobody has.

    So the deed itself says who may be named, and says it the same way for a stranger and for nobody.
    """
    if username is None or by.organisation_id is None:
        return None
    with reading_as(by):
        found = people_of(by.organisation_id).filter(user__username=username).values_list("user_id", flat=True).first()
    return found or NOBODY
