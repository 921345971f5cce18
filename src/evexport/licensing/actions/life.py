"""What happens to a licence after its issue; the face never changes."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from evexport import ledger
from evexport.accounts.actors import Actor
from evexport.kernel.words import said
from evexport.licensing import changes, events, form
from evexport.licensing.actions.deciding import decide, how_to_contest
from evexport.licensing.actions.review import cited
from evexport.licensing.actions.taking import of_licence, take_licence
from evexport.licensing.models import OPEN_CHANGE, Application, Purpose, Status
from evexport.licensing.queries import Case, by_number, in_full
from evexport.licensing.states.bars import reconsidered_until
from evexport.store.transactions import acting_as


def amend(number: str, change: Mapping[str, Any], *, by: Actor, at: datetime) -> Application:
    """Open a change of a licence: a draft for what is left, on the same face but for the fields in `change`.

    The draft is handed in and reviewed like any application; its issue replaces the licence.
    """
    with acting_as(by):
        case, _ = take_licence(number, "amend", by=by, at=at)
        application = _for_the_rest(case, Purpose.AMENDMENT, change, at=at)
        ledger.append(events.AmendmentOpened(**of_licence(case), application=application.pk), by=by, at=at)
        return application


def report_loss(number: str, reason: str, *, by: Actor, at: datetime) -> Application | None:
    """Report a licence lost: customs refuses it from now on. Drafts its reissue, if anything is left."""
    with acting_as(by):
        case, _ = take_licence(number, "report_loss", by=by, at=at)
        reason = said(reason, field="reason")
        decide(case, Status.LOST, reason=reason, citation="ISSUE-RULES-2008#loss", by=by, at=at)
        application = None
        if case.left > 0 and case.clearances_left > 0:
            application = _for_the_rest(case, Purpose.REISSUE, {}, at=at)
        ledger.append(
            events.LossReported(
                **of_licence(case),
                reason=reason,
                citation="ISSUE-RULES-2008#loss",
                application=application.pk if application else None,
            ),
            by=by,
            at=at,
        )
        return application


def ask_reissue(number: str, *, by: Actor, at: datetime) -> Application:
    """Open the reissue of a lost licence anew, where an earlier one was withdrawn or refused."""
    with acting_as(by):
        case, _ = take_licence(number, "ask_reissue", by=by, at=at)
        application = _for_the_rest(case, Purpose.REISSUE, {}, at=at)
        ledger.append(events.ReissueAsked(**of_licence(case), application=application.pk), by=by, at=at)
        return application


def suspend(number: str, reason: str, *, citation: str, by: Actor, at: datetime) -> Case:
    """Suspend a licence: customs refuses it until the suspension is lifted or set aside."""
    more = {"contest_by": reconsidered_until(at), "how_to_contest": how_to_contest(at)}
    return _decided("suspend", number, events.Suspended, reason, citation, by=by, at=at, **more)


def lift(number: str, reason: str, *, citation: str, by: Actor, at: datetime) -> Case:
    """Lift a suspension; dates and balance are as they were."""
    return _decided("lift", number, events.Lifted, reason, citation, by=by, at=at)


def return_unused(number: str, reason: str, *, by: Actor, at: datetime) -> Case:
    """Give back what is left of a licence; the maker's capacity of the year is free again for as much."""
    return _decided("return", number, events.LicenceReturned, reason, "ISSUE-RULES-2008#return", by=by, at=at)


def _decided(
    verb: str,
    number: str,
    event: type[events.Suspended | events.Lifted | events.LicenceReturned],
    reason: str,
    citation: str,
    *,
    by: Actor,
    at: datetime,
    **more: Any,
) -> Case:
    with acting_as(by):
        case, step = take_licence(number, verb, by=by, at=at)
        reason, citation = said(reason, field="reason"), cited(citation, at)
        # In force is what follows from an issued licence's dates and balance.
        status = Status.ISSUED if step.target == "in_force" else Status(step.target)
        decide(case, status, reason=reason, citation=citation, by=by, at=at)
        ledger.append(event(**of_licence(case), reason=reason, citation=citation, **more), by=by, at=at)
        return in_full(by_number(number, at))


def _for_the_rest(case: Case, purpose: Purpose, change: Mapping[str, Any], *, at: datetime) -> Application:
    """The draft that asks for what is left of a licence; one change at a time."""
    licence = case.licence
    open_ones = Application.objects.filter(amends=licence, state__in=OPEN_CHANGE)
    if purpose is Purpose.REISSUE:
        # The change under way asks for what was lost; it goes on as the reissue's own application.
        for waiting in open_ones:
            return waiting
    else:
        changes.only_one(licence)
    return Application.objects.create(
        purpose=purpose,
        amends=licence,
        exporter_id=licence.exporter_id,
        maker_id=licence.maker_id,
        document={**changes.document_of(licence), **form.sketch(change)},
        opened_at=at,
    )
