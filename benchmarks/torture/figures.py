"""The figures of a run: what was sent and answered, what died, how long nobody was answered, what differs."""

import sys
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from benchmarks.torture.night import CHINA_MIDNIGHT, UTC_MIDNIGHT, Night


@dataclass(frozen=True)
class Figures:
    """`rows` as printed and written; `breaches` what the audit found, `faults_of_ledger` what its verification found."""

    rows: dict[str, float]
    breaches: list[tuple[str, str]]
    faults_of_ledger: list[str]

    @property
    def differences(self) -> int:
        return len(self.breaches) + len(self.faults_of_ledger)


def figures(
    lines: list[dict[str, Any]],
    killed: Counter[str],
    seconds: float,
    breaches: list[tuple[str, str]],
    verified: dict[str, Any],
    night: Night,
) -> Figures:
    answers = [one for one in lines if one["event"] == "answered"]
    messages = [one for one in answers if one["what"] == "message"]
    deeds = [one for one in answers if one["what"] == "deed"]
    troubles = Counter(one["what"] for one in lines if one["event"] == "trouble")
    sent = [one for one in lines if one["event"] == "sent" and one["what"] == "message"]
    decided = Counter(one["answer"]["decision"] for one in messages if _fresh(one))
    turned = Counter(one["answer"]["code"] for one in messages if one["status"] >= 400)
    reasons = Counter(reason["code"] for one in messages if _fresh(one) for reason in one["answer"]["reasons"])
    done = Counter(one["verb"] for one in deeds if one["status"] < 300)
    fives = sum(count for what, count in troubles.items() if what.isdigit())
    rows: dict[str, float] = {
        "declarations sent": len(sent),
        "… in batches": sum(1 for one in sent if one.get("batch")),
        "answered": len(messages),
        "… decided": sum(decided.values()),
        **{f"… … {word}": decided[word] for word in ("released", "refused", "held", "not_required")},
        "… replayed": sum(1 for one in messages if one["answer"].get("replayed")),
        "… identifier used for other content (409)": turned["MESSAGE_ID_REUSED"],
        "… number decided already (409)": turned["DECLARATION_DECIDED"],
        "… day outside the window (422)": turned["DECLARED_ON_OUTSIDE_WINDOW"],
        "never answered": len(sent) - len(messages),
        "refused: car already out": reasons["VIN_ALREADY_EXPORTED"],
        "refused: balance": reasons["BALANCE_EXCEEDED"],
        "refused: clearances": reasons["CLEARANCES_EXHAUSTED"],
        "refused: licence suspended": reasons["LICENCE_SUSPENDED"],
        "refused: licence replaced": reasons["LICENCE_REPLACED"],
        "refused: licence expired": reasons["LICENCE_EXPIRED"],
        "refused: licence not yet valid": reasons["LICENCE_NOT_YET_VALID"],
        **{f"done: {verb}": done[verb] for verb in VERBS},
        "deeds barred or found done already": sum(1 for one in deeds if one["status"] >= 400),
        "decided before midnight in China": _between(messages, None, CHINA_MIDNIGHT),
        "decided between the midnights": _between(messages, CHINA_MIDNIGHT, UTC_MIDNIGHT),
        "decided after midnight UTC": _between(messages, UTC_MIDNIGHT, None),
        **{f"killed: {name}": killed[name] for name in ("web worker", "web", "sealer", "backend", "postmaster")},
        "5xx seen": fives,
        "connections refused": troubles["ConnectionRefusedError"],
        "connections broken before the answer": sum(troubles.values()) - fives - troubles["ConnectionRefusedError"],
        "sent again until answered": sum(1 for one in answers if one["tries"] > 1),
        "longest time without any answer, s": round(_gap(answers, night), 2),
        "until the last answer, s": round(seconds, 1),
        "ledger entries verified": verified["entries"],
        "differences": 0,
    }
    faults = [str(one) for one in verified["faults"]]
    if verified["exit"] or verified["unsealed"]:
        faults.append(f"exit {verified['exit']}, {verified['unsealed']} entries not sealed")
    if not decided["released"]:
        breaches = [*breaches, ("nothing was released, so nothing is proved", "")]
    made = Figures(rows, breaches, faults)
    rows["differences"] = made.differences
    return made


VERBS = ("cancel", "return", "correct", "passed", "failed", "rework", "given_up", "suspend", "lift", "amend", "issue")


def _fresh(message: dict[str, Any]) -> bool:
    return "decision" in message["answer"] and not message["answer"]["replayed"]


def _between(messages: list[dict[str, Any]], start: datetime | None, end: datetime | None) -> int:
    moments = [datetime.fromisoformat(one["answer"]["decided_at"]) for one in messages if _fresh(one)]
    return sum(1 for at in moments if (start is None or start <= at) and (end is None or at < end))


def _gap(answers: list[dict[str, Any]], night: Night) -> float:
    """While everybody was sending."""
    times = sorted(one["t"] for one in answers if one["t"] < night.ends)
    return max((after - before for before, after in zip([night.began, *times], [*times, night.ends], strict=True)), default=0.0)


def tell(found: Figures) -> None:
    for name, value in found.rows.items():
        print(f"{name:48} {value:>10,}")
    for breach, about in found.breaches[:40]:
        print(f"  ✗ {breach}: {about}", file=sys.stderr)
    for fault in found.faults_of_ledger:
        print(f"  ✗ the ledger: {fault}", file=sys.stderr)
