"""Three PostgreSQL nodes under Patroni and etcd in a temporary folder, on the loopback alone; stopped whatever happens."""

import json
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import psutil
import psycopg
from benchmarks.failover.configuration import Place, address, written
from benchmarks.failover.line import Line
from benchmarks.failover.programs import Programs

NAMES = ("one", "two", "three")
STREAMING = {"running", "streaming"}


class Node:
    """A PostgreSQL server with the Patroni that looks after it, and its line to etcd."""

    def __init__(self, place: Place, programs: Programs, etcd: int) -> None:
        self.place, self._programs = place, programs
        self.line = Line(place.line, etcd)
        self.patroni: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        words = [*self._programs.patroni, str(self.place.folder / "patroni.json")]
        self.patroni = run(words, self._programs.user, self.place.folder / "patroni.log")

    def processes(self) -> list[psutil.Process]:
        """Patroni first, so that it cannot mend what is broken next; then the server with all its children."""
        found = []
        pids = [self.patroni.pid] if self.patroni else []
        with suppress(FileNotFoundError, ValueError):
            pids.append(int((self.place.data / "postmaster.pid").read_text("ascii").split("\n", 1)[0]))
        for pid in pids:
            with suppress(psutil.Error, OSError):
                process = psutil.Process(pid)
                if pid != pids[0] and not Path(process.cwd()).samefile(self.place.data):
                    continue  # a number that belongs to something else by now
                found += [process, *process.children(recursive=True)]
        return list(dict.fromkeys(found))

    def send(self, number: int) -> None:
        for process in self.processes():
            with suppress(psutil.NoSuchProcess):
                process.send_signal(number)

    def stop(self) -> None:
        """At once and for good."""
        self.send(signal.SIGCONT)
        self.kill()
        self.line.close()

    def kill(self) -> None:
        """Patroni, the server and its children, until none of them runs; a container's first process may never collect them."""
        left = self.processes()
        self.send(signal.SIGKILL)
        if self.patroni:
            self.patroni.wait(10)
        until(lambda: not any(running(process) for process in left), 10, "killed processes to end")


class Cluster:
    """The nodes, the passwords, and what the cluster says of itself."""

    def __init__(self, nodes: list[Node], passwords: dict[str, str]) -> None:
        self.nodes, self.passwords = nodes, passwords

    def address(self, role: str, database: str = "evexport") -> str:
        return address(role, self.passwords[role], [node.place.postgres for node in self.nodes], database)

    def members(self) -> dict[str, dict[str, Any]]:
        """By name, as the first node that answers says; empty where none does."""
        for node in self.nodes:
            with (
                suppress(URLError, OSError, ValueError),
                urlopen(f"http://127.0.0.1:{node.place.rest}/cluster", timeout=1) as told,
            ):
                return {one["name"]: one for one in json.load(told)["members"]}
        return {}

    def whole(self) -> bool:
        """A leader and two that follow it, one of them synchronously: another fault could be borne."""
        members = self.members().values()
        roles = sorted(one["role"] for one in members)
        lines = {one.get("timeline") for one in members}
        following = all(one["state"] in STREAMING for one in members) and len(lines) == 1
        return roles == ["leader", "replica", "sync_standby"] and following and len(self.standbys()) == 2

    def standbys(self) -> list[str]:
        """Names of those that the primary streams to."""
        with suppress(psycopg.Error), psycopg.connect(self.address("postgres", "postgres"), autocommit=True) as connection:
            rows = connection.execute("SELECT application_name FROM pg_stat_replication WHERE state = 'streaming'").fetchall()
            return [name for (name,) in rows]
        return []

    def primary(self) -> Node:
        """The node that takes writes."""
        with psycopg.connect(self.address("postgres", "postgres"), autocommit=True) as connection:
            port = connection.info.port
        return next(node for node in self.nodes if node.place.postgres == port)


