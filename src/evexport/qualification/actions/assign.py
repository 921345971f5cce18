"""Who of a department handles a filing: taken up, given to a colleague, or put back. The clock does not care."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from evexport import ledger
from evexport.accounts.actors import Actor
from evexport.accounts.queries import people_of
from evexport.kernel.problems import BadInput, Barred
from evexport.kernel.text import Text
from evexport.qualification import events
from evexport.qualification.actions.case import opened
from evexport.qualification.models import Filing
from evexport.qualification.states import lies_with
from evexport.store import acting_as

MOST = 200


def assign(filings: Sequence[UUID], *, to: UUID | None, by: Actor, at: datetime) -> list[Filing]:
    """Give filings to an officer of the same department (oneself, to take them up); None puts them back.

    All or none, one entry each. Raises NotFound for one that is not the department's, Barred where it lies elsewhere,
    BadInput for somebody who is no officer of it.
    """
    if not filings or len(filings) > MOST:
        raise BadInput(
            Text(f"请选择1至{MOST}件申报。", f"Choose 1 to {MOST} filings."),
            remedy=Text("请在列表中勾选。", "Tick them in the list."),
            code="NOTHING_CHOSEN",
            field="chosen",
        )
    with acting_as(by):
        by.must("filing.assign")
        name = _officer(to, by) if to else ""
        return [_give(key, to, name, by=by, at=at) for key in sorted(set(filings))]


def _give(key: UUID, to: UUID | None, name: str, *, by: Actor, at: datetime) -> Filing:
    filing = opened(key)
    by.must("filing.assign", filing)
    if not lies_with(filing, by.role):
        raise Barred(
            Text(
                f"{filing.maker.name_zh}的申报不在贵部门办理环节。", f"The filing of {filing.maker.name_en} is not at your desk."
            ),
            remedy=Text("只能分派在办的申报。", "Only what lies with your department is given out."),
            code="NOT_AT_THIS_DESK",
        )
    if filing.holder != to:
        filing.holder, filing.holder_name = to, name
        filing.save(update_fields=["holder", "holder_name"])
        parties = (by.organisation_id,) if by.organisation_id else ()
        event = events.Assigned(
            subject=f"filing:{filing.id}", parties=parties, year=filing.year, maker=filing.maker_id, state=filing.state,
            holder=to, holder_name=name,
        )  # fmt: skip
        ledger.append(event, by=by, at=at)
    return filing


def _officer(user_id: UUID, by: Actor) -> str:
    """The officer's name, if they hold the same role at the actor's own department."""
    if user_id == by.user_id:
        return by.name
    assert by.organisation_id is not None
    for held in people_of(by.organisation_id).filter(user_id=user_id, role=by.role):
        return held.user.name
    raise BadInput(
        Text("该人员不是贵部门的审核人员。", "This person does not handle filings at your department."),
        remedy=Text("请从列表中选择同事。", "Choose a colleague from the list."),
        code="NOT_A_COLLEAGUE",
        field="to",
    )
