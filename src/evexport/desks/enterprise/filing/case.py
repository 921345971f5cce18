"""The filing's own page: where it stands and what comes next, its tasks while it is the maker's, its story afterwards."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from evexport.accounts.roles import Role
from evexport.desks.enterprise.filing.deeds import GRAVE, PAGES, RANK
from evexport.desks.enterprise.filing.judged import Judged
from evexport.desks.enterprise.filing.tasks import task_list
from evexport.desks.enterprise.filing.whose import address, called, editable, mark, mine, trail
from evexport.desks.kit import filing as filing_words
from evexport.desks.kit.changes import Differences, place, told
from evexport.desks.kit.codes import Codes
from evexport.desks.kit.deeds import Deeds
from evexport.desks.kit.history import timeline
from evexport.desks.kit.parts import Findings
from evexport.desks.kit.posts import DeskRequest, post
from evexport.kernel.clock import china_day
from evexport.kernel.text import Text
from evexport.qualification import own, queries
from evexport.qualification.models import Filing
from evexport.qualification.states import FILING
from evexport.store import reading_as

MADE = frozenset({"paper.made"})
"""That a paper was typeset and sealed is no news of the case."""
CHANGED = Text("随答复变更的内容", "Changed along with the answer")
WHOLE = Text("申报全文", "The whole filing")


@post(Role.MAKER)
def filing(request: DeskRequest, key: UUID) -> HttpResponse:
    with reading_as(request.actor):
        one = mine(key)
        work, codes = editable(one), Codes(china_day(request.at))
        context: dict[str, Any] = {
            "one": one,
            "title": called(one),
            "trail": trail(one),
            "state": mark(one),
            "next_step": queries.next_step(one, request.at),
            "clock": queries.duration(one.pk, request.at),
            "deeds": deeds(request, one),
            "requests": [Asked.of(row, codes) for row in own.questions(one.pk)],
            "objections": own.objections(one.pk) if one.state != "draft" else [],
            "entry": own.entry_of(one.maker_id, one.year),
            "papers": own.papers(one.pk),
            "handed_in": one.submitted_at is not None,
            "receipt": address(one, "filing-receipt") if one.submitted_at else "",
            "timeline": timeline(f"filing:{one.pk}", letters=True, without=MADE) if one.submitted_at else None,
        }
        if work:
            judged = Judged.of(one.document, china_day(request.at))
            context |= {"judged": judged, "tasks": task_list(one, judged, papers=len(context["papers"]))}
            context["said"] = own.last_reasons(one.pk) if one.state != "draft" else ""
        elif one.submitted_at and (version := own.latest_version(one.pk)):
            context |= {"version": version, "findings": Findings(version.assessment["findings"])}
    return render(request, "enterprise/filing.html", context)


@post(Role.MAKER)
def read(request: DeskRequest, key: UUID) -> HttpResponse:
    """The filing as it was last handed in, whole; as it stands while it never was."""
    with reading_as(request.actor):
        one = mine(key)
        version = own.latest_version(key)
        parts = filing_words.parts(version.document if version else one.document, Codes(china_day(request.at)))
    context = {"one": one, "title": WHOLE, "trail": trail(one, WHOLE), "version": version, "parts": parts, "back": address(one)}
    return render(request, "enterprise/filing_whole.html", context)


def deeds(request: DeskRequest, one: Filing) -> Deeds:
    """From the table, what takes the case on first; a draft is handed in from its own list of tasks."""
    offers = sorted(FILING.offered(one, to=request.actor), key=lambda offer: RANK.get(offer.step.verb, 9))
    return Deeds.of(offers, lambda verb: page_of(one, verb), grave=GRAVE)


def page_of(one: Filing, verb: str) -> str | None:
    if verb in {"submit", "correct"}:
        return address(one, "filing-check")
    if verb == "answer":
        return address(one, "filing-answer")
    return reverse("enterprise:filing-deed", args=[one.pk, verb.replace("_", "-")]) if verb in PAGES else None


@dataclass(frozen=True, slots=True)
class Asked:
    """A request with its questions, the name of each field, and the answer where there is one."""

    row: Any
    pairs: list[tuple[Text, Mapping[str, str], str]]
    changes: Differences

    @classmethod
    def of(cls, row: Any, codes: Codes) -> "Asked":
        given = {one["field"]: one["answer"] for one in row.answers}
        pairs = [(place(one["field"], codes), one, given.get(one["field"], "")) for one in row.questions]
        return cls(row, pairs, Differences(CHANGED, told(row.changes, codes)))
