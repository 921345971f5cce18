"""Three nodes, three faults, nothing lost: `python -m benchmarks.failover [--ttl 20]` (docs/how-to/deploy-with-failover.md).

Prints a line for each fault and exits 1 where a floor does not hold. Under three minutes; it ends what it started, after Ctrl-C
too.
"""

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

import psycopg  # noqa: E402
from benchmarks.failover import audit, journal, programs  # noqa: E402
from benchmarks.failover.cluster import Cluster, cluster, until  # noqa: E402
from benchmarks.failover.faults import FAULTS, Fault  # noqa: E402
from psycopg import sql  # noqa: E402

LONGEST = 165  # seconds for all of it but the ending, unless a busy machine is given more
CLIENTS = 4
LEAST_TTL = 20  # seconds: what Patroni makes of any shorter one
SLACK = 5.0  # seconds that a gap may last beyond the ttl


class OutOfTime(BaseException):
    """Nothing that waits for a server to answer may take this for the server's silence."""


Struck = tuple[Fault, float, float, float]
"""A fault, when it struck, after how long another node led, and when the cluster was whole again."""


def lay(running: Cluster, home: Path) -> list[str]:
    """The product's own roles, database, tables and functions by its own deeds, and a licence for each client."""
    from evexport.config import database, environment
    from evexport.host.configuration import LOGIN_ROLES
    from evexport.store.bootstrap import make_database, make_roles

    with psycopg.connect(running.address("postgres", "postgres"), autocommit=True) as connection:
        make_roles(connection)
        for role in LOGIN_ROLES:
            running.passwords[role] = running.passwords["postgres"]
            change = sql.SQL("ALTER ROLE {} PASSWORD {}").format(sql.Identifier(role), sql.Literal(running.passwords[role]))
            connection.execute(change)
        make_database(connection, "evexport")
    os.environ["EVEXPORT_HOME"] = str(home)
    os.environ["EVEXPORT_GATE_PATIENCE"] = "5"
    for alias, name in environment.ADDRESSES.items():
        os.environ[name] = running.address(environment.ROLES[alias])
    database.ensure()
    from tests.customs.world import World

    world = World()
    return [world.licence(1_000_000, allowed=32_000).number for _ in range(CLIENTS)]


@contextmanager
def load(licences: list[str], folder: Path) -> Iterator[list[Path]]:
    """The clients at work; they end with the block, each with the answer it waits for."""
    files = [folder / f"client-{number}.jsonl" for number in range(1, CLIENTS + 1)]
    words = [sys.executable, "-W", "error", "-m", "benchmarks.failover.client"]
    clients = [
        subprocess.Popen([*words, str(number), str(file), licence], cwd=ROOT, start_new_session=True)
        for number, (file, licence) in enumerate(zip(files, licences, strict=True), 1)
    ]
    try:
        until(lambda: all(file.exists() and file.stat().st_size > 2000 for file in files), 40, "the clients' first answers")
        yield files
        for client in clients:
            client.send_signal(signal.SIGTERM)
        if any(client.wait(30) for client in clients):
            raise RuntimeError("A client ended before its time")
    finally:
        for client in clients:
            client.kill()
            client.wait()


def strike(running: Cluster, fault: Fault) -> Struck:
    """One fault, until the cluster could bear another."""
    struck = running.primary()
    begun = time.monotonic()
    fault.strike(struck)

    def another() -> bool:
        try:
            return running.primary() is not struck
        except psycopg.Error:
            return False

    led = until(another, 60, f"another primary ({fault.name})", struck.place.folder.parent)
    time.sleep(1.5)
    fault.mend(struck)
    whole = until(running.whole, 60, f"the cluster to be whole ({fault.name})", struck.place.folder.parent)
    time.sleep(1.5)
    told = f"another led after {led:.1f} s, the cluster was whole {whole:.1f} s after the mending"
    print(f"  {fault.name}: node {struck.place.name}; {told}", flush=True)
    return fault, begun, led, time.monotonic()


