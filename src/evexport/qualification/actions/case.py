"""How a deed takes hold of a filing and records the step it took: shared by every verb, opens nothing itself."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from evexport.accounts.actors import Actor
from evexport.kernel.problems import Barred, NotFound
from evexport.kernel.states import Step
from evexport.kernel.text import Text
from evexport.qualification import deadlines
from evexport.qualification.calendar import calendar_of
from evexport.qualification.models import Filing, FilingStep, Listing, RoundCalendar
from evexport.qualification.states import FILING, HANDED_ON, WITH_MINISTRY


def opened(filing_id: UUID, *, lock: bool = True) -> Filing:
    """The filing as this transaction's actor may see it, locked for the deed; NotFound where it may not."""
    rows = Filing.objects.select_related("maker")
    if lock:
        rows = rows.select_for_update(of=("self",))
    filing = rows.filter(pk=filing_id).first()
    if filing is None:
        raise not_found(Text("申报", "filing"))
    return filing


def not_found(thing: Text) -> NotFound:
    return NotFound(
        Text(f"未找到该{thing.zh}。", f"There is no such {thing.en}."),
        remedy=Text("请核对编号。", "Check the reference."),
    )


def signed(by: Actor, at: datetime) -> dict[str, Any]:
    """Who and when, as every row of the case keeps it."""
    return {
        "by_user": by.user_id,
        "by_organisation": by.organisation_id,
        "by_role": str(by.role),
        "by_name": by.name,
        "at": at,
    }


def move(
    filing: Filing,
    verb: str,
    *,
    by: Actor,
    at: datetime,
    reasons: str = "",
    findings: Iterable[str] = (),
    law: str = "",
    also: Iterable[str] = (),
) -> Step:
    """Take a step of the table: the state changes, the step is kept. `also` names other fields that were set."""
    step = FILING.take(verb, filing, by=by)
    source = filing.state
    filing.state = step.target
    if step.target != source:
        filing.state_since = at
    if verb in HANDED_ON or (verb == "return" and source in WITH_MINISTRY):
        filing.holder, filing.holder_name = None, ""
    FilingStep.objects.create(
        filing=filing,
        verb=verb,
        source=source,
        target=step.target,
        reasons=reasons,
        findings=list(findings),
        law=law,
        **signed(by, at),
    )
    filing.due_on = None if FILING.states[step.target].final else due_on(filing, calendar_of(filing.year, at))
    filing.save(update_fields=["state", "state_since", "due_on", "holder", "holder_name", *also])
    return step


def due_on(filing: Filing, calendar: RoundCalendar) -> date | None:
    """The day by which whoever has the filing must act, reckoned from its steps and questions."""
    asked = filing.information_requests.filter(answered_at=None).first() if filing.state == "further_information" else None
    steps = filing.steps.order_by("at", "id") if filing.state == "submitted" else ()
    return deadlines.due(filing, calendar, steps, asked.due_on if asked else None)


def not_yet_published(year: int) -> None:
    """A list is published once: nothing enters the case of its year afterwards."""
    if Listing.objects.filter(year=year).exists():
        raise Barred(
            Text(f"{year}年度名单已公布。", f"The list of {year} is published."),
            remedy=Text("请参加下一轮申报。", "File for the next round."),
            code="LIST_PUBLISHED",
        )


def about(filing: Filing, by: Actor) -> dict[str, Any]:
    """What every ledger entry on a filing says: subject, who may read it, year, maker, state."""
    parties = (filing.maker_id, filing.department_id, by.organisation_id)
    return {
        "subject": f"filing:{filing.id}",
        "parties": tuple(party for party in parties if party is not None),
        "year": filing.year,
        "maker": filing.maker_id,
        "state": filing.state,
    }
