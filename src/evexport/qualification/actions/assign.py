"""Who of a department handles a filing: taken up, given to a colleague, or put back. The clock does not care."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from evexport import ledger
from evexport.accounts.actors import Actor
from evexport.accounts.handing import chosen, name_of
from evexport.kernel.problems import Barred
from evexport.kernel.text import Text
from evexport.qualification import events
from evexport.qualification.actions.case import opened
from evexport.qualification.models import Filing
from evexport.qualification.states import lies_with
from evexport.store import acting_as


def assign(filings: Sequence[UUID], *, to: UUID | None, by: Actor, at: datetime) -> list[Filing]:
    """Give filings to an officer of the same department (oneself, to take them up); None puts them back.

    All or none, one entry each. Raises NotFound for one that is not the department's, Barred where it lies elsewhere,
    BadInput for somebody who is no officer of it.
    """
    keys = chosen(filings)
    with acting_as(by):
        by.must("filing.assign")
        name = name_of(to, roles=(by.role,), by=by) if to else ""
        return [_give(key, to, name, by=by, at=at) for key in keys]


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
