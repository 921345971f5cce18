"""The oversight desk's first page: the few figures that matter today, and the year's exports."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.urls import reverse

from evexport.desks.kit.parts import Figure, Figures
from evexport.desks.kit.posts import DeskRequest, post
from evexport.desks.oversight import board
from evexport.desks.oversight.exports import monthly
from evexport.desks.oversight.gate import monthly as decisions_by_month
from evexport.desks.oversight.processing import percent, within
from evexport.kernel.text import Text
from evexport.oversight.statistics import durations, figures
from evexport.oversight.statistics.figures import Asked
from evexport.oversight.statistics.terms import LICENCE
from evexport.store import browsing_as


@post(*board.READERS)
def home(request: DeskRequest) -> HttpResponse:
    day = request.at.date()
    asked = Asked(day.year)
    with browsing_as(request.actor):
        decided = figures.decisions(Asked())
        recent = [one for one in decided if one["month"] >= date(day.year - 1, day.month, 1)]
        drawn = [monthly(Asked(), Text("各月净出口", "Net exports by month")), decisions_by_month(recent, asked)]
        found = Figures(
            (
                exported(asked, day),
                open_licences(),
                in_time(day.year),
                refused([one for one in decided if one["month"].year == day.year]),
                inspected(),
            ),
            Text("今日要览", "Today at a glance"),
        )
        return board.page(request, Text("概览", "Overview"), drawn, {"figures": found, "day": day})


def exported(asked: Asked, day: date) -> Figure:
    rows = figures.exports("month", asked)
    this = next((one.net for one in rows if (one.key.year, one.key.month) == (day.year, day.month)), 0)
    note = Text(f"其中{day.month}月{this:,}辆", f"{this:,} of them in {board.month(day.replace(day=1)).en}")
    return Figure(
        Text(f"{day.year}年净出口", f"Net exports of {day.year}"),
        sum(one.net for one in rows),
        note,
        reverse("oversight:exports"),
    )


def open_licences() -> Figure:
    years = figures.licences("year", Asked())
    expired = sum(one["expired"] for one in years)
    note = Text(f"另有{expired:,}辆过期未用", f"{expired:,} expired unused")
    return Figure(
        Text("许可证可使用余额", "Open on licences"), sum(one["open"] for one in years), note, reverse("oversight:licences")
    )


def in_time(year: int) -> Figure:
    found = durations.in_all(LICENCE, year=year)
    url, label = reverse("oversight:processing"), Text("许可证决定按期", "Licence decisions in time")
    if found is None:
        return Figure(label, None, Text(f"{year}年尚无决定", f"none decided in {year} yet"), url)
    soon = within(found.p90)
    note = Text(f"{found.proceedings}件，九成{soon.zh}办结", f"{found.proceedings} decided, nine in ten {soon.en}")
    share = Text(f"{percent(found)}%", f"{percent(found)}%")
    return Figure(label, share, note, url, "yes" if found.within == found.proceedings else "note")


def refused(decided: list[dict[str, Any]]) -> Figure:
    count = sum(one["n"] for one in decided if one["decision"] == "refused")
    whole = sum(one["n"] for one in decided)
    note = Text(f"本年{whole:,}份报关单中", f"of {whole:,} declarations this year")
    return Figure(Text("不予放行", "Refused at the gate"), count, note, reverse("oversight:gate"), "no" if count else "plain")


def inspected() -> Figure:
    rows = figures.inspections(Asked())
    waiting = sum(one["n_ordered"] + one["n_failed"] + one["n_reworking"] for one in rows)
    whole = sum(one["n_all"] for one in rows)
    return Figure(
        Text("待结查验", "Open inspections"),
        waiting,
        Text(f"共决定{whole}次", f"{whole} ordered in all"),
        reverse("oversight:gate"),
    )
