"""Public registers and code tables: one definition of columns serves search, table and heading of each."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from evexport.accounts.actors import PUBLIC
from evexport.desks.kit.components import Choice, Pager, Tabs
from evexport.desks.kit.words import day, words
from evexport.kernel.text import Text
from evexport.registers.models import (
    AnnouncementModel,
    CustomsDistrict,
    HsCode,
    IssuingBody,
    TradeMode,
    TransportMode,
    Unit,
    WmiHolder,
)
from evexport.regulation.classify import REGIMES
from evexport.store import browsing_as

A_PAGE = 50
REGISTERS = Text("登记信息", "Registers")
LEVELS = {"district": Text("直属海关", "directly subordinate"), "office": Text("隶属海关", "office")}


@dataclass(frozen=True, slots=True)
class Column:
    """A heading and how a row's cell is written; `chinese` cells are Chinese on English pages too."""

    label: Text
    cell: Callable[[Any], Text | str]
    chinese: bool = False


@dataclass(frozen=True, slots=True)
class Register:
    """One register: what it is, its rows, where to look for words, its columns; the first is the row's heading."""

    name: str
    title: Text
    about: Text
    rows: Callable[[], QuerySet[Any]]
    searched: tuple[str, ...]
    columns: tuple[Column, ...]


def _divisions(codes: list[str]) -> Text:
    """Prefixes of division codes; `*` stands for all."""
    if "*" in codes:
        return Text("全国", "all")
    return Text("、".join(codes), ", ".join(codes))


def _day(value: date | None) -> str:
    return day(value) if value else "—"


CODE_TABLES: tuple[tuple[str, Text, Text, type[Any]], ...] = (
    (
        "trade-modes",
        Text("监管方式", "Trade modes"),
        Text("报关单上的监管方式代码。", "Codes of the trade mode on a declaration."),
        TradeMode,
    ),
    (
        "transport-modes",
        Text("运输方式", "Modes of transport"),
        Text("报关单和许可证上的运输方式代码。", "Codes of the mode of transport on a declaration and a licence."),
        TransportMode,
    ),
    ("units", Text("计量单位", "Units"), Text("报关单上的计量单位代码。", "Codes of units on a declaration."), Unit),
)


def _codes(name: str, title: Text, about: Text, model: type[Any]) -> Register:
    """A small code table as a register."""
    columns = (
        Column(Text("代码", "Code"), lambda row: row.code),
        Column(Text("名称", "Name"), lambda row: Text(row.name_zh, row.name_en or row.name_zh)),
    )
    searched = ("code__istartswith", "name_zh__icontains", "name_en__icontains")
    return Register(name, title, about, lambda: model.objects.order_by("code"), searched, columns)


