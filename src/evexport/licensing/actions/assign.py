"""Who of the issuing body handles an application: taken up, given to a colleague, or put back. The clock does not care."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from evexport import ledger
from evexport.accounts.actors import Actor
from evexport.accounts.queries import people_of
from evexport.kernel.problems import BadInput
from evexport.kernel.text import Text
from evexport.licensing import events
from evexport.licensing.actions.taking import application_of, of_application
from evexport.licensing.models import Application
from evexport.store.transactions import acting_as

HANDLERS = ("examiner", "approver")
MOST = 200


def assign(applications: Sequence[UUID], *, to: UUID | None, by: Actor, at: datetime) -> list[Application]:
    """Give applications to an officer of the same issuing body (oneself, to take them up); None puts them back.

    All or none, one entry each. Raises NotFound for one that is not the body's, BadInput for somebody who is no officer of it.
    """
    if not applications or len(applications) > MOST:
        raise BadInput(
            Text(f"请选择1至{MOST}件申请。", f"Choose 1 to {MOST} applications."),
            remedy=Text("请在列表中勾选。", "Tick them in the list."),
            code="NOTHING_CHOSEN",
            field="chosen",
        )
    with acting_as(by):
        by.must("application.assign")
        name = _officer(to, by) if to else ""
        return [_give(key, to, name, by=by, at=at) for key in sorted(set(applications))]


def _give(key: UUID, to: UUID | None, name: str, *, by: Actor, at: datetime) -> Application:
    application = application_of(key)
    by.must("application.assign", application)
    if application.holder != to:
        application.holder, application.holder_name = to, name
        application.save(update_fields=["holder", "holder_name"])
        told = of_application(application) | {"parties": ()}
        ledger.append(events.Assigned(**told, holder=to, holder_name=name), by=by, at=at)
    return application


def _officer(user_id: UUID, by: Actor) -> str:
    """The officer's name, if they handle applications at the actor's own issuing body."""
    assert by.organisation_id is not None
    if user_id == by.user_id:
        return by.name
    for held in people_of(by.organisation_id).filter(user_id=user_id, role__in=HANDLERS):
        return held.user.name
    raise BadInput(
        Text("该人员不是本发证机构的审查人员。", "This person does not handle applications at your issuing body."),
        remedy=Text("请从列表中选择同事。", "Choose a colleague from the list."),
        code="NOT_A_COLLEAGUE",
        field="to",
    )
