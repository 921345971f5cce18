"""Measures the issue of many licences with their signed originals: the real job in real worker processes, on a server of its own.

python benchmarks/bulk_issue.py [--licences 200] [--makers 4] [--workers 2] [--seconds 180]
prints what it found and writes benchmarks/papers.json

What it says is of this machine and moment; ratios of one run are worth more than figures.
"""

import argparse
import json
import os
import platform
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

ALONE = 32  # licences issued without their papers, one after the other, in this process; then half typeset, half also sealed
AT_ONCE = 5_000
FLOOR, GOAL = 3.5, 2.4


@contextmanager
def ground():
    """A server, a home and an empty database of its own."""
    with tempfile.TemporaryDirectory(prefix="evexport-bench-") as folder:
        os.environ["EVEXPORT_HOME"] = folder
        os.environ["EVEXPORT_TODAY"] = "2026-06-15"
        for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_GATE_URL"):
            os.environ.pop(name, None)
        from evexport.config import database
        from evexport.host import server
        from evexport.host.home import Home

        home = Home(Path(folder))
        try:
            yield database.ensure(home=home)
        finally:
            server.stop(home)
            shutil.rmtree(server.describe(home).cluster, ignore_errors=True)  # it may stand outside the folder


# A reviewed application once more, under a contract of its own.
COPY = """INSERT INTO licensing_application
          SELECT (jsonb_populate_record(a, jsonb_build_object('id', gen_random_uuid(), 'document',
                 a.document || jsonb_build_object('contract_no', 'EXEV-B-' || lpad(n::text, 6, '0'))))).*
          FROM licensing_application a, generate_series(1, %s) n WHERE a.id = %s"""


