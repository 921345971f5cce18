"""The gate's page: one field for whatever is scanned or typed, what it found, and what the day has brought so far."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from evexport.accounts.roles import Role
from evexport.customs import queries, worklists
from evexport.customs.worklists import Days
from evexport.desks.customs import found, scanned
from evexport.desks.kit import verdict
from evexport.desks.kit.components import Tone
from evexport.desks.kit.marks import DECIDED
from evexport.desks.kit.parts import Figure, Figures
from evexport.desks.kit.posts import DeskRequest, post
from evexport.kernel.clock import china_day
from evexport.kernel.text import Text
from evexport.store import reading_as

REFUSALS_SHOWN = 6
TONES: dict[str, Tone] = {"released": "yes", "refused": "no", "held": "note", "not_required": "plain"}


@post(Role.CUSTOMS_OFFICER)
def home(request: DeskRequest) -> HttpResponse:
    """Answers a scan where there is one; without, the field alone and the day."""
    asked = request.GET.get("q", "").strip()
    with reading_as(request.actor):
        scan = scanned.read(asked) if asked else None
        context: dict[str, Any] = {"scan": scan, "found": found.look(scan, request.at) if scan else None}
        return render(request, "customs/gate.html", context | today(request))


def today(request: DeskRequest) -> dict[str, Any]:
    """The day's decisions in figures, and the latest refused attempts."""
    day = china_day(request.at)
    counted = worklists.figures(day)
    base = reverse("customs:declarations")
    figures = [
        Figure(label, counted.get(name, 0), url=f"{base}?days=today&decision={name}", tone=TONES[name])
        for name, label in DECIDED.items()
    ]
    waiting = worklists.inspections().count()
    figures.append(Figure(Text("待查验", "Awaiting inspection"), waiting, url=reverse("customs:inspections"), tone="note"))
    rows = worklists.declarations(Days(day, day)).filter(decision="refused")[:REFUSALS_SHOWN]
    return {
        "figures": Figures(figures, Text("今日验放", "Decided today")),
        "refusals": [(row, verdict.whys(row.reasons[:3])) for row in rows],
    }


@post(Role.CUSTOMS_OFFICER)
def answer(request: DeskRequest, key: UUID) -> HttpResponse:
    """The answer that a declaration got, large; `?repeat=1` where it was given a second time."""
    with reading_as(request.actor):
        row = queries.by_id(key)
    said = verdict.of_declaration(row, repeat=request.GET.get("repeat") == "1")
    return render(request, "customs/answered.html", {"answer": said, "row": row})
