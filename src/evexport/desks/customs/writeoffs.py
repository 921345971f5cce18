"""The write-off list: what was written off which licence on which days, and what took it back; as a file one row a car."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from evexport.accounts.roles import Role
from evexport.customs import worklists
from evexport.customs.models import Kind
from evexport.desks.customs.days import days_filter, span
from evexport.desks.kit.components import Empty
from evexport.desks.kit.listing import Column, Filter, Listing
from evexport.desks.kit.marks import KINDS
from evexport.desks.kit.posts import DeskRequest, post
from evexport.desks.kit.written_off import CARS, KIND, WHEN, dressed, one_a_car
from evexport.kernel.clock import china_day
from evexport.kernel.text import Text
from evexport.store import reading_as

COLUMNS = (
    WHEN,
    KIND,
    Column(
        "declaration",
        Text("报关单号", "Declaration"),
        lambda row: row.declaration.declaration_no,
        "code",
        link=lambda row: reverse("customs:declaration", args=[row.declaration.pk]),
    ),
    Column(
        "licence",
        Text("许可证", "Licence"),
        lambda row: row.declaration.licence_no,
        "code",
        link=lambda row: f"{reverse('customs:writeoffs')}?q={row.declaration.licence_no}",
    ),
    *CARS,
)


@post(Role.CUSTOMS_OFFICER)
def writeoffs(request: DeskRequest) -> HttpResponse:
    today = china_day(request.at)
    asked = request.GET.get("q", "").strip()

    def of_days(rows: Any, name: str) -> Any:
        # Whoever looks for a licence's or a declaration's means them whatever their day.
        return rows if asked else worklists.write_offs(span(name, today))

    kinds = [(kind.name.lower(), KINDS[kind.name.lower()].label) for kind in Kind]
    with reading_as(request.actor):
        listing = Listing(
            request,
            columns=COLUMNS,
            rows=worklists.write_offs(),
            filters=(
                days_filter(of_days, default="week", everything=False),
                Filter(
                    "kind",
                    Text("类别", "Entry"),
                    kinds,  # type: ignore[arg-type]
                    lambda rows, chosen: rows.filter(kind=Kind[chosen.upper()]),
                ),
            ),
            search=worklists.under,
            search_label=Text("许可证号、报关单号或VIN（不限日期）", "Licence, declaration or VIN (of any day)"),
            empty=NOTHING,
            file_name="write-offs",
            dress=dressed,
            unfold=one_a_car,
        )
        return listing.answer("customs/writeoffs.html")


NOTHING = Empty(
    Text("这些日期没有核销", "Nothing was written off on these days"),
    Text("放行即核销；请选择其他日期。", "A release writes off at once; choose other days."),
)
