"""Declarations as customs' systems send them, good and bad; every number drawn from a seed, so that a run can be told again."""

import json
import time
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256
from itertools import count
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.torture.night import Night

from evexport.codes import vin

MODEL = "DMO7000BEVA1"
EXPORTER, RIVAL = "91120000MADEM0RD1B", "91310000MADEM0XX0Z"
SERIALS = 80_000  # of one client
SPOT_CHECKS = 2  # of ten declarations, at the level that the ground lays down
CONTESTED = 900_000  # serials that everybody knows
OFTEN = ("hot", "hot", "wide", "amended-1", "amended-2", "suspended-1", "suspended-2", "ends-tonight", "begins-tonight")
PARTS = (*OFTEN, "ends-tomorrow", "few-cars", "few-clearances")


@dataclass
class Writer:
    """Writes one client's declarations. `place` is the client's own among all."""

    place: int
    night: Night
    licences: Path
    random: Random
    serials: count = field(default_factory=lambda: count(1))
    numbers: count = field(default_factory=lambda: count(1))
    read_at: float = 0.0
    known: dict[str, dict[str, str]] = field(default_factory=dict)

    def licence(self, part: str) -> dict[str, str]:
        """The licence that plays a part now: an amendment replaces it."""
        if time.time() - self.read_at > 0.3:
            self.known, self.read_at = json.loads(self.licences.read_text("utf-8")), time.time()
        return self.known[part]

    def cars(self, number: int) -> list[str]:
        first = self.place * SERIALS
        return [vin.make("LDM", "EV7EB", 2026, "D", first + next(self.serials) % SERIALS) for _ in range(number)]

    def contested_car(self) -> str:
        """The car of this half second: whoever asks now gets the same."""
        return vin.make("LDM", "EV7EB", 2026, "D", CONTESTED + int(time.time() * 2) % 90_000)

    def good(self, part: str | None = None, cars: list[str] | None = None, **changes: Any) -> dict[str, Any]:
        """A sound declaration, under whatever licence; of one car to twenty."""
        part = part or self.random.choice(PARTS)
        number = self.random.choice((1, 1, 2, 3, 5, 8, 20))
        cars = cars or self.cars(number)
        serial = self.serial(spared=part.startswith("amended"))
        licence = self.licence(part)
        return {
            "message_id": f"{self.place:02d}-{serial}",
            "declaration_no": self.number(serial),
            "declared_on": self.night.today().isoformat(),
            "customs_district": "5301",
            "trade_mode": "0110",
            "transport_mode": "2",
            "exporter_uscc": EXPORTER,
            "licence_no": licence["number"],
            "contract_no": licence["contract_no"],
            "destination": "DE",
            "hs_code": "8703801090",
            "goods_state": "new",
            "vehicles": [{"vin": one, "model_code": MODEL} for one in cars],
            **changes,
        }

    def number(self, serial: int) -> str:
        return f"53012026{self.place:02d}{serial:08d}"

    def serial(self, *, spared: bool) -> int:
        """The next; `spared`, one that no spot check takes, since a licence with cars held is not replaced."""
        return next(n for n in self.numbers if not spared or sha256(self.number(n).encode()).digest()[0] % 10 >= SPOT_CHECKS)

    def bad(self) -> dict[str, Any]:
        """One that must not pass, each for a reason of its own."""
        message = self.good()
        cars = message["vehicles"]
        kind = self.random.randrange(9)
        day = self.night.today()
        changes: list[dict[str, Any]] = [
            {"destination": "FR"},
            {"licence_no": "26-AA-888888"},
            {"exporter_uscc": RIVAL},
            {"vehicles": [*cars, cars[0]]},
            {"vehicles": [{**cars[0], "vin": cars[0]["vin"][:8] + "IOQ" + cars[0]["vin"][11:]}]},
            {"vehicles": [{**cars[0], "model_code": "DMO7000NONE9"}]},
            {"hs_code": "8703809090"},
            {"declared_on": (day + timedelta(days=1)).isoformat()},
            {"declared_on": (day - timedelta(days=9)).isoformat()},
        ]
        return {**message, **changes[kind]}

    def yesterdays(self) -> dict[str, Any]:
        """Declared the day before: after midnight, still under the licence that ended with that day."""
        return {**self.good("ends-tonight"), "declared_on": (self.night.today() - timedelta(days=1)).isoformat()}
