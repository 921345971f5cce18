"""What lies on an officer's desk: applications or filings, what is due first stands first."""

from typing import Any

from django.http import HttpResponse

from evexport.accounts.roles import Role
from evexport.desks.kit.components import Empty, Tag
from evexport.desks.kit.listing import Column, Filter, Listing
from evexport.desks.kit.posts import DeskRequest, post
from evexport.desks.officer import queue
from evexport.kernel.text import Text
from evexport.qualification import queries
from evexport.qualification.states import FILING
from evexport.store import reading_as

REVIEWERS = (Role.PROVINCE_OFFICER, Role.MINISTRY_OFFICER, Role.AGENCY_OFFICER)


@post(*queue.ISSUERS, *REVIEWERS)
def home(request: DeskRequest) -> HttpResponse:
    if request.actor.role in queue.ISSUERS:
        return queue.page(request)
    with reading_as(request.actor):
        return filings(request).answer("officer/home.html")


def filings(request: DeskRequest) -> Listing:
    rows = queries.queue(request.actor.role, request.at)
    states = sorted({one.filing.state for one in rows})
    return Listing(
        request,
        columns=(
            Column(
                "maker",
                Text("生产企业", "Maker"),
                lambda one: Text(one.filing.maker.name_zh, one.filing.maker.name_en or one.filing.maker.name_zh),
            ),
            Column("year", Text("年度", "Year"), lambda one: str(one.filing.year)),
            Column("state", Text("状态", "State"), lambda one: Tag(FILING.states[one.filing.state].label)),
            Column("due", Text("期限", "Due"), lambda one: one.due, "date", note=lambda one: one.next_step),
        ),
        rows=rows,
        filters=(by_state(FILING, states, lambda one: one.filing.state),),
        empty=NOTHING,
        file_name="filings",
    )


def by_state(table: Any, states: Any, of: Any) -> Filter:
    """Narrows to one state of a table."""
    choices = [(name, table.states[name].label) for name in states]
    return Filter("state", Text("状态", "State"), choices, lambda rows, chosen: [one for one in rows if of(one) == chosen])


NOTHING = Empty(
    Text("没有待办事项", "Nothing waits for you"),
    Text("有新的申请或申报转来时，会列在这里。", "New applications and filings appear here as they arrive."),
)
