"""Measures the statistics on a loaded nation: counting everything anew, and each dashboard's query, against a plain count.

make load && python benchmarks/figures.py [--rounds 5]      on var/scale; prints ratios, writes benchmarks/figures.json
"""

import argparse
import json
import os
import platform
import statistics
import sys
import time
from datetime import datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "benchmarks")]

TEN_MILLION = 10_000_000
REBUILD = {"floor": 300.0, "goal": 60.0}
QUERY = {"floor": 1.0, "goal": 0.3}
# What a page would ask without read models: every car of every month, by market.
PLAIN = """SELECT l.destination, date_trunc('month', w.at AT TIME ZONE 'Asia/Shanghai'), sum(cardinality(w.vins))
    FROM customs_writeoff w JOIN licensing_licenceline n ON n.id = w.line_id JOIN licensing_licence l ON l.id = n.licence_id
    GROUP BY 1, 2"""


def timed(deed) -> float:
    began = time.perf_counter()
    deed()
    return time.perf_counter() - began


def rows_of(rounds: int) -> list[dict[str, object]]:
    from django.db import connection

    from evexport.accounts.actors import SYSTEM
    from evexport.kernel.clock import CHINA
    from evexport.oversight.statistics import counting, durations, figures
    from evexport.oversight.statistics.figures import Asked
    from evexport.store import reading_as

    at = datetime(2027, 3, 3, 12, tzinfo=CHINA)

    def plain() -> None:
        with reading_as(SYSTEM), connection.cursor() as cursor:
            cursor.execute(PLAIN)
            cursor.fetchall()

    def one(statement: str) -> int:
        with reading_as(SYSTEM), connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchone()[0]

    def looked(deed) -> float:
        def look() -> None:
            with reading_as(SYSTEM):
                deed()

        return statistics.median(timed(look) for _ in range(rounds))

    cars = one("SELECT coalesce(sum(cardinality(vins)), 0)::bigint FROM customs_writeoff")
    anew = timed(lambda: counting.rebuild(at=at))
    counted = one("SELECT count(*) FROM oversight_exportmonth")
    again = timed(lambda: counting.bring_up_to_date(at=at))
    direct = statistics.median(timed(plain) for _ in range(min(rounds, 3)))
    queries = {
        **{f"exports by {by}": looked(lambda by=by: figures.exports(by, Asked(), most=15)) for by in figures.EXPORTS_BY},
        "exports of a year by maker": looked(lambda: figures.exports("maker", Asked(2026), most=15)),
        "licences by maker": looked(lambda: figures.licences("maker", Asked(), most=15)),
        "licence decisions by month": looked(lambda: durations.terms("licence")),
        "decisions by month": looked(lambda: figures.decisions(Asked())),
        "reasons": looked(lambda: figures.reasons(Asked())),
    }
    slowest = max(queries.values())
    return [
        row("cars written off", cars, "cars"),
        row("rows of exports by month that stand for them", counted, "rows"),
        row("counted anew", anew, "s"),
        row("counted anew, reckoned for 10 M cars", anew * max(TEN_MILLION / max(cars, 1), 1), "s", **REBUILD),
        row("brought up to date with nothing new", again, "s"),
        *(row(name, took, "s", **QUERY) for name, took in queries.items()),
        row("a plain count by market and month", direct, "s"),
        row("plain count / slowest query of a page", direct / slowest, "ratio"),
    ]


def row(name: str, value: float, unit: str, *, floor: float | None = None, goal: float | None = None) -> dict[str, object]:
    ok = floor is None or value <= floor
    return {"name": name, "value": round(value, 4), "unit": unit, "floor": floor, "goal": goal, "ok": ok}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    import scale

    if not (scale.HOME / "demo.json").exists():
        sys.exit("There is no var/scale: `make load` loads it.")
    scale.open_home()
    try:
        rows = rows_of(asked.rounds)
    finally:
        scale.close_home()
    machine = {"cpus": os.cpu_count(), "machine": platform.machine(), "python": platform.python_version()}
    (ROOT / "benchmarks" / "figures.json").write_text(json.dumps({"machine": machine, "rows": rows}, indent=1) + "\n", "utf-8")
    for one in rows:
        mark = "" if one["floor"] is None else f"  ok (goal {one['goal']})" if one["ok"] else f"  OVER the floor {one['floor']}"
        print(f"{one['name']:<48} {one['value']:>14} {one['unit']}{mark}")
    return 0 if all(one["ok"] for one in rows) else 1


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "evexport.config.settings")
    sys.exit(main())
