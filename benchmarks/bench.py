"""Measures the gate and prints one table: every row with the median of its rounds, its floor, its goal.

python -m benchmarks.bench [--rounds 5] [--seconds 2] [--only ceiling,http,flat,statements]     writes benchmarks/latest.json

FULL=1 in the surroundings fills ten million cars instead of one. Rows of other measurements are taken from their files.
Ratios of one run are worth more than figures: they are what a shared machine leaves alone, mostly.
"""

import argparse
import os
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from benchmarks.ground import ground  # noqa: E402
from benchmarks.rows import LATEST, Row, others, table, write  # noqa: E402

from benchmarks import ceiling, flat, machine, over_http, statements  # noqa: E402 - the path is set first

FULL, USUAL = 10_000_000, 1_000_000


def parts(rounds: int, seconds: int):
    """What can be measured, by name, in order: the statements come last, since the log slows what it tells of."""
    cars = FULL if os.environ.get("FULL") == "1" else USUAL
    return {
        "ceiling": lambda site: ceiling.measure(site, rounds=rounds, seconds=seconds),
        "http": lambda site: over_http.measure(site, rounds=rounds, seconds=seconds),
        "flat": lambda site: flat.measure(site, rounds=rounds, seconds=seconds, cars=cars),
        "statements": statements.measure,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=2, help="of one cell")
    parser.add_argument("--only", default="", help="parts, separated by commas")
    parser.add_argument("--to", type=Path, default=LATEST)
    asked = parser.parse_args()
    rows: list[Row] = []
    began = time.monotonic()
    with ground() as site:
        told = machine.note(version(site.addresses.owner))
        for name, measure in parts(asked.rounds, asked.seconds).items():
            if not asked.only or name in asked.only.split(","):
                rows += measure(site)
                write(asked.to, told, rows)  # should a later part fail, this one stands
                print(f"{time.monotonic() - began:6.0f} s  {name} measured", file=sys.stderr, flush=True)
    rows += others(ROOT / "benchmarks")
    told |= {"load_after": machine.load(), "rounds": asked.rounds, "cell_seconds": asked.seconds}
    write(asked.to, told, rows)
    print(table(rows))
    print("\n" + ", ".join(f"{name} {value}" for name, value in told.items()))
    if not all(row.ok for row in rows):
        sys.exit("A floor does not hold.")


def version(url: str) -> str:
    import psycopg

    with psycopg.connect(url) as connection:
        return str(connection.execute("SHOW server_version").fetchone()[0])


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "evexport.config.settings")
    main()
