"""A page of figures: its charts with their tables, from where they were counted, as a page or as one chart's file."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from evexport.accounts.roles import Role
from evexport.desks.kit import charts, words
from evexport.desks.kit.naming import named
from evexport.desks.kit.parts import Chart
from evexport.desks.kit.posts import DeskRequest
from evexport.kernel.text import Text
from evexport.oversight.statistics import figures
from evexport.oversight.statistics.firms import named as firms
from evexport.store.browsing import as_of

READERS = (Role.OVERSIGHT_ANALYST, Role.AUDITOR)
MOST = 15
"""Rows of a ranking: what is smaller is found by narrowing, and whole in the file of the interface."""
VEHICLES, DECLARATIONS, DAYS = Text("辆", "vehicles"), Text("份", "declarations"), Text("工作日", "working days")


def page(
    request: DeskRequest,
    title: Text,
    drawn: Sequence[Chart],
    context: Mapping[str, Any],
    *,
    template: str = "oversight/board.html",
) -> HttpResponse:
    """Inside a scope: the page reads how far was counted. `template` puts more beneath the charts."""
    found = [replace(one, csv=charts.link(request, one.name)) for one in drawn]
    named_charts = {"title": title, "charts": found, "counted": figures.counted(), "as_of": as_of()}
    return charts.file(request, found) or render(request, template, {**named_charts, **context})


def month(value: date) -> Text:
    """A month in words."""
    return Text(f"{value.year}年{value.month}月", f"{words.MONTHS[value.month - 1][:3]} {value.year}")


def firm_names(keys: Iterable[Any]) -> dict[UUID, Text]:
    """The firms of a ranking by name, all at once."""
    return {key: named(one) for key, one in firms(keys).items()}


def entries(kind: str, year: int | None) -> str:
    """The ledger's entries of a kind, of a year where one is chosen."""
    days = {"since": f"{year}-01-01", "until": f"{year}-12-31"} if year else {}
    return f"{reverse('oversight:entries')}?{urlencode({'kind': kind, **days})}"


NO_FIRM = Text("无生产企业", "No maker named")
