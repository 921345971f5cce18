"""A change of a customs code: which licences it strikes, whether it may be acted on, and carrying them all over as long work."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from evexport.accounts.roles import Role
from evexport.desks.kit.components import Component, Crumb, Empty, Tag, Trail
from evexport.desks.kit.days import day_field
from evexport.desks.kit.deeds import in_words
from evexport.desks.kit.listing import Column, Listing
from evexport.desks.kit.marks import LICENCES
from evexport.desks.kit.naming import party_of
from evexport.desks.kit.posts import DeskRequest, post
from evexport.desks.kit.words import say, words
from evexport.desks.officer.licences import READERS
from evexport.kernel.clock import china_day
from evexport.kernel.problems import Problem
from evexport.kernel.text import Text
from evexport.licensing import recoding
from evexport.licensing.actions import change_codes
from evexport.licensing.models import Licence
from evexport.licensing.queries import Case, cases
from evexport.licensing.recoding import CodeChange
from evexport.regulation.law import Law
from evexport.store import reading_as

TITLE = Text("商品编号调整", "Change of a customs code")
UNDER_WAY = Tag(Text("换证申请在办", "replacement under way"), "note", "hourglass")
TO_DO = Tag(Text("待换证", "to be carried over"), "plain")


class Change(forms.Form):
    """Which code becomes which, from which day."""

    old = forms.CharField(label=words("原商品编号", "Old code"), max_length=10)
    new = forms.CharField(label=words("新商品编号", "New code"), max_length=10)
    since = day_field("自", "From")

    def asked(self) -> CodeChange:
        said = self.cleaned_data
        return CodeChange(said["old"].strip(), said["new"].strip(), said["since"])


@post(*READERS)
def code_changes(request: DeskRequest) -> HttpResponse:
    """The change that is asked about, and the licences on which it falls."""
    given = request.GET if {"old", "new", "since"} <= request.GET.keys() else None
    form = Change(given, initial=usual(china_day(request.at)))
    context: dict[str, Any] = {"form": form, "request_id": str(uuid4()), "trail": trail()}
    change = understood(form)
    with reading_as(request.actor):
        rows = recoding.affected(change) if change else Licence.objects.none()
        context["confirmed"] = change.confirmed if change else None
        context["carries"] = bool(change and change.confirmed and request.actor.may("licence.change_code"))
        context["change"] = change
        return listing(request, rows, context).answer("officer/code_changes.html", context)


def usual(today: date) -> dict[str, Any]:
    """What is in force now, and the first day on which codes change."""
    return {"old": Law.on(today)["scope.hs_code"].value, "since": date(today.year + 1, 1, 1)}


def understood(form: Change) -> CodeChange | None:
    if not form.is_bound or not form.is_valid():
        return None
    try:
        return form.asked()
    except Problem as problem:
        form.add_error(problem.field if problem.field in form.fields else None, in_words(problem))
        return None


def listing(request: DeskRequest, rows: Any, context: dict[str, Any]) -> Listing:
    def dressed(found: Sequence[Licence]) -> list[tuple[Case, bool]]:
        busy = recoding.under_way(found)
        return [(case, case.licence.pk in busy) for case in cases(found, request.at)]

    nothing = (
        Text("没有受影响的许可证", "No licence is struck by it"),
        Text("有剩余数量且跨过该日的许可证会列在这里。", "Licences that run past that day with something left are listed here."),
    )
    first = (
        Text("先说明哪个编号改成哪个", "Say first which code becomes which"),
        Text("填写原编号、新编号和起始日期后点“查看”。", "Give the old code, the new one and the first day, then look."),
    )
    return Listing(
        request,
        columns=COLUMNS,
        rows=rows,
        empty=Empty(*(nothing if context["change"] else first)),
        file_name="affected-licences",
        dress=dressed,
        keep=("old", "new", "since"),
    )


def mark(row: tuple[Case, bool]) -> Component:
    return UNDER_WAY if row[1] else TO_DO


COLUMNS = (
    Column(
        "number",
        Text("许可证号", "Licence"),
        lambda row: row[0].licence.number,
        "code",
        link=lambda row: reverse("officer:licence", args=[row[0].licence.number]),
    ),
    Column("state", Text("状态", "State"), lambda row: LICENCES[row[0].state]),
    Column("exporter", Text("出口商", "Exporter"), lambda row: party_of(row[0].licence, "exporter")),
    Column("left", Text("剩余", "Left"), lambda row: row[0].left, "num"),
    Column("until", Text("最后一日", "Last day"), lambda row: row[0].licence.valid_until, "date"),
    Column("change", Text("换证", "Replacement"), mark),
)


def trail() -> Trail:
    return Trail((Crumb(Text("许可证", "Licences"), reverse("officer:licences")), Crumb(TITLE)))


@post(Role.APPROVER)
@require_POST
def carry_over(request: DeskRequest) -> HttpResponse:
    """Open the replacement of every licence listed that is the body's own; its progress has a page."""
    form = Change(request.POST)
    back = reverse("officer:code-changes")
    if not form.is_valid():
        messages.error(request, say(Text("请先选定编号和日期。", "Choose codes and day first.")))
        return HttpResponseRedirect(back)
    try:
        work = change_codes(form.asked(), request=request.POST.get("request") or str(uuid4()), by=request.actor, at=request.at)
    except Problem as problem:
        messages.error(request, in_words(problem))
        said = form.cleaned_data
        return HttpResponseRedirect(f"{back}?old={said['old']}&new={said['new']}&since={said['since']:%Y-%m-%d}")
    return HttpResponseRedirect(reverse("officer:work", args=[work.pk]))
