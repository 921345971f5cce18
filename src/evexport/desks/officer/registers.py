"""Registers and code tables on the officers' desk: what stands in each, since which edition, and who took it in."""

from collections.abc import Callable
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from evexport.accounts.roles import Role
from evexport.desks.kit.components import EXAMPLE, Component, Crumb, Empty, Tag, Trail
from evexport.desks.kit.listing import Column, Filter, Listing
from evexport.desks.kit.posts import DeskRequest, post
from evexport.kernel.clock import china_day
from evexport.kernel.text import Text
from evexport.registers.imports import KINDS, Kind, kind_named
from evexport.registers.models import ImportBatch
from evexport.registers.queries import standing
from evexport.store import reading_as

READERS = (Role.MINISTRY_OFFICER, Role.ADMINISTRATOR, Role.OVERSIGHT_ANALYST)
LATEST = 10
SHOWN = 7
"""Columns of a register that a page has room for; the file has all."""
TITLE = Text("登记数据", "Registers")
HEADS: dict[str, Text] = {
    "code": Text("代码", "Code"),
    "name_zh": Text("中文名称", "Chinese name"),
    "name_en": Text("英文名称", "English name"),
    "model_code": Text("车型代号", "Model code"),
    "vehicle_name": Text("车辆名称", "Vehicle name"),
    "trademark": Text("商标", "Trademark"),
    "manufacturer_name": Text("生产企业", "Maker"),
    "manufacturer_uscc": Text("统一社会信用代码", "Credit code"),
    "batch": Text("批次", "Batch"),
    "vehicle_class": Text("类别", "Class"),
    "effective_from": Text("起始日期", "Effective from"),
    "certificate_no": Text("证书编号", "Certificate"),
    "status": Text("状态", "Status"),
    "status_since": Text("状态自", "Status since"),
    "valid_from": Text("起", "From"),
    "valid_until": Text("止", "Until"),
    "wmi": Text("识别代号", "WMI"),
    "holder_name": Text("持有企业", "Holder"),
    "holder_name_en": Text("持有企业（英文）", "Holder (English)"),
    "holder_uscc": Text("持有企业代码", "Holder's code"),
    "maker_uscc": Text("使用企业代码", "Used for"),
    "note": Text("备注", "Note"),
    "full_name_zh": Text("全称", "Full name"),
    "level": Text("级别", "Level"),
    "district_code": Text("直属海关", "District"),
    "vehicle_export_port": Text("整车出口口岸", "Vehicle export port"),
    "alpha3": Text("三位字母代码", "Three letters"),
    "authority_zh": Text("商务主管部门", "Commerce department"),
    "divisions": Text("行政区划", "Divisions"),
    "regime": Text("管理制度", "Regime"),
    "working": Text("暂用值", "Working value"),
    "year": Text("年度", "Year"),
    "hs_code": Text("商品编号", "Customs code"),
    "required": Text("须检验", "Inspection required"),
    "withdrawn_on": Text("撤下日期", "Withdrawn"),
    "source": Text("来源", "Source"),
    "confidence": Text("可信程度", "Confidence"),
    "example": Text("示例", "Example"),
}
LAST = ("withdrawn_on", "source")
HIDDEN = frozenset({*LAST, "confidence", "example"})


@post(*READERS)
def index(request: DeskRequest) -> HttpResponse:
    """Every register with its rows that stand today and its latest edition."""
    today = china_day(request.at)
    with reading_as(request.actor):
        newest = ImportBatch.objects.order_by("register", "-imported_at").distinct("register")
        editions = {one.register: one for one in newest.defer("difference")}
        rows = [(kind, standing(rows_of(kind), on=today).count(), editions.get(name)) for name, kind in KINDS.items()]
    context = {"rows": rows, "imports": request.actor.may("register.import")}
    return render(request, "officer/registers.html", context)


def rows_of(kind: Kind) -> "QuerySet[Any]":
    return kind.model._default_manager.filter(**kind.fixed).order_by(*kind.key)  # noqa: SLF001 - Django's documented way


@post(*READERS)
def register(request: DeskRequest, name: str) -> HttpResponse:
    """The rows of one register, and the editions that were taken in."""
    kind, today = kind_named(name), china_day(request.at)
    with reading_as(request.actor):
        batches = list(ImportBatch.objects.filter(register=kind.name).order_by("-imported_at").defer("difference")[:LATEST])
        listing = Listing(
            request,
            columns=columns(kind),
            rows=rows_of(kind),
            filters=(
                Filter(
                    "standing",
                    Text("现状", "Standing"),
                    [("now", Text("在册", "Standing")), ("gone", Text("已撤下", "Withdrawn"))],
                    lambda rows, chosen: standing(rows, on=today) if chosen == "now" else rows.filter(withdrawn_on__lte=today),
                    default="now",
                ),
            ),
            search=searching(kind),
            search_label=Text("代码或名称", "Code or name"),
            empty=Empty(
                Text("尚未导入", "Not imported yet"),
                Text("导入后即显示于此。", "Rows appear here once an edition is taken in."),
            ),
            file_name=kind.name,
        )
        context = {
            "kind": kind,
            "trail": Trail((Crumb(TITLE, reverse("officer:registers")), Crumb(kind.label))),
            "batches": batches,
            "imports": request.actor.may("register.import"),
        }
        return listing.answer("officer/register.html", context)


def columns(kind: Kind) -> list[Column]:
    """The file's own columns, as far as the page has room; where a row comes from stands last."""
    names = [one.name for one in kind.columns if one.name not in HIDDEN][:SHOWN]
    return [
        Column(
            name,
            HEADS[name],
            cell(name),
            "code" if name in {"code", "model_code", "wmi", "hs_code", "certificate_no"} else "text",
            sort=(name,) if place == 0 else (),
            note=example if place == 0 else None,
        )
        for place, name in enumerate([*names, *LAST])
    ]


def example(row: Any) -> Text | None:
    """Fictitious rows say so."""
    return Text(str(EXAMPLE.label.zh), str(EXAMPLE.label.en)) if row.example and isinstance(EXAMPLE.label, Text) else None


YES: Component = Tag(Text("是", "yes"), "plain")


def cell(name: str) -> Callable[[Any], Any]:
    def value(row: Any) -> Any:
        found = getattr(row, name)
        if isinstance(found, bool):
            return YES if found else ""
        if isinstance(found, list):
            return "、".join(found)
        if found is None or found == "":
            return ""
        return found.isoformat() if hasattr(found, "isoformat") else str(found)

    return value


def searching(kind: Kind) -> Callable[[Any, str], Any]:
    """By any of the words that a row is known by."""
    fields = {field.name: field for field in kind.model._meta.get_fields()}  # noqa: SLF001 - Django's documented way
    texts = [
        one.name
        for one in kind.columns
        if one.name not in HIDDEN and getattr(fields.get(one.name), "get_internal_type", str)() == "CharField"
    ]

    def find(rows: Any, asked: str) -> Any:
        either = Q()
        for name in texts:
            either |= Q(**{f"{name}__icontains": asked})
        return rows.filter(either)

    return find
