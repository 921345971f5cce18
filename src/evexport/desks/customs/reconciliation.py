"""Reconciliation: the days with what customs' own system reported, and every difference with its cause in words."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import reverse

from evexport.accounts.roles import Role
from evexport.customs import actions
from evexport.customs.causes import Cause
from evexport.customs.models import DayReport
from evexport.customs.reconciliation import Difference, differences_of, newest_reports
from evexport.customs.report_files import TEMPLATE, read_report
from evexport.desks.kit.components import Crumb, Empty, Tag, Trail
from evexport.desks.kit.deeds import Deed, deed_page, perform
from evexport.desks.kit.files import sheet_file
from evexport.desks.kit.listing import Column, Filter, Listing
from evexport.desks.kit.posts import DeskRequest, post
from evexport.desks.kit.words import words
from evexport.kernel.clock import china_day
from evexport.kernel.text import Text
from evexport.store import reading_as

MOST_DAYS = 31
DEFAULT_DAYS = 7
COLUMNS = (
    Column("day", Text("日期", "Day"), lambda row: row.day, "date"),
    Column(
        "declaration",
        Text("报关单号", "Declaration"),
        lambda row: row.declaration_no,
        "code",
        link=lambda row: f"{reverse('customs:gate')}?q={row.declaration_no}",
    ),
    Column(
        "vin",
        Text("车辆识别代号", "VIN"),
        lambda row: row.vin,
        "code",
        link=lambda row: reverse("customs:vehicle", args=[row.vin]) if row.vin else "",
    ),
    Column("cause", Text("差异原因", "Cause"), lambda row: row.cause.label, note=lambda row: row.cause.remedy),
)


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the period: what was reported, by whom, and how many differences there are."""

    on: date
    reports: list[DayReport]
    differences: int

    @property
    def mark(self) -> Tag:
        if not self.reports:
            return Tag(Text("未报", "not reported"), "plain", "clock")
        if self.differences:
            return Tag(
                Text(f"{self.differences}项差异", f"{self.differences} difference{'s' * (self.differences > 1)}"),
                "no",
                "file-diff",
            )
        return Tag(Text("相符", "in agreement"), "yes", "circle-check")


class Period(forms.Form):
    """From one day through another, at most a month."""

    first = forms.DateField(label=words("自", "From"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    last = forms.DateField(label=words("至", "To"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if "first" in said and "last" in said and not 0 <= (said["last"] - said["first"]).days < MOST_DAYS:
            self.add_error("last", words(f"请选择1至{MOST_DAYS}天。", f"Choose 1 to {MOST_DAYS} days."))
        return said


@post(Role.CUSTOMS_OFFICER)
def reconciliation(request: DeskRequest) -> HttpResponse:
    today = china_day(request.at)
    first, last = today - timedelta(days=DEFAULT_DAYS - 1), today
    form = Period({"first": first, "last": last} | request.GET.dict())
    if form.is_valid():
        first, last = form.cleaned_data["first"], form.cleaned_data["last"]
    with reading_as(request.actor):
        reports = newest_reports(first, last)
        found = [one for report in reports for one in differences_of(report)]
    counted = Counter(one.day for one in found)
    listed = [last - timedelta(days=back) for back in range((last - first).days + 1)]
    days = [Day(on, [one for one in reports if one.day == on], counted[on]) for on in listed]
    causes = [(cause.value, cause.label) for cause in Cause]
    listing = Listing(
        request,
        columns=COLUMNS,
        rows=found,
        filters=(
            Filter("cause", Text("差异原因", "Cause"), causes, lambda rows, chosen: [one for one in rows if one.cause == chosen]),
        ),
        search=_holding,
        search_label=Text("报关单号或VIN", "Declaration or VIN"),
        empty=NOTHING,
        file_name=f"differences-{first}-{last}",
        keep=("first", "last"),
    )
    return listing.answer("customs/reconciliation.html", {"form": form, "days": days, "first": first, "last": last})


def _holding(rows: list[Difference], said: str) -> list[Difference]:
    said = said.upper()
    return [one for one in rows if said in one.declaration_no or said in (one.vin or "")]


class Report(forms.Form):
    """A day's report as a file."""

    day = forms.DateField(
        label=words("日期", "Day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": words("请选择日期。", "Choose the day."),
            "invalid": words("请按年月日填写。", "Give year, month and day."),
        },
    )
    file = forms.FileField(
        label=words("当日放行数据", "The day’s released declarations"),
        help_text=words(
            "CSV或XLSX，每车一行，首行为declaration_no和vin。同日重复上传的，以最后一次为准。",
            "CSV or XLSX, one row a car, headed declaration_no and vin. Of several for a day the last one counts.",
        ),
        error_messages={
            "required": words("请选择文件。", "Choose a file."),
            "empty": words("文件是空的。", "The file is empty."),
        },
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx"}),
    )


@post(Role.CUSTOMS_OFFICER)
def report(request: DeskRequest) -> HttpResponse:
    """Take in a day's report; the differences show at once."""
    yesterday = china_day(request.at) - timedelta(days=1)
    form = Report(request.POST, request.FILES) if request.method == "POST" else Report(initial={"day": yesterday})
    title = Text("上传海关放行数据", "Upload a day’s report")
    deed = Deed(
        title,
        Text("上传并对账", "Upload and reconcile"),
        reverse("customs:reconciliation"),
        trail=Trail((Crumb(Text("对账", "Reconciliation"), reverse("customs:reconciliation")), Crumb(title))),
        icon="upload",
    )

    def take(said: dict[str, Any]) -> DayReport:
        rows = read_report(said["file"].read(), name=said["file"].name)
        return actions.take_report(said["day"], rows, by=request.actor, at=request.at)

    done = perform(
        request,
        form,
        take,
        told=lambda kept: Text(f"已收到{len(kept.rows)}份报关单。", f"{len(kept.rows)} declarations were taken in."),
        to=lambda kept: f"{reverse('customs:reconciliation')}?first={kept.day}&last={kept.day}",
    )
    return done or deed_page(request, form, deed, template="customs/report.html")


@post(Role.CUSTOMS_OFFICER)
def template(request: DeskRequest, kind: str) -> HttpResponse:  # noqa: ARG001
    """The file to fill in."""
    return sheet_file(kind, TEMPLATE, "day-report")


NOTHING = Empty(
    Text("没有差异", "No differences"),
    Text(
        "已报的日期均与本系统核销相符；未报的日期不作比较。",
        "Every reported day agrees with what is written off here; days without a report are not compared.",
    ),
    Text("上传一日数据", "Upload a day’s report"),
    "report/",
)
