"""The embedded PostgreSQL server: made, started, found again after any kind of death, stopped.

It drives initdb and pg_ctl itself (docs/adr/0001). Whoever needs the server calls `ensure`; it is left
running when the caller ends, and ends by `stop`. A lock held by the kernel guards both, so no dead process
can leave it behind.
"""

import os
import time
from dataclasses import dataclass
from pathlib import Path

import psycopg

from evexport.host import configuration, places, postmaster
from evexport.host.home import Home
from evexport.host.locks import exclusive
from evexport.host.problems import foreign_socket, not_startable

SUPERUSER = "postgres"
START_SECONDS = 300  # a long crash recovery is work, not a failure
PREDECESSOR = "is still in use"  # processes of a killed server hold its memory for a moment longer


@dataclass(frozen=True, slots=True)
class Server:
    """A running server: where its socket is, its data, its programs and the user it runs as."""

    socket: Path
    cluster: Path
    programs: Path
    user: places.Runner

    @property
    def data(self) -> Path:
        return self.cluster / "data"

    @property
    def log(self) -> Path:
        return self.cluster / "server.log"

    def dsn(self, database: str = "postgres") -> str:
        """The superuser's way in: by the socket, for the user of the machine that runs it (and root)
        alone.
        """
        return f"host={self.socket} user={SUPERUSER} dbname={database}"

    def url(self, role: str, password: str, database: str) -> str:
        """The address of a login role. The password is generated and needs no escaping."""
        return f"postgresql://{role}:{password}@/{database}?host={self.socket}"

    def answers(self) -> bool:
        try:
            psycopg.connect(self.dsn(), connect_timeout=5).close()
        except psycopg.OperationalError:
            return False
        return True


def describe(home: Home) -> Server:
    """Where a home's server stands, running or not."""
    user = places.runner()
    cluster = places.cluster_folder(home, user)
    return Server(places.socket_folder(cluster), cluster, places.programs(user), user)


def ensure(home: Home, settings: dict[str, str] | None = None) -> Server:
    """The home's server, running: made where there is none, started where it is down. Safe to repeat.

    Raises HostProblem with the end of the server's log where it cannot start.
    """
    home.make()
    server = describe(home)
    if server.answers():
        return server
    with exclusive(home.lock):
        if not (server.data / "PG_VERSION").exists():
            _make(server)
        _start(server, settings or {})
    return server


def _make(server: Server) -> None:
    """A new cluster: data checksums, UTF-8, byte order as collation so that no library upgrade re-sorts an
    index.
    """
    server.cluster.mkdir(parents=True, exist_ok=True)
    server.user.own(server.cluster)
    server.cluster.chmod(0o700)
    done = server.user.run(
        server.programs / "initdb",
        "--pgdata", server.data, "--username", SUPERUSER, "--auth", "peer", "--encoding", "UTF8",
        "--locale", "C.UTF-8" if os.uname().sysname == "Linux" else "C", "--data-checksums",
    )  # fmt: skip
    if done.returncode:
        raise not_startable(server.log, done.stderr)


def _start(server: Server, settings: dict[str, str]) -> None:
    """Start, waiting out a predecessor that is still recovering, stopping or dying."""
    deadline = time.monotonic() + START_SECONDS
    _socket_folder(server)
    configuration.write(server.data, server.socket, server.user, settings)
    while not server.answers():
        if not postmaster.alive(server.data):
            postmaster.clear_stale(server.data, server.socket)
            failure = _pg_ctl_start(server)
            if failure and (PREDECESSOR not in failure or time.monotonic() > deadline):
                raise not_startable(server.log, failure)
        if time.monotonic() > deadline:
            raise not_startable(server.log, _tail(server.log))
        time.sleep(0.05)


def _pg_ctl_start(server: Server) -> str:
    """One attempt; what the log says of a failure."""
    command = ("start", "-w", "-t", str(START_SECONDS), "-s", "-D", server.data, "-l", server.log)
    done = server.user.run(server.programs / "pg_ctl", *command, timeout=START_SECONDS + 30)
    return _tail(server.log) or done.stderr if done.returncode else ""


def _socket_folder(server: Server) -> None:
    folder = server.socket
    folder.mkdir(mode=0o700, exist_ok=True)
    status = folder.lstat()
    wanted = os.geteuid() if server.user.uid is None else server.user.uid
    if folder.is_symlink() or status.st_uid not in {wanted, os.geteuid()}:
        raise foreign_socket(folder)
    server.user.own(folder)
    folder.chmod(0o700)


def _tail(log: Path, lines: int = 8) -> str:
    return "\n".join(log.read_text("utf-8", errors="replace").splitlines()[-lines:]) if log.exists() else ""


def stop(home: Home, *, how: str = "fast") -> bool:
    """End the home's server. False where none was running. `how`: smart, fast or immediate (as pg_ctl has
    it).
    """
    server = describe(home)
    if not (server.data / "PG_VERSION").exists():
        return False
    with exclusive(home.lock):
        if not postmaster.alive(server.data):
            postmaster.clear_stale(server.data, server.socket)
            return False
        done = server.user.run(
            server.programs / "pg_ctl",
            "stop",
            "-w",
            "-t",
            "120",
            "-s",
            "-m",
            how,
            "-D",
            server.data,
            timeout=150,
        )
        if done.returncode and postmaster.alive(server.data):
            raise not_startable(server.log, done.stderr)
    return True
