"""The audit after the last fault: what was acknowledged stands once, nothing twice, the tables agree, the ledger verifies."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import psycopg
from benchmarks.failover.journal import Told

DECIDED = """SELECT m.client, m.message_id, d.declaration_no, d.decision, d.id::text
    FROM customs_message m JOIN customs_declaration d ON d.id = m.declaration_id"""
CARS = """SELECT v.vin, d.id::text
    FROM customs_writeoff w JOIN customs_declaration d ON d.id = w.declaration_id, unnest(w.vins) v (vin)"""


@dataclass(frozen=True)
class Found:
    """Differences, each in words, by kind."""

    lost: list[str]
    doubled: list[str]
    breaches: list[str]
    entries: int
    blocks: int

    @property
    def clean(self) -> bool:
        return not (self.lost or self.doubled or self.breaches)


def compare(
    told: Sequence[Told], decided: Sequence[tuple[str, ...]], cars: Sequence[tuple[str, str]]
) -> tuple[list[str], list[str]]:
    """What was acknowledged and does not stand; what stands more than once, or without anybody having been told."""
    rows = Counter((client, message) for client, message, *_ in decided)
    standing = {(client, message): rest for client, message, *rest in decided}
    out = Counter(cars)
    lost, doubled = [], [f"message {key[1]}: {times} decisions" for key, times in rows.items() if times > 1]
    for one in told:
        if standing.get((one["client"], one["message"])) != [one["no"], one["decision"], one["id"]]:
            lost.append(f"message {one['message']}, acknowledged as {one['decision']}")
        wanted = 1 if one["decision"] == "released" else 0
        if any(out[vin, one["id"]] < wanted for vin in one["vins"]):
            lost.append(f"write-offs of declaration {one['no']}")
        if one.get("repeat_differs"):
            doubled.append(f"message {one['message']}: another answer when sent again")
    times = Counter(vin for vin, _ in out.elements())
    doubled += [f"car {vin}: written off {n} times" for vin, n in times.items() if n > 1]
    known = {(one["client"], one["message"]) for one in told}
    doubled += [f"message {message}: decided, and nobody was told" for client, message in rows.keys() - known]
    return lost, doubled


def audit(owner: str, home: Path, told: Sequence[Told]) -> Found:
    """Read by the owner on whichever node is the primary now; the ledger sealed and verified as in service."""
    from evexport.host.home import Home
    from evexport.kernel.clock import Clock
    from evexport.ledger.inspection import verify
    from evexport.ledger.tasks import PURPOSE, once, signer, verifiers
    from evexport.store import reading_as
    from evexport.store.scopes import SYSTEM

    with psycopg.connect(owner) as connection:
        decided = connection.execute(DECIDED).fetchall()
        cars = connection.execute(CARS).fetchall()
        query = files("evexport.customs").joinpath("sql/audit.sql").read_text("utf-8")
        breaches = [f"{breach}: {about}" for breach, about in connection.execute(query.encode()).fetchall()]
    lost, doubled = compare(told, decided, cars)
    while once(signer(Home(home), PURPOSE), clock=Clock()):
        pass
    with reading_as(SYSTEM):
        report = verify(verifiers(Home(home)))
    breaches += [f"ledger: {fault.sentence.en}" for fault in report.faults]
    if report.unsealed:
        breaches.append(f"ledger: {report.unsealed} entries could not be sealed")
    if report.entries < len(told):
        breaches.append(f"ledger: {report.entries} entries for {len(told)} decisions")
    return Found(lost, doubled, breaches, report.entries, report.blocks)
