"""Licences: the face, what is left of it, and its life after issue, each verb a route."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from evexport.api.keys import caller
from evexport.api.paging import Limit
from evexport.api.v1.shapes import Nothing, Strict, Words, verb_route
from evexport.licensing import queries
from evexport.licensing.actions import life
from evexport.licensing.models import Licence
from evexport.licensing.queries import Case
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


class LicenceRow(Schema):
    """A licence in a wallet, with its derived status."""

    number: str
    status: str
    exporter_uscc: str
    maker_uscc: str
    contract_no: str
    destination: str
    valid_from: date
    valid_until: date
    licensed: int
    used: int
    reserved: int
    left: int
    clearances_left: int


class Wallet(Schema):
    items: list[LicenceRow]
    next: str | None


class Line(Schema):
    """A line with its balance, in whole vehicles."""

    hs_code: str
    model_code: str
    specification: str
    quantity: int
    unit_price: str
    currency: str
    licensed: int
    used: int
    reserved: int
    left: int


class LicenceFull(LicenceRow):
    """The whole face."""

    ground: str
    exporter_name_zh: str
    consignor_uscc: str
    consignor_name_zh: str
    maker_name_zh: str
    consignee: str
    customs_district: str
    trade_mode: str
    transport_mode: str
    payment: str
    price_terms: str
    batch_rule: str
    issuing_body: str
    issuing_body_name_zh: str
    issued_at: datetime
    law: str
    replaces: str | None
    remarks: str
    verification_code: str | None
    clearances_allowed: int
    lines: list[Line]


def row(case: Case) -> dict[str, Any]:
    one = case.licence
    return {
        "number": one.number,
        "status": case.state,
        "exporter_uscc": one.exporter_uscc,
        "maker_uscc": one.maker_uscc,
        "contract_no": one.contract_no,
        "destination": one.destination,
        "valid_from": one.valid_from,
        "valid_until": one.valid_until,
        "licensed": case.licensed,
        "used": case.used,
        "reserved": case.reserved,
        "left": case.left,
        "clearances_left": case.clearances_left,
    }


FACE = (
    "ground", "exporter_name_zh", "consignor_uscc", "consignor_name_zh", "maker_name_zh", "consignee", "customs_district",
    "trade_mode", "transport_mode", "payment", "price_terms", "batch_rule", "issuing_body", "issuing_body_name_zh", "issued_at",
    "law", "remarks",
)  # fmt: skip


def full(case: Case, *, with_code: bool) -> dict[str, Any]:
    one = case.licence
    balances = {balance.line_id: balance for balance in case.balances}
    return {
        **row(case),
        **{name: getattr(one, name) for name in FACE},
        "replaces": one.replaces.number if one.replaces else None,
        "verification_code": one.verification_code if with_code else None,
        "clearances_allowed": case.standing.clearances_allowed,
        "lines": [
            {
                "hs_code": line.hs_code,
                "model_code": line.model_code,
                "specification": line.specification,
                "quantity": line.quantity,
                "unit_price": str(line.unit_price),
                "currency": line.currency,
                "licensed": balances[line.pk].licensed,
                "used": balances[line.pk].used,
                "reserved": balances[line.pk].reserved,
                "left": balances[line.pk].left,
            }
            for line in one.lines.order_by("position")
        ],
    }


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
        return full(queries.by_number(number, now()), with_code=by.scope.role in (DbRole.TENANT, DbRole.AUTHORITY, DbRole.STAFF))


@router.get("/{key}", response=LicenceFull)
def read(request: HttpRequest, key: str) -> Any:
    """One licence by number; 404 where it is not the caller's to see."""
    caller(request).must("licence.read")
    return shown(request, key)


Deed = Callable[..., Any]
VERBS: Mapping[str, tuple[type[Schema], Deed, str]] = {
    "amend": (Change, lambda n, b, **w: life.amend(n, b.change, **w), "Open a change for what is left: a new licence replaces this one"),
    "report-loss": (Because, lambda n, b, **w: life.report_loss(n, b.reason, **w), "Report the licence lost"),
    "ask-reissue": (Nothing, lambda n, b, **w: life.ask_reissue(n, **w), "Open the reissue of a lost licence anew"),
    "return": (Because, lambda n, b, **w: life.return_unused(n, b.reason, **w), "Give back what is left"),
    "suspend": (Cited, lambda n, b, **w: life.suspend(n, b.reason, citation=b.citation, **w), "Suspend"),
    "lift": (Cited, lambda n, b, **w: life.lift(n, b.reason, citation=b.citation, **w), "Lift the suspension"),
    "revoke": (Cited, lambda n, b, **w: life.revoke(n, b.reason, citation=b.citation, **w), "Revoke, for good"),
}  # fmt: skip


def register(verb: str, schema: type[Schema], deed: Deed, summary: str) -> None:
    def act(request: HttpRequest, key: str, body: Any) -> Any:
        deed(key, body, by=caller(request), at=now())
        return shown(request, key)

    verb_route(router, kind="licence", key=str, verb=verb, schema=schema, response=LicenceFull, summary=summary, act=act)


for name, (schema, deed, summary) in VERBS.items():
    register(name, schema, deed, summary)
