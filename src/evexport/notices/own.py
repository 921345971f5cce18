"""Whose inbox and channels somebody may look after: those of the organisation they act for."""

from uuid import UUID

from evexport.accounts.actors import Actor
from evexport.kernel.problems import NotAllowed
from evexport.kernel.text import Text


def own(by: Actor) -> UUID:
    """The organisation acted for. Raises NotAllowed for somebody who acts for none."""
    if by.organisation_id is None:
        raise NotAllowed(
            Text("您未代表任何单位。", "You act for no organisation."),
            remedy=Text("请以单位人员的身份办理。", "Act as one of an organisation's people."),
        )
    return by.organisation_id