def lay(owner: str, *, licences: int, makers: int):
    """Reviewed applications of several makers, and an approver who examined none of them."""
    import psycopg
    from tests.licensing.house import House
    from tests.licensing.many import further_maker, reviewed, staffed

    house = staffed(House())
    first = [reviewed(house, further_maker(n, capacity=100_000_000)) for n in range(1, makers + 1)]
    with psycopg.connect(owner, autocommit=True) as connection:
        for n, one in enumerate(first):
            connection.execute(COPY, [(licences + n) // makers, one.pk])
        connection.execute("ANALYZE")
    return house


def issue_alone(house) -> float:
    """Licences a second, without papers, by the single deed."""
    from tests.licensing.house import NOON

    from evexport.licensing import actions
    from evexport.licensing.models import Application

    rows = list(Application.objects.using("owner").filter(state="reviewed")[:ALONE])
    for one in rows[:2]:
        actions.issue(one.pk, by=house.zhou, at=NOON)
    began = time.perf_counter()
    for one in rows[2:]:
        actions.issue(one.pk, by=house.zhou, at=NOON)
    return (ALONE - 2) / (time.perf_counter() - began)


def paper_times() -> tuple[float, float]:
    """Processor seconds to typeset a licence, and to typeset and seal it: medians, taken in turns."""
    from tests.licensing.house import NOON

    from evexport.accounts.actors import SYSTEM
    from evexport.ledger.models import Entry
    from evexport.licensing.models import Licence
    from evexport.papers import originals
    from evexport.papers.sealing import seal
    from evexport.store import reading_as

    def sheet(licence):
        entry = Entry.objects.get(subject=f"licence:{licence.number}", kind="licence.issued")
        return originals._sheet(originals.ORIGINAL, licence, entry, entry, None, at=NOON)  # noqa: SLF001 - measured from within

    def sealed(one):
        return seal(one.unsealed(), one.stamp, reason=one.reason, at=NOON)

    # No paper is set twice: the typesetter remembers what it has set.
    with reading_as(SYSTEM):
        sheets = [sheet(licence) for licence in Licence.objects.order_by("number")]
    plain, whole = [], []
    for first, second in zip(sheets[::2], sheets[1::2], strict=True):
        plain.append(timed(first.unsealed))
        whole.append(timed(lambda second=second: sealed(second)))
    return statistics.median(plain[1:]), statistics.median(whole[1:])  # the first reads fonts and key


def timed(deed) -> float:
    """Processor time: what other programs take of the machine meanwhile does not count."""
    began = time.process_time()
    deed()
    return time.process_time() - began


def in_bulk(house, *, workers: int, seconds: float) -> tuple[int, float, float]:
    """Licences issued with their signed originals by real workers; the seconds from the first to the last; processor seconds.

    The workers' start, with fonts and key, is in the processor seconds, so that more licences give a better figure.
    """
    from evexport.papers.issuing import issue_all
    from evexport.store.moment import now
    from evexport.work.models import Work, WorkItem

    work = issue_all(None, request=str(uuid4()), by=house.zhou, at=now())
    command = [sys.executable, "-m", "evexport.config.worker", "long"]
    processes = [subprocess.Popen(command) for _ in range(workers)]
    until, before = time.monotonic() + seconds, resource.getrusage(resource.RUSAGE_CHILDREN)
    try:
        while time.monotonic() < until and Work.objects.using("owner").get(pk=work.pk).state in {"queued", "running"}:
            time.sleep(0.25)
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            process.wait(30)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    settled = WorkItem.objects.using("owner").filter(work=work, state="done").order_by("settled_at")
    moments = list(settled.values_list("settled_at", flat=True))
    if len(moments) < 2:
        raise RuntimeError("nothing was issued in time: give more --seconds")
    return len(moments) - 1, (moments[-1] - moments[0]).total_seconds(), spent


def rows_of(arguments) -> list[dict[str, object]]:
    with ground() as addresses:
        house = lay(addresses.owner, licences=arguments.licences + ALONE, makers=arguments.makers)
        alone = issue_alone(house)
        plain, whole = paper_times()
        number, took, spent = in_bulk(house, workers=arguments.workers, seconds=arguments.seconds)
    speed = number / took
    ratio = whole / plain
    return [
        row("issued alone, without paper, one process", alone, "licences/s"),
        row("typeset alone (typst compile)", plain * 1000, "ms"),
        row("typeset and sealed", whole * 1000, "ms"),
        row("papers a core of their own", 1 / whole, "papers/s"),
        row(f"signed paper / typst compile alone (goal {GOAL})", ratio, "ratio", floor=FLOOR, ok=ratio <= FLOOR),
        row(f"issued with signed originals, {arguments.workers} workers, {arguments.makers} makers", speed, "licences/s"),
        row("processor time a licence with its original, in the workers", spent / (number + 1) * 1000, "ms"),
        row(f"{AT_ONCE} of them at that speed (reckoned from {number + 1})", AT_ONCE / speed / 60, "min"),
    ]


def row(name: str, value: float, unit: str, *, floor: float | None = None, ok: bool = True) -> dict[str, object]:
    return {"name": name, "value": round(value, 2), "unit": unit, "floor": floor, "ok": ok}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--licences", type=int, default=200)
    parser.add_argument("--makers", type=int, default=4)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seconds", type=float, default=180, help="the bulk part ends after this long, done or not")
    arguments = parser.parse_args()
    rows = rows_of(arguments)
    machine = {"cpus": os.cpu_count(), "machine": platform.machine(), "python": platform.python_version()}
    found = {"machine": machine, "rows": rows}
    (ROOT / "benchmarks" / "papers.json").write_text(json.dumps(found, indent=1) + "\n", "utf-8")
    for one in rows:
        mark = "" if one["floor"] is None else "  ok" if one["ok"] else f"  OVER the floor {one['floor']}"
        print(f"{one['name']:<66} {one['value']:>10} {one['unit']}{mark}")
    return 0 if all(one["ok"] for one in rows) else 1


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "evexport.config.settings")
    sys.exit(main())
