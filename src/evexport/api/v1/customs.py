"""Customs: declarations decided, counter-entries, holds, inspections, paper clearances, reconciliation."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Query, Router, Schema, Status
from pydantic import Field

from evexport.api.keys import caller
from evexport.api.v1.shapes import Strict, Words
from evexport.customs import queries, reconciliation
from evexport.customs.actions import afterwards, holds, inspect, paper, reconcile
from evexport.customs.models import Declaration
from evexport.kernel.text import Text
from evexport.regulation.facts.declaration import parse
from evexport.store import reading_as
from evexport.store.moment import now

router = Router(tags=["customs"])


class Cancel(Strict):
    """All cars, or those named."""

    because: Words
    vins: list[str] | None = None


class Correct(Strict):
    wrong: str
    right: str
    evidence: Words
    because: Words


class Return(Strict):
    evidence: Words
    because: Words
    vins: list[str] | None = None


class Result(Strict):
    """What an inspection found, or what follows from it."""

    declaration_no: str
    result: Literal["passed", "failed", "rework", "given_up"]
    note: Words


class Hold(Strict):
    vin: str
    because_zh: Words
    because_en: Words


class Lift(Strict):
    because: Words


class PaperClearance(Strict):
    """A clearance given on paper during an outage, now entered; `declaration` in the shape of any declaration."""

    certificate_no: Annotated[str, Field(min_length=1, max_length=60)]
    cleared_at: datetime
    because: Words
    declaration: dict[str, Any]


class ReportedRow(Strict):
    declaration_no: str
    vins: list[str]


class Report(Strict):
    """A day's released declarations as customs reports them."""

    day: date
    rows: list[ReportedRow]


class DeclarationOut(Schema):
    """A declaration as it stands: the decision as given, and what has happened to it since."""

    declaration_no: str
    message_id: str
    decision: str
    state: str
    licence_no: str | None
    declared_on: date
    decided_at: datetime
    reasons: list[Any]
    vehicles: list[Any]
    law: str


def row(one: Declaration) -> dict[str, Any]:
    return {
        "declaration_no": one.declaration_no,
        "message_id": one.message_id,
        "decision": one.decision,
        "state": one.state,
        "licence_no": one.licence_no,
        "declared_on": one.declared_on,
        "decided_at": one.decided_at,
        "reasons": one.reasons,
        "vehicles": one.body["vehicles"],
        "law": one.law,
    }


def shown(request: HttpRequest, number: str) -> dict[str, Any]:
    with reading_as(caller(request)):
        return row(queries.by_number(number))


@router.get("/declarations/{number}", response=DeclarationOut)
def read(request: HttpRequest, number: str) -> Any:
    """The declaration that stands under this number, else the latest attempt."""
    caller(request).must("declaration.read")
    return shown(request, number)


@router.post("/declarations/{number}/cancel", response=DeclarationOut)
def cancel(request: HttpRequest, number: str, body: Cancel) -> Any:
    """Cancel (退关) all cars or those named: counter-entries free the VINs and restore the balance."""
    afterwards.cancel(number, because=body.because, vins_named=body.vins, by=caller(request), at=now())
    return shown(request, number)


@router.post("/declarations/{number}/correct", response=DeclarationOut)
def correct(request: HttpRequest, number: str, body: Correct) -> Any:
    """Correct a mistyped VIN, with evidence; by an officer other than the one who decided."""
    afterwards.correct(number, **body.dict(), by=caller(request), at=now())
    return shown(request, number)


@router.post("/declarations/{number}/return", response=DeclarationOut)
def return_goods(request: HttpRequest, number: str, body: Return) -> Any:
    """Return after export (退运): the cars may be exported again; no automatic credit."""
    afterwards.return_goods(
        number, evidence=body.evidence, because=body.because, vins_named=body.vins, by=caller(request), at=now()
    )
    return shown(request, number)


@router.post("/paper-clearances")
def enter_paper(request: HttpRequest, body: PaperClearance) -> dict[str, object]:
    """Enter a paper clearance of an outage; the same gate decides it, within a window of its own."""
    by = caller(request)
    by.must("declaration.paper")
    decision = paper.enter_paper(
        parse(body.declaration), certificate_no=body.certificate_no, cleared_at=body.cleared_at, because=body.because,
        client=by, at=now(),
    )  # fmt: skip
    return decision.as_dict()


@router.post("/inspections", response=DeclarationOut)
def inspection(request: HttpRequest, body: Result) -> Any:
    """Record an inspection's result; passed decides the held declaration again."""
    by, at = caller(request), now()
    if body.result == "rework":
        inspect.order_rework(body.declaration_no, note=body.note, by=by, at=at)
    elif body.result == "given_up":
        inspect.give_up(body.declaration_no, note=body.note, by=by, at=at)
    else:
        inspect.record_inspection(body.declaration_no, passed=body.result == "passed", note=body.note, by=by, at=at)
    return shown(request, body.declaration_no)


@router.post("/holds", response={201: dict[str, Any]})
def place_hold(request: HttpRequest, body: Hold) -> Any:
    """Hold a VIN: the gate refuses it until the hold is lifted."""
    hold = holds.place_hold(body.vin, because=Text(body.because_zh, body.because_en), by=caller(request), at=now())
    return Status(201, {"vin": hold.vin, "placed_at": hold.placed_at})


@router.post("/holds/{vin}/lift")
def lift_hold(request: HttpRequest, vin: str, body: Lift) -> dict[str, Any]:
    hold = holds.lift_hold(vin, because=body.because, by=caller(request), at=now())
    return {"vin": hold.vin, "lifted_at": hold.lifted_at}


@router.post("/reports", response={201: dict[str, Any]})
def take_report(request: HttpRequest, body: Report) -> Any:
    """Take a day's report; its differences to what is held here stand under reconciliation."""
    rows = [reconciliation.Reported(one.declaration_no, tuple(one.vins)) for one in body.rows]
    report = reconcile.take_report(body.day, rows, by=caller(request), at=now())
    return Status(201, {"id": report.pk, "day": report.day})


Day = Annotated[date, Field(description="a day of China Standard Time")]


@router.get("/reconciliation")
def reconciliation_of(request: HttpRequest, from_: Annotated[Day, Query(alias="from")], to: Day) -> dict[str, Any]:
    """Every difference between what customs reported and what is held, by declaration and VIN, with a cause."""
    by = caller(request)
    by.must("customs.reconcile")
    with reading_as(by):
        found = reconciliation.differences(from_, to)
        return {"from": from_, "to": to, "differences": [one.as_dict() for one in found]}
