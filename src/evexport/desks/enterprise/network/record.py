"""The network on record, kept up to date all the year: what stands today, rows added by form or file, an outlet closed."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.urls import reverse

from evexport.accounts.roles import Role
from evexport.desks.enterprise.network.preview import shown
from evexport.desks.enterprise.network.rows import CellsForm
from evexport.desks.enterprise.network.uploads import BOUNDS, TableFile, guide
from evexport.desks.kit import words as spoken
from evexport.desks.kit.codes import Codes
from evexport.desks.kit.components import Choice, Crumb, Empty, Tabs, Trail
from evexport.desks.kit.deeds import Deed, deed_page, perform
from evexport.desks.kit.files import safe, sheet_file
from evexport.desks.kit.filing import told
from evexport.desks.kit.listing import Column, Filter, Listing
from evexport.desks.kit.mending import BadRowsPart, mended
from evexport.desks.kit.posts import DeskRequest, post
from evexport.desks.kit.words import words
from evexport.enterprises.sheets import sheet_by_id
from evexport.kernel import tables as kernel
from evexport.kernel.clock import china_day
from evexport.kernel.problems import NotFound
from evexport.kernel.rows import BadRows, RowProblem
from evexport.kernel.text import Text
from evexport.network import record as domain
from evexport.network.actions import close_outlet
from evexport.network.facts import latest_service, open_outlets, plan_rows
from evexport.network.models import Outlet
from evexport.network.record import RECORDS, Record
from evexport.regulation.markets import market_name
from evexport.store import reading_as

ON_RECORD = Text("服务网络登记", "Network on record")
SHOWN = {
    "outlets": ("market", "city", "operator", "ownership", "services", "opened_on", "contract_valid_until"),
    "markets": (
        "market", "valid_from", "common_fault_parts", "in_stock", "committed_hours", "measured_p95_hours", "round_the_clock",
    ),
    "plan": ("market", "year", "new_outlets", "parts_in_stock_rate", "response_hours", "rescue"),
}  # fmt: skip
WHY = Text(
    "全年随时登记；新的年度申报由此带入，补正时也可据此更新申报。",
    "Recorded as it changes, all the year: a new filing begins with it, and an answer to a question can be brought up to it.",
)


def record_named(name: str) -> Record:
    if name not in RECORDS:
        raise NotFound(Text("没有这张表。", "There is no such table."), remedy=Text("请返回登记页面。", "Go back to the record."))
    return RECORDS[name]


def address(record: Record, deed: str = "") -> str:
    return reverse(f"enterprise:record-{deed}" if deed else "enterprise:record", args=[record.name])


def trail(record: Record, *here: Text) -> Trail:
    above = Crumb(Text("服务网络", "Service network"), reverse("enterprise:network"))
    name = Text(f"{ON_RECORD.zh}：{record.label.zh}", f"{ON_RECORD.en}: {record.label.en.lower()}")
    return Trail((above, Crumb(name, address(record) if here else ""), *(Crumb(one) for one in here)))


@post(Role.MAKER)
def rows(request: DeskRequest, name: str) -> HttpResponse:
    """What stands on record today: open outlets, the latest figures of each market, the plan."""
    record = record_named(name)
    with reading_as(request.actor):
        found = standing(request, record)
        listing = Listing(
            request,
            columns=columns(record, Codes(on=china_day(request.at))),
            rows=found,
            filters=(by_market(found),),
            empty=Empty(Text("尚未登记", "Nothing on record yet"), WHY, Text("登记", "Record the first"), address(record, "add")),
            file_name=f"record-{name}",
        )
        choices = [Choice(one.label, address(one), one.name == name) for one in RECORDS.values()]
        context = {
            "record": record,
            "why": WHY,
            "trail": trail(record),
            "tabs": Tabs(ON_RECORD, tuple(choices)),
            "add": address(record, "add"),
            "upload": address(record, "upload"),
        }
        return listing.answer("enterprise/record.html", context)


def standing(request: DeskRequest, record: Record) -> list[Any]:
    maker, today = request.actor.organisation_id, china_day(request.at)
    assert maker is not None, "a maker's clerk acts for a maker"
    if record.name == "outlets":
        return list(open_outlets(maker, today))
    return latest_service(maker, today) if record.name == "markets" else plan_rows(maker)


def columns(record: Record, codes: Codes) -> list[Column]:
    def column(of: kernel.Column) -> Column:
        def cell(row: Any) -> Any:
            value = told(of.name, getattr(row, of.name), codes)
            if isinstance(value, bool):
                return kernel.YES if value else kernel.NO
            return str(value.normalize()) if of.kind == "exact" and value is not None else value

        return Column(of.name, of.label, cell, "date" if of.kind == "day" else "text")

    made = [column(one) for one in record.columns if one.name in SHOWN[record.name]]
    if record.name == "outlets":
        label = Text("关闭", "Close")
        made.append(
            Column(
                "deed",
                Text("办理", "To do"),
                lambda _row: label,
                link=lambda row: reverse("enterprise:record-close", args=[row.pk]),
            )
        )
    return made


def by_market(found: Sequence[Any]) -> Filter:
    choices = [(code, market_name(code)) for code in sorted({row.market for row in found})]
    return Filter("market", Text("市场", "Market"), choices, lambda rows, chosen: [row for row in rows if row.market == chosen])


@post(Role.MAKER)
def add(request: DeskRequest, name: str) -> HttpResponse:
    """A row more; “record and add another” comes back to an empty form."""
    record = record_named(name)
    form = CellsForm(record.columns, request.POST if request.method == "POST" else None)
    done = perform(
        request,
        form,
        lambda said: domain.put(record, said["row"], by=request.actor, at=request.at),
        told=Text("已登记。", "Recorded."),
        to=address(record, "add") if "more" in request.POST else address(record),
    )
    deed = Deed(
        Text(f"登记{record.one.zh}", f"Record: {record.one.en}"),
        Text("登记", "Record it"),
        address(record),
        lead=WHY,
        trail=trail(record, Text("登记", "Record")),
    )
    return done or deed_page(request, form, deed, template="enterprise/car_add.html")


class Close(forms.Form):
    closed_on = forms.DateField(
        label=words("关闭日期", "Closed on"),
        help_text=words("网点计至关闭的前一日。", "The outlet counts to the day before."),
        error_messages={
            "required": words("请填写关闭日期。", "Give the day."),
            "invalid": words("请写成2027-03-03。", "Write the day as 2027-03-03."),
        },
        widget=forms.DateInput(attrs={"type": "date"}),
    )


@post(Role.MAKER)
def close(request: DeskRequest, key: UUID) -> HttpResponse:
    """An outlet is no more; its row stays on record."""
    record = RECORDS["outlets"]
    with reading_as(request.actor):
        outlet = Outlet.objects.filter(pk=key, closed_on=None).first()
    if outlet is None:
        raise NotFound(Text("没有此营业网点。", "There is no such open outlet."), remedy=Text("请从列表中选择。", "Choose one."))
    form = Close(request.POST if request.method == "POST" else None)
    done = perform(
        request,
        form,
        lambda said: close_outlet(key, closed_on=said["closed_on"], by=request.actor, at=request.at),
        told=Text("网点已关闭。", "The outlet is closed."),
        to=address(record),
    )
    name = f"{outlet.operator}, {outlet.city}"
    deed = Deed(
        Text(f"关闭网点：{name}", f"Close the outlet {name}"),
        Text("关闭网点", "Close it"),
        address(record),
        grave=Text("关闭后不能恢复；如重新开业，请登记为新网点。", "It cannot be opened again: record it anew if it reopens."),
        trail=trail(record, Text("关闭", "Close")),
    )
    return done or deed_page(request, form, deed)


class Upload(forms.Form):
    file = TableFile()


@post(Role.MAKER)
def upload(request: DeskRequest, name: str) -> HttpResponse:
    record = record_named(name)
    form = Upload(request.POST, request.FILES) if request.method == "POST" else Upload()
    done = perform(
        request,
        form,
        lambda said: domain.hand_in(record, said["file"].read(), name=said["file"].name, by=request.actor, at=request.at),
        told=lambda kept: Text(f"已读取{len(kept.rows)}行。", f"{len(kept.rows)} rows were read."),
        to=lambda kept: reverse("enterprise:record-sheet", args=[kept.pk]),
    )
    deed = Deed(
        Text(f"按文件登记：{record.label.zh}", f"Record by file: {record.label.en.lower()}"),
        Text("上传并预览", "Upload and preview"),
        address(record),
        lead=Text(f"文件只增加新的行。{BOUNDS.zh}", f"A file adds rows. {BOUNDS.en}"),
        trail=trail(record, Text("上传", "Upload")),
        icon="upload",
    )
    return done or deed_page(request, form, deed, template="enterprise/record_upload.html", record=record)


@post(Role.MAKER)
def sheet(request: DeskRequest, key: UUID) -> HttpResponse:
    """The rows before they are recorded, and those to be mended."""
    refused: list[RowProblem] = []
    with reading_as(request.actor):
        kept = sheet_by_id(key)
        record, read = domain.record_of(kept), domain.understood(kept, china_day(request.at))

    def take(_said: dict[str, Any]) -> int:
        try:
            return domain.take(key, good_only="good" in request.POST, by=request.actor, at=request.at)
        except BadRows as found:
            refused.extend(found.rows)
            raise

    form = forms.Form(request.POST if request.method == "POST" else None)
    told_of = Text("已登记。", "Recorded.")
    done = perform(request, form, take, told=told_of, to=address(record))
    deed = Deed(
        Text(f"预览：{kept.name}", f"Preview: {kept.name}"),
        Text("登记", "Record them"),
        address(record),
        trail=trail(record, Text("预览", "Preview")),
    )
    context = {
        "kept": kept,
        "bad": BadRowsPart.of(refused or read.bad, record.columns, reverse("enterprise:record-mended", args=[key, "xlsx"])),
        "good": len(read.good),
        "rows": [cells(record, values) for _, values in read.good[:20]],
        "heads": [column.label for column in record.columns if column.name in SHOWN[record.name]],
        "more": max(0, len(read.good) - 20),
        "unused": "、".join(read.unused),
        "again": address(record, "upload"),
    }
    return done or deed_page(request, form, deed, template="enterprise/rows_to_record.html", **context)


def cells(record: Record, values: dict[str, Any]) -> list[Any]:
    """A row of the file in words."""
    named = [column for column in record.columns if column.name in SHOWN[record.name]]
    return [in_words(column, values.get(column.name)) for column in named]


def in_words(column: kernel.Column, value: Any) -> Any:
    if value is None:
        return None
    return date.fromisoformat(value) if column.kind == "day" else shown(column, value)


@post(Role.MAKER)
def to_mend(request: DeskRequest, key: UUID, kind: str) -> HttpResponse:
    with reading_as(request.actor):
        kept = sheet_by_id(key)
        read = domain.understood(kept, china_day(request.at))
    return sheet_file(kind, mended(kept.heads, kept.rows, read.bad), "record-to-mend")


@post(Role.MAKER)
def template(_request: DeskRequest, name: str, kind: str) -> HttpResponse:
    """The file to fill in, with one example."""
    record = record_named(name)
    heads = [spoken.say(column.label) for column in record.columns]
    example = [safe(column.example) for column in record.columns]
    return sheet_file(kind, [heads, example], f"record-{name}", notes=guide(record.columns))
