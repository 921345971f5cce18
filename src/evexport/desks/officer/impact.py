"""The law browser's last question: what changes between two days, or by one proposed value, and which open cases it touches."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.paginator import Page, Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse

from evexport.accounts.roles import Role
from evexport.desks.kit.components import Choice, Component, Pager, Tabs, Tag
from evexport.desks.kit.days import TwoDays
from evexport.desks.kit.deeds import field_of, in_words
from evexport.desks.kit.parts import OUTCOMES
from evexport.desks.kit.posts import DeskRequest, post
from evexport.desks.kit.rule_changes import differences
from evexport.desks.kit.words import later, words
from evexport.kernel.clock import china_day
from evexport.kernel.problems import Problem
from evexport.kernel.text import Text
from evexport.licensing.states import APPLICATION
from evexport.oversight import impact
from evexport.oversight.impact import Touched
from evexport.qualification.states import FILING
from evexport.regulation.findings import Finding
from evexport.regulation.law import Law
from evexport.regulation.proposals import proposed
from evexport.store import reading_as

READERS = (Role.MINISTRY_OFFICER, Role.OVERSIGHT_ANALYST)
AT_ONCE = 50
"""Cases assessed for one page: each is assessed twice."""
FIRST_DAY = date(2026, 1, 1)
MARKS = {name: Tag(label, tone, icon) for name, label, tone, icon in OUTCOMES}
NOT_ASKED = Tag(Text("不要求", "Not asked"), "plain")
PAGES = {"filing": "officer:filing", "application": "officer:application"}
TABLES = {"filing": FILING, "application": APPLICATION}


class Asked(TwoDays):
    """Two days; or a proposed value that would hold from the later one."""

    path = forms.ChoiceField(label=words("拟议修改", "A proposed change"), required=False)
    value = forms.CharField(
        label=words("拟议值", "Its value"),
        max_length=200,
        required=False,
        help_text=words("按现行值的写法填写，例如0.3、30%、60。", "Written as the standing value is: 0.3, 30%, 60."),
    )

    def __init__(self, data: Any, *, day: date) -> None:
        super().__init__(data)
        law = Law.on(day)
        named = [(path, later(_named(law, path))) for path in law]
        field = self.fields["path"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", words("（不修改，只比较两日）", "(none: compare the two days)")), *named]

    def laws(self) -> tuple[Law, Law]:
        """Before and after. A problem names its field."""
        said = self.cleaned_data
        before = Law.on(said["first"])
        if said["path"]:
            return before, proposed(said["second"], said["path"], said["value"])
        return before, Law.on(said["second"])


def _named(law: Law, path: str) -> Text:
    what = law.parameter(path).description
    return Text(f"{what.zh}（{path}）", f"{what.en} ({path})")


@dataclass(frozen=True, slots=True)
class Turn:
    """A finding that comes out otherwise."""

    said: Finding
    before: Tag
    after: Tag
    worse: bool


@dataclass(frozen=True, slots=True)
class TouchedCases(Component):
    """Open cases of one kind, a page of them at a time: how many were tried, and those of which something else is said."""

    page: Page[Any]
    touched: Sequence[Touched]
    linked: bool
    template: ClassVar[str] = "officer/touched.html"

    @property
    def pager(self) -> Pager:
        return Pager(self.page)

    @property
    def rows(self) -> list[tuple[Touched, Text, str, list[Turn]]]:
        return [
            (one, TABLES[one.kind].states[one.state].label, self._address(one), [_turn(change) for change in one.changes])
            for one in self.touched
        ]

    def _address(self, one: Touched) -> str:
        return reverse(PAGES[one.kind], args=[one.key]) if self.linked else ""


def _turn(change: Any) -> Turn:
    before, after = (MARKS[one.outcome.value] if one else NOT_ASKED for one in (change.before, change.after))
    return Turn(change.said, before, after, change.worse)


@post(*READERS)
def law(request: DeskRequest) -> HttpResponse:
    today = china_day(request.at)
    given = request.GET if {"from", "to"} & request.GET.keys() else None
    form = Asked(given or _as_query({"from": FIRST_DAY, "to": today}), day=today)
    context: dict[str, Any] = {"form": form, "tabs": tabs(request), "asked": given is not None}
    if form.is_valid():
        try:
            before, after = form.laws()
            context |= {"found": differences(before, after), "law": (before.digest, after.digest)}
            if given is not None and context["found"]:
                context["cases"] = cases(request, before, after)
        except Problem as problem:
            form.add_error(field_of(form, problem) or "first", in_words(problem))
    return render(request, "officer/impact.html", context, status=422 if form.errors else 200)


def _as_query(values: dict[str, date]) -> QueryDict:
    query = QueryDict(mutable=True)
    query.update({name: day.isoformat() for name, day in values.items()})
    return query


def cases(request: DeskRequest, before: Law, after: Law) -> TouchedCases:
    request.actor.must("law.simulate")
    kind = kind_of(request)
    with reading_as(request.actor):
        rows = impact.open_applications() if kind == "application" else impact.open_filings()
        page: Page[Any] = Paginator(rows, AT_ONCE).get_page(request.GET.get("page"))
        tried = list(page.object_list)
        touched = (
            impact.of_applications(tried, before, after) if kind == "application" else impact.of_filings(tried, before, after)
        )
        return TouchedCases(page, touched, request.actor.role == Role.MINISTRY_OFFICER)


def kind_of(request: DeskRequest) -> str:
    return "application" if request.GET.get("kind") == "application" else "filing"


def tabs(request: DeskRequest) -> Tabs:
    """Filings and applications, with the same change asked."""
    kinds = (("filing", Text("资质申报", "Filings")), ("application", Text("许可证申请", "Licence applications")))
    chosen = kind_of(request)
    choices = []
    for name, label in kinds:
        query = request.GET.copy()
        query["kind"] = name
        query.pop("page", None)
        choices.append(Choice(label, f"?{query.urlencode()}", name == chosen))
    return Tabs(Text("在办案件", "Open cases"), tuple(choices))
