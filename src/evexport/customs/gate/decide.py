"""The one entry of the gate, for interface, command line, desk and demonstration."""

from datetime import datetime

import psycopg
from psycopg_pool import PoolTimeout

from evexport.accounts.actors import Actor
from evexport.customs.facts import gate_facts
from evexport.customs.gate import calls
from evexport.customs.gate.calls import Answer, Message, Missed
from evexport.customs.gate.decision import Decision, Paper
from evexport.customs.gate.pool import Connection, connection
from evexport.kernel.clock import china_day
from evexport.kernel.problems import BadInput, Conflict
from evexport.kernel.text import Text
from evexport.regulation.criteria import gate as criteria
from evexport.regulation.criteria.gate_rules import gate_rules, law_of
from evexport.regulation.facts.declaration import Declaration

ATTEMPTS = 5
"""How often a declaration is looked at anew when others change its licence or cars between look and stroke."""


def decide(
    declaration: Declaration, *, client: Actor, at: datetime, paper: Paper | None = None, remembered: bool = False
) -> Decision:
    """Decide a declaration: released, refused, held or not_required, with every reason.

    The same message gets the same answer, `replayed`. Raises BadInput for a day outside the window, Conflict
    MESSAGE_ID_REUSED for other content under a used identifier and DECLARATION_DECIDED for a number that has been
    released or held, NotAllowed for a client without the permission. `paper` enters a clearance given in an outage.
    `remembered`: the client was found out at an earlier request, by its key; KeyEnded where that holds no more.
    """
    client.must("declaration.decide" if paper is None else "declaration.paper")
    law = law_of(declaration)
    return decide_message(Message(declaration, client, at, law, gate_rules(law), paper, remembered))


def decide_message(message: Message, *, missed: bool = False) -> Decision:
    """The same for a message whose sender may have it decided. `missed`: the happy path has just been tried without success."""
    for last in (False, True):
        try:
            with connection() as gate:
                return _decide(gate, message, missed=missed)
        except PoolTimeout:
            raise  # nothing was sent, and there is no server to send it to
        except psycopg.OperationalError:
            # A connection that broke may have broken after the commit: the message's identifier makes asking again safe.
            if last:
                raise
    raise AssertionError  # the loop returns or raises


def _decide(gate: Connection, message: Message, *, missed: bool) -> Decision:
    late = outside_window(message)
    if late or not message.clean:
        calls.ask_key(gate, message)
        if answer := calls.stored(gate, message):
            return answered(message, answer)
        if late:
            raise late
    for attempt in range(ATTEMPTS):
        try:
            if message.clean and not (missed and attempt == 0):
                return answered(message, calls.release(gate, message))
        except Missed:
            pass
        try:
            if answer := _explain(gate, message):
                return answered(message, answer)
        except Missed:
            pass
    raise RuntimeError(f"The guard and the criteria disagree on declaration {message.declaration.declaration_no}")


def _explain(gate: Connection, message: Message) -> Answer | None:
    """All the reasons, stored; None where the facts now speak for a release."""
    calls.ask_key(gate, message)
    row = calls.facts(gate, message)
    if row["decided"]:
        # A copy of this very message may have been decided since it was looked for.
        return calls.stored(gate, message) or _decided(message)
    known = gate_facts(message.declaration, row)
    verdict = criteria.decide(known, message.law, message.at)
    if verdict.decision == "released":
        return None
    return calls.record(gate, message, verdict, known, row)


def answered(message: Message, answer: Answer) -> Decision:
    """What the database answered, as it is told. Raises Conflict for other content under a used identifier."""
    outcome, row = answer
    if outcome == "reused":
        raise Conflict(
            Text(
                f"报文编号{message.declaration.message_id}已用于内容不同的报文。",
                f"The message identifier {message.declaration.message_id} was used for other content.",
            ),
            remedy=Text("请以新的报文编号发送。", "Send it under a new identifier."),
            code="MESSAGE_ID_REUSED",
            field="message_id",
        )
    if outcome == "replayed":
        return Decision.stored(row, replayed=True)
    declaration = message.declaration
    released = outcome == "released"
    return Decision(
        id=message.id,
        message_id=declaration.message_id,
        declaration_no=declaration.declaration_no,
        decision="released" if released else row["decision"],
        reasons=() if released else tuple(row["reasons"]),
        licence_no=declaration.licence_no,
        written_off=len(declaration.vehicles) if released else 0,
        balance=tuple(row["balance"]),
        inspection=row["inspection"],
        regime=None if released else row["regime"],
        law=message.law.digest,
        decided_at=message.at,
    )


def _decided(message: Message) -> Answer:
    raise Conflict(
        Text(
            f"报关单{message.declaration.declaration_no}已验放或待查，不能以新报文重新申报。",
            f"Declaration {message.declaration.declaration_no} has been released or is held; a new message cannot decide it.",
        ),
        remedy=Text(
            "请查询该报关单；确需变更的，先办理退关。",
            "Look the declaration up; to change it, have it cancelled first.",
        ),
        code="DECLARATION_DECIDED",
        field="declaration_no",
    )


def outside_window(message: Message) -> BadInput | None:
    """A declaration may be of today or a few days back; one entered from paper has a limit of its own."""
    limit = message.rules.days_back if message.paper is None else message.rules.paper_days_back
    age = (china_day(message.at) - message.declaration.declared_on).days
    if 0 <= age <= limit:
        return None
    zh, en = (
        ("申报日期晚于今日。", "The day of declaration lies in the future.")
        if age < 0
        else (
            f"申报日期早于今日{age}天，最多{limit}天。",
            f"The declaration is {age} days old; the limit is {limit} days.",
        )
    )
    return BadInput(
        Text(zh, en),
        remedy=Text(
            "请核对申报日期；系统故障期间凭纸面验放的，请按纸面验放补录。",
            "Check the day; a clearance given on paper during an outage is entered as such.",
        ),
        code="DECLARED_ON_OUTSIDE_WINDOW",
        citation="DESIGN#declaration-window",
        field="declared_on",
    )
