"""Serve as one: web, background workers, sealer and notifier under a parent that restarts what dies and ends what it started."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

import psutil

from evexport.config import environment

PORTS_TRIED = 20
STOP_SECONDS = 15.0
LONGEST_PAUSE = 30.0
FIRST_PAUSE = 0.5
SOUND = 60.0  # seconds; what ran so long and falls, falls for the first time
THREADS = 16  # of a web process: most of them wait for the database, or at the gate for company (customs/gate/together.py)


def free_port(wanted: int, host: str = "127.0.0.1") -> int:
    """The wanted port, or the next free one above it. Raises OSError where twenty in a row are taken."""
    for port in range(wanted, wanted + PORTS_TRIED):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError:
                continue
            return port
    raise OSError(f"Ports {wanted} to {wanted + PORTS_TRIED - 1} are all taken; name another with PORT=…")


def commands(host: str, port: int, workers: int) -> dict[str, list[str]]:
    """What runs, by name. Each can also be run alone by the same words."""
    python = sys.executable
    web = [python, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port), "--no-ws"]
    # Its one warning at this point would be that there are many threads for few cores: see THREADS.
    web += ["--workers", str(workers), "--blocking-threads", str(THREADS), "--log-level", "error"]
    web += ["--respawn-failed-workers", "--respawn-interval", "0.5"]  # one that dies does not take the others down
    worker = [python, "-m", "evexport.config.worker"]
    long_workers = {f"long-worker-{number}": [*worker, "long"] for number in range(1, environment.long_workers() + 1)}
    return {
        "web": [*web, "evexport.config.wsgi:application"],
        "worker": [*worker, "short"],
        **long_workers,
        "sealer": [python, "-m", "evexport.config.sealer"],
        "notices": [python, "-m", "evexport.config.notifier"],
    }


@dataclass
class Child:
    """One supervised process and how often it fell."""

    name: str
    command: list[str]
    process: subprocess.Popen[bytes] | None = None
    falls: int = 0
    again_at: float = 0.0
    since: float = 0.0

    def start(self) -> None:
        self.process = subprocess.Popen(self.command, start_new_session=True)

    def look_after(self, now: float, say: Callable[[str], None]) -> None:
        """Start it where it is down and its pause is over; note a fall."""
        if self.process is not None:
            code = self.process.poll()
            if code is None:
                return
            self._bury()
            self.falls = 1 if now - self.since > SOUND else self.falls + 1
            pause = min(LONGEST_PAUSE, FIRST_PAUSE * 2.0 ** min(self.falls - 1, 6))
            self.process, self.again_at = None, now + pause
            say(f"{self.name} ended with code {code}; starting it again in {pause:.1f} s.")
        elif now >= self.again_at:
            self.since = now
            self.start()

    def _bury(self) -> None:
        """End what outlived a parent that fell: workers that would hold its port, half a server beside the new one."""
        assert self.process is not None
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGTERM)

    def wait(self, until: float) -> None:
        if self.process is None:
            return
        try:
            self.process.wait(max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        self._bury()


@dataclass
class Supervisor:
    """The parent of all processes of one installation; `record` names the file that `evexport stop` reads."""

    record: Path
    host: str
    port: int
    workers: int = 2
    say: Callable[[str], None] = print
    children: list[Child] = field(default_factory=list)
    ending: bool = False

    def run(self) -> None:
        """Serve until told to end (SIGTERM, SIGINT)."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._end)
        self.children = [Child(name, words) for name, words in commands(self.host, self.port, self.workers).items()]
        me = psutil.Process()
        self.record.write_text(json.dumps({"pid": me.pid, "since": me.create_time(), "port": self.port}))
        try:
            while not self.ending:
                for child in self.children:
                    child.look_after(time.monotonic(), self.say)
                time.sleep(0.2)
        finally:
            self._stop_all()
            self.record.unlink(missing_ok=True)

    def _end(self, _number: int, _frame: FrameType | None) -> None:
        self.ending = True

    def _stop_all(self) -> None:
        for child in self.children:
            child.stop()
        until = time.monotonic() + STOP_SECONDS
        for child in self.children:
            child.wait(until)


def running(record: Path) -> psutil.Process | None:
    """The supervisor that wrote the record, if it is still that very process."""
    try:
        noted = json.loads(record.read_text())
        process = psutil.Process(noted["pid"])
    except (OSError, ValueError, KeyError, psutil.NoSuchProcess):
        return None
    return process if abs(process.create_time() - noted["since"]) < 1 else None


def stop(record: Path) -> bool:
    """End the supervisor that wrote the record; True where there was one."""
    process = running(record)
    if process is None:
        record.unlink(missing_ok=True)
        return False
    process.terminate()
    try:
        process.wait(STOP_SECONDS + 10)
    except psutil.TimeoutExpired:
        process.kill()
    return True
