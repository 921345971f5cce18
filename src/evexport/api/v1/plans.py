"""Shipment plans over HTTP: one table becomes many applications, each told with what it lacks, and all handed in at once."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema, Status
from pydantic import Field

from evexport.accounts.actors import Actor
from evexport.api.keys import caller
from evexport.api.paging import Limit, Page, cut
from evexport.api.v1.shapes import Nothing, Strict
from evexport.kernel.clock import china_day
from evexport.kernel.sheets import Row, read_bytes
from evexport.licensing import actions, filling, form, plans
from evexport.licensing.models import Application, Licence, ShipmentPlan
from evexport.licensing.plan_rows import COLUMNS, LIMITS, NEEDED
from evexport.licensing.states import APPLICATION
from evexport.regulation.law import Law
from evexport.store import reading_as
from evexport.store.moment import now
from evexport.work.actions import REQUEST_LENGTH
from evexport.work.models import Work
from evexport.work.progress import as_dict
from evexport.work.queries import items_of, work_by_id

router = Router(tags=["shipment-plans"])
CSV = {"requestBody": {"required": True, "content": {"text/csv": {"schema": {"type": "string"}}}}}
Cell = Annotated[str, Field(max_length=200)]


class PlanRow(Strict):
    """One model of one application; rows that agree in contract, country, district and modes are one application.

    What is not given is filled in from the last application for the maker.
    """

    contract_no: Cell
    destination: Cell
    customs_district: Cell
    model_code: Cell
    quantity: Annotated[int, Field(ge=0, lt=10**9)]
    consignee: Cell | None = None
    unit_price: Decimal | None = None
    currency: Cell | None = None
    specification: Cell | None = None
    trade_mode: Cell | None = None
    transport_mode: Cell | None = None
    payment: Cell | None = None
    price_terms: Cell | None = None
    batch_rule: Cell | None = None
    valid_from: date | None = None
    remarks: Cell | None = None


class Head(Strict):
    """`request` is the caller's own name for it, used once; `maker` a credit code; `whole`: all applications or none."""

    request: Annotated[str, Field(min_length=1, max_length=REQUEST_LENGTH)]
    name: Annotated[str, Field(min_length=1, max_length=100)]
    maker: Annotated[str, Field(min_length=18, max_length=18)]
    whole: bool = False


class NewPlan(Head):
    rows: Annotated[list[PlanRow], Field(min_length=1, max_length=LIMITS.rows)]


class PlanBrief(Schema):
    """A plan in a list."""

    id: UUID
    request: str
    name: str
    whole: bool
    applications: int
    bad_rows: int
    made_at: datetime
    made_by: str


class Lack(Schema):
    """What keeps an application from being handed in: a field that is missing, or what was said when it was tried."""

    field: str | None
    message: dict[str, str]
    remedy: dict[str, str]


class Planned(Schema):
    """One application of the plan, with what it lacks."""

    place: int
    id: UUID
    contract_no: str
    destination: str
    state: str
    state_label: dict[str, str]
    problems: list[Lack]
    licence_no: str | None


class BadRow(Schema):
    """A row that made no application, as it was given, and why; `row` counts from 1, in a file with its first line."""

    row: int
    given: dict[str, str]
    why: dict[str, str]


class Going(Schema):
    """How far the last handing in is; `said` tells it in words."""

    state: str
    state_label: dict[str, str]
    total: int
    done: int
    failed: int
    waiting: int
    seconds_left: int | None
    said: dict[str, str]


class PlanFull(Schema):
    """A plan: its applications in their order, the rows to be mended, how many are left to hand in, and how far that is."""

    id: UUID
    request: str
    name: str
    whole: bool
    made_at: datetime
    made_by: str
    waiting: int
    applications: list[Planned]
    bad_rows: list[BadRow]
    handing_in: Going | None


def brief(one: ShipmentPlan) -> dict[str, Any]:
    return {**head(one), "applications": one.total, "bad_rows": len(one.bad)}


def head(one: ShipmentPlan) -> dict[str, Any]:
    names = {"id": one.pk, "request": one.request, "name": one.name, "whole": one.whole}
    return {**names, "made_at": one.made_at, "made_by": one.made_by_name}


def shown(plan_id: UUID, by: Actor) -> dict[str, Any]:
    """The plan as its organisation sees it; a constant number of queries."""
    with reading_as(by):
        one = plans.plan_by_id(plan_id)
        going = work_by_id(one.work_id) if one.work_id else None
        made = list(plans.applications_of(one))
        numbers = dict(Licence.objects.filter(application__in=made).values_list("application", "number"))
        tried = failures(going)
    return {
        **head(one),
        "waiting": sum(each.state in plans.UNSENT for each in made),
        "applications": [planned(each, numbers.get(each.pk), tried.get(each.pk)) for each in made],
        "bad_rows": [{"row": bad["line"], "given": given(one.heads, bad["given"]), "why": bad["why"]} for bad in one.bad],
        "handing_in": as_dict(going) if going else None,
    }


