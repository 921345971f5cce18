"""One client of the gate: declares without pause, asks again under the same identifier until it is answered, and keeps a journal.

python -m benchmarks.failover.client NUMBER JOURNAL LICENCE      ends at SIGTERM, after the answer it waits for
"""

import json
import logging
import signal
import sys
import time
from itertools import count
from pathlib import Path
from typing import Any

import psycopg

PAUSE = 0.02  # between declarations: the drill measures gaps, not speed
AGAIN = 0.1
CARS = 2
REFUSED = 7  # every so many is one that must be refused
REPEATED = 5  # every so many is sent again after its answer


def declaration(number: int, serial: int, licence: str) -> dict[str, Any]:
    """Cars, number and identifier are this client's own; now and then the destination is one that the licence does not cover."""
    from tests.customs.world import EXPORTER_USCC, MODEL

    from evexport.codes import vin as vins

    cars = [vins.make("LDM", "EV7EB", 2026, "D", number * 100_000 + serial * CARS + i) for i in range(CARS)]
    return {
        "message_id": f"drill-{number}-{serial}",
        "declaration_no": f"5301{number:04d}{serial:010d}",
        "declared_on": "2026-06-15",
        "customs_district": "5301",
        "trade_mode": "0110",
        "transport_mode": "2",
        "exporter_uscc": EXPORTER_USCC,
        "licence_no": licence,
        "contract_no": "EXEV-DE-2026-007",
        "destination": "FR" if serial % REFUSED == 0 else "DE",
        "hs_code": "8703801090",
        "goods_state": "new",
        "vehicles": [{"vin": vin, "model_code": MODEL} for vin in cars],
    }


def ask(form: Any, client: Any) -> tuple[Any, int, float]:
    """The answer, how often it was asked for in vain, and when it came."""
    from tests.customs.world import NOON

    from evexport.customs.gate import decide

    for retries in count():
        try:
            return decide(form, client=client, at=NOON), retries, time.monotonic()
        except psycopg.OperationalError:
            time.sleep(AGAIN)
    raise AssertionError  # counting has no end


def main(number: int, journal: Path, licence: str) -> None:
    import django

    django.setup()
    from evexport.accounts.actors import in_role
    from evexport.accounts.roles import Role
    from evexport.customs.gate import pool
    from evexport.kernel.ids import uuid7
    from evexport.regulation.facts.declaration import parse

    logging.getLogger("psycopg.pool").setLevel(logging.ERROR)  # that servers go away is what the drill is about
    ending: list[int] = []
    signal.signal(signal.SIGTERM, lambda *_: ending.append(1))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    client = in_role(Role.CUSTOMS_SYSTEM, organisation_id=uuid7(), name=f"示例海关业务系统{number}")
    with journal.open("w", encoding="utf-8", buffering=1) as file:
        for serial in count(1):
            if ending:
                break
            told = declaration(number, serial, licence)
            sent = time.monotonic()
            answer, retries, at = ask(parse(told), client)
            kept = {
                "client": client.client, "message": told["message_id"], "no": told["declaration_no"], "decision": answer.decision,
                "vins": [car["vin"] for car in told["vehicles"]], "replayed": answer.replayed, "retries": retries,
                "sent": sent, "at": at, "id": str(answer.id),
            }  # fmt: skip
            if serial % REPEATED == 0:
                again, *_ = ask(parse(told), client)
                kept["repeat_differs"] = not again.replayed or (again.id, again.decision) != (answer.id, answer.decision)
            file.write(json.dumps(kept) + "\n")
            time.sleep(PAUSE)
    pool.close()


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])
