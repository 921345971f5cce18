"""A whole run: ground, machines, clients, faults on schedule, the end, the audit. Nothing is left running after it."""

import http.client
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random
from typing import Any

import psycopg
from benchmarks.torture import audit, ground
from benchmarks.torture.client import Plan
from benchmarks.torture.figures import Figures, figures
from benchmarks.torture.machines import ROOT, Machines, schedule, spawn
from benchmarks.torture.night import Night
from benchmarks.torture.sender import PATIENCE

DRAIN = 45.0  # seconds for the last answers after the last fault
READY = 60.0


@dataclass
class Size:
    """How long, how many customs processes of three clients each, a fault every so many seconds, the seed of all draws."""

    seconds: float = 60
    processes: int = 3
    every: float = 5
    seed: int = 1


@dataclass
class Outcome:
    """What a run leaves to be looked at while its database still stands."""

    figures: Figures
    lines: list[dict[str, Any]]
    dsn: str
    folder: Path


def leave(_number: int, _frame: object) -> None:
    """Told to end, the run clears up after itself as after Ctrl-C."""
    raise KeyboardInterrupt


@contextmanager
def tortured(size: Size) -> Iterator[Outcome]:
    """Run, audit, and hold the database open until the block ends."""
    folder = Path(tempfile.mkdtemp(prefix="evexport-torture-"))
    folder.chmod(0o755)  # the database's user must be able to enter
    surroundings = dict(os.environ)
    ground.address(folder)
    from evexport.config import database, processes
    from evexport.host import server
    from evexport.host.home import Home

    home = Home(folder)
    before = {number: signal.signal(number, leave) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        running = server.ensure(home, ground.SETTINGS)
        addresses = database.ensure(home=home)
        laid = ground.lay(addresses.owner)
        port = processes.free_port(Random().randrange(20_000, 30_000))
        machines = Machines(home, port, folder / "night", Random(size.seed))
        night, took = live(size, machines, laid, folder)
        verified = ledger_verify()
        dsn = running.dsn("evexport")
        with psycopg.connect(dsn) as connection:
            lines = audit.lines_of(folder / "journals")
            audit.load(connection, lines)
            found = audit.differences(connection)
        yield Outcome(figures(lines, machines.killed, took, found, verified, night), lines, dsn, folder)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        database.leave("default")
        database.leave("owner")
        server.stop(home, how="immediate")
        shutil.rmtree(server.describe(home).cluster, ignore_errors=True)
        shutil.rmtree(folder, ignore_errors=True)
        os.environ.clear()
        os.environ.update(surroundings)


def live(size: Size, machines: Machines, laid: dict[str, Any], folder: Path) -> tuple[Night, float]:
    """The night itself. Returns it, and how long it took until every message had its answer."""
    journals, licences = folder / "journals", folder / "licences.json"
    journals.mkdir()
    licences.write_text(json.dumps(laid["licences"]), "utf-8")
    clients: list[subprocess.Popen[bytes]] = []
    try:
        machines.start()
        plan = Plan(machines.port, laid["keys"], str(journals), str(licences), size.seed, DRAIN)
        (folder / "plan.json").write_text(json.dumps(asdict(plan)), "utf-8")
        names = [*map(str, range(size.processes)), "officers"]
        clients = [spawn("benchmarks.torture.client", str(folder / "plan.json"), name) for name in names]
        wait_ready(machines, [journals / f"{name}.ready" for name in names])
        night = Night(time.time(), size.seconds)
        night.fall(machines.night)
        faults = schedule(size.seconds, size.every)
        while any(one.poll() is None for one in clients):
            if faults and time.time() - night.began >= faults[0][0]:
                machines.kill(faults.pop(0)[1])
            machines.look_after()
            if time.time() > night.ends + DRAIN + PATIENCE:
                raise TimeoutError("A client did not come to an end.")
            time.sleep(0.05)
        if failed := [name for name, one in zip(names, clients, strict=True) if one.returncode]:
            raise RuntimeError(f"Clients ended with an error: {', '.join(failed)}")
        return night, time.time() - night.began
    finally:
        for one in clients:
            if one.poll() is None:
                os.killpg(one.pid, signal.SIGKILL)
                one.wait()
        machines.end()


def wait_ready(machines: Machines, files: list[Path]) -> None:
    """The application answers and every client stands by."""
    until = time.monotonic() + READY
    while time.monotonic() < until:
        machines.look_after()
        if answers(machines.port) and all(file.exists() for file in files):
            return
        time.sleep(0.1)
    raise TimeoutError("The application or a client did not come up.")


def answers(port: int) -> bool:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        line.request("GET", "/readyz")
        return line.getresponse().status == 200
    except OSError:
        return False
    finally:
        line.close()


def ledger_verify() -> dict[str, Any]:
    """`evexport ledger verify --json` on this home, as a person would call it."""
    command = [sys.executable, "-m", "evexport.config.command", "ledger", "verify", "--json"]
    surroundings = {name: value for name, value in os.environ.items() if not name.startswith("DATABASE_")}
    done = subprocess.run(command, env=surroundings, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)
    if done.returncode not in {0, 1}:
        raise RuntimeError(done.stderr)
    return {**json.loads(done.stdout), "exit": done.returncode}
