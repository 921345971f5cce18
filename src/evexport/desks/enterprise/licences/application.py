"""An application for its applicant: where it stands, what the checks say, what was asked and answered, what may be done."""

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from evexport.desks.enterprise.licences.common import FIRMS, STATES, application_trail, parties_of, title_of
from evexport.desks.kit import application as form_words
from evexport.desks.kit.codes import Codes
from evexport.desks.kit.deeds import Deeds
from evexport.desks.kit.history import timeline
from evexport.desks.kit.parts import Findings
from evexport.desks.kit.posts import DeskRequest, post
from evexport.kernel.clock import china_day
from evexport.kernel.problems import BadInput
from evexport.kernel.text import Text
from evexport.licensing import cases, checks, form, waiting
from evexport.licensing.models import Application, ApplicationVersion, InformationRequest
from evexport.licensing.states import APPLICATION
from evexport.regulation.law import Law
from evexport.store import reading_as

UNSENT = ("draft", "returned")
GRAVE = frozenset({"withdraw"})
FILL_IN = Text("填写和修改", "fill in or change")
"""What a person calls the page on which a draft is saved."""
PAGES = {
    "save": "enterprise:edit-application",
    "correct": "enterprise:edit-application",
    "submit": "enterprise:submit-application",
    "answer": "enterprise:answer-question",
    "withdraw": "enterprise:withdraw-application",
    "ask_reconsideration": "enterprise:reconsider-application",
}
ORDER = ("submit", "answer", "save", "correct", "ask_reconsideration", "withdraw")


@post(*FIRMS)
def application(request: DeskRequest, key: UUID) -> HttpResponse:
    with reading_as(request.actor):
        one = cases.application(key)
        return render(request, "enterprise/application.html", context(request, one))


def context(request: DeskRequest, one: Application) -> dict[str, Any]:
    """All of the page. Inside the reader's transaction."""
    codes = Codes(china_day(request.at))
    vehicles, amounts = form_words.totals(one.document)
    licence = cases.issued(one) if one.state == "issued" else None
    mine = one.exporter_id == request.actor.organisation_id
    edit = reverse("enterprise:edit-application", args=[one.pk]) if one.state in UNSENT and mine else ""
    return {
        "one": one,
        "mine": mine,
        "trail": application_trail(one),
        "title": title_of(one),
        "state": STATES[one.state],
        "clock": waiting.how_long(one, request.at),
        "purpose": form_words.PURPOSES[one.purpose],
        "licence": licence,
        "checked": checked(request, one),
        "cards": form_words.cards(
            one.document, codes, parties_of(one), change=lambda section: f"{edit}#{section}" if edit else ""
        ),
        "vehicles": vehicles,
        "amounts": sorted(amounts.items()),
        "deeds": deeds(request, one),
        "questions": asked(one, codes) if one.submitted_at else [],
        "timeline": timeline(f"application:{one.pk}", letters=request.actor.may("letter.read")),
    }


@dataclass(frozen=True, slots=True)
class Checked:
    """What stands in the way: what is missing or wrong on the form first; then what the criteria say of it."""

    faults: list[tuple[Text, BadInput]]
    findings: Findings | None
    live: bool


def checked(request: DeskRequest, one: Application) -> Checked:
    """Of a draft as it stands today; of what was handed in, as it was checked then."""
    if one.state not in UNSENT:
        return Checked([], Findings(one.findings), live=False)
    faults = [(form_words.field_name(problem.field or ""), problem) for problem in form.faults(one.document)]
    if faults:
        return Checked(faults, None, live=True)
    findings = checks.as_it_stands(one, Law.on(china_day(request.at)))
    return Checked([], Findings([finding.as_dict() for finding in findings]), live=True)


def deeds(request: DeskRequest, one: Application) -> Deeds:
    """What the applicant may do now; the maker of the cars reads along."""
    if one.exporter_id != request.actor.organisation_id:
        return Deeds(())
    offers = sorted(
        (offer for offer in APPLICATION.offered(one, to=request.actor) if offer.step.verb in ORDER),
        key=lambda offer: ORDER.index(offer.step.verb),
    )
    made = Deeds.of(offers, lambda verb: reverse(PAGES[verb], args=[one.pk]), grave=GRAVE)
    edit = reverse(PAGES["save"], args=[one.pk])
    return Deeds([replace(deed, label=FILL_IN) if deed.url == edit and one.state in UNSENT else deed for deed in made.deeds])


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with the field it is about, what the field said then and what it says since the answer."""

    named: Text
    row: InformationRequest
    before: Any = None
    after: Any = None

    @property
    def changed(self) -> bool:
        return self.row.answered_at is not None and self.before != self.after


def asked(one: Application, codes: Codes) -> list[Asked]:
    """Each question with the answer as a difference between what was handed in before it and after."""
    versions = list(cases.versions(one))
    return [
        Asked(
            form_words.field_name(row.field),
            row,
            spoken(row.field, document_at(versions, row, before=True), codes, one),
            spoken(row.field, document_at(versions, row, before=False), codes, one),
        )
        for row in cases.questions(one)
    ]


def document_at(versions: list[ApplicationVersion], row: InformationRequest, *, before: bool) -> dict[str, Any]:
    """What was handed in last before the question, or with its answer."""
    until = row.asked_at if before else row.answered_at
    if until is None:
        return {}
    return next((one.document for one in versions if one.submitted_at <= until), {})


def spoken(field: str, document: dict[str, Any], codes: Codes, one: Application) -> Any:
    """What a document says in one field, in words; `lines.2.unit_price` is a field of its second line."""
    head, *rest = field.split(".")
    if head == "lines":
        lines = document.get("lines") or []
        if len(rest) == 2 and rest[0].isdecimal() and 0 < int(rest[0]) <= len(lines):
            return form_words.line_told(rest[1], lines[int(rest[0]) - 1], codes)
        return None
    return form_words.told(head, document.get(head), codes, parties_of(one))
