"""Many declarations at once: one statement releases what passes, the rest is decided alone; answered as if each came in turn."""

import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
import psycopg

from evexport.accounts.actors import Actor
from evexport.codes import vin_columns
from evexport.customs.gate.calls import MISSED, Answer, KeyEnded, Message, ask_key
from evexport.customs.gate.decide import ATTEMPTS, answered, decide_message, outside_window
from evexport.customs.gate.decision import Decision
from evexport.customs.gate.pool import connection
from evexport.kernel.problems import Problem
from evexport.kernel.text import Text
from evexport.ledger.entries import actor
from evexport.regulation.criteria.gate_rules import gate_rules, law_of
from evexport.regulation.facts.declaration import Declaration, parse_json

LOG = logging.getLogger(__name__)
CARS_AT_ONCE = 20_000
"""Cars of one statement, so that nobody waits long for what it has locked; a single declaration has at most 1,000."""
WORTH_A_COLUMN = 500
"""Cars; a column of fewer costs more than its cars one by one."""
RELEASE_MANY = """SELECT * FROM customs_gate_release_many(
    %(client)s, %(lines)s, %(today)s, %(at)s, %(actor)s, %(user)s, %(look)s)"""

Reply = Decision | Problem
"""What a line of a batch is answered: a decision, or the problem that stopped this line alone."""


class Fault(Problem):
    """Something of ours that stopped one line; it has been logged."""

    status = 500
    code = "FAULT"


@dataclass(frozen=True, slots=True)
class Line:
    """A declaration of the batch by its place."""

    place: int
    message: Message

    @property
    def licence(self) -> str | None:
        return self.message.declaration.licence_no


def decide_many(declarations: Sequence[Declaration], *, client: Actor, at: datetime, remembered: bool = False) -> list[Reply]:
    """Decide declarations as `decide` would one after the other, each standing alone: a reply for each, in order.

    Raises NotAllowed for a client without the permission, KeyEnded for one that is `remembered` and whose key has ended. Whatever
    dies half-way, the same batch again gets the same answers.
    """
    client.must("declaration.decide")
    faulty = _faulty([vin for one in declarations for vin in one.vins])
    messages = [_message(one, client, at, remembered=remembered, faulty=faulty) for one in declarations]
    waiting = [Line(place, message) for place, message in enumerate(messages)]
    replies: dict[int, Reply] = {}
    width = len(waiting)
    while waiting:
        sent = list(_independent(waiting[:width]))
        told = {line.place: _told(line, answer) for line, answer in _released(sent)}
        told |= {line.place: _alone(line) for line in _first_of_each_licence(line for line in sent if line.place not in told)}
        replies |= told
        waiting = [line for line in waiting if line.place not in told]
        # Where many lines wait for one that was missed, fewer are sent at once, so that none is sent again and again.
        width = 2 * len(told)
    return [replies[place] for place in range(len(declarations))]


def decide_lines(lines: Sequence[bytes], *, client: Actor, at: datetime) -> list[Reply]:
    """The same for declarations as JSON: a line that cannot be understood is answered by its problem and stops no other."""
    read = [_read(line) for line in lines]
    replies = iter(decide_many([one for one in read if isinstance(one, Declaration)], client=client, at=at))
    return [one if isinstance(one, Problem) else next(replies) for one in read]


def _read(line: bytes) -> Declaration | Problem:
    try:
        return parse_json(line)
    except Problem as problem:
        return problem


def _faulty(vins: list[str]) -> frozenset[str] | None:
    """Those that are not plainly right; None of so few that each is sooner looked at by itself."""
    if len(vins) < WORTH_A_COLUMN:
        return None
    faults = vin_columns.check(vins).faults
    return frozenset(vins[place] for place in faults.nonzero()[0])


def _message(
    declaration: Declaration, client: Actor, at: datetime, *, remembered: bool, faulty: frozenset[str] | None
) -> Message:
    law = law_of(declaration)
    return Message(declaration, client, at, law, gate_rules(law), remembered=remembered, faulty=faulty)


