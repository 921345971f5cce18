"""Filings: drafting, handing in, review, consultation, notice, decision, each verb of the state table a route."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from evexport.accounts.actors import Actor
from evexport.api.keys import caller
from evexport.api.paging import Limit, Page, cut
from evexport.api.v1.colleagues import colleague
from evexport.api.v1.shapes import MaybeWords, Nothing, Offered, Strict, Words, offered, verb_route
from evexport.qualification import queries
from evexport.qualification.actions import case, consultation, decision, drafting, objections, review, submission
from evexport.qualification.actions.assign import assign
from evexport.qualification.models import Filing, FilingVersion
from evexport.qualification.states import FILING
from evexport.store import reading_as
from evexport.store.moment import now

router = Router(tags=["filings"])


class Draft(Strict):
    """A new filing for a year's list; `document` holds sections in the shape of a filing."""

    year: Annotated[int, Field(ge=2026, le=2100)]
    copy_from: UUID | None = None
    document: dict[str, Any] | None = None


class Save(Strict):
    """Whole sections to replace; `revision` is the one you read."""

    revision: int
    sections: dict[str, Any]


class Why(Strict):
    reasons: MaybeWords = ""


class Because(Strict):
    reasons: Words


class WithFindings(Because):
    findings: list[str] = []


class Question(Strict):
    field: str
    question: str


class Questions(Strict):
    questions: Annotated[list[Question], Field(min_length=1, max_length=50)]
    due_on: date | None = None


class Answer(Strict):
    field: str
    answer: str


class Answers(Strict):
    answers: Annotated[list[Answer], Field(min_length=1, max_length=50)]
    sections: dict[str, Any] | None = None


class Stance(Strict):
    stance: Literal["agree", "disagree", "no_comment"]
    text: MaybeWords = ""


class Protest(Strict):
    grounds: Words
    name: Annotated[str, Field(min_length=1, max_length=200)]
    contact: Annotated[str, Field(min_length=1, max_length=200)]


class Decided(Strict):
    uphold: bool
    reasons: Words


class ObjectionDecided(Decided):
    objection_id: UUID


class Given(Strict):
    """`to` is the sign-in name of an officer of the same department; null puts the filing back."""

    to: MaybeWords | None


class FilingRow(Schema):
    """A filing in a list."""

    id: UUID
    maker_id: UUID
    maker_uscc: str
    maker_name: str
    year: int
    state: str
    state_label: dict[str, str]
    since: datetime
    revision: int


class FilingFull(FilingRow):
    """A filing with its document, what may be done with it, and what happens next."""

    holder: Annotated[str | None, Field(description="who handles it, for those who give filings out")]
    document: dict[str, Any]
    next_step: dict[str, str]
    actions: list[Offered]
    versions: list[dict[str, Any]]


def row(filing: Filing) -> dict[str, Any]:
    return {
        "id": filing.id,
        "maker_id": filing.maker_id,
        "maker_uscc": filing.maker.uscc,
        "maker_name": filing.maker.name_zh,
        "year": filing.year,
        "state": filing.state,
        "state_label": FILING.states[filing.state].label.as_dict(),
        "since": filing.state_since,
        "revision": filing.revision,
    }


def full(filing: Filing, by: Actor, at: datetime) -> dict[str, Any]:
    return {
        **row(filing),
        "holder": (filing.holder_name or None) if by.may("filing.assign", filing) else None,
        "document": filing.document,
        "next_step": queries.next_step(filing, at).as_dict(),
        "actions": offered(FILING.offered(filing, to=by)),
        "versions": [
            {"number": v.number, "verb": v.verb, "digest": v.digest, "law": v.law, "outcome": v.outcome}
            for v in filing.versions.order_by("number")
        ],
    }


def shown(filing_id: UUID, by: Actor, at: datetime) -> dict[str, Any]:
    with reading_as(by):
        return full(case.opened(filing_id, lock=False), by, at)


@router.get("", response=Page[FilingRow])
def list_filings(
    request: HttpRequest, year: int | None = None, state: str | None = None, cursor: str | None = None, limit: Limit = 50
) -> Any:
    """The filings that the caller may see."""
    by = caller(request)
    by.must("filing.read")
    with reading_as(by):
        return cut(queries.filings(year=year, state=state), cursor=cursor, limit=limit, show=row)


@router.post("", response={201: FilingFull})
def start(request: HttpRequest, body: Draft) -> Any:
    """Begin a draft, from last year's filing and the service network on record, and fill in sections at once."""
    by, at = caller(request), now()
    by.must("filing.draft")
    assert by.organisation_id is not None, "a maker's key belongs to a maker"
    filing = drafting.start_draft(
        by.organisation_id, body.year, copy_from=body.copy_from, sections=body.document or {}, by=by, at=at
    )
    return Status(201, shown(filing.id, by, at))


