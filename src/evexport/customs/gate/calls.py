"""The gate's statements, the same few whatever the number of cars: release, look up, facts, record."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from hashlib import sha256
from typing import Any
from uuid import UUID

import msgspec
import psycopg

from evexport.accounts.actors import Actor
from evexport.codes import vin as vins
from evexport.customs.gate.decision import Paper
from evexport.customs.gate.pool import Connection
from evexport.kernel.clock import china_day
from evexport.kernel.ids import uuid7
from evexport.ledger.entries import actor
from evexport.regulation.criteria import gate as criteria
from evexport.regulation.criteria.gate import Verdict
from evexport.regulation.criteria.gate_rules import GateRules
from evexport.regulation.facts.declaration import Declaration, GateFacts
from evexport.regulation.law import Law

MISSED = frozenset({"EV001", "EV002", "EV003", "23505", "40P01", "40001"})
"""A guard's condition, a number or a balance that others were quicker at, a unique key (the car is out, the number lives), or two
that waited for each other: asked again, it is decided by what stands then."""


class Missed(Exception):  # noqa: N818 - nothing went wrong: a condition did not hold
    """A guard of the database did not hold; nothing was written."""


class KeyEnded(Exception):  # noqa: N818 - whoever remembered it looks it up anew
    """The remembered key holds no more; nothing was written."""


@dataclass(frozen=True)
class Message:
    """A declaration as one client sent it, with the law it falls under and the moment of its decision.

    `remembered`: who the client is was found out at an earlier request, so the key is asked for again with the deed.
    `faulty`: the VINs that are not plainly right in the batch with which it came, where all were looked at as one column.
    """

    declaration: Declaration
    client: Actor
    at: datetime
    law: Law
    rules: GateRules
    paper: Paper | None = None
    remembered: bool = False
    faulty: frozenset[str] | None = None

    @cached_property
    def canonical(self) -> bytes:
        return self.declaration.canonical()

    @cached_property
    def payload(self) -> bytes:
        """SHA-256 over what makes this message this one."""
        digest = sha256(self.canonical).digest()
        if self.paper is None:
            return digest
        paper = msgspec.json.encode(self.paper.as_dict(), order="sorted")
        return sha256(digest + paper).digest()

    @property
    def today(self) -> date:
        return china_day(self.at)

    @cached_property
    def id(self) -> UUID:
        """Of the declaration that this message makes."""
        return uuid7()

    @cached_property
    def entry_id(self) -> UUID:
        return uuid7()

    @cached_property
    def clean(self) -> bool:
        """Whether nothing in the declaration itself stands in the way of a release."""
        found = criteria.screen(self.declaration, self.rules, faulty=self.faulty)
        return self.declaration.licence_no is not None and not any(found)

    @property
    def cars(self) -> tuple[list[str], list[str]]:
        """VINs in order, and the model of each."""
        if len(self.declaration.by_model) == 1:
            return sorted(self.declaration.vins), [*self.declaration.by_model] * len(self.declaration.vins)
        pairs = sorted((vehicle.vin, vehicle.model_code) for vehicle in self.declaration.vehicles)
        return [vin for vin, _ in pairs], [model for _, model in pairs]

    @cached_property
    def common(self) -> dict[str, Any]:
        """What every writing call is told."""
        declaration, (vin, model_of) = self.declaration, self.cars
        return {
            "client": self.client.client,
            "message": declaration.message_id,
            "payload": self.payload,
            "id": self.id,
            "no": declaration.declaration_no,
            "declared_on": declaration.declared_on,
            "licence": declaration.licence_no,
            "hs": declaration.hs_code,
            "destination": declaration.destination,
            "vins": vin,
            "model_of": model_of,
            "models": list(self.declaration.by_model),
            "counts": list(self.declaration.by_model.values()),
            "body": self.canonical.decode(),
            "law": self.law.digest,
            "at": self.at,
            "paper": None if self.paper is None else msgspec.json.encode(self.paper.as_dict()).decode(),
            "actor": msgspec.json.encode(actor(self.client)).decode(),
            "user": self.client.user_id,
            "entry": self.entry_id,
        }

    def entry(self, codes: Sequence[str] = (), *, regime: str | None = None) -> str:
        """What the ledger keeps of the decision (events.Decided), as JSON."""
        declaration = self.declaration
        told = {
            "declaration_no": declaration.declaration_no,
            "licence": declaration.licence_no,
            "declared_on": declaration.declared_on,
            "destination": declaration.destination,
            "quantity": len(declaration.vehicles),
            "models": list(self.declaration.by_model),
            "counts": list(self.declaration.by_model.values()),
            "message_sha256": self.payload.hex(),
            "reasons": codes,
            "paper": None if self.paper is None else self.paper.as_dict(),
            **({"regime": regime} if regime else {}),
        }
        return _json(told)

    @property
    def released(self) -> dict[str, Any]:
        """What the release of a clean message is asked for beside what every writing call is told."""
        declaration = self.declaration
        return {
            "office": declaration.customs_district,
            "trade": declaration.trade_mode,
            "transport": declaration.transport_mode,
            "exporter": declaration.exporter_uscc,
            "contract": declaration.contract_no,
            "wmis": sorted({vins.wmi(vin) for vin in declaration.vins}),
            "unchecked": sorted({vins.wmi(vin) for vin in criteria.unchecked(declaration, faulty=self.faulty)}),
            "tenth": self.rules.tenth(declaration),
            "spot": list(self.rules.spot_checks.values()),
            "list_year": self.rules.list_year(declaration),
        }


_RELEASE = """customs_gate_release(
    %(client)s, %(message)s, %(payload)s, %(id)s, %(no)s, %(declared_on)s, %(today)s, %(office)s, %(trade)s, %(transport)s,
    %(exporter)s, %(licence)s, %(contract)s, %(destination)s, %(hs)s, %(vins)s::text[], %(model_of)s::text[],
    %(models)s::text[], %(counts)s::int[], %(wmis)s::text[], %(unchecked)s::text[], %(body)s, %(law)s, %(at)s, %(paper)s,
    %(actor)s, %(user)s, %(tenth)s::int, %(spot)s::int[], %(entry)s,
    %(entry_data)s, %(list_year)s::int)"""
RELEASE = f"SELECT * FROM {_RELEASE}"  # noqa: S608 - both parts stand here
KEY_HOLDS = "SELECT accounts_key_holds(%(client)s::text::uuid, %(at)s)"
# Without the key there is no row to call the function for: who may not write has written nothing.
RELEASE_UNDER_KEY = f"""SELECT r.* FROM accounts_key_holds(%(client)s::text::uuid, %(at)s) holds
  CROSS JOIN LATERAL {_RELEASE} r WHERE holds"""  # noqa: S608 - the same
STORED = "SELECT * FROM customs_gate_stored(%(client)s, %(message)s, %(payload)s)"
FACTS = """SELECT customs_gate_facts(
    %(no)s, %(declared_on)s, %(today)s, %(office)s, %(exporter)s, %(licence)s, %(destination)s, %(hs)s, %(vins)s::text[],
    %(wmis)s::text[], %(models)s::text[], %(except)s::uuid, %(list_year)s::int)"""
RECORD = """SELECT * FROM customs_gate_record(
    %(client)s, %(message)s, %(payload)s, %(id)s, %(no)s, %(declared_on)s, %(decision)s, %(licence_id)s::uuid, %(licence)s,
    %(exporter_id)s::uuid, %(maker_id)s::uuid, %(hs)s, %(vins)s::text[], %(model_of)s::text[], %(models)s::text[],
    %(counts)s::int[], %(body)s, %(reasons)s, %(balance)s, %(inspection)s, %(regime)s, %(law)s, %(at)s, %(paper)s, %(actor)s,
    %(user)s, %(entry)s, %(entry_data)s, %(inspection_id)s, %(quantity)s::int)"""

Answer = tuple[str, Mapping[str, Any]]
"""released | recorded | replayed | reused, and what is stored."""


def release(connection: Connection, message: Message) -> Answer:
    """The happy path. Raises Missed where any guard does not hold, KeyEnded where a remembered key does not."""
    own = {"today": message.today, "entry_data": message.entry()}
    statement = RELEASE_UNDER_KEY if message.remembered else RELEASE
    return _write(connection, statement, {**message.common, **message.released, **own})


def ask_key(connection: Connection, message: Message) -> None:
    """Raises KeyEnded where the message's client is remembered by a key that holds no more."""
    if message.remembered and connection.execute(KEY_HOLDS, message.common).fetchone() != (True,):
        raise KeyEnded


