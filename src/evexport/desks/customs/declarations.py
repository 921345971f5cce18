"""The list of declarations: by decision, state, day and district, and by number, VIN or licence."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from evexport.accounts.roles import Role
from evexport.customs import worklists
from evexport.customs.models import Declaration
from evexport.desks.customs import codes
from evexport.desks.customs.days import days_filter, span
from evexport.desks.kit.codes import Codes
from evexport.desks.kit.components import Empty
from evexport.desks.kit.listing import Column, Filter, Listing
from evexport.desks.kit.marks import DECIDED, DECISIONS, STATES
from evexport.desks.kit.posts import DeskRequest, post
from evexport.kernel.clock import CHINA, china_day
from evexport.kernel.text import Text
from evexport.store import reading_as

DEFAULT_DAYS = "week"


@dataclass(frozen=True, slots=True)
class Row:
    """A declaration with the name of its exporter."""

    of: Declaration
    exporter: Text | None

    @property
    def codes(self) -> str:
        """Its reasons, each code once."""
        return " ".join(dict.fromkeys(reason["code"] for reason in self.of.reasons))


COLUMNS = (
    Column(
        "number",
        Text("报关单号", "Declaration"),
        lambda row: row.of.declaration_no,
        "code",
        link=lambda row: reverse("customs:declaration", args=[row.of.pk]),
    ),
    Column("decided", Text("决定时间", "Decided"), lambda row: row.of.decided_at, "date", note=lambda row: clock(row.of)),
    Column(
        "decision",
        Text("决定", "Decision"),
        lambda row: DECISIONS[row.of.decision],
        note=lambda row: row.codes,
        export=lambda row: DECISIONS[row.of.decision],
    ),
    Column("reasons", Text("当前状态", "Now"), lambda row: STATES[row.of.state]),
    Column("licence", Text("许可证", "Licence"), lambda row: row.of.licence_no, "code"),
    Column("exporter", Text("出口商", "Exporter"), lambda row: row.exporter),
    Column("cars", Text("车辆", "Vehicles"), lambda row: row.of.quantity, "num"),
)


@post(Role.CUSTOMS_OFFICER)
def declarations(request: DeskRequest) -> HttpResponse:
    today, asked = china_day(request.at), request.GET.get("q", "").strip()

    def of_days(rows: Any, name: str) -> Any:
        # Whoever looks for one declaration means it whatever its day.
        return rows if asked else worklists.declarations(span(name, today))

    with reading_as(request.actor):
        listing = Listing(
            request,
            columns=COLUMNS,
            rows=worklists.declarations(),
            filters=(days_filter(of_days, default=DEFAULT_DAYS), *narrowing(today)),
            search=worklists.holding,
            search_label=Text("报关单号、VIN或许可证号（不限日期）", "Number, VIN or licence (of any day)"),
            empty=NOTHING,
            file_name="declarations",
            dress=dressed,
        )
        return listing.answer("customs/declarations.html")


def narrowing(today: date) -> tuple[Filter, ...]:
    decided = [(name, label) for name, label in DECIDED.items()]
    states = [(name, tag.label) for name, tag in STATES.items() if isinstance(tag.label, Text)]
    places = Codes(on=today).districts()
    return (
        Filter("decision", Text("决定", "Decision"), decided, lambda rows, chosen: rows.filter(decision=chosen)),
        Filter("state", Text("当前状态", "Now"), states, lambda rows, chosen: rows.filter(state=chosen)),
        Filter("district", Text("关区", "District"), places, worklists.of_district),
    )


def dressed(rows: Sequence[Declaration]) -> list[Row]:
    names = codes.firms(row.exporter_id for row in rows)
    return [Row(row, names.get(row.exporter_id) if row.exporter_id else None) for row in rows]


def clock(row: Declaration) -> str:
    return f"{row.decided_at.astimezone(CHINA):%H:%M}"


NOTHING = Empty(
    Text("这些日期没有申报", "Nothing was declared on these days"),
    Text("请选择其他日期，或在“验放”页录入。", "Choose other days, or enter one at the gate."),
)