@contextmanager
def cluster(programs: Programs, *, ttl: int) -> Iterator[Cluster]:
    """A running cluster; ended and removed with the block."""
    folder = Path(tempfile.mkdtemp(prefix="evexport-failover-"))
    programs.user.own(folder)
    ports = free_ports(2 + 3 * len(NAMES))
    passwords = {role: secrets.token_urlsafe(18) for role in ("postgres", "replicator")}
    nodes: list[Node] = []
    etcd = None
    try:
        etcd = start_etcd(programs, folder, *ports[:2])
        until(lambda: decided(ports[0]), 30, "etcd to agree on its version", folder)
        for number, name in enumerate(NAMES):
            place = Place(name, folder / name, *ports[2 + 3 * number : 5 + 3 * number])
            lay(place, written(place, programs=programs.postgres, ttl=ttl, passwords=passwords), programs)
            nodes.append(Node(place, programs, ports[0]))
            nodes[-1].start()
        made = Cluster(nodes, passwords)
        until(made.whole, 60, "the cluster to stand", folder)
        yield made
    finally:
        signal.alarm(0)
        former = signal.signal(signal.SIGINT, signal.SIG_IGN)  # the ending is not to be interrupted
        for node in nodes:
            with suppress(Exception):
                node.stop()
        if etcd:
            etcd.kill()
            etcd.wait(10)
        shutil.rmtree(folder, ignore_errors=True)
        signal.signal(signal.SIGINT, former)


def lay(place: Place, configuration: dict[str, Any], programs: Programs) -> None:
    place.folder.mkdir()
    file = place.folder / "patroni.json"  # JSON is YAML too
    file.touch(0o600)
    file.write_text(json.dumps(configuration, indent=1), "utf-8")
    for path in (place.folder, file):
        programs.user.own(path)


def start_etcd(programs: Programs, folder: Path, client: int, peer: int) -> subprocess.Popen[bytes]:
    here, there = f"http://127.0.0.1:{client}", f"http://127.0.0.1:{peer}"
    return run(
        [
            programs.etcd, "--name", "etcd", "--data-dir", str(folder / "etcd"), "--listen-client-urls", here,
            "--advertise-client-urls", here, "--listen-peer-urls", there, "--initial-advertise-peer-urls", there,
            "--initial-cluster", f"etcd={there}", "--logger", "zap",
        ],
        programs.user,
        folder / "etcd.log",
    )  # fmt: skip


def decided(client: int) -> bool:
    """Whether etcd has agreed on the version that it speaks: Patroni, which asks for it once, ends where it has not."""
    with suppress(URLError, OSError, ValueError), urlopen(f"http://127.0.0.1:{client}/version", timeout=1) as told:
        return str(json.load(told)["etcdcluster"])[:1].isdigit()
    return False


def run(words: list[str], user: Any, log: Path) -> subprocess.Popen[bytes]:
    """A program of the cluster, in a session of its own: an interrupt at the terminal is for the drill, which ends it."""
    surroundings = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C.UTF-8", "HOME": str(log.parent)}
    with log.open("ab") as file:
        return subprocess.Popen(
            words, user=user.uid, group=user.gid, extra_groups=None if user.uid is None else [], cwd=log.parent,
            env=surroundings, stdin=subprocess.DEVNULL, stdout=file, stderr=file, start_new_session=True,
        )  # fmt: skip


def running(process: psutil.Process) -> bool:
    try:
        return process.status() not in {psutil.STATUS_ZOMBIE, psutil.STATUS_DEAD}
    except psutil.NoSuchProcess:
        return False


def free_ports(number: int) -> list[int]:
    held = [socket.socket() for _ in range(number)]
    for one in held:
        one.bind(("127.0.0.1", 0))
    ports = [one.getsockname()[1] for one in held]
    for one in held:
        one.close()
    return ports


def until(holds: Callable[[], bool], seconds: float, what: str, folder: Path | None = None) -> float:
    """Wait for something; how long it took. Ends the run with the nodes' last words where it does not come."""
    began = time.monotonic()
    while not holds():
        if time.monotonic() - began > seconds:
            logs = sorted(folder.glob("*/patroni.log")) if folder else []
            words = "\n".join("\n".join([str(log), *log.read_text("utf-8", "replace").splitlines()[-12:]]) for log in logs)
            raise TimeoutError(f"Waited {seconds:.0f} s for {what}.\n{words}")
        time.sleep(0.2)
    return time.monotonic() - began
