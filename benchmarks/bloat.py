"""Whether the rows that every release changes stay small: one hot licence under load for some minutes, looked at each second.

python -m benchmarks.bloat [--seconds 180]     writes benchmarks/bloat.json and docs/images/gate-under-load.svg
"""

import argparse
import json
import os
import sys
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from benchmarks.ground import Ground, ground  # noqa: E402
from benchmarks.pgbench import HOT, OURS, script, throughput  # noqa: E402
from benchmarks.plot import drawn  # noqa: E402

from benchmarks import machine  # noqa: E402 - the path is set first

FIGURE = ROOT / "docs" / "images" / "gate-under-load.svg"
TABLES = ("licensing_balance", "licensing_licencestanding")
REFRESH = 8  # seconds after which the hot licence gets its clearances back, before they are used up
LOOK = """SELECT relname, pg_relation_size(relid), pg_indexes_size(relid), n_dead_tup, n_tup_upd, n_tup_hot_upd, autovacuum_count
            FROM pg_stat_user_tables WHERE relname = ANY (%s)"""
RELEASED = "SELECT sum(used) FROM licensing_balance"


def watch(site: Ground, seconds: int) -> list[dict[str, object]]:
    import psycopg

    load = threading.Thread(
        target=throughput,
        args=(site.server.programs, site.addresses.gate, script(OURS, k=10, licence=HOT)),
        kwargs={"clients": 8, "seconds": seconds},
    )
    with psycopg.connect(site.server.dsn("evexport"), autocommit=True) as connection:
        samples = [sample(connection, 0.0)]
        began = time.monotonic()
        load.start()
        while True:
            time.sleep(1)
            if not load.is_alive():  # a second in which the load ended is no second of it
                break
            samples.append(sample(connection, time.monotonic() - began))
            if len(samples) % REFRESH == 0:
                site.fresh()
        load.join()
    return samples


def sample(connection, at: float) -> dict[str, object]:
    rows = connection.execute(LOOK, [list(TABLES)]).fetchall()
    names = ("bytes", "index_bytes", "dead", "updates", "hot", "vacuums")
    (used,) = connection.execute(RELEASED).fetchone()
    return {"at": round(at, 1), "released": int(used) // 10, **{row[0]: dict(zip(names, row[1:], strict=True)) for row in rows}}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=180)
    asked = parser.parse_args()
    with ground() as site:
        found = {"machine": machine.note(""), "samples": watch(site, asked.seconds)}
    (ROOT / "benchmarks" / "bloat.json").write_text(json.dumps(found, indent=1) + "\n", "utf-8")
    FIGURE.write_text(drawn(found["samples"]), "utf-8")
    last = found["samples"][-1]
    for name in TABLES:
        table = last[name]
        print(f"{name}: {table['bytes'] // 1024} KiB, {table['dead']} dead rows, {table['vacuums']} vacuums, ", end="")
        print(f"{table['hot'] / max(table['updates'], 1):.1%} of {table['updates']} updates beside the indexes")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "evexport.config.settings")
    main()
