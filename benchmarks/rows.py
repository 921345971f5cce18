"""The rows of the benchmark table: what was measured, over which rounds, its bars, and whether they are met."""

import json
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

LATEST = Path(__file__).parent / "latest.json"
OTHERS = ("papers.json", "figures.json", "pages.json", "bulk_vin.json", "failover.json", "torture.json")
"""Files of the measurements that run by themselves; their rows join the table where they are there."""


@dataclass(frozen=True)
class Bar:
    """What must hold and what is sought. `lower`: less is better."""

    floor: float | None = None
    goal: float | None = None
    lower: bool = False

    def holds(self, value: float) -> bool:
        return self.floor is None or self._reaches(value, self.floor)

    def reached(self, value: float) -> bool | None:
        return None if self.goal is None else self._reaches(value, self.goal)

    def _reaches(self, value: float, wanted: float) -> bool:
        return value <= wanted if self.lower else value >= wanted


@dataclass(frozen=True)
class Row:
    """One line: the median of the rounds, and the least and most of them."""

    name: str
    value: float
    unit: str
    floor: float | None = None
    goal: float | None = None
    ok: bool = True
    goal_met: bool | None = None
    lower: bool = False
    spread: tuple[float, float] | None = None

    @classmethod
    def of(cls, name: str, rounds: Sequence[float], unit: str = "ratio", bar: Bar | None = None) -> "Row":
        bar, middle = bar or Bar(), statistics.median(rounds)
        value = short(middle)
        # Judged by the figure itself: rounding must not carry a row over its floor.
        judged = {"ok": bar.holds(middle), "goal_met": bar.reached(middle)}
        spread = (short(min(rounds)), short(max(rounds)))
        return cls(name, value, unit, bar.floor, bar.goal, lower=bar.lower, spread=spread, **judged)

    @classmethod
    def read(cls, found: dict[str, Any]) -> "Row":
        """A row as a file holds it; files of other measurements may know less."""
        floor, value = found.get("floor"), float(found["value"])
        lower = found.get("lower", floor is not None and found["ok"] and value < floor)
        spread = found.get("spread")
        goal = found.get("goal")
        met = Bar(floor, goal, lower=bool(lower)).reached(value)
        return cls(
            found["name"], value, found["unit"], floor, goal, found["ok"], met, bool(lower), tuple(spread) if spread else None
        )


def short(value: float) -> float:
    """Three figures that count, and no more than the measurement knows."""
    return float(f"{value:.3g}") if abs(value) < 100 else round(value)


def verdict(row: Row) -> str:
    if row.floor is None:
        return ""
    if not row.ok:
        return "BELOW THE FLOOR" if not row.lower else "OVER THE FLOOR"
    return {True: "goal met", False: "floor met", None: "met"}[row.goal_met]


def table(rows: Iterable[Row]) -> str:
    """All rows under one another, for reading."""
    lines = [f"{'what':<70} {'median':>9} {'rounds':>16}  {'unit':<15} {'floor':>6} {'goal':>6}  "]
    for row in rows:
        spread = f"{row.spread[0]:g}–{row.spread[1]:g}" if row.spread else ""
        bars = f"{_number(row.floor):>6} {_number(row.goal):>6}"
        lines.append(f"{row.name:<70} {row.value:>9g} {spread:>16}  {row.unit:<15} {bars}  {verdict(row)}".rstrip())
    return "\n".join(lines)


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:g}"


def read(path: Path) -> list[Row]:
    """A file's rows that stand for themselves; page timings and the like, which have another shape, stay in their file."""
    found = json.loads(path.read_text("utf-8"))
    return [Row.read(one) for one in found.get("rows", []) if {"name", "value", "unit", "ok"} <= one.keys()]


def others(folder: Path) -> list[Row]:
    return [row for name in OTHERS if (folder / name).exists() for row in read(folder / name)]


def write(path: Path, machine: dict[str, object], rows: Sequence[Row]) -> None:
    path.write_text(json.dumps({"machine": machine, "rows": [asdict(row) for row in rows]}, indent=1) + "\n", "utf-8")
