"""The calendar of each round: its dates and spans, set by the ministry until the list is published."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import reverse

from evexport.accounts.roles import Role
from evexport.desks.kit.components import Crumb, Tag, Trail
from evexport.desks.kit.days import day_field
from evexport.desks.kit.deeds import Deed, stepwise
from evexport.desks.kit.listing import Column, Listing
from evexport.desks.kit.parts import Answer, Summary
from evexport.desks.kit.posts import DeskRequest, post
from evexport.desks.kit.words import later, words
from evexport.kernel.clock import china_day
from evexport.kernel.text import Text
from evexport.qualification.actions.publication import DATES, SPANS, set_round
from evexport.qualification.calendar import calendar_of
from evexport.qualification.models import Listing as Published
from evexport.qualification.models import RoundCalendar
from evexport.qualification.publication import next_year
from evexport.store import reading_as

TITLE = Text("申报日程", "Rounds")
LABELS = {
    "opens": Text("申报开始", "Filing opens"),
    "filing_until": Text("申报截止", "Filing ends"),
    "forward_until": Text("上报截止", "To be forwarded by"),
    "list_by": Text("名单公布期限", "List due by"),
    "early_issue_from": Text("下年度许可证可签发日", "Next year's licences from"),
    "consultation_days": Text("会商（工作日）", "Consultation, working days"),
    "notice_days": Text("公示（工作日）", "Public notice, working days"),
    "answer_days": Text("补正答复（工作日）", "Answers, working days"),
    "reconsideration_days": Text("申请复议（日）", "Reconsideration, days"),
}
SET, LAWS = Tag(Text("已设定", "set"), "yes"), Tag(Text("按规定", "by the law"), "plain")
CLOSED = Tag(Text("名单已公布", "list published"), "plain")


@post(Role.MINISTRY_OFFICER)
def rounds(request: DeskRequest) -> HttpResponse:
    """Every round that was set, and the one that is published next."""
    with reading_as(request.actor):
        kept = {one.year: one for one in RoundCalendar.objects.all()}
        published = set(Published.objects.values_list("year", flat=True))
        coming = next_year(china_day(request.at))
        years = sorted({*kept, *published, coming, coming + 1}, reverse=True)
        rows = [(kept.get(year) or calendar_of(year, request.at), year in kept, year in published) for year in years]
        listing = Listing(request, columns=columns(), rows=rows, file_name="rounds")
        return listing.answer("officer/plain_list.html", {"title": TITLE})


def columns() -> tuple[Column, ...]:
    return (
        Column(
            "year",
            Text("名单年度", "List of"),
            lambda row: str(row[0].year),
            link=lambda row: "" if row[2] else reverse("officer:round", args=[row[0].year]),
        ),
        Column("state", Text("状态", "State"), lambda row: CLOSED if row[2] else SET if row[1] else LAWS),
        *(Column(name, LABELS[name], of(name), "date") for name in DATES[:4]),
        *(Column(name, LABELS[name], of(name), "num") for name in SPANS[:2]),
    )


def of(name: str) -> Callable[[Any], Any]:
    return lambda row: getattr(row[0], name)


class Dates(forms.Form):
    """All the dates and spans of a round."""

    def __init__(self, data: Any, *, calendar: RoundCalendar) -> None:
        super().__init__(data, initial={name: getattr(calendar, name) for name in (*DATES, *SPANS)})
        for name in DATES:
            self.fields[name] = day_field(LABELS[name].zh, LABELS[name].en)
        for name in SPANS:
            self.fields[name] = forms.IntegerField(
                label=later(LABELS[name]),
                min_value=1,
                max_value=200,
                error_messages={
                    "required": words("请填写天数。", "Give a number of days."),
                    "invalid": words("请填写整数。", "Give a whole number."),
                    "min_value": words("期限为1至200日。", "Between 1 and 200 days."),
                    "max_value": words("期限为1至200日。", "Between 1 and 200 days."),
                },
            )


@post(Role.MINISTRY_OFFICER)
def round_(request: DeskRequest, year: int) -> HttpResponse:
    """Set the dates of a round: what changes is shown first."""
    with reading_as(request.actor):
        calendar = calendar_of(year, request.at)
    form = Dates(request.POST if request.method == "POST" else None, calendar=calendar)
    title = Text(f"{year}年度申报日程", f"Round for the list of {year}")
    page = Deed(
        title,
        Text("设定日程", "Set the dates"),
        reverse("officer:rounds"),
        lead=Text("在办申报的期限将按新日程重新计算。", "What is under way gets its days by the new dates."),
        trail=Trail((Crumb(TITLE, reverse("officer:rounds")), Crumb(Text(f"{year}年度", str(year))))),
        icon="calendar",
    )

    def changed(said: dict[str, Any]) -> dict[str, Any]:
        return {name: said[name] for name in (*DATES, *SPANS) if said[name] != getattr(calendar, name)}

    def shows(said: dict[str, Any]) -> Summary:
        rows = [Answer(LABELS[name], told(getattr(calendar, name), value)) for name, value in changed(said).items()]
        return Summary(Text("变更", "What changes"), rows or [Answer(Text("变更", "Changes"), Text("无", "none"))])

    return stepwise(
        request,
        form,
        page,
        shows=shows,
        does=lambda said: set_round(year, changed(said), by=request.actor, at=request.at),
        told=Text("日程已设定。", "The dates are set."),
        to=page.back,
    )


def told(before: Any, after: Any) -> Text:
    """One date or span, from what to what."""
    old, new = (value.isoformat() if hasattr(value, "isoformat") else str(value) for value in (before, after))
    return Text(f"{old} → {new}", f"{old} → {new}")