def stored(connection: Connection, message: Message) -> Answer | None:
    """What this client's message got earlier, if anything."""
    row = connection.execute(STORED, message.common).fetchone()
    return None if row is None else (row[0], row[1])


def asked(declaration: Declaration, today: date, *, rules: GateRules, own: UUID | None = None) -> dict[str, Any]:
    """The parameters of FACTS. `own`: the declaration whose reservation is not counted."""
    return {
        "no": declaration.declaration_no,
        "declared_on": declaration.declared_on,
        "today": today,
        "office": declaration.customs_district,
        "exporter": declaration.exporter_uscc,
        "licence": declaration.licence_no,
        "destination": declaration.destination,
        "hs": declaration.hs_code,
        "vins": list(declaration.vins),
        "wmis": sorted({vins.wmi(vin) for vin in declaration.vins if vins.well_formed(vin)}),
        "models": list(declaration.by_model),
        "except": own,
        "list_year": rules.list_year(declaration),
    }


def facts(connection: Connection, message: Message) -> Mapping[str, Any]:
    """What the registers, the licence and customs know of the declaration."""
    row = connection.execute(FACTS, asked(message.declaration, message.today, rules=message.rules)).fetchone()
    assert row is not None
    found: Mapping[str, Any] = row[0]
    return found


