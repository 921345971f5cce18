"""One client process of a run: three customs clients, or the licences' officers; its arguments are the plan and its name."""

import json
import sys
import threading
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from random import Random
from threading import Thread

from benchmarks.torture.customs import Customs
from benchmarks.torture.journal import Journal
from benchmarks.torture.licensing import Officers
from benchmarks.torture.messages import Writer
from benchmarks.torture.night import Evening, Night
from benchmarks.torture.sender import Sender

THREADS = 3


@dataclass
class Plan:
    """What a client is told: where to send, with which keys, until when, where to keep its journal."""

    port: int
    keys: dict[str, tuple[str, str]]
    journals: str
    licences: str
    seed: int
    drain: float

    def sender(self, name: str, key: str, night: Night) -> Sender:
        journal = Journal(Path(self.journals) / f"{name}.jsonl")
        return Sender("127.0.0.1", self.port, *self.keys[key], journal, night.ends + self.drain)


def customs(plan: Plan, number: int, night: Night) -> list[Thread]:
    made = []
    for thread in range(THREADS):
        place, names = number * THREADS + thread, count()
        writer = Writer(place, night, Path(plan.licences), Random(f"{plan.seed}-{place}"))

        def line(key: str, place: int = place, names: count = names) -> Sender:
            return plan.sender(f"customs-{place:02d}-{next(names)}", key, night)

        own, other = f"customs-{number}", f"customs-{(number + 1) % 3}"
        one = Customs(writer, line(own), line(own), line(other), line("officer"), line("officer"), night.ends)
        made.append(Thread(target=one.run))
    return made


def officers(plan: Plan, night: Night) -> list[Thread]:
    made = []
    for part in ("suspended-1", "suspended-2", "amended-1", "amended-2"):
        senders = [plan.sender(f"{part}-{key}", key, night) for key in ("exporter", "examiner", "approver")]
        one = Officers(*senders, Path(plan.licences), night.ends)
        made.append(Thread(target=one.suspend_and_lift if part.startswith("suspended") else one.amend, args=(part,)))
    return made


def main() -> None:
    plan, name = Plan(**json.loads(Path(sys.argv[1]).read_text("utf-8"))), sys.argv[2]
    Path(plan.journals, f"{name}.ready").touch()
    night = Evening().wait()
    threads = officers(plan, night) if name == "officers" else customs(plan, int(name), night)
    fallen: list[object] = []
    threading.excepthook = lambda told: (fallen.append(told), threading.__excepthook__(told))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if fallen:
        sys.exit("A client fell.")


if __name__ == "__main__":
    main()
