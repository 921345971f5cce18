"""A declaration entered by hand: tried first if wanted, then decided by the gate itself."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from evexport.accounts.roles import Role
from evexport.customs import queries
from evexport.customs.actions import enter_paper
from evexport.customs.gate import Decision, decide
from evexport.desks.customs import codes, entry, scanned
from evexport.desks.customs.entry import Entry, Paper
from evexport.desks.kit import verdict
from evexport.desks.kit.deeds import field_of, in_words
from evexport.desks.kit.posts import DeskRequest, post
from evexport.kernel.clock import china_day
from evexport.kernel.problems import NotFound, Problem
from evexport.kernel.text import Text
from evexport.licensing import queries as licences
from evexport.regulation.criteria.gate_rules import gate_rules
from evexport.regulation.law import Law
from evexport.store import reading_as

DECIDED = "DECLARATION_DECIDED"


@post(Role.CUSTOMS_OFFICER)
def declare(request: DeskRequest) -> HttpResponse:
    """One declaration: `preview` tries it and stores nothing, anything else has it decided."""
    form = Entry(request.POST) if request.method == "POST" else Entry(initial=_begun(request))
    page = _Page(Text("逐票录入报关单", "Enter a declaration"), "customs/declare.html")
    if not (form.is_bound and form.is_valid()):
        return page.draw(request, form)
    if "preview" in request.POST:
        with reading_as(request.actor):
            tried = queries.preview(form.declaration(), at=request.at)
        return page.draw(request, form, preview=verdict.of_preview(tried, len(form.cleaned_data["cars"])))
    return page.decided(request, form, lambda: decide(form.declaration(), client=request.actor, at=request.at))


@post(Role.CUSTOMS_OFFICER)
def paper(request: DeskRequest) -> HttpResponse:
    """A clearance given on paper during an outage, entered afterwards; the same gate decides it."""
    form = Paper(request.POST) if request.method == "POST" else Paper(initial=_begun(request))
    page = _Page(Text("纸面验放补录", "Enter a paper clearance"), "customs/paper.html")
    if not (form.is_bound and form.is_valid()):
        return page.draw(request, form)
    said = form.cleaned_data

    def enter() -> Decision:
        return enter_paper(
            form.declaration(), certificate_no=said["certificate_no"], cleared_at=said["cleared_at"], because=said["because"],
            client=request.actor, at=request.at,
        )  # fmt: skip

    return page.decided(request, form, enter)


class _Page:
    """The page of either form."""

    def __init__(self, title: Text, template: str) -> None:
        self.title, self.template = title, template

    def draw(self, request: DeskRequest, form: Entry, **more: Any) -> HttpResponse:
        with reading_as(request.actor):
            context = {"form": form, "title": self.title, "names": codes.lists(china_day(request.at)), **more}
            return render(request, self.template, context, status=422 if form.errors else 200)

    def decided(self, request: DeskRequest, form: Entry, deed: Callable[[], Decision]) -> HttpResponse:
        """Leads to the answer; a problem is told at its field."""
        try:
            answer = deed()
        except Problem as problem:
            number = form.cleaned_data["declaration_no"] if problem.code == DECIDED else ""
            form.add_error(_field(form, problem), in_words(problem))
            return self.draw(request, form, stands=number)
        address = reverse("customs:answer", args=[answer.id])
        return HttpResponseRedirect(f"{address}?repeat=1" if answer.replayed else address)


def _field(form: Entry, problem: Problem) -> str | None:
    return "cars" if (problem.field or "").startswith("vehicles") else field_of(form, problem)


def _begun(request: DeskRequest) -> dict[str, Any]:
    """What a new form says already: today, the code of the regime, and what the licence's face prescribes."""
    today = china_day(request.at)
    begun = {"nonce": entry.nonce(), "declared_on": today, "hs_code": gate_rules(Law.on(today)).hs_code, "goods_state": "new"}
    number = scanned.licence(request.GET.get("licence", ""))
    if not number:
        return begun
    try:
        with reading_as(request.actor):
            case = licences.by_number(number, request.at)
    except NotFound:
        return begun
    face = case.licence
    same = ("contract_no", "exporter_uscc", "customs_district", "trade_mode", "transport_mode", "destination")
    line = case.balances[0]
    return {
        **begun,
        **{name: getattr(face, name) for name in same},
        "licence_no": face.number,
        "hs_code": line.hs_code,
        "model_code": line.model_code if len(case.balances) == 1 else "",
    }