REGISTERS_BY_NAME = {
    one.name: one
    for one in (
        Register(
            "models",
            Text("公告车型", "Announced models"),
            Text(
                "工业和信息化部《道路机动车辆生产企业及产品公告》中的车型。",
                "Models in the vehicle Announcement of the Ministry of Industry and Information Technology.",
            ),
            lambda: AnnouncementModel.objects.order_by("model_code", "manufacturer_name"),
            ("model_code__istartswith", "manufacturer_name__icontains", "vehicle_name__icontains", "trademark__icontains"),
            (
                Column(Text("车型代号", "Model code"), lambda row: row.model_code),
                Column(Text("车辆名称", "Vehicle name"), lambda row: row.vehicle_name, chinese=True),
                Column(Text("生产企业", "Maker"), lambda row: row.manufacturer_name, chinese=True),
                Column(Text("商标", "Trademark"), lambda row: row.trademark or "—", chinese=True),
                Column(Text("批次", "Batch"), lambda row: row.batch or "—", chinese=True),
                Column(Text("撤销日期", "Withdrawn"), lambda row: _day(row.withdrawn_on)),
            ),
        ),
        Register(
            "wmi",
            Text("制造厂识别代号", "World manufacturer identifiers"),
            Text(
                "VIN的前三位（小型制造厂另加第12至14位）由谁使用。",
                "Who uses the first three characters of a VIN (and positions 12 to 14 for small makers).",
            ),
            lambda: WmiHolder.objects.order_by("wmi", "holder_name"),
            ("wmi__istartswith", "holder_name__icontains", "holder_name_en__icontains"),
            (
                Column(Text("代号", "WMI"), lambda row: row.wmi),
                Column(Text("持有企业", "Holder"), lambda row: Text(row.holder_name, row.holder_name_en or row.holder_name)),
                Column(Text("起始日期", "Since"), lambda row: _day(row.valid_from)),
                Column(Text("撤销日期", "Withdrawn"), lambda row: _day(row.withdrawn_on)),
            ),
        ),
        Register(
            "customs",
            Text("海关关区", "Customs offices"),
            Text(
                "关区代码及其所属直属海关；许可证的报关口岸按直属海关核对。",
                "Codes of customs offices and the directly subordinate customs they belong to; a licence names the latter.",
            ),
            lambda: CustomsDistrict.objects.order_by("code"),
            ("code__istartswith", "name_zh__icontains", "district_code__istartswith"),
            (
                Column(Text("代码", "Code"), lambda row: row.code),
                Column(Text("名称", "Name"), lambda row: row.name_zh, chinese=True),
                Column(Text("级别", "Level"), lambda row: LEVELS.get(row.level, row.level)),
                Column(Text("所属直属海关", "Belongs to"), lambda row: row.district_code),
            ),
        ),
        Register(
            "hs-codes",
            Text("商品编号", "Customs codes of goods"),
            Text(
                "整车的海关商品编号，以及各自所属的出口许可管理制度。",
                "Customs codes of whole vehicles, and the export-licence regime that each falls in.",
            ),
            lambda: HsCode.objects.order_by("code"),
            ("code__istartswith", "name_zh__icontains", "name_en__icontains"),
            (
                Column(Text("编号", "Code"), lambda row: row.code),
                Column(Text("名称", "Name"), lambda row: Text(row.name_zh, row.name_en or row.name_zh)),
                Column(Text("所属制度", "Regime"), lambda row: REGIMES.get(row.regime, "—")),
                Column(Text("起始日期", "Since"), lambda row: _day(row.valid_from)),
            ),
        ),
        *(_codes(*one) for one in CODE_TABLES),
        Register(
            "issuing-bodies",
            Text("发证机构", "Issuing bodies"),
            Text("许可证号中的两位机构代码由谁使用。", "Who the two characters in a licence number stand for."),
            lambda: IssuingBody.objects.order_by("code"),
            ("code__istartswith", "name_zh__icontains", "name_en__icontains"),
            (
                Column(Text("代码", "Code"), lambda row: row.code),
                Column(Text("名称", "Name"), lambda row: Text(row.name_zh, row.name_en or row.name_zh)),
                Column(Text("服务区划", "Divisions served"), lambda row: _divisions(row.divisions)),
            ),
        ),
    )
}


@dataclass(frozen=True, slots=True)
class Row:
    """A row ready to be drawn: each cell with its column, its source, and whether it is fictitious."""

    cells: tuple[tuple[Column, Text | str], ...]
    source: str
    example: bool


class Search(forms.Form):
    q = forms.CharField(
        label=words("代码或名称", "Code or name"),
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off", "spellcheck": "false"}),
    )


def index(request: HttpRequest) -> HttpResponse:
    with browsing_as(PUBLIC):
        counted = [(one, one.rows().count()) for one in REGISTERS_BY_NAME.values()]
    return render(request, "public/registers.html", {"registers": counted})


def register(request: HttpRequest, name: str) -> HttpResponse:
    found = REGISTERS_BY_NAME.get(name)
    if found is None:
        raise Http404
    form = Search(request.GET)
    asked = form.cleaned_data["q"] if form.is_valid() else ""
    with browsing_as(PUBLIC):
        page = Paginator(_fitting(found, asked), A_PAGE).get_page(request.GET.get("page"))
        rows = [_row(found, row) for row in page]
        count = page.paginator.count
    context = {"register": found, "tabs": _tabs(name), "form": form, "asked": asked}
    return render(request, "public/register.html", context | {"rows": rows, "count": count, "pager": Pager(page)})


def _fitting(register: Register, asked: str) -> QuerySet[Any]:
    rows = register.rows()
    for word in asked.split():
        anywhere = Q()
        for field in register.searched:
            anywhere |= Q(**{field: word})
        rows = rows.filter(anywhere)
    return rows


def _row(register: Register, row: Any) -> Row:
    return Row(tuple((c, c.cell(row)) for c in register.columns), row.source, row.example)


def _tabs(current: str) -> Tabs:
    choices = (Choice(r.title, reverse("public:register", args=[n]), n == current) for n, r in REGISTERS_BY_NAME.items())
    return Tabs(REGISTERS, tuple(choices))
