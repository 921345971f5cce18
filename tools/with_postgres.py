"""Run a command against a PostgreSQL cluster of its own, made for it and removed afterwards.

    python tools/with_postgres.py COMMAND [ARGUMENT ...]

Takes the newest server under /usr/lib/postgresql (Debian), listens on a socket in its own folder alone, and hands the
command DATABASE_URL, DATABASE_OWNER_URL, DATABASE_GATE_URL and DATABASE_ADMIN_URL. Exits as the command does.
"""

import os
import pwd
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path

import psycopg

LOGINS = {"DATABASE_URL": "evx_app", "DATABASE_OWNER_URL": "evx_owner", "DATABASE_GATE_URL": "evx_gate"}
OPTIONS = "-c listen_addresses='' -c unix_socket_directories={socket} -c max_connections=200 -c fsync=off"


def programs() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if not found:
        sys.exit("No PostgreSQL server was found. On Debian: apt-get install postgresql")
    return found[-1].parent


def owner() -> str | None:
    """In whose name the server runs: as root, Debian's user postgres, for a server refuses to run as root."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam("postgres").pw_name
    except KeyError:
        sys.exit("There is no system user postgres. Debian's package makes one: apt-get install postgresql")


def as_server(words: list[str], folder: Path) -> None:
    surroundings = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"}
    subprocess.run(words, check=True, user=owner(), cwd=folder, stdout=subprocess.DEVNULL, env=surroundings)


@contextmanager
def cluster(folder: Path, password: str) -> Iterator[Path]:
    """A running cluster in the folder, its superuser `postgres` behind the password; gives the folder of its socket."""
    binaries, data, socket, secret = programs(), folder / "data", folder / "socket", folder / "password"
    socket.mkdir()
    secret.touch(0o600)
    secret.write_text(password, "ascii")
    for path in (folder, socket, secret):
        if name := owner():
            shutil.chown(path, name)
    folder.chmod(0o755)  # the command's people reach the socket; who has no password gets no further
    initdb = [str(binaries / "initdb"), "-D", str(data), "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8"]
    control = [str(binaries / "pg_ctl"), "-D", str(data), "-w"]
    as_server([*initdb, "-A", "scram-sha-256", f"--pwfile={secret}"], folder)
    try:
        as_server([*control, "-l", str(folder / "log"), "-o", OPTIONS.format(socket=socket), "start"], folder)
        yield socket
    finally:
        if (data / "postmaster.pid").exists():
            as_server([*control, "-m", "fast", "stop"], folder)


def roles(admin: str, password: str) -> None:
    """The login and acting roles, from the same file that any installation uses, and the database."""
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute(files("evexport.store").joinpath("sql/bootstrap.sql").read_text("utf-8").encode())
        for login in LOGINS.values():
            connection.execute(f"ALTER ROLE {login} PASSWORD '{password}'".encode())
        connection.execute("CREATE DATABASE evexport OWNER evx_owner")


def main(command: list[str]) -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # an ended run takes its cluster with it
    folder, password = Path(tempfile.mkdtemp(prefix="evexport-postgres-")), secrets.token_urlsafe(24)
    try:
        with cluster(folder, password) as socket:
            admin = f"postgresql://postgres:{password}@/postgres?host={socket}"
            roles(admin, password)
            given = {name: f"postgresql://{login}:{password}@/evexport?host={socket}" for name, login in LOGINS.items()}
            return subprocess.run(command, check=False, env={**os.environ, **given, "DATABASE_ADMIN_URL": admin}).returncode
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1:]))