def failures(going: Work | None) -> dict[UUID, dict[str, Any]]:
    """What was said of each application that the last handing in could not do."""
    rows = items_of(going.pk, state="failed", count=going.failed) if going and going.failed else []
    return {UUID(one.subject.partition(":")[2]): one.problem for one in rows if one.problem}


def planned(one: Application, number: str | None, tried: dict[str, Any] | None) -> dict[str, Any]:
    return {
        "place": one.plan_place,
        "id": one.pk,
        "contract_no": str(one.document.get("contract_no", "")),
        "destination": str(one.document.get("destination", "")),
        "state": one.state,
        "state_label": APPLICATION.states[one.state].label.as_dict(),
        "problems": lacks(one, tried) if one.state in plans.UNSENT else [],
        "licence_no": number,
    }


def lacks(one: Application, tried: dict[str, Any] | None) -> list[dict[str, Any]]:
    """What the form lacks; where it lacks nothing, why it was not taken when it was handed in."""
    faults = form.faults(one.document)
    if not faults and tried:
        return [{"field": tried.get("field"), "message": tried["message"], "remedy": tried["remedy"]}]
    return [{"field": each.field, "message": each.message.as_dict(), "remedy": each.remedy.as_dict()} for each in faults]


def given(heads: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    return dict(zip(heads, cells, strict=False))


@router.get("", response=Page[PlanBrief])
def list_plans(request: HttpRequest, cursor: str | None = None, limit: Limit = 50) -> Any:
    """The plans of the caller's organisation, latest first."""
    by = caller(request)
    by.must("application.draft")
    with reading_as(by):
        return cut(ShipmentPlan.objects.all(), cursor=cursor, limit=limit, show=brief)


@router.post("", response={201: PlanFull})
def make(request: HttpRequest, body: NewPlan) -> Any:
    """Make the applications of a plan as drafts. The same `request` gives the same plan; with other content, 409.

    A bad row stops its own application and no other; with `whole` it stops the plan.
    """
    by = caller(request)
    by.must("application.draft")
    return Status(201, taken(table(body.rows), body, by=by, at=now()))


@router.post("/csv", response={201: PlanFull}, openapi_extra=CSV)
def make_of_csv(request: HttpRequest, about: Query[Head]) -> Any:
    """The same of a table as CSV, its first line naming the columns; the plan's own particulars are in the address."""
    by = caller(request)
    by.must("application.draft")
    return Status(201, taken(read_bytes(request.body, name="plan.csv", limits=LIMITS), about, by=by, at=now()))


def taken(rows: Sequence[Row], about: Head, *, by: Actor, at: datetime) -> dict[str, Any]:
    assert by.organisation_id is not None, "an applicant's key belongs to an enterprise"
    with reading_as(by):
        begun = filling.begun(by.organisation_id, about.maker, Law.on(china_day(at)))
    made = actions.make_plan(rows, begun, name=about.name, request=about.request, whole=about.whole, by=by, at=at)
    return shown(made.pk, by)


def table(rows: Sequence[PlanRow]) -> list[Row]:
    """Rows of fields as the table that a file would hold: its columns are those that any row gives."""
    said = [row.dict(exclude_none=True) for row in rows]
    heads = [name for name in COLUMNS if name in NEEDED or any(name in row for row in said)]
    return [Row(0, heads), *(Row(place, [cell(row.get(name, "")) for name in heads]) for place, row in enumerate(said, 1))]


def cell(value: Any) -> str:
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


@router.get("/{key}", response=PlanFull)
def read(request: HttpRequest, key: UUID) -> Any:
    """One plan with its applications and rows; 404 where it is not the caller's organisation's."""
    by = caller(request)
    by.must("application.draft")
    return shown(key, by)


@router.post("/{key}/submit", response={202: PlanFull})
def submit(request: HttpRequest, response: HttpResponse, key: UUID, body: Nothing) -> Any:
    """Hand in what is still a draft, in the background (`handing_in` says how far it is); of a `whole` plan all or none at once.

    What fails stays a draft and says why. Asked again while it goes on, it is the same.
    """
    by = caller(request)
    by.must("application.submit")
    actions.submit_plan(key, by=by, at=now())
    response["Location"] = f"/api/v1/shipment-plans/{key}"
    return Status(202, shown(key, by))
