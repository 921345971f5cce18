"""Carrying an issuing body's licences over to a changed customs code: one deed a licence, as long work."""

from datetime import date, datetime
from typing import Any

from evexport import ledger
from evexport.accounts.actors import Actor
from evexport.kernel.clock import china_day
from evexport.kernel.problems import Barred
from evexport.kernel.text import Text
from evexport.licensing import changes, events
from evexport.licensing.actions.apply import hand_in
from evexport.licensing.actions.taking import of_licence, take_licence
from evexport.licensing.models import Application, Purpose
from evexport.licensing.recoding import CodeChange, affected, under_way
from evexport.store.transactions import acting_as
from evexport.work.actions import ask, asked_before
from evexport.work.kinds import Kind, register
from evexport.work.lanes import Thing
from evexport.work.models import Work, WorkItem

MOST = 5_000


def change_codes(change: CodeChange, *, request: str, by: Actor, at: datetime) -> Work:
    """Ask that every affected licence of the actor's body be carried over: the first 5,000 that have no change under way.

    The same request gives the same work. What bars a single licence stands with it; asked again, only the rest is taken.
    """
    by.must("licence.change_code")
    demand = {"old": change.old, "new": change.new, "from": change.since.isoformat()}
    with acting_as(by):
        if before := asked_before(CHANGE_CODES, request=request, demand=demand, by=by):
            return before
        change.must_be_confirmed()
        found = list(affected(change))
        busy = under_way(found)
        things = [Thing(subject(one.number, change), group=str(one.maker_id)) for one in found if one.pk not in busy][:MOST]
        if not things:
            raise Barred(
                Text("没有须办理换证的许可证。", "No licence is left to be carried over."),
                remedy=Text("已在办理的，请完成其初审、复审。", "What is under way awaits its two reviews."),
                code="NOTHING_TO_CHANGE",
                citation="DESIGN#code-change",
            )
        return ask(CHANGE_CODES, things, request=request, demand=demand, by=by, at=at)


def subject(number: str, change: CodeChange) -> str:
    """An item's subject carries all that its turn needs: the licence and the change."""
    return f"licence:{number} {change.old} {change.new} {change.since.isoformat()}"


def change_one(item: WorkItem, by: Actor, at: datetime) -> dict[str, Any]:
    """The application for one licence, in the item's transaction."""
    number, old, new, since = item.subject.removeprefix("licence:").split(" ")
    application = change_within(number, CodeChange(old, new, date.fromisoformat(since)), by=by, at=at)
    return {"licence": number, "application": str(application.pk)}


def change_code(number: str, change: CodeChange, *, by: Actor, at: datetime) -> Application:
    """The same for a single licence."""
    with acting_as(by):
        return change_within(number, change, by=by, at=at)


def change_within(number: str, change: CodeChange, *, by: Actor, at: datetime) -> Application:
    """Hand in, in the exporter's place, what carries a licence over to the new code. Opens no transaction.

    Both reviews follow as for any application. Raises Barred, CriteriaNotMet, or BadInput for an unknown change.
    """
    case, _ = take_licence(number, "change_code", by=by, at=at)
    change.must_be_confirmed()
    changes.only_one(case.licence)
    licence = case.licence
    starts = max(licence.valid_from, change.since, china_day(at))
    recoded = {change.old: change.new}
    application = Application(
        purpose=Purpose.CODE_CHANGE,
        amends=licence,
        code_from=change.old,
        code_to=change.new,
        code_on=change.since,
        state="submitted",
        exporter_id=licence.exporter_id,
        maker_id=licence.maker_id,
        document={**changes.document_of(licence, recoded), "valid_from": starts.isoformat()},
        opened_at=at,
    )
    with changes.none_beside(licence):
        hand_in(application, by=by, at=at)
    told = events.CodeChangeOpened(
        **of_licence(case),
        application=application.pk,
        old_code=change.old,
        new_code=change.new,
        effective_from=change.since,
        citation="DESIGN#code-change",
    )
    ledger.append(told, by=by, at=at)
    return application


CHANGE_CODES = register(
    Kind("licences.change_code", Text("因商品编号调整批量换证", "Licences carried over to a changed customs code"), do=change_one)
)
