"""Load over HTTP: connections that stay open, each sending its next request as soon as the last is answered."""

import selectors
import socket
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from benchmarks.messages import length

RELEASED = (b'"decision":"released"', b'"decision": "released"')


@dataclass(frozen=True)
class Run:
    """What a load got: releases, the seconds from first to last, and how long each answer took, in order."""

    released: int
    seconds: float
    waits: list[float]

    @property
    def rate(self) -> float:
        return self.released / self.seconds

    def percentile(self, share: float) -> float:
        return percentile(self.waits, share)


def percentile(values: Sequence[float], share: float) -> float:
    """The value that this share of all does not exceed (nearest rank)."""
    ranked = sorted(values)
    return ranked[min(int(share * len(ranked)), len(ranked) - 1)]


def send(port: int, requests: Sequence[bytes], *, connections: int, seconds: float = float("inf"), each: int = 1) -> Run:
    """Send them, each once, until they or the time run out. Raises RuntimeError where one that was answered is not released.

    `each`: how many declarations one request holds. One thread looks after all connections: what the load costs, the gate lacks.
    """
    lines = [Line(port, iter(requests[first::connections]), each) for first in range(connections)]
    began = time.perf_counter()
    until = began + seconds
    with selectors.DefaultSelector() as awaited:
        for line in lines:
            if line.send(until):
                awaited.register(line.socket, selectors.EVENT_READ, line)
        while awaited.get_map():
            for key, _ in awaited.select():
                if key.data.answered() and not key.data.send(until):
                    awaited.unregister(key.fileobj)
    took = time.perf_counter() - began
    for line in lines:
        line.socket.close()
    waits = [wait for line in lines for wait in line.waits]
    if seconds != float("inf") and len(waits) == len(requests):
        raise RuntimeError("The load ran out before its time: give it more declarations")
    return Run(len(waits) * each, took, waits)


class Line:
    """One connection that stays open, and how long each of its requests waited for the answer."""

    def __init__(self, port: int, requests: Iterator[bytes], each: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.requests, self.each = requests, each
        self.waits: list[float] = []
        self.got: list[bytes] = []
        self.missing = 0

    def send(self, until: float) -> bool:
        """The next request, unless there is none or no time for it."""
        if (began := time.perf_counter()) > until or (request := next(self.requests, None)) is None:
            return False
        self.began, self.got, self.missing = began, [], -1
        self.socket.sendall(request)
        return True

    def answered(self) -> bool:
        """Take what has come; true where the answer is whole."""
        came = self.socket.recv(262144)
        if not came:
            raise RuntimeError("The server closed the connection")
        self.got.append(came)
        if self.missing < 0:
            head, parted, body = b"".join(self.got).partition(b"\r\n\r\n")
            if not parted:
                return False
            self.missing = length(head) - len(body)
        else:
            self.missing -= len(came)
        if self.missing > 0:
            return False
        self.waits.append(time.perf_counter() - self.began)
        answer = b"".join(self.got)
        if sum(answer.count(word) for word in RELEASED) != self.each:
            raise RuntimeError(_not_released(answer))
        return True


def _not_released(answer: bytes) -> str:
    """The answer's first lines that tell of no release: its head, and of a batch what went wrong."""
    others = (one for one in answer.split(b"\n") if not any(word in one for word in RELEASED))
    return b"\n".join(others)[:4000].decode(errors="replace")
