"""A revocation from the notice to the decision: two officers, and the holder heard between them."""

from datetime import date, datetime

from evexport import ledger
from evexport.accounts.actors import Actor
from evexport.kernel.clock import china_day
from evexport.kernel.problems import BadInput
from evexport.kernel.text import Text
from evexport.kernel.words import said
from evexport.kernel.workdays import add_working_days
from evexport.licensing import events
from evexport.licensing.actions.deciding import decide, how_to_contest
from evexport.licensing.actions.review import cited
from evexport.licensing.actions.taking import might, of_licence, take_licence
from evexport.licensing.hearings import Hearing, open_hearing
from evexport.licensing.models import Revocation, Statement, Status
from evexport.licensing.queries import Case, by_number, in_full
from evexport.licensing.states import REVOCATION
from evexport.licensing.states.bars import reconsidered_until
from evexport.regulation.law import Law
from evexport.regulation.reasons import spelt
from evexport.store.transactions import acting_as


def propose_revocation(
    number: str,
    reason: str,
    *,
    citation: str,
    facts: str,
    answer_by: date | None = None,
    by: Actor,
    at: datetime,
) -> Case:
    """Give notice that a licence is to be revoked; its parties may state their case until `answer_by`.

    That day is the law's, or a later one. The licence stays as it is; what cannot wait is suspended.
    """
    with acting_as(by):
        case, _ = take_licence(number, "propose_revocation", by=by, at=at)
        law = Law.on(china_day(at))
        made = Revocation.objects.create(
            licence=case.licence,
            reason=said(reason, field="reason"),
            citation=cited(citation, at),
            facts=said(facts, field="facts"),
            answer_by=_answer_by(answer_by, law),
            proposed_by=by.identity,
            proposed_by_name=by.name,
            proposed_at=at,
        )
        told = events.RevocationProposed(
            **{**of_licence(case), "law": law.digest},
            reason=made.reason,
            citation=made.citation,
            facts=made.facts,
            answer_by=made.answer_by,
            how_to_answer=_how_to_answer(made.answer_by),
        )
        ledger.append(told, by=by, at=at)
        return in_full(by_number(number, at))


def _answer_by(asked: date | None, law: Law) -> date:
    least = add_working_days(law.day, law["deadlines.procedure.statement_days"].whole)
    if asked is None or asked >= least:
        return asked or least
    day = spelt(least)
    raise BadInput(
        Text(f"陈述申辩的期限不得早于{day.zh}。", f"The time to state one's case may not end before {day.en}."),
        remedy=Text("请写该日或更晚的日期，或不填。", "Give that day or a later one, or none."),
        code="ANSWER_TOO_SOON",
        citation="DESIGN#statement-time",
        field="answer_by",
    )


def _how_to_answer(last: date) -> Text:
    day = spelt(last)
    return Text(
        f"请在{day.zh}（含当日）前通过本系统“陈述申辩”提交意见和证据，或者声明放弃；出口商逾期未提交的，视为放弃陈述申辩。",
        f"State your case in this system, with what proves it, or waive it, until {day.en}, that day included; the decision may "
        "be taken without the exporter's statement after that.",
    )


def state_case(number: str, statement: str, *, by: Actor, at: datetime) -> Case:
    """Answer a notice of revocation, as exporter or maker; open until the decision, and more than once."""
    return _say(number, "state_case", said(statement, field="statement"), by=by, at=at)


def waive_statement(number: str, *, by: Actor, at: datetime) -> Case:
    """The exporter declares that it will not state its case; it may still do so until the decision."""
    return _say(number, "waive_statement", "", by=by, at=at)


def _say(number: str, verb: str, words: str, *, by: Actor, at: datetime) -> Case:
    with acting_as(by):
        might(REVOCATION, verb, by)
        case = by_number(number, at)
        hearing = open_hearing(case.licence, at)
        step = REVOCATION.take(verb, hearing, by=by)
        assert by.organisation_id is not None  # the permission is an enterprise's
        made = Statement.objects.create(
            revocation=hearing.revocation,
            party_id=by.organisation_id,
            by_name=by.name,
            words=words,
            waived=not words,
            at=at,
        )
        hearing.revocation.state = step.target
        hearing.revocation.save(update_fields=["state"])
        said_by = {
            **of_licence(case),
            "party": "exporter" if made.party_id == hearing.exporter_id else "maker",
            "late": hearing.today > hearing.answer_by,
        }
        event = events.StatementWaived(**said_by) if made.waived else events.CaseStated(**said_by, statement=words)
        ledger.append(event, by=by, at=at)
        return in_full(by_number(number, at))


def revoke(number: str, reason: str, *, citation: str, by: Actor, at: datetime) -> Case:
    """Revoke a licence after its exporter was heard, had waived it or let its time run out; another officer decides.

    Raises Barred, saying which of these is missing.
    """
    with acting_as(by):
        case, step = take_licence(number, "revoke", by=by, at=at)
        hearing = open_hearing(case.licence, at)
        REVOCATION.take("revoke", hearing, by=by)
        reason, citation = said(reason, field="reason"), cited(citation, at)
        _close(hearing, "revoked", reason, stood_as=case.standing.status, by=by, at=at)
        decide(case, Status(step.target), reason=reason, citation=citation, by=by, at=at)
        told = events.Revoked(
            **{**of_licence(case), "law": Law.on(china_day(at)).digest},
            reason=reason,
            citation=citation,
            facts=hearing.revocation.facts,
            proposed_by=hearing.revocation.proposed_by_name,
            proposed_at=hearing.revocation.proposed_at,
            heard=hearing.how_heard,
            contest_by=reconsidered_until(at),
            how_to_contest=how_to_contest(at),
        )
        ledger.append(told, by=by, at=at)
        return in_full(by_number(number, at))


def drop_revocation(number: str, reason: str, *, by: Actor, at: datetime) -> Case:
    """End a revocation without revoking; a suspension, if there is one, is lifted by its own deed."""
    with acting_as(by):
        might(REVOCATION, "drop_revocation", by)
        case = by_number(number, at)
        hearing = open_hearing(case.licence, at)
        step = REVOCATION.take("drop_revocation", hearing, by=by)
        reason = said(reason, field="reason")
        _close(hearing, step.target, reason, by=by, at=at)
        ledger.append(events.RevocationDropped(**of_licence(case), reason=reason), by=by, at=at)
        return in_full(by_number(number, at))


def _close(hearing: Hearing, state: str, reason: str, *, stood_as: str = "", by: Actor, at: datetime) -> None:
    row = hearing.revocation
    row.state, row.decision_reason, row.stood_as = state, reason, stood_as
    row.decided_by, row.decided_by_name, row.decided_at = by.identity, by.name, at
    row.save(update_fields=["state", "decision_reason", "stood_as", "decided_by", "decided_by_name", "decided_at"])
