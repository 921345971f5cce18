"""Compares two benchmark files row by row and marks what became worse beyond the noise.

python -m benchmarks.compare BEFORE AFTER     exits 1 where a row became worse
"""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.rows import Row, read

CLEAR, ALONE = 0.10, 0.30
"""By how much a median must move beside rounds that do not overlap; where a row has no rounds, by how much it alone must."""


@dataclass(frozen=True)
class Change:
    """A row in both files. `verdict`: worse, better, or empty where noise explains it."""

    before: Row
    after: Row
    verdict: str

    @property
    def moved(self) -> float:
        return self.after.value / self.before.value - 1 if self.before.value else 0.0


def changes(before: Sequence[Row], after: Sequence[Row]) -> Iterator[Change]:
    known = {row.name: row for row in before}
    for row in after:
        if row.name in known:
            yield Change(known[row.name], row, judged(known[row.name], row))


def judged(before: Row, after: Row) -> str:
    """Figures of the machine's own speed move with what else runs on it: without a bar they are told, not judged."""
    if before.unit != "ratio" and before.floor is None and after.floor is None:
        return ""
    moved = after.value - before.value
    if not beyond_noise(before, after):
        return ""
    return "better" if (moved < 0) == after.lower else "WORSE"


def beyond_noise(before: Row, after: Row) -> bool:
    moved = abs(after.value - before.value)
    if before.spread is None or after.spread is None:
        return moved > ALONE * abs(before.value)
    overlap = before.spread[0] <= after.spread[1] and after.spread[0] <= before.spread[1]
    return not overlap and moved > CLEAR * abs(before.value)


def told(found: Sequence[Change]) -> str:
    lines = [f"{'what':<70} {'before':>9} {'after':>9} {'moved':>7}"]
    for one in found:
        figures = f"{one.before.value:>9g} {one.after.value:>9g} {one.moved:>+7.0%}"
        lines.append(f"{one.after.name:<70} {figures}  {one.verdict}".rstrip())
    return "\n".join(lines)


def main() -> None:
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    before, after = (read(Path(name)) for name in sys.argv[1:])
    found = list(changes(before, after))
    print(told(found))
    missing = {row.name for row in before} - {row.name for row in after}
    if missing:
        print("Only before: " + "; ".join(sorted(missing)))
    worse = [one for one in found if one.verdict == "WORSE"]
    if worse:
        sys.exit(f"{len(worse)} became worse beyond the noise.")


if __name__ == "__main__":
    main()
