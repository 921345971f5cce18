"""Licences after their issue: found by number, party or contract, narrowed by state, year, district and how soon they end."""

from collections.abc import Sequence
from typing import cast

from django.http import HttpResponse
from django.urls import reverse

from evexport.accounts.roles import Role
from evexport.desks.kit.codes import Codes
from evexport.desks.kit.components import Empty
from evexport.desks.kit.listing import Column, Filter, Listing
from evexport.desks.kit.marks import LICENCES
from evexport.desks.kit.naming import party_of
from evexport.desks.kit.posts import DeskRequest, post
from evexport.kernel.clock import china_day
from evexport.kernel.text import Text
from evexport.licensing import queries, searching
from evexport.licensing.models import Licence
from evexport.licensing.queries import Case, Derived
from evexport.store import reading_as

READERS = (Role.EXAMINER, Role.APPROVER, Role.MINISTRY_OFFICER)
ENDS_WITHIN = (30, 60, 90)


@post(*READERS)
def licences(request: DeskRequest) -> HttpResponse:
    with reading_as(request.actor):
        return listing(request).answer("officer/licences.html")


def listing(request: DeskRequest) -> Listing:
    codes = Codes(china_day(request.at))

    def dressed(rows: Sequence[Licence]) -> list[Case]:
        return queries.cases(rows, request.at)

    return Listing(
        request,
        columns=columns(codes),
        rows=searching.licences(),
        filters=filters(request, codes),
        search=searching.called,
        search_label=Text("许可证号、合同号、企业名称或统一社会信用代码", "Number, contract, enterprise or credit code"),
        empty=Empty(
            Text("还没有许可证", "No licence yet"),
            Text("复审签发后即列在这里。", "They appear here once they are issued."),
        ),
        file_name="licences",
        dress=dressed,
    )


def columns(codes: Codes) -> tuple[Column, ...]:
    """Of cases: a licence with its standing and balance."""
    return (
        Column(
            "number",
            Text("许可证号", "Licence"),
            lambda case: case.licence.number,
            "code",
            link=lambda case: reverse("officer:licence", args=[case.licence.number]),
        ),
        Column("contract", Text("合同号", "Contract"), lambda case: case.licence.contract_no, "code"),
        Column("state", Text("状态", "State"), lambda case: LICENCES[case.state]),
        Column(
            "exporter",
            Text("出口商", "Exporter"),
            lambda case: party_of(case.licence, "exporter"),
            note=lambda case: None if case.maker_id in {None, case.exporter_id} else party_of(case.licence, "maker"),
        ),
        Column(
            "destination",
            Text("进口国（地区）", "Destination"),
            lambda case: codes.text("country", case.licence.destination),
            note=lambda case: codes.text("customs_district", case.licence.customs_district),
        ),
        Column("left", Text("剩余", "Left"), lambda case: case.left, "num", note=of_how_many),
        Column(
            "until",
            Text("最后一日", "Last day"),
            lambda case: case.licence.valid_until,
            "date",
            sort=("valid_until", "number"),
            note=days_left,
        ),
    )


def of_how_many(case: Case) -> Text:
    return Text(f"共{case.licensed:,}辆", f"of {case.licensed:,}")


def days_left(case: Case) -> Text | None:
    n = case.days_left
    return Text(f"还剩{n}天", f"{n} day{'' if n == 1 else 's'} left") if n else None


def filters(request: DeskRequest, codes: Codes) -> tuple[Filter, ...]:
    today = china_day(request.at)
    years = range(today.year + 1, today.year - 4, -1)
    return (
        Filter(
            "state",
            Text("状态", "State"),
            [(name, cast("Text", mark.label)) for name, mark in LICENCES.items()],
            lambda rows, chosen: searching.in_state(rows, cast("Derived", chosen), today),
        ),
        Filter(
            "year",
            Text("证号年度", "Year of the number"),
            [(str(year), Text(str(year), str(year))) for year in years],
            lambda rows, chosen: searching.of_year(rows, int(chosen)),
        ),
        Filter(
            "district",
            Text("报关口岸", "Customs district"),
            codes.districts(),
            lambda rows, chosen: rows.filter(customs_district=chosen),
        ),
        Filter(
            "ends",
            Text("到期", "Ends"),
            [(str(days), Text(f"{days}天内", f"within {days} days")) for days in ENDS_WITHIN],
            lambda rows, chosen: searching.ending(rows, today, within=int(chosen)),
        ),
    )
