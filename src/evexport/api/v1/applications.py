"""Licence applications: from the draft to the licence or the refusal, each verb of the state table a route."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Body, Router, Schema, Status
from pydantic import Field

from evexport.accounts.actors import Actor
from evexport.api.keys import caller
from evexport.api.paging import Limit, Page, cut
from evexport.api.v1 import work
from evexport.api.v1.colleagues import colleague
from evexport.api.v1.shapes import MaybeWords, Nothing, Offered, Strict, Words, offered, verb_route
from evexport.licensing.actions import apply, issue, review
from evexport.licensing.actions.assign import assign
from evexport.licensing.actions.taking import unknown_application
from evexport.licensing.models import Application, Licence
from evexport.licensing.states import APPLICATION
from evexport.papers.issuing import MOST, issue_all
from evexport.store import reading_as
from evexport.store.moment import now
from evexport.work.actions import REQUEST_LENGTH

router = Router(tags=["licence-applications"])


class Document(Strict):
    """An application in the shape of a licence's face; a draft may still lack fields, but holds none unknown."""

    document: dict[str, Any]


class Answer(Strict):
    answer: Words
    document: dict[str, Any] | None = None


class Question(Strict):
    field: str
    question: Words


class Note(Strict):
    note: MaybeWords = ""


class Why(Strict):
    reason: MaybeWords = ""


class Because(Strict):
    reason: Words


class Cited(Because):
    citation: str


class IssueAll(Strict):
    """`request` is the caller's own name for it, used once; without `applications` all that are reviewed are meant."""

    request: Annotated[str, Field(min_length=1, max_length=REQUEST_LENGTH)]
    applications: Annotated[list[UUID], Field(min_length=1, max_length=MOST)] | None = None


class Given(Strict):
    """`to` is the sign-in name of an officer of the same issuing body; null puts the application back."""

    to: MaybeWords | None


class ApplicationRow(Schema):
    """An application in a list."""

    id: UUID
    purpose: str
    state: str
    state_label: dict[str, str]
    issuing_body: str
    submitted_at: datetime | None
    due_on: Any
    contract_no: str


class ApplicationFull(ApplicationRow):
    """An application with its document, its findings, and what may be done with it; the licence once issued."""

    holder: Annotated[str | None, Field(description="who handles it, for those who give applications out")]
    document: dict[str, Any]
    law: str
    findings: list[Any]
    decision: dict[str, Any] | None
    actions: list[Offered]
    licence_no: str | None


def row(one: Application) -> dict[str, Any]:
    return {
        "id": one.id,
        "purpose": one.purpose,
        "state": one.state,
        "state_label": APPLICATION.states[one.state].label.as_dict(),
        "issuing_body": one.issuing_body,
        "submitted_at": one.submitted_at,
        "due_on": one.due_on,
        "contract_no": str(one.document.get("contract_no", "")),
    }


def full(one: Application, by: Actor) -> dict[str, Any]:
    decision = None
    if one.decided_at:
        decision = {
            "at": one.decided_at,
            "by": one.decided_by_name,
            "reason": one.decision_reason,
            "citation": one.decision_citation,
        }
    return {
        **row(one),
        "holder": (one.holder_name or None) if by.may("application.assign", one) else None,
        "document": one.document,
        "law": one.law,
        "findings": one.findings,
        "decision": decision,
        "actions": offered(APPLICATION.offered(one, to=by)),
        "licence_no": Licence.objects.filter(application=one).values_list("number", flat=True).first(),
    }


def seen(application_id: UUID) -> Application:
    """The application where the reader may see it, read without a lock: readers may not change it."""
    found = Application.objects.filter(pk=application_id).first()
    if found is None:
        raise unknown_application()
    return found


def shown(application_id: UUID, by: Actor) -> dict[str, Any]:
    with reading_as(by):
        return full(seen(application_id), by)


