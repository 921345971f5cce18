"""A customs client: sends, sends again, sends against others, and undoes, as fast as it is answered, until its time is over."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from benchmarks.torture.messages import Writer
from benchmarks.torture.sender import GivenUp, Sender

Message = dict[str, Any]
KEPT = 300  # declarations a client remembers


@dataclass
class Customs:
    """`own` and `twin` are two lines of one system, `other` another system's, `officer` and `colleague` people's."""

    writer: Writer
    own: Sender
    twin: Sender
    other: Sender
    officer: Sender
    colleague: Sender
    ends: float
    sent: list[Message] = field(default_factory=list)
    released: list[Message] = field(default_factory=list)
    held: list[Message] = field(default_factory=list)

    def run(self) -> None:
        deeds, weights = zip(*self.deeds().items(), strict=True)
        with ThreadPoolExecutor(2) as self.hands:
            while time.time() < self.ends:
                try:
                    self.writer.random.choices(deeds, weights)[0]()
                except GivenUp:
                    return

    def deeds(self) -> dict[Callable[[], object], int]:
        """What is done how often."""
        return {
            self.good: 34, self.bad: 12, self.again: 10, self.conflicting: 5, self.contested_car: 8, self.contested_number: 6,
            self.yesterdays: 4, self.batch: 6, self.beside: 4, self.duel: 5, self.cancel: 6, self.cancel_part: 4,
            self.correct: 4, self.give_back: 4, self.inspect: 10, self.undo_at_once: 4,
        }  # fmt: skip

    # Sending ----------------------------------------------------------------------------------------------------------

    def good(self) -> None:
        self.declare(self.writer.good())

    def bad(self) -> None:
        self.declare(self.writer.bad())

    def yesterdays(self) -> None:
        self.declare(self.writer.yesterdays())

    def again(self) -> None:
        if message := self.earlier():
            self.own.declare(message)

    def conflicting(self) -> None:
        """Other content under a used identifier."""
        if message := self.earlier():
            self.own.declare({**message, "vehicles": self.writer.good()["vehicles"]})

    def contested_car(self) -> None:
        self.declare(self.writer.good("hot", [self.writer.contested_car(), *self.writer.cars(2)]))

    def contested_number(self) -> None:
        self.declare(self.writer.good("wide", declaration_no=f"53012099{int(time.time() * 2):010d}"))

    def batch(self) -> None:
        self.keep_all(*self.many())

    def many(self) -> tuple[list[Message], list[Message]]:
        """A batch of new and old, good and bad, one of them twice, one against another client."""
        writer = self.writer
        size = writer.random.randrange(4, 25)
        messages = [writer.good() if writer.random.random() < 0.8 else writer.bad() for _ in range(size)]
        messages += [messages[0], writer.good("hot", [writer.contested_car()])]
        messages += [one for one in (self.earlier(), self.earlier()) if one]
        writer.random.shuffle(messages)
        return messages, self.own.declare_many(messages, lines=writer.random.random() < 0.5)

    def beside(self) -> None:
        """One message at the same moment alone and within a batch."""
        message = self.writer.good("hot")
        batch = [self.writer.good("wide"), message, self.writer.good("hot")]
        self.at_once(lambda: self.keep(message, self.twin.declare(message)[1]), lambda: self.own.declare_many(batch, lines=False))

    def duel(self) -> None:
        """Two systems at the same moment with the same car, or under the same number."""
        message = self.writer.good(self.writer.random.choice(("hot", "few-cars", "few-clearances")))
        rival = self.writer.good("hot", [message["vehicles"][0]["vin"]])
        if self.writer.random.random() < 0.5:
            rival = self.writer.good("hot", declaration_no=message["declaration_no"])
        self.at_once(lambda: self.keep(message, self.own.declare(message)[1]), lambda: self.other.declare(rival))

    # Undoing ----------------------------------------------------------------------------------------------------------

    def cancel(self) -> None:
        if message := self.take(self.released):
            self.undo(self.own, "cancel", message, None)

    def cancel_part(self) -> None:
        if message := self.take(self.released):
            self.undo(self.own, "cancel", message, [message["vehicles"][0]["vin"]])

    def give_back(self) -> None:
        if message := self.take(self.released):
            self.undo(self.officer, "return", message, None)

    def undo_at_once(self) -> None:
        """Two officers take the same cars back at the same moment, one as a cancel, one as a return."""
        if message := self.take(self.released):
            self.at_once(
                lambda: self.undo(self.own, "cancel", message, None), lambda: self.undo(self.officer, "return", message, None)
            )

    def undo(self, sender: Sender, verb: str, message: Message, vins: list[str] | None) -> None:
        body: dict[str, Any] = {"because": "示例", **({"vins": vins} if vins else {})}
        if verb == "return":
            body["evidence"] = "示例"
        path = f"customs/declarations/{message['declaration_no']}/{verb}"
        sender.deed(path, body, verb=verb, no=message["declaration_no"], vins=vins or [], all=not vins)

    def correct(self) -> None:
        if message := self.take(self.released):
            wrong, (right,) = message["vehicles"][0]["vin"], self.writer.cars(1)
            body = {"wrong": wrong, "right": right, "evidence": "示例", "because": "示例"}
            no = message["declaration_no"]
            path = f"customs/declarations/{no}/correct"
            self.colleague.deed(path, body, verb="correct", no=no, vins=[wrong, right], all=False)

    def inspect(self) -> None:
        """To the end: passed, or failed and mended, or failed for good."""
        if not (message := self.take(self.held)):
            return
        draw = self.writer.random.random()
        for result in ("passed",) if draw < 0.7 else ("failed", "rework", "passed") if draw < 0.85 else ("failed", "given_up"):
            body = {"declaration_no": message["declaration_no"], "result": result, "note": "示例"}
            self.officer.deed("customs/inspections", body, verb=result, no=body["declaration_no"], vins=[], all=False)
        if draw < 0.85:
            self.released.append(message)

    # Remembering ------------------------------------------------------------------------------------------------------

    def declare(self, message: Message) -> None:
        self.keep(message, self.own.declare(message)[1])

    def keep(self, message: Message, answer: Message) -> None:
        if "decision" in answer:
            self.sent.append(message)
            {"released": self.released, "held": self.held}.get(answer["decision"], []).append(message)
            del self.sent[:-KEPT], self.released[:-KEPT]

    def keep_all(self, messages: list[Message], answers: list[Message]) -> None:
        for message, answer in zip(messages, answers, strict=True):
            if not answer.get("replayed"):
                self.keep(message, answer)

    def earlier(self) -> Message | None:
        return self.writer.random.choice(self.sent) if self.sent else None

    def take(self, some: list[Message]) -> Message | None:
        return some.pop(self.writer.random.randrange(len(some))) if some else None

    def at_once(self, *deeds: Callable[[], object]) -> None:
        """All of them, released at one moment."""
        gate = threading.Barrier(len(deeds))

        def go(deed: Callable[[], object]) -> None:
            gate.wait()
            deed()

        for done in [self.hands.submit(go, deed) for deed in deeds]:
            done.result()
