"""Measures batches over HTTP against the gate's own ceiling of single declarations: same server, same run, interleaved rounds.

python benchmarks/batch.py [--rounds 5] [--batches 12]      prints the ratio, puts its rows into benchmarks/latest.json
"""

import argparse
import json
import os
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from itertools import count, islice
from pathlib import Path
from urllib.error import URLError

import gate

SIZE, CARS, CLIENTS, FLOOR, GOAL = 1000, 10, 4, 3.0, 4.5
NAME = f"batch {SIZE}x{CARS} over HTTP / own ceiling of single declarations, k={CARS}"
LATEST = Path(__file__).parent / "latest.json"


@contextmanager
def server():
    """Two web workers on a free port of this machine; its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    words = ["--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port), "--workers", "2", "--blocking-threads", "4"]
    command = [sys.executable, "-m", "granian", *words, "--no-ws", "--log-level", "warning", "evexport.config.wsgi:application"]
    env = {**os.environ, "EVEXPORT_TODAY": "2026-06-15", "EVEXPORT_PLAIN_HTTP": "1"}
    process = subprocess.Popen(command, env=env)
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(300):
            try:
                urllib.request.urlopen(f"{address}/healthz")
                break
            except URLError:
                time.sleep(0.1)
        yield address
    finally:
        process.terminate()
        process.wait(30)


def key() -> str:
    """A customs system's key."""
    from tests import factories
    from tests.customs.world import NOON

    from evexport.accounts.actions import issue_key
    from evexport.accounts.roles import Role

    made = {"role": Role.CUSTOMS_SYSTEM, "label": "bench", "by": factories.ADMIN, "at": NOON - timedelta(days=1)}
    return issue_key(organisation_id=factories.organisation("customs").id, **made)[1]


def batches():
    """Batches of sound declarations, no car twice."""
    from tests.customs.world import EXPORTER_USCC, MODEL

    from evexport.codes import vin as vins

    face = {
        "declared_on": "2026-06-15", "customs_district": "5301", "trade_mode": "0110", "transport_mode": "2", "destination": "DE",
        "exporter_uscc": EXPORTER_USCC, "contract_no": "EXEV-DE-2026-007", "hs_code": "8703801090", "goods_state": "new",
    }  # fmt: skip
    serials = count()
    # Consecutive numbers lie far apart in the key space: the worst case for the index.
    cars = (
        vins.make("LDM", f"E{n // 10**6:03d}B", 2026, "D", n % 10**6) for n in (one * 102_949 % 999_999_937 for one in count(1))
    )
    while True:
        lines = []
        for serial in islice(serials, SIZE):
            own = {
                "message_id": f"b-{serial}",
                "declaration_no": f"5301{serial:014d}",
                "licence_no": f"26-AA-{100_001 + serial * 7 % gate.LICENCES}",
            }
            lines.append(
                json.dumps({**face, **own, "vehicles": [{"vin": vin, "model_code": MODEL} for vin in islice(cars, CARS)]})
            )
        yield "\n".join(lines).encode()


def declarations_a_second(address: str, bearer: str, bodies: list[bytes]) -> float:
    headers = {"Authorization": f"Bearer {bearer}", "Content-Type": "application/x-ndjson"}

    def send(body: bytes) -> int:
        request = urllib.request.Request(f"{address}/api/v1/customs/declarations/batch", body, headers)
        with urllib.request.urlopen(request) as answer:
            return answer.read().count(b'"decision":"released"')

    began = time.perf_counter()
    with ThreadPoolExecutor(CLIENTS) as clients:
        released = sum(clients.map(send, bodies))
    seconds = time.perf_counter() - began
    if released != len(bodies) * SIZE:
        raise RuntimeError(f"{released} of {len(bodies) * SIZE} were released")
    return released / seconds


def measure(rounds: int, sent: int) -> list[dict[str, object]]:
    with gate.ground() as (addresses, programs), server() as address:
        bearer, made = key(), batches()
        declarations_a_second(address, bearer, list(islice(made, 2)))  # plans and pools
        ratios, speeds = [], []
        single = gate.script(gate.OURS, k=CARS, licence=f"random(1, {gate.LICENCES})")
        for _ in range(rounds):
            bodies = list(islice(made, sent))
            ceiling = gate.throughput(programs, addresses.gate, single, clients=8, seconds=3)
            speeds.append(declarations_a_second(address, bearer, bodies))
            ratios.append(speeds[-1] / ceiling)
    ratio, speed = statistics.median(ratios), statistics.median(speeds)
    print(
        f"{NAME}  {ratio:.2f} ({min(ratios):.2f} to {max(ratios):.2f})   {speed:.0f} declarations/s   floor {FLOOR} goal {GOAL}"
    )
    return [
        {"name": NAME, "value": round(ratio, 2), "unit": "ratio", "floor": FLOOR, "ok": ratio >= FLOOR},
        {"name": f"batch {SIZE}x{CARS} over HTTP", "value": round(speed), "unit": "declarations/s", "floor": None, "ok": True},
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--batches", type=int, default=12)
    asked = parser.parse_args()
    rows = measure(asked.rounds, asked.batches)
    found = json.loads(LATEST.read_text("utf-8")) if LATEST.exists() else {"rows": []}
    names = {row["name"] for row in rows}
    found["rows"] = [row for row in found["rows"] if row["name"] not in names] + rows
    LATEST.write_text(json.dumps(found, indent=1) + "\n", "utf-8")
    if not all(row["ok"] for row in rows):
        sys.exit("A floor does not hold.")


if __name__ == "__main__":
    main()
