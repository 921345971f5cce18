"""A licence as the interface shows it: the row of a wallet, the whole face, how a revocation of it stands, what may be done."""

from datetime import date, datetime
from typing import Any

from ninja import Schema

from evexport.accounts.actors import Actor
from evexport.api.v1.shapes import Offered, offered
from evexport.licensing.queries import Case
from evexport.licensing.states import LICENCE, REVOCATION
from evexport.store import DbRole


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
    standing: dict[str, Any]
    revocation: dict[str, Any] | None
    reconsideration: dict[str, Any] | None
    actions: list[Offered]


PRIVY = (DbRole.TENANT, DbRole.AUTHORITY, DbRole.STAFF)
"""Who is told the verification code and how a revocation goes: parties, issuing body, ministry and oversight."""


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


def standing(case: Case) -> dict[str, Any]:
    """What was last decided about the licence, if anything was since its issue."""
    one = case.standing
    return {"since": one.since, "reason": one.reason, "citation": one.citation}


def revocation(case: Case) -> dict[str, Any] | None:
    if case.hearing is None:
        return None
    one = case.hearing.revocation
    return {
        "state": one.state,
        "state_label": REVOCATION.states[one.state].label.as_dict(),
        "reason": one.reason,
        "citation": one.citation,
        "facts": one.facts,
        "proposed_at": one.proposed_at,
        "proposed_by": one.proposed_by_name,
        "answer_by": one.answer_by,
        "statements": [
            {
                "party": "exporter" if said.party_id == case.exporter_id else "maker",
                "by": said.by_name,
                "at": said.at,
                "waived": said.waived,
                "statement": said.words,
            }
            for said in case.hearing.statements
        ],
        "decided_at": one.decided_at,
        "decided_by": one.decided_by_name,
        "decision_reason": one.decision_reason,
    }


def reconsideration(case: Case) -> dict[str, Any] | None:
    if case.reconsideration is None:
        return None
    one = case.reconsideration
    names = ("decision", "state", "reason", "asked_at", "decided_at", "answer")
    return {name: getattr(one, name) for name in names}


def offers(case: Case, by: Actor) -> list[Any]:
    """Every verb that is open to the reader from here, or why it is barred."""
    found = LICENCE.offered(case, to=by)
    named = {offer.step.verb for offer in found}
    hearing = REVOCATION.offered(case.hearing, to=by) if case.hearing else []
    return offered([*found, *(offer for offer in hearing if offer.step.verb not in named)])


def full(case: Case, by: Actor) -> dict[str, Any]:
    one = case.licence
    with_code = by.scope.role in PRIVY
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
        "standing": standing(case),
        "revocation": revocation(case),
        "reconsideration": reconsideration(case),
        "actions": offers(case, by),
    }
