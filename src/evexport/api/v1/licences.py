"""Licences: the face, what is left of it, and its life after issue, each verb a route."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Annotated, Any

import ninja
from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from evexport.api.keys import caller
from evexport.api.paging import Limit
from evexport.api.v1 import applications
from evexport.api.v1.licence_shapes import PRIVY, LicenceFull, Wallet, full, row
from evexport.api.v1.shapes import Nothing, Strict, Words, verb_route
from evexport.licensing import queries
from evexport.licensing.actions import again, life, reconsidering, revoking
from evexport.licensing.models import Licence
from evexport.store import DbRole, reading_as
from evexport.store.moment import now

router = Router(tags=["licences"])


class Change(Strict):
    """The fields of the face that a change asks for; the rest stays, for what is left."""

    change: dict[str, Any]


class Because(Strict):
    reason: Words


class Cited(Because):
    citation: str


class Proposal(Cited):
    """The notice of a revocation. `answer_by`: a later day than the law gives the parties to answer, if wanted."""

    facts: Words
    answer_by: date | None = None


class CaseStated(Strict):
    statement: Words


class Quantities(Strict):
    """How many of which model are asked for; what is left, where nothing is said."""

    quantities: dict[str, Annotated[int, Field(gt=0)]] = {}


@router.get("", response=Wallet)
def list_licences(request: HttpRequest, cursor: str | None = None, limit: Limit = 50) -> Any:
    """The licences that the caller may see, latest first; an enterprise's own as exporter or maker."""
    by, at = caller(request), now()
    by.must("licence.read")
    with reading_as(by):
        if by.scope.role is DbRole.TENANT and by.organisation_id:
            found = queries.wallet(by.organisation_id, at, before=cursor, count=limit + 1)
        else:
            found = queries.cases(everyones(cursor)[: limit + 1], at)
        more = len(found) > limit
        return {"items": [row(case) for case in found[:limit]], "next": found[limit - 1].licence.number if more else None}


def everyones(cursor: str | None) -> Any:
    """For authorities: by number, the highest first."""
    rows = Licence.objects.order_by("-number")
    return rows.filter(number__lt=cursor) if cursor else rows


def shown(request: HttpRequest, number: str) -> dict[str, Any]:
    by = caller(request)
    with reading_as(by):
        case = queries.by_number(number, now())
        return full(queries.in_full(case) if by.scope.role in PRIVY else case, by)


@router.get("/{key}", response=LicenceFull)
def read(request: HttpRequest, key: str) -> Any:
    """One licence by number; 404 where it is not the caller's to see."""
    caller(request).must("licence.read")
    return shown(request, key)


class Prefilled(Schema):
    """A draft made from a licence's face, and what differs from it or must be changed before it is handed in."""

    application: applications.ApplicationFull
    flags: list[dict[str, Any]]


@router.post(
    "/{key}/reapply", response={201: Prefilled}, operation_id="licence_reapply", summary="Draft a new application from its face"
)
def reapply(request: HttpRequest, key: str, body: Quantities) -> Any:
    by = caller(request)
    draft, flags = again.reapply(key, quantities=body.quantities, by=by, at=now())
    made = {"application": applications.shown(draft.pk, by), "flags": [flag.as_dict() for flag in flags]}
    return ninja.Status(201, made)


Deed = Callable[..., Any]
VERBS: Mapping[str, tuple[type[Schema], Deed, str]] = {
    "amend": (Change, lambda n, b, **w: life.amend(n, b.change, **w), "Open a change for what is left: a new licence replaces this one"),
    "extend": (Nothing, lambda n, b, **w: again.extend(n, **w), "Always refused: a licence is not extended but applied for again"),
    "report-loss": (Because, lambda n, b, **w: life.report_loss(n, b.reason, **w), "Report the licence lost"),
    "ask-reissue": (Nothing, lambda n, b, **w: life.ask_reissue(n, **w), "Open the reissue of a lost licence anew"),
    "return": (Because, lambda n, b, **w: life.return_unused(n, b.reason, **w), "Give back what is left"),
    "suspend": (Cited, lambda n, b, **w: life.suspend(n, b.reason, citation=b.citation, **w), "Suspend"),
    "lift": (Cited, lambda n, b, **w: life.lift(n, b.reason, citation=b.citation, **w), "Lift the suspension"),
    "propose-revocation": (Proposal, lambda n, b, **w: revoking.propose_revocation(n, **b.dict(), **w), "Give notice of a revocation, with facts, reason and article"),
    "state-case": (CaseStated, lambda n, b, **w: revoking.state_case(n, b.statement, **w), "Answer the notice, as exporter or maker"),
    "waive-statement": (Nothing, lambda n, b, **w: revoking.waive_statement(n, **w), "Waive the statement, as exporter"),
    "revoke": (Cited, lambda n, b, **w: revoking.revoke(n, b.reason, citation=b.citation, **w), "Revoke after the hearing (another officer than the one who proposed it)"),
    "drop-revocation": (Because, lambda n, b, **w: revoking.drop_revocation(n, b.reason, **w), "End the revocation without revoking"),
    "ask-reconsideration": (Because, lambda n, b, **w: reconsidering.ask_licence_reconsideration(n, b.reason, **w), "Ask that another officer look at a suspension or revocation again"),
    "uphold": (Cited, lambda n, b, **w: reconsidering.uphold_decision(n, b.reason, citation=b.citation, **w), "Uphold it"),
    "set-aside": (Cited, lambda n, b, **w: reconsidering.set_aside_decision(n, b.reason, citation=b.citation, **w), "Set it aside: the licence stands again"),
}  # fmt: skip


def register(verb: str, schema: type[Schema], deed: Deed, summary: str) -> None:
    def act(request: HttpRequest, key: str, body: Any) -> Any:
        deed(key, body, by=caller(request), at=now())
        return shown(request, key)

    verb_route(router, kind="licence", key=str, verb=verb, schema=schema, response=LicenceFull, summary=summary, act=act)


for name, (schema, deed, summary) in VERBS.items():
    register(name, schema, deed, summary)
