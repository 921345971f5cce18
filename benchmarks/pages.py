"""Measures the server's time for every page of every desk at the size of a nation (`make load` lays it into var/scale).

python benchmarks/pages.py [--times 5] [--goal 100] [--account customs]     prints a table and writes benchmarks/pages.json

Each page that links lead to, as each account of the demonstration, in-process: median of several after a first one, with its
database statements. What it says is of this machine and moment.
"""

import argparse
import json
import os
import platform
import statistics
import sys
import time
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from benchmarks.scale import HOME, close_home, open_home  # noqa: E402 - the path is set first


@dataclass
class Row:
    """A page's time: median and worst in milliseconds, its statements, its size."""

    account: str
    kind: str
    address: str
    median: float
    worst: float
    statements: int
    kilobytes: float


def measure(times: int, accounts: list[str]) -> list[Row]:
    from django.conf import settings
    from tests.desks.office import Office
    from tests.desks.pages import ACCOUNTS, walk

    from evexport.customs.models import Declaration

    settings.SECURE_SSL_REDIRECT = False
    office = Office(json.loads((HOME / "demo.json").read_text("utf-8")))
    office.samples["declaration"] = str(
        Declaration.objects.using("owner").order_by("-decided_at").values_list("pk", flat=True)[0]
    )
    rows = []
    for account in accounts or ACCOUNTS:
        client = office.client(account)
        pages = {page.address: page for page in walk(client, account, office.samples).pages if page.whole}
        rows += [timed(client, page, account, times) for page in pages.values()]
        print(f"{account or 'visitor':10}{len(pages):5} pages", file=sys.stderr, flush=True)
    return sorted(rows, key=lambda row: -row.median)


def timed(client, page, account, times) -> Row:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    connection.queries_log.clear()
    with CaptureQueriesContext(connection) as asked:
        client.get(page.address)
    statements = len(asked)  # now: the next request empties the log that it reads
    took = []
    for _ in range(times):
        began = time.perf_counter()
        client.get(page.address)
        took.append(1000 * (time.perf_counter() - began))
    median, worst = statistics.median(took), max(took)
    size = round(len(page.html) / 1024, 1)
    return Row(account or "visitor", page.kind, page.address, round(median, 1), round(worst, 1), statements, size)


def report(rows: list[Row], goal: float) -> dict[str, object]:
    for row in rows:
        late = "OVER " if row.median > goal else ""
        figures = f"{row.median:8.1f} ms {row.worst:8.1f} {row.statements:4} sql {row.kilobytes:6.1f} kB"
        print(f"{figures}  {row.account:9} {late}{row.address[:110]}")
    over = [row for row in rows if row.median > goal]
    half = statistics.median(row.median for row in rows)
    load = os.getloadavg()
    print(f"\n{len(rows)} pages, median {half:.0f} ms, {len(over)} over {goal:.0f} ms; load of the machine {load[0]:.1f}")
    machine = {"cpus": os.cpu_count(), "machine": platform.machine(), "python": platform.python_version(), "load": load}
    return {"machine": machine, "goal": goal, "median": half, "rows": [asdict(row) for row in rows]}


class Home:
    """The nation's server, ended again after the measure."""

    close = staticmethod(close_home)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=5)
    parser.add_argument("--goal", type=float, default=100)
    parser.add_argument("--account", action="append", default=[])
    asked = parser.parse_args()
    if not (HOME / "demo.json").exists():
        sys.exit("There is no nation yet: make load lays one.")
    with closing(Home()):
        open_home()
        found = report(measure(asked.times, asked.account), asked.goal)
    (ROOT / "benchmarks" / "pages.json").write_text(json.dumps(found, ensure_ascii=False, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
