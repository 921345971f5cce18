"""The write-off list: what was written off which licence on which days, and what took it back; as a file one row a car."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from evexport.accounts.roles import Role
from evexport.customs import worklists
from evexport.customs.models import Declaration, Kind, WriteOff
from evexport.desks.customs.days import days_filter, span
from evexport.desks.kit.components import Empty
from evexport.desks.kit.listing import Column, Filter, Listing
from evexport.desks.kit.marks import KINDS
from evexport.desks.kit.posts import DeskRequest, post
from evexport.kernel.clock import CHINA, china_day
from evexport.kernel.text import Text
from evexport.licensing.models import LicenceLine
from evexport.store import reading_as

SHOWN = 2


@dataclass(frozen=True, slots=True)
class Row:
    """An entry with its declaration and model; in a file, one car of it."""

    of: WriteOff
    declaration: Declaration
    model_code: str
    vins: Sequence[str]

    @property
    def effect(self) -> int:
        """What it does to the licence's used quantity."""
        return ((self.of.kind > 0) - (self.of.kind < 0)) * len(self.vins)

    @property
    def more(self) -> Text | None:
        rest = len(self.vins) - SHOWN
        return Text(f"等{len(self.vins)}辆", f"and {rest} more") if rest > 0 else None


COLUMNS = (
    Column("at", Text("时间", "When"), lambda row: row.of.at, "date", note=lambda row: f"{row.of.at.astimezone(CHINA):%H:%M}"),
    Column("kind", Text("类别", "Entry"), lambda row: KINDS[row.of.word]),
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
    Column("model", Text("车型", "Model"), lambda row: row.model_code, "code"),
    Column(
        "vin",
        Text("车辆识别代号", "VIN"),
        lambda row: " ".join(row.vins[:SHOWN]),
        "code",
        note=lambda row: row.more,
        export=lambda row: row.vins[0],
    ),
    Column("effect", Text("核销数量", "Written off"), lambda row: row.effect, "num"),
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


def dressed(rows: Sequence[WriteOff]) -> list[Row]:
    declarations = Declaration.objects.only("declaration_no", "licence_no").in_bulk([row.declaration_id for row in rows])
    models = dict(LicenceLine.objects.filter(pk__in={row.line_id for row in rows}).values_list("pk", "model_code"))
    return [Row(row, declarations[row.declaration_id], models[row.line_id], row.vins) for row in rows]


def one_a_car(rows: Sequence[Row]) -> list[Row]:
    return [Row(row.of, row.declaration, row.model_code, [vin]) for row in rows for vin in row.vins]


NOTHING = Empty(
    Text("这些日期没有核销", "Nothing was written off on these days"),
    Text("放行即核销；请选择其他日期。", "A release writes off at once; choose other days."),
)
