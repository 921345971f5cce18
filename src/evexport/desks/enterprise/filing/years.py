"""A maker's years: what was filed for each, and the start of the next round's filing, from last year's or empty."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from evexport.accounts.roles import Role
from evexport.desks.enterprise.filing.whose import YEARS, acts, address, called, mark
from evexport.desks.kit.components import Crumb, Empty, Trail
from evexport.desks.kit.deeds import Deed, deed_page, perform
from evexport.desks.kit.listing import Column, Listing
from evexport.desks.kit.posts import DeskRequest, post
from evexport.desks.kit.words import later, words
from evexport.kernel.clock import china_day
from evexport.kernel.text import Text
from evexport.qualification import own, queries
from evexport.qualification.actions import drafting
from evexport.qualification.deadlines import in_words, left
from evexport.qualification.draft import SECTIONS
from evexport.qualification.models import Filing
from evexport.store import reading_as

COLUMNS = (
    Column("year", Text("申报年度", "Year"), called, link=address, export=lambda row: row.year),
    Column("state", Text("状态", "State"), mark),
    Column("since", Text("自", "Since"), lambda row: row.state_since, "date"),
    Column("submitted", Text("提交", "Handed in"), lambda row: row.submitted_at, "date"),
)


@post(Role.MAKER)
def filings(request: DeskRequest) -> HttpResponse:
    with reading_as(request.actor):
        rounds = open_rounds(request)
        listing = Listing(request, columns=COLUMNS, rows=queries.filings(), file_name="filings", empty=nothing(rounds))
        return listing.answer("enterprise/filings.html", {"rounds": rounds})


@dataclass(frozen=True, slots=True)
class Open:
    """A round that a maker may still file in and has not begun."""

    year: int
    opens: date
    until: date
    left: Text


def open_rounds(request: DeskRequest) -> list[Open]:
    """Inside the reader's transaction."""
    on = china_day(request.at)
    return [
        Open(one.year, one.opens, one.filing_until, left(on, one.filing_until))
        for one in own.rounds_to_file(_organisation(request), request.at)
    ]


def _organisation(request: DeskRequest) -> UUID:
    assert request.actor.organisation_id is not None, "a maker's clerk acts for an enterprise"
    return UUID(str(request.actor.organisation_id))


def nothing(rounds: list[Open]) -> Empty:
    said = Text("申报一次，次年全年有效；名单公布后方可申领许可证。", "One filing serves a whole year; licences follow the list.")
    if not rounds:
        return Empty(Text("还没有申报", "No filing yet"), said)
    start = Text(f"开始{rounds[0].year}年度申报", f"Start the filing for {rounds[0].year}")
    return Empty(Text("还没有申报", "No filing yet"), said, start, reverse("enterprise:start-filing"))


class Start(forms.Form):
    """Which round, and whether last year's filing is the start."""

    year = forms.TypedChoiceField(
        label=words("申报年度", "Year of the list"),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": words("请选择申报年度。", "Choose the year.")},
    )
    start_from = forms.ChoiceField(
        label=words("从何开始", "Start from"),
        choices=[
            ("last", words("与上年相同，再改动有变化的内容", "The same as last year, then change what is different")),
            ("empty", words("从空白开始", "Start with empty sections")),
        ],
        widget=forms.RadioSelect,
        initial="last",
        error_messages={"required": words("请选择从何开始。", "Choose what to start from.")},
    )

    def __init__(self, data: Any, *, rounds: list[Open], earlier: int | None) -> None:
        super().__init__(data, initial={"year": rounds[0].year if rounds else None, "start_from": "last"})
        year, start = self.fields["year"], self.fields["start_from"]
        assert isinstance(year, forms.ChoiceField)
        year.choices = [
            (
                one.year,
                later(Text(f"{one.year}年度（{in_words(one.until).zh}截止）", f"{one.year} (until {in_words(one.until).en})")),
            )
            for one in rounds
        ]
        start.help_text = words(
            "带入企业信息、产能、车型、计划和授权企业；上年出口量和授权合同须重新填写。",
            "Brings the enterprise, capacity, models, plan and exporters; last year's exports and the contracts are given anew.",
        )
        if earlier is None:
            self.fields.pop("start_from")


@post(Role.MAKER)
def start(request: DeskRequest) -> HttpResponse:
    with reading_as(request.actor):
        rounds, earlier = open_rounds(request), own.last_year_filed(_organisation(request))
    title = Text("开始年度申报", "Start a yearly filing")
    trail = Trail((Crumb(YEARS, reverse("enterprise:filings")), Crumb(title)))
    if not rounds:
        return render(request, "enterprise/no_round.html", {"title": title, "trail": trail, "nothing": NO_ROUND})
    form = Start(request.POST if request.method == "POST" else None, rounds=rounds, earlier=earlier)
    done = perform(
        request,
        form,
        lambda said: begin(request, said),
        told=lambda made: Text(
            f"{made.year}年度申报已开始；可随时保存，分次填写。", f"The filing for {made.year} is begun; it is kept as you go."
        ),
        to=address,
    )
    lead = Text(
        "草稿仅贵企业可见，提交前不发生效力。",
        "A draft is seen by your enterprise alone and has no effect before it is handed in.",
    )
    back = reverse("enterprise:filings")
    return done or deed_page(request, form, Deed(title, Text("开始填写", "Start"), back, lead=lead, trail=trail, icon="edit"))


def begin(request: DeskRequest, said: dict[str, Any]) -> Filing:
    """From last year's by itself; from nothing by taking out what would be carried over."""
    empty = {name: None for name in SECTIONS if name not in {"year", "manufacturer", "filed_on"}}
    sections = empty if said.get("start_from") == "empty" else {}
    return drafting.start_draft(_organisation(request), said["year"], sections=sections, **acts(request))


NO_ROUND = Empty(
    Text("目前没有可开始的申报", "No filing can be started now"),
    Text(
        "本轮申报已经开始或尚未开放；开放申报时会收到通知。",
        "Yours is begun already, or the round is not open yet: a notice tells when it opens.",
    ),
    Text("返回年度申报", "Back to the filings"),
    "../",
)
