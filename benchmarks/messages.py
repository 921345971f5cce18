"""Declarations as a customs system would send them, no car twice, and what an answer over the wire says."""

import json
from collections.abc import Iterator
from itertools import count, islice

from benchmarks.ground import LICENCES


def declarations(*, k: int, hot: bool = False, run: str) -> Iterator[bytes]:
    """Sound ones, over all licences or all on the first. `run` keeps the cars and numbers of one measurement from another's."""
    from tests.customs.world import EXPORTER_USCC, MODEL

    face = {
        "declared_on": "2026-06-15", "customs_district": "5301", "trade_mode": "0110", "transport_mode": "2", "destination": "DE",
        "exporter_uscc": EXPORTER_USCC, "contract_no": "EXEV-DE-2026-007", "hs_code": "8703801090", "goods_state": "new",
    }  # fmt: skip
    cars = scattered(run)
    for serial in count():
        own = {
            "message_id": f"{run}-{serial}",
            "declaration_no": f"{run}{serial:014d}",
            "licence_no": f"26-AA-{100_001 + (0 if hot else serial * 7 % LICENCES)}",
        }
        vehicles = [{"vin": vin, "model_code": MODEL} for vin in islice(cars, k)]
        yield json.dumps({**face, **own, "vehicles": vehicles}).encode()


def scattered(run: str) -> Iterator[str]:
    """Cars whose neighbours lie far apart in the key space: the worst case for the index. `run` is one letter or digit."""
    from evexport.codes import vin as vins

    for n in (one * 102_949 % 999_999_937 for one in count(1)):
        yield vins.make("LDM", f"{run}{n // 10**6:03d}B", 2026, "D", n % 10**6)


def request(body: bytes, key: str, *, path: str, kind: str = "application/json") -> bytes:
    """One request on a connection that stays."""
    head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {key}\r\nContent-Type: {kind}\r\n"
    return f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body


def length(head: bytes) -> int:
    """The content's length that an answer's head tells. Raises ValueError where it tells none."""
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return int(value)
    raise ValueError(head.decode(errors="replace"))
