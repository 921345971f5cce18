"""What the clients were told, and what it says of a fault: the gap, the retries, the answers found on asking again."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

Told = dict[str, Any]


@dataclass(frozen=True)
class Felt:
    """A fault as the clients felt it: seconds without any answer, until all had one again, askings in vain, answers recovered."""

    gap: float
    slowest: float
    retries: int
    recovered: int


def read(files: Iterable[Path]) -> list[Told]:
    """All that was acknowledged, by time; a line without its end was never finished."""
    lines = [line for file in files for line in file.read_text("utf-8").splitlines(keepends=True) if line.endswith("\n")]
    return sorted((json.loads(line) for line in lines), key=lambda one: one["at"])


def felt(told: Sequence[Told], begun: float, ended: float) -> Felt:
    """Between the fault's begin and the moment when the cluster was whole again."""
    times = [one["at"] for one in told]
    inside = [at for at in times if begun <= at <= ended]
    before = max((at for at in times if at < begun), default=begun)
    gap = max((b - max(a, begun) for a, b in pairwise([before, *inside, ended])), default=0.0)
    touched = [one for one in told if begun <= one["at"] <= ended]
    by_client: dict[str, float] = {}
    for one in touched:
        by_client[one["client"]] = max(by_client.get(one["client"], 0.0), one["at"] - max(one["sent"], begun))
    return Felt(
        gap,
        max(by_client.values(), default=ended - begun),
        sum(one["retries"] for one in touched),
        sum(one["replayed"] for one in touched),
    )