@router.get("/{filing_id}", response=FilingFull)
def read(request: HttpRequest, filing_id: UUID) -> Any:
    """One filing; 404 where it is not the caller's to see."""
    by = caller(request)
    by.must("filing.read")
    return shown(filing_id, by, now())


@router.get("/{filing_id}/assessment")
def assessment(request: HttpRequest, filing_id: UUID) -> dict[str, Any]:
    """The findings of the version last handed in."""
    by = caller(request)
    by.must("filing.read")
    with reading_as(by):
        filing = case.opened(filing_id, lock=False)
        version = FilingVersion.objects.filter(filing=filing).order_by("-number").first()
        if version is None:
            raise case.not_found(FILING.label)
        return dict(version.assessment)


Deed = Callable[..., Any]
VERBS: Mapping[str, tuple[type[Schema], Deed, str]] = {
    "save": (Save, lambda i, b, **w: drafting.save_draft(i, b.sections, revision=b.revision, **w), "Replace sections of the draft"),
    "submit": (Nothing, lambda i, b, **w: submission.submit(i, **w), "Hand the filing in"),
    "answer": (Answers, lambda i, b, **w: submission.answer(i, [a.dict() for a in b.answers], sections=b.sections, **w), "Answer the questions"),
    "correct": (Nothing, lambda i, b, **w: submission.correct(i, **w), "Hand in the correction that was ordered"),
    "withdraw": (Why, lambda i, b, **w: submission.withdraw(i, reasons=b.reasons, **w), "Take the filing back"),
    "request-information": (Questions, lambda i, b, **w: review.request_information(i, [q.dict() for q in b.questions], due_on=b.due_on, **w), "Ask the maker for further information"),
    "return": (WithFindings, lambda i, b, **w: review.return_(i, reasons=b.reasons, findings=b.findings, **w), "Return the filing to its maker"),
    "forward": (Why, lambda i, b, **w: review.forward(i, reasons=b.reasons, **w), "Pass the first review and forward"),
    "consult": (Nothing, lambda i, b, **w: consultation.start_consultation(i, **w), "Ask the agencies"),
    "opine": (Stance, lambda i, b, **w: consultation.give_opinion(i, stance=b.stance, text=b.text, **w), "Give an agency's opinion"),
    "nominate": (Why, lambda i, b, **w: consultation.nominate(i, reasons=b.reasons, **w), "Put the filing to the public notice"),
    "object": (Protest, lambda i, b, **w: objections.lodge_objection(i, grounds=b.grounds, name=b.name, contact=b.contact, **w), "Object during the public notice"),
    "decide-objection": (ObjectionDecided, lambda i, b, **w: objections.decide_objection(b.objection_id, uphold=b.uphold, reasons=b.reasons, **w), "Decide an objection"),
    "reject": (WithFindings, lambda i, b, **w: decision.reject(i, reasons=b.reasons, findings=b.findings, **w), "Refuse to list"),
    "ask-reconsideration": (Because, lambda i, b, **w: decision.ask_reconsideration(i, reasons=b.reasons, **w), "Ask that another officer look again"),
    "assign": (Given, lambda i, b, **w: assign([i], to=colleague(b.to, w["by"]), **w), "Give it to an officer of the department, or put it back"),
    "reconsider": (Decided, lambda i, b, **w: decision.reconsider(i, uphold=b.uphold, reasons=b.reasons, **w), "Decide a reconsideration"),
}  # fmt: skip


NOT_STEPS = {
    "assign": "filing.assign",
    "save": "filing.draft",
    "decide-objection": "filing.decide_objection",
    "reconsider": "filing.reconsider",
}
"""Verbs that are no step of the table by their own name, with the permission that they need."""


def needed(verb: str) -> str:
    """The permission of a verb: whoever lacks it is told so before anything is looked up."""
    return NOT_STEPS.get(verb) or next(step.needs for step in FILING.steps if step.verb == verb.replace("-", "_"))


def register(verb: str, schema: type[Schema], deed: Deed, summary: str) -> None:
    permission = needed(verb)

    def act(request: HttpRequest, key: UUID, body: Any) -> Any:
        by, at = caller(request), now()
        by.must(permission)
        deed(key, body, by=by, at=at)
        return shown(key, by, at)

    verb_route(router, kind="filing", verb=verb, schema=schema, response=FilingFull, summary=summary, act=act)


for name, (schema, deed, summary) in VERBS.items():
    register(name, schema, deed, summary)
