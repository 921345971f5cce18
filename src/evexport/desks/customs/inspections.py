"""The inspection queue: held declarations, what requires their inspection, and what each round found."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.urls import reverse

from evexport.accounts.roles import Role
from evexport.customs import actions, queries, worklists
from evexport.customs.models import Declaration, Inspection
from evexport.desks.customs import codes
from evexport.desks.customs.declaration import trail
from evexport.desks.kit.components import Empty
from evexport.desks.kit.deeds import Deed, deed_page, perform, reason_field
from evexport.desks.kit.listing import Column, Filter, Listing
from evexport.desks.kit.marks import LEVEL_TAGS, ROUNDS
from evexport.desks.kit.posts import DeskRequest, post
from evexport.desks.kit.words import words
from evexport.kernel.text import Text
from evexport.regulation.criteria.gate_rules import LEVELS
from evexport.store import reading_as

RESULTS = (("passed", words("合格：按现状再作决定", "Passed: decide again")), ("failed", words("不合格", "Failed")))


@dataclass(frozen=True, slots=True)
class Row:
    """An inspection with its maker, what requires it, and how long it has waited at `at`."""

    of: Inspection
    maker: Text | None
    at: datetime

    @property
    def declaration(self) -> Declaration:
        held: Declaration = self.of.declaration
        return held

    @property
    def why(self) -> Text:
        first = self.declaration.reasons[0]
        return Text(**first["message"])

    @property
    def waited(self) -> Text:
        hours = max(int((self.at - self.of.ordered_at).total_seconds() // 3600), 0)
        if hours < 48:
            return Text(f"已候{hours}小时", f"{hours} h ago")
        return Text(f"已候{hours // 24}天", f"{hours // 24} days ago")


COLUMNS = (
    Column(
        "number",
        Text("报关单号", "Declaration"),
        lambda row: row.declaration.declaration_no,
        "code",
        link=lambda row: reverse("customs:declaration", args=[row.declaration.pk]),
    ),
    Column("state", Text("查验", "Inspection"), lambda row: ROUNDS[row.of.state]),
    Column("ordered", Text("下达", "Ordered"), lambda row: row.of.ordered_at, "date", note=lambda row: row.waited),
    Column("level", Text("风险等级", "Risk level"), lambda row: LEVEL_TAGS[row.of.level]),
    Column("why", Text("查验依据", "What requires it"), lambda row: row.why),
    Column("maker", Text("生产企业", "Maker"), lambda row: row.maker),
    Column("cars", Text("车辆", "Vehicles"), lambda row: row.declaration.quantity, "num"),
)


@post(Role.CUSTOMS_OFFICER)
def inspections(request: DeskRequest) -> HttpResponse:
    def dressed(rows: Sequence[Inspection]) -> list[Row]:
        names = codes.firms(row.declaration.maker_id for row in rows)
        return [Row(row, names.get(row.declaration.maker_id) if row.declaration.maker_id else None, request.at) for row in rows]

    def of_state(_rows: Any, chosen: str) -> Any:
        return worklists.inspections() if chosen == "open" else worklists.inspections(open_only=False).filter(state=chosen)

    states = [("open", Text("未了结", "Not settled")), *((name, tag.label) for name, tag in ROUNDS.items())]
    levels = list(LEVELS.items())
    with reading_as(request.actor):
        listing = Listing(
            request,
            columns=COLUMNS,
            rows=worklists.inspections(open_only=False),
            filters=(
                Filter("state", Text("查验", "Inspection"), states, of_state, default="open"),  # type: ignore[arg-type]
                Filter("level", Text("风险等级", "Risk level"), levels, lambda rows, chosen: rows.filter(level=chosen)),
            ),
            search=lambda rows, said: rows.filter(declaration__declaration_no__startswith=said.upper()),
            search_label=Text("报关单号", "Declaration number"),
            empty=NOTHING,
            file_name="inspections",
            dress=dressed,
        )
        return listing.answer("customs/inspections.html")


class Record(forms.Form):
    result = forms.ChoiceField(
        label=words("查验结果", "Result"),
        choices=RESULTS,
        widget=forms.RadioSelect,
        error_messages={"required": words("请选择查验结果。", "Choose the result.")},
    )
    note = reason_field(
        words("查了哪些车、发现什么、依据什么证件。", "Which cars were looked at, what was found, on which papers."),
        label=words("查验情况", "What was found"),
    )


class Note(forms.Form):
    note = reason_field(words("写入查验记录。", "Kept with the inspection."), label=words("说明", "Note"))


def _row(request: DeskRequest, key: UUID) -> Declaration:
    with reading_as(request.actor):
        return queries.by_id(key)


@post(Role.CUSTOMS_OFFICER)
def record(request: DeskRequest, key: UUID) -> HttpResponse:
    """What a round found; passed, the gate decides again by what stands now."""
    row = _row(request, key)
    title = Text("记录查验结果", "Record an inspection")
    begun = request.GET.get("result", "")
    form = Record(request.POST) if request.method == "POST" else Record(initial={"result": begun})
    deed = Deed(
        title,
        Text("记录结果", "Record the result"),
        reverse("customs:declaration", args=[row.pk]),
        lead=Text(
            f"报关单{row.declaration_no}，{row.quantity}辆。", f"Declaration {row.declaration_no}, {row.quantity} vehicles."
        ),
        grave=Text(
            "查验记录不能修改。合格的，系统立即按现行状态再次决定放行或不予放行。",
            "A record is not changed afterwards. If passed, the gate decides at once by what stands now.",
        ),
        trail=trail(row, title),
        icon="clipboard-check",
    )
    done = perform(
        request,
        form,
        lambda said: actions.record_inspection(
            row.declaration_no, passed=said["result"] == "passed", note=said["note"], by=request.actor, at=request.at
        ),
        told=Text("查验结果已记录。", "The result is recorded."),
        to=deed.back,
    )
    return done or deed_page(request, form, deed)


@post(Role.CUSTOMS_OFFICER)
def rework(request: DeskRequest, key: UUID) -> HttpResponse:
    row = _row(request, key)
    title = Text("责令整改后复验", "Order rework and a new round")
    form = Note(request.POST or None)
    deed = Deed(
        title,
        Text("下达整改", "Order it"),
        reverse("customs:declaration", args=[row.pk]),
        trail=trail(row, title),
        icon="refresh",
    )
    done = perform(
        request,
        form,
        lambda said: actions.order_rework(row.declaration_no, note=said["note"], by=request.actor, at=request.at),
        told=Text("已责令整改，待复验。", "Rework is ordered; a new round waits."),
        to=deed.back,
    )
    return done or deed_page(request, form, deed)


@post(Role.CUSTOMS_OFFICER)
def give_up(request: DeskRequest, key: UUID) -> HttpResponse:
    row = _row(request, key)
    title = Text("整改不成，不予放行", "Refuse for good")
    form = Note(request.POST or None)
    deed = Deed(
        title,
        Text("不予放行", "Refuse"),
        reverse("customs:declaration", args=[row.pk]),
        grave=Text(
            "决定后不能恢复；保留的车辆、余额和清关次数随即释放。",
            "It cannot be taken back; the cars, balance and clearance that were reserved are free at once.",
        ),
        trail=trail(row, title),
        icon="ban",
    )
    done = perform(
        request,
        form,
        lambda said: actions.give_up(row.declaration_no, note=said["note"], by=request.actor, at=request.at),
        told=Text("已不予放行，保留已释放。", "Refused; what was reserved is free."),
        to=deed.back,
    )
    return done or deed_page(request, form, deed)


NOTHING = Empty(
    Text("没有待查验的报关单", "Nothing awaits inspection"),
    Text("验放决定为“暂扣待查”的报关单会列在这里。", "Declarations that the gate holds appear here."),
)
