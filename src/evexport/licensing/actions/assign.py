"""Who of the issuing body handles an application: taken up, given to a colleague, or put back. The clock does not care."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from evexport import ledger
from evexport.accounts.actors import Actor
from evexport.accounts.handing import chosen, name_of
from evexport.licensing import events
from evexport.licensing.actions.taking import application_of, of_application
from evexport.licensing.models import Application
from evexport.store.transactions import acting_as

HANDLERS = ("examiner", "approver")


def assign(applications: Sequence[UUID], *, to: UUID | None, by: Actor, at: datetime) -> list[Application]:
    """Give applications to an officer of the same issuing body (oneself, to take them up); None puts them back.

    All or none, one entry each. Raises NotFound for one that is not the body's, BadInput for somebody who is no officer of it.
    """
    keys = chosen(applications)
    with acting_as(by):
        by.must("application.assign")
        name = name_of(to, roles=HANDLERS, by=by) if to else ""
        return [_give(key, to, name, by=by, at=at) for key in keys]


def _give(key: UUID, to: UUID | None, name: str, *, by: Actor, at: datetime) -> Application:
    application = application_of(key)
    by.must("application.assign", application)
    if application.holder != to:
        application.holder, application.holder_name = to, name
        application.save(update_fields=["holder", "holder_name"])
        told = of_application(application) | {"parties": ()}
        ledger.append(events.Assigned(**told, holder=to, holder_name=name), by=by, at=at)
    return application
