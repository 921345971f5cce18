"""Load over HTTP: connections that stay open, each sending its next request as soon as the last is answered."""

import socket
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
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

    `each`: how many declarations one request holds.
    """
    until = time.perf_counter() + seconds
    began = time.perf_counter()
    with ThreadPoolExecutor(connections) as threads:
        waits = [
            wait
            for some in threads.map(lambda first: _one(port, requests[first::connections], until, each), range(connections))
            for wait in some
        ]
    took = time.perf_counter() - began
    if seconds != float("inf") and len(waits) == len(requests):
        raise RuntimeError("The load ran out before its time: give it more declarations")
    return Run(len(waits) * each, took, waits)


def _one(port: int, requests: Sequence[bytes], until: float, each: int) -> list[float]:
    waits = []
    with socket.create_connection(("127.0.0.1", port)) as line:
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for one in requests:
            began = time.perf_counter()
            if began > until:
                break
            line.sendall(one)
            answer = _answer(line)
            waits.append(time.perf_counter() - began)
            if sum(answer.count(word) for word in RELEASED) != each:
                raise RuntimeError(_not_released(answer))
    return waits


def _not_released(answer: bytes) -> str:
    """The answer's first lines that tell of no release: its head, and of a batch what went wrong."""
    others = (one for one in answer.split(b"\n") if not any(word in one for word in RELEASED))
    return b"\n".join(others)[:4000].decode(errors="replace")


def _answer(line: socket.socket) -> bytes:
    got = line.recv(65536)
    while b"\r\n\r\n" not in got:
        got += _more(line)
    head, _, body = got.partition(b"\r\n\r\n")
    parts, missing = [head, body], length(head) - len(body)
    while missing > 0:
        parts.append(_more(line))
        missing -= len(parts[-1])
    return head + b"\r\n\r\n" + b"".join(parts[1:])


def _more(line: socket.socket) -> bytes:
    got = line.recv(262144)
    if not got:
        raise RuntimeError("The server closed the connection")
    return got