def _independent(lines: Sequence[Line]) -> Iterator[Line]:
    """Those that share no message, number or car with an earlier one, and no licence with one that does: these wait."""
    messages, numbers, cars, licences = set[str](), set[str](), set[str](), set[str | None]()
    for line in lines:
        declaration = line.message.declaration
        vins = set(declaration.vins) - {""}
        if len(cars) + len(vins) > CARS_AT_ONCE:
            return
        if (
            declaration.message_id in messages
            or declaration.declaration_no in numbers
            or line.licence in licences
            or not cars.isdisjoint(vins)
        ):
            licences |= {line.licence} - {None}
        else:
            yield line
        messages.add(declaration.message_id)
        numbers.add(declaration.declaration_no)
        cars |= vins


def _released(lines: Sequence[Line]) -> list[tuple[Line, Answer]]:
    """The lines that are released, or were answered before, each with its answer; none where others keep being quicker."""
    for attempt in range(ATTEMPTS):
        try:
            with connection() as gate:
                ask_key(gate, lines[0].message)
                rows = gate.execute(RELEASE_MANY, asked(lines, look=attempt > 0)).fetchall()
        except psycopg.Error as error:
            # After a broken connection too: what was committed before it broke is answered as a repeat.
            if attempt == ATTEMPTS - 1 and isinstance(error, psycopg.OperationalError) and error.sqlstate not in MISSED:
                raise
        else:
            by_place = {line.place: line for line in lines}
            return [(by_place[place], (outcome, stored)) for place, outcome, stored in rows]
    return []


def asked(lines: Sequence[Line], *, look: bool) -> dict[str, Any]:
    """The parameters of RELEASE_MANY: what is the same for all lines, and the lines as JSON."""
    message = lines[0].message
    return {
        "client": message.client.client,
        "lines": msgspec.json.encode([_as_json(line) for line in lines]).decode(),
        "today": message.today,
        "at": message.at,
        "actor": msgspec.json.encode(actor(message.client)).decode(),
        "user": message.client.user_id,
        "look": look,
    }


def _as_json(line: Line) -> dict[str, Any]:
    """A line as the database's type customs_gate_line."""
    message, declaration = line.message, line.message.declaration
    looked_up = {
        "line": line.place,
        "clean": message.clean and outside_window(message) is None,
        "message": declaration.message_id,
        "payload": "\\x" + message.payload.hex(),
        "licence": line.licence,
    }
    if not looked_up["clean"]:
        return looked_up
    vins, model_of = message.cars
    of_one_model = len(declaration.by_model) == 1
    return {
        **looked_up,
        "id": message.id,
        "no": declaration.declaration_no,
        "declared_on": declaration.declared_on,
        "destination": declaration.destination,
        "hs": declaration.hs_code,
        "models": list(declaration.by_model),
        "counts": list(declaration.by_model.values()),
        "vins": "{" + ",".join(vins) + "}",  # as the database writes an array: sooner read than JSON's
        "model_of": None if of_one_model else model_of,
        "body": msgspec.Raw(message.canonical),
        "law": message.law.digest,
        "entry": message.entry_id,
        "entry_data": msgspec.Raw(message.entry().encode()),
        **message.released,
    }


def _first_of_each_licence(lines: Iterable[Line]) -> Iterator[Line]:
    """Of lines that were not answered: those behind the first of their licence are decided after it."""
    seen = set[str]()
    for line in lines:
        if line.licence is None:
            yield line
        elif line.licence not in seen:
            seen.add(line.licence)
            yield line


def _told(line: Line, answer: Answer) -> Reply:
    try:
        return answered(line.message, answer)
    except Problem as problem:
        return problem


def _alone(line: Line) -> Reply:
    """A line that missed a guard, decided by itself with all its reasons."""
    try:
        return decide_message(line.message, missed=True)
    except Problem as problem:
        return problem
    except (psycopg.OperationalError, KeyEnded):
        raise
    except Exception:
        LOG.exception("Declaration %s of a batch failed", line.message.declaration.declaration_no)
        return Fault(
            Text("系统故障，已记录。", "Something failed on our side; it has been logged."),
            remedy=Text("请以同一报文编号重发此份报关单。", "Send this declaration again under the same message identifier."),
        )
