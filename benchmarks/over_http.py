"""The gate over HTTP, as `evexport serve` starts it, against its own ceiling: single declarations, one hot licence, batches."""

import os
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from urllib.error import URLError

from benchmarks.ceiling import cell
from benchmarks.ground import Ground
from benchmarks.load import Run, send
from benchmarks.messages import declarations, request
from benchmarks.pgbench import ANY, HOT, OURS
from benchmarks.rows import Bar, Row

CARS, CONNECTIONS, CROWD, MOST_A_SECOND = 10, 8, 32, 5000
ONE, MANY = "/api/v1/customs/declarations", "/api/v1/customs/declarations/batch"
BATCH, BATCHES, SENDERS = 1000, 16, 4
BARS = {
    "gate over HTTP ÷ own ceiling, k=10, 8 connections, 1,000 licences": Bar(floor=0.33, goal=0.45),
    "gate over HTTP ÷ own ceiling, k=10, 32 connections, 1,000 licences": Bar(floor=0.45, goal=0.6),
    "hot licence over HTTP ÷ own ceiling hot, k=10, 8 connections": Bar(floor=0.5, goal=1.0),
    "batch 1000×10 over HTTP ÷ own ceiling of single declarations": Bar(floor=3, goal=4.5),
    "p99 over HTTP ÷ p50, 8 connections at saturation": Bar(floor=8, goal=4, lower=True),
}


@contextmanager
def server() -> Iterator[int]:
    """The web processes, on a free port of this machine."""
    from evexport.config.processes import commands

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    env = {**os.environ, "EVEXPORT_TODAY": "2026-06-15", "EVEXPORT_PLAIN_HTTP": "1"}
    process = subprocess.Popen(commands("127.0.0.1", port, 2)["web"], env=env)
    try:
        for _ in range(600):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz").close()
                break
            except URLError:
                time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.wait(30)


def measure(site: Ground, *, rounds: int, seconds: int) -> list[Row]:
    spread, hot = declarations(k=CARS, run="E"), declarations(k=CARS, hot=True, run="H")
    many = declarations(k=CARS, run="B")
    found: dict[str, list[float]] = {name: [] for name in BARS}
    rates: dict[str, list[float]] = {
        "gate over HTTP, k=10": [],
        "gate over HTTP, k=10, 32 connections": [],
        "hot licence over HTTP, k=10": [],
        "batch 1000×10 over HTTP": [],
    }
    waits: dict[str, list[float]] = {"p50 over HTTP, 8 connections at saturation": [], "p99 over HTTP, 8 connections": []}
    with server() as port:
        singles(port, site, spread, 1)  # plans and pools
        batches(port, site, many, 2)
        for _ in range(rounds):
            ceiling = cell(site, OURS, k=CARS, clients=8, licence=ANY, seconds=seconds)
            plain = singles(port, site, spread, seconds)
            crowd = singles(port, site, spread, seconds, connections=CROWD)
            batch = batches(port, site, many, BATCHES)
            own_hot = cell(site, OURS, k=CARS, clients=8, licence=HOT, seconds=seconds)
            site.fresh()
            on_one = singles(port, site, hot, seconds)
            halves = plain.percentile(0.5), plain.percentile(0.99)
            ratios = (
                plain.rate / ceiling,
                crowd.rate / ceiling,
                on_one.rate / own_hot,
                batch.rate / ceiling,
                halves[1] / halves[0],
            )
            _keep(found, ratios)
            _keep(rates, (plain.rate, crowd.rate, on_one.rate, batch.rate))
            _keep(waits, [1000 * one for one in halves])
    return [
        *(Row.of(name, values, bar=BARS[name]) for name, values in found.items()),
        *(Row.of(name, values, "declarations/s") for name, values in rates.items()),
        *(Row.of(name, values, "ms", Bar(lower=True)) for name, values in waits.items()),
    ]


def _keep(kept: dict[str, list[float]], values) -> None:
    for into, value in zip(kept.values(), values, strict=True):
        into.append(value)


def singles(port: int, site: Ground, made: Iterator[bytes], seconds: int, *, connections: int = CONNECTIONS) -> Run:
    bodies = [request(body, site.key, path=ONE) for body in islice(made, MOST_A_SECOND * seconds)]
    return send(port, bodies, connections=connections, seconds=seconds)


def batches(port: int, site: Ground, made: Iterator[bytes], number: int) -> Run:
    lines = ["\n".join(body.decode() for body in islice(made, BATCH)).encode() for _ in range(number)]
    requests = [request(body, site.key, path=MANY, kind="application/x-ndjson") for body in lines]
    return send(port, requests, connections=SENDERS, each=BATCH)
