"""The machines of a run and how they die: application processes and the database, killed with -9 and brought back."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import psutil
from benchmarks.torture.ground import SETTINGS
from benchmarks.torture.night import EVE, NAMED

from evexport.config.processes import Child, commands
from evexport.host import postmaster, server
from evexport.host.home import Home

ROOT = Path(__file__).resolve().parents[2]
FAULTS = ("web worker", "backend", "web", "postmaster", "sealer")


class Logged(Child):
    """What it says goes into a file of its own."""

    def start(self) -> None:
        with Path(os.environ["EVEXPORT_HOME"], f"{self.name}.log").open("ab") as log:
            self.process = subprocess.Popen(self.command, start_new_session=True, stdout=log, stderr=log)


@dataclass
class Machines:
    """The application as `evexport serve` runs it, its web server on the night's clock, and the home's own database."""

    home: Home
    port: int
    night: Path
    random: Random
    workers: int = 2
    children: dict[str, Logged] = field(default_factory=dict)
    killed: Counter[str] = field(default_factory=Counter)
    said: list[str] = field(default_factory=list)

    def start(self) -> None:
        os.environ[NAMED], os.environ["EVEXPORT_TODAY"] = str(self.night), EVE.isoformat()
        os.environ["PYTHONPATH"] = f"{ROOT}{os.pathsep}{ROOT / 'src'}"
        found = commands("127.0.0.1", self.port, self.workers)
        web = [*found["web"][:-1], "benchmarks.torture.application:application"]
        self.children = {"web": Logged("web", web), "sealer": Logged("sealer", found["sealer"])}
        self.look_after()

    def look_after(self) -> None:
        """As the product's own parent does: what is down is started again after its pause."""
        for child in self.children.values():
            child.look_after(time.monotonic(), self.said.append)

    def kill(self, fault: str) -> None:
        """One fault, with SIGKILL, of a process that this run started."""
        if self.strike(fault):
            self.killed[fault] += 1

    def strike(self, fault: str) -> bool:
        if fault == "postmaster":
            return self._kill_postmaster()
        if fault == "backend":
            return self._end(self._backends())
        process = self.children["sealer" if fault == "sealer" else "web"].process
        if process is None or process.poll() is not None:
            return False
        if fault == "web worker":
            return self._end(psutil.Process(process.pid).children(recursive=True))
        os.killpg(process.pid, signal.SIGKILL)
        return True

    def _end(self, processes: list[psutil.Process]) -> bool:
        if not processes:
            return False
        self.random.choice(processes).kill()
        return True

    def _master(self) -> psutil.Process | None:
        data = server.describe(self.home).data
        return psutil.Process(postmaster.number(data)) if postmaster.alive(data) else None

    def _backends(self) -> list[psutil.Process]:
        """The sessions of the application; one killed makes the server end all others and recover."""
        master = self._master()
        found = master.children() if master else []
        return [one for one in found if "evx_" in " ".join(one.cmdline())]

    def _kill_postmaster(self) -> bool:
        master = self._master()
        if master is None:
            return False
        master.kill()
        time.sleep(0.3)
        server.ensure(self.home, SETTINGS)
        return True

    def end(self) -> None:
        """End what was started: asked first, then told."""
        for child in self.children.values():
            child.stop()
        until = time.monotonic() + 15
        for child in self.children.values():
            child.wait(until)


def schedule(seconds: float, every: float) -> list[tuple[float, str]]:
    """When what is killed: each kind in turn, evenly over the run, none in its first and last moments."""
    times = [at for at in (every * number for number in range(1, 10_000)) if at < seconds - 1]
    return [(at, FAULTS[number % len(FAULTS)]) for number, at in enumerate(times)]


def spawn(module: str, *arguments: str) -> subprocess.Popen[bytes]:
    """A process of the run, in a group of its own."""
    return subprocess.Popen([sys.executable, "-m", module, *arguments], cwd=ROOT, start_new_session=True)
