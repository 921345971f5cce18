"""The reconsideration of a suspension or a revocation: asked for by the holder, decided by another officer."""

from datetime import datetime

from evexport import ledger
from evexport.accounts.actors import Actor
from evexport.kernel.words import said
from evexport.licensing import events
from evexport.licensing.actions.review import cited
from evexport.licensing.actions.taking import of_licence, take_licence
from evexport.licensing.models import LicenceStanding, Reconsideration, Status
from evexport.licensing.queries import Case, by_number, in_full
from evexport.store.transactions import acting_as


def ask_licence_reconsideration(number: str, reason: str, *, by: Actor, at: datetime) -> Case:
    """Ask that another officer look at a suspension or a revocation again. The decision stands meanwhile."""
    with acting_as(by):
        case, _ = take_licence(number, "ask_reconsideration", by=by, at=at)
        made = Reconsideration.objects.create(
            licence=case.licence,
            decision=case.standing.status,
            decision_at=case.standing.since,
            reason=said(reason, field="reason"),
            asked_by_name=by.name,
            asked_at=at,
        )
        told = events.LicenceReconsiderationAsked(**of_licence(case), decision=made.decision, reason=made.reason)
        ledger.append(told, by=by, at=at)
        return in_full(by_number(number, at))


def uphold_decision(number: str, reason: str, *, citation: str, by: Actor, at: datetime) -> Case:
    """Let a suspension or a revocation stand."""
    with acting_as(by):
        case, _ = take_licence(number, "uphold", by=by, at=at)
        reason, citation = said(reason, field="reason"), cited(citation, at)
        asked = _answer(case, "upheld", reason, by=by, at=at)
        told = events.DecisionUpheld(**of_licence(case), decision=asked.decision, reason=reason, citation=citation)
        ledger.append(told, by=by, at=at)
        return in_full(by_number(number, at))


def set_aside_decision(number: str, reason: str, *, citation: str, by: Actor, at: datetime) -> Case:
    """Set a suspension or a revocation aside: the licence stands again as its dates and balance say.

    One that was reported lost before it was revoked is lost again, which no officer can undo.
    """
    with acting_as(by):
        case, _ = take_licence(number, "set_aside", by=by, at=at)
        reason, citation = said(reason, field="reason"), cited(citation, at)
        asked = _answer(case, "set_aside", reason, by=by, at=at)
        lost = asked.decision == Status.REVOKED and case.hearing is not None and case.hearing.revocation.stood_as == Status.LOST
        status = Status.LOST if lost else Status.ISSUED
        LicenceStanding.objects.filter(pk=case.licence.pk).update(
            status=status, since=at, reason=reason, citation=citation, decided_by=by.identity
        )
        now = in_full(by_number(number, at))
        told = events.DecisionSetAside(
            **of_licence(case), decision=asked.decision, stands_as=now.state, reason=reason, citation=citation
        )
        ledger.append(told, by=by, at=at)
        return now


def _answer(case: Case, state: str, answer: str, *, by: Actor, at: datetime) -> Reconsideration:
    asked = case.reconsideration
    assert asked is not None  # the step is barred without one
    asked.state, asked.answer = state, answer
    asked.decided_by, asked.decided_by_name, asked.decided_at = by.identity, by.name, at
    asked.save(update_fields=["state", "answer", "decided_by", "decided_by_name", "decided_at"])
    return asked