HEAD = ("primary", "gap s", "slowest s", "new leader s", "retries", "recovered", "lost", "doubled")


def table(rows: list[tuple[str, ...]]) -> str:
    widths = [max(len(row[i]) for row in [HEAD, *rows]) for i in range(len(HEAD))]
    return "\n".join(
        "  ".join(text.rjust(width) if i else text.ljust(width) for i, (text, width) in enumerate(zip(row, widths, strict=True)))
        for row in [HEAD, *rows]
    )


def report(told: list[journal.Told], struck: list[Struck], found: audit.Found, *, ttl: int) -> bool:
    """The table, and whether every floor holds."""
    rows, within = [], True
    for fault, begun, led, ended in struck:
        felt = journal.felt(told, begun, ended)
        within &= felt.gap <= ttl + SLACK
        rows.append(
            (fault.name, f"{felt.gap:.1f}", f"{felt.slowest:.1f}", f"{led:.1f}", str(felt.retries), str(felt.recovered), "", "")
        )
    released = sum(one["decision"] == "released" for one in told)
    total = ("after all", "", "", "", str(sum(one["retries"] for one in told)), str(sum(one["replayed"] for one in told)))
    print(table([*rows, (*total, str(len(found.lost)), str(len(found.doubled)))]))
    print(
        f"{len(told):,} decisions acknowledged, {released:,} of them releases; breaches of the tables or the ledger: "
        f"{len(found.breaches)}; {found.entries:,} entries in {found.blocks:,} blocks verified."
    )
    for line in (*found.lost[:10], *found.doubled[:10], *found.breaches[:10]):
        print("  " + line)
    holds = "holds" if within and found.clean else "DOES NOT HOLD"
    print(f"floor: lost 0, doubled 0, gap at most ttl + 5 s = {ttl + SLACK:.0f} s: {holds}")
    return within and found.clean


def drill(ttl: int) -> bool:
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="evexport-failover-home-") as folder, cluster(programs.find(), ttl=ttl) as running:
        home = Path(folder)
        print(f"Three nodes under Patroni (ttl {ttl} s) and etcd stand after {time.monotonic() - began:.0f} s.", flush=True)
        licences = lay(running, home)
        until(running.whole, 60, "the standbys to have the tables")
        print(f"The tables are laid after {time.monotonic() - began:.0f} s; {CLIENTS} clients declare.", flush=True)
        with load(licences, home) as files:
            try:
                struck = [strike(running, fault) for fault in FAULTS]
            except OutOfTime:
                print("  the members now:", *running.members().values(), sep="\n    ")
                raise
        told = journal.read(files)
        from evexport.config import database

        database.leave("default")  # it led to a primary of earlier
        found = audit.audit(running.address("evx_owner"), home, told)
        held = report(told, struck, found, ttl=ttl)
        database.leave("default")
        print(f"{time.monotonic() - began:.0f} s in all.")
    return held


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ttl", type=int, default=LEAST_TTL, help="seconds after which a silent leader is replaced")
    parser.add_argument("--longest", type=int, default=LONGEST, help="seconds after which the drill gives up")
    asked = parser.parse_args()
    if asked.ttl < LEAST_TTL:
        parser.error(f"Patroni takes no ttl below {LEAST_TTL} s.")

    def give_up(*_: object) -> None:
        raise OutOfTime

    signal.signal(signal.SIGALRM, give_up)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    signal.alarm(asked.longest)
    try:
        return 0 if drill(asked.ttl) else 1
    except KeyboardInterrupt:
        print("Interrupted; everything that was started has been ended.")
        return 130
    except OutOfTime:
        print(f"Not through after {asked.longest} s, so nothing is known; everything that was started has been ended.")
        return 1


if __name__ == "__main__":
    sys.exit(main())