@router.get("", response=Page[ApplicationRow])
def list_applications(request: HttpRequest, state: str | None = None, cursor: str | None = None, limit: Limit = 50) -> Any:
    """The applications that the caller may see."""
    by = caller(request)
    by.must("application.read")
    with reading_as(by):
        rows = Application.objects.filter(state=state) if state else Application.objects.all()
        return cut(rows, cursor=cursor, limit=limit, show=row)


@router.post("", response={201: ApplicationFull})
def draft(request: HttpRequest, body: Annotated[dict[str, Any], Body()]) -> Any:
    """Begin an application: the body is the application itself, in the shape of a licence's face."""
    by, at = caller(request), now()
    return Status(201, shown(apply.draft(body, by=by, at=at).id, by))


@router.post("/issue-all", response={202: work.WorkRow})
def issue_many(request: HttpRequest, response: HttpResponse, body: IssueAll) -> Any:
    """Issue many applications in the background (approver): those named, else all that have passed the first review.

    The same `request` gives the same work again. The header Location names the address that tells how far it is.
    """
    asked = issue_all(body.applications, request=body.request, by=caller(request), at=now())
    response["Location"] = work.address(asked)
    return Status(202, work.row(asked))


@router.get("/{key}", response=ApplicationFull)
def read(request: HttpRequest, key: UUID) -> Any:
    """One application; 404 where it is not the caller's to see."""
    by = caller(request)
    by.must("application.read")
    return shown(key, by)


Deed = Callable[..., Any]
VERBS: Mapping[str, tuple[type[Schema], Deed, str]] = {
    "save": (Document, lambda i, b, **w: apply.save(i, b.document, **w), "Replace the document of a draft"),
    "submit": (Nothing, lambda i, b, **w: apply.submit(i, **w), "Hand the application in"),
    "correct": (Document, lambda i, b, **w: apply.correct(i, b.document, **w), "Correct it before the first review passes"),
    "answer": (Answer, lambda i, b, **w: apply.answer(i, b.answer, document=b.document, **w), "Answer the reviewer's question"),
    "withdraw": (Why, lambda i, b, **w: apply.withdraw(i, reason=b.reason, **w), "Take the application back"),
    "assign": (Given, lambda i, b, **w: assign([i], to=colleague(b.to, w["by"]), **w), "Give it to an officer of the issuing body, or put it back"),
    "request-information": (Question, lambda i, b, **w: review.request_information(i, b.question, field=b.field, **w), "Ask the applicant"),
    "pass-first-review": (Note, lambda i, b, **w: review.pass_first_review(i, note=b.note, **w), "Pass the first review (examiner)"),
    "issue": (Nothing, lambda i, b, **w: issue(i, **w), "Pass the second review and issue the licence (approver)"),
    "return": (Because, lambda i, b, **w: review.return_(i, b.reason, **w), "Return it to the applicant"),
    "refuse": (Cited, lambda i, b, **w: review.refuse(i, b.reason, citation=b.citation, **w), "Refuse, with reason and article"),
    "ask-reconsideration": (Because, lambda i, b, **w: apply.ask_reconsideration(i, b.reason, **w), "Ask that another officer look again"),
    "reopen": (Because, lambda i, b, **w: review.reopen(i, b.reason, **w), "Set a refusal aside"),
    "uphold": (Because, lambda i, b, **w: review.uphold(i, b.reason, **w), "Uphold a refusal"),
}  # fmt: skip


def register(verb: str, schema: type[Schema], deed: Deed, summary: str) -> None:
    def act(request: HttpRequest, key: UUID, body: Any) -> Any:
        by = caller(request)
        deed(key, body, by=by, at=now())
        return shown(key, by)

    verb_route(router, kind="application", verb=verb, schema=schema, response=ApplicationFull, summary=summary, act=act)


for name, (schema, deed, summary) in VERBS.items():
    register(name, schema, deed, summary)