def balance(known: GateFacts) -> list[dict[str, object]]:
    """The declared models' lines of the licence, as the answer shows them."""
    if known.licence is None:
        return []
    declared = known.declaration.by_model
    return [
        {"model_code": line.model_code, "licensed": line.licensed, "used": line.used, "left": line.left}
        for line in known.licence.lines
        if line.model_code in declared
    ]


def record(connection: Connection, message: Message, verdict: Verdict, known: GateFacts, row: Mapping[str, Any]) -> Answer:
    """Store what is not a release. Raises Missed where a reservation fails or the number has been decided meanwhile."""
    licence = row["licence"] or {}
    lines = balance(known)
    if verdict.decision == "held":
        for line in lines:
            line["left"] = int(str(line["left"])) - known.declaration.by_model[str(line["model_code"])]
    codes = sorted({reason.code for reason in verdict.reasons})
    own = {
        "decision": verdict.decision,
        "entry_data": message.entry(codes, regime=verdict.regime),
        "licence_id": licence.get("id"),
        "exporter_id": licence.get("exporter_id") or row["exporter_id"],
        "maker_id": licence.get("maker_id"),
        "reasons": _json([reason.as_dict() for reason in verdict.reasons]),
        "balance": _json(lines),
        "inspection": _json(verdict.inspection.as_dict()),
        "regime": verdict.regime,
        "inspection_id": uuid7(),
        "quantity": len(message.declaration.vehicles),
    }
    outcome, found = _write(connection, RECORD, {**message.common, **own})
    if outcome != "recorded":
        return outcome, found
    reasons = [reason.as_dict() for reason in verdict.reasons]
    return outcome, {**own, "reasons": reasons, "balance": lines, "inspection": verdict.inspection.as_dict()}


def _write(connection: Connection, statement: str, parameters: Mapping[str, Any]) -> Answer:
    try:
        row = connection.execute(statement, parameters).fetchone()
    except psycopg.Error as error:
        if error.sqlstate in MISSED:
            raise Missed(str(error)) from None
        raise
    if row is None:
        raise KeyEnded
    return row[0], row[1]


def _json(value: Sequence[Any] | Mapping[str, Any]) -> str:
    return msgspec.json.encode(value).decode()
