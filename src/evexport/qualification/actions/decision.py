"""Refusing a filing, and looking at the refusal again: by another officer."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from evexport import ledger
from evexport.accounts.actors import Actor
from evexport.kernel.clock import china_day
from evexport.kernel.problems import Barred
from evexport.kernel.text import Text
from evexport.kernel.words import said
from evexport.qualification import deadlines, events
from evexport.qualification.actions.case import about, move, opened
from evexport.qualification.calendar import calendar_of
from evexport.qualification.models import Filing
from evexport.qualification.states import FILING, WITH_MAKER
from evexport.store import acting_as


def reject(filing_id: UUID, *, reasons: str, findings: Iterable[str] = (), by: Actor, at: datetime) -> Filing:
    """Refuse to list. What lies with its maker is refused only when the maker's time is over."""
    words, ids = said(reasons, field="reasons"), list(findings)
    with acting_as(by):
        filing = opened(filing_id)
        FILING.take("reject", filing, by=by)
        if barred := makers_time_runs(filing, at):
            raise barred
        filing.rejected_by = by.user_id
        move(filing, "reject", by=by, at=at, reasons=words, findings=ids, also=["rejected_by"])
        ledger.append(events.Rejected(**about(filing, by), reasons=words, findings=ids), by=by, at=at)
        return filing


def ask_reconsideration(filing_id: UUID, *, reasons: str, by: Actor, at: datetime) -> Filing:
    """The maker asks that the refusal be looked at again."""
    words = said(reasons, field="reasons")
    with acting_as(by):
        filing = opened(filing_id)
        FILING.take("ask_reconsideration", filing, by=by)
        until = deadlines.due(filing, calendar_of(filing.year, at))
        if until is not None and china_day(at) > until:
            raise Barred(
                Text("申请复议的期限已过。", "The time to ask for reconsideration is over."),
                remedy=Text("可参加下一轮申报。", "The next round is open to you."),
                code="RECONSIDERATION_TOO_LATE",
                citation="DESIGN#reconsideration-time",
            )
        move(filing, "ask_reconsideration", by=by, at=at, reasons=words)
        ledger.append(events.ReconsiderationAsked(**about(filing, by), reasons=words), by=by, at=at)
        return filing


def reconsider(filing_id: UUID, *, uphold: bool, reasons: str, by: Actor, at: datetime) -> Filing:
    """Another officer upholds the refusal, or overturns it: the filing is with the ministry again."""
    words = said(reasons, field="reasons")
    with acting_as(by):
        filing = opened(filing_id)
        move(filing, "uphold_rejection" if uphold else "overturn_rejection", by=by, at=at, reasons=words)
        event = events.Reconsidered(**about(filing, by), reasons=words, upheld=uphold)
        ledger.append(event, by=by, at=at)
        return filing


def makers_time_runs(filing: Filing, at: datetime) -> Barred | None:
    """Why a filing that lies with its maker cannot be refused yet."""
    until = filing.due_on
    if filing.state not in WITH_MAKER or until is None or china_day(at) > until:
        return None
    return Barred(
        Text("企业的办理期限未满（{day}）。", "The maker still has until {day}.").fill(day=deadlines.in_words(until)),
        remedy=Text("请待期限届满。", "Wait until that day is over."),
        code="MAKERS_TIME_RUNS",
    )
