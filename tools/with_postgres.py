"""Run a command against a PostgreSQL cluster of its own, made for it and removed afterwards.

    python tools/with_postgres.py COMMAND [ARGUMENT ...]

Takes the newest server under /usr/lib/postgresql (Debian), listens on a socket in its own folder alone, and hands the
command DATABASE_URL, DATABASE_OWNER_URL, DATABASE_GATE_URL and DATABASE_ADMIN_URL.
"""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from importlib.resources import files
from pathlib import Path

import psycopg

PASSWORD = "only-for-this-run"
LOGINS = {"DATABASE_URL": "evx_app", "DATABASE_OWNER_URL": "evx_owner", "DATABASE_GATE_URL": "evx_gate"}


def programs() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if not found:
        sys.exit("No PostgreSQL server was found. On Debian: apt-get install postgresql")
    return found[-1].parent


def as_server(words: list[str], folder: Path) -> None:
    """Run a server program; as root, in the name of Debian's user postgres."""
    user = "postgres" if os.geteuid() == 0 else None
    subprocess.run(
        words, check=True, user=user, cwd=folder, stdout=subprocess.DEVNULL, env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"}
    )


def roles(admin: str) -> None:
    """The login and acting roles, from the same file that any installation uses."""
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute(files("evexport.store").joinpath("sql/bootstrap.sql").read_text("utf-8").encode())
        for login in LOGINS.values():
            connection.execute(f"ALTER ROLE {login} PASSWORD '{PASSWORD}'".encode())
        connection.execute("CREATE DATABASE evexport OWNER evx_owner")


def main(command: list[str]) -> int:
    binaries, folder = programs(), Path(tempfile.mkdtemp(prefix="evexport-postgres-"))
    folder.chmod(0o755)
    data, socket = folder / "data", folder / "socket"
    socket.mkdir()
    if os.geteuid() == 0:
        owner = pwd.getpwnam("postgres")
        for path in (folder, socket):
            os.chown(path, owner.pw_uid, owner.pw_gid)
    options = f"-c listen_addresses='' -c unix_socket_directories={socket} -c max_connections=200 -c fsync=off"
    try:
        as_server(
            [str(binaries / "initdb"), "-D", str(data), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"], folder
        )
        as_server([str(binaries / "pg_ctl"), "-D", str(data), "-w", "-l", str(folder / "log"), "-o", options, "start"], folder)
        admin = f"postgresql://postgres@/postgres?host={socket}"
        roles(admin)
        given = {name: f"postgresql://{login}:{PASSWORD}@/evexport?host={socket}" for name, login in LOGINS.items()}
        return subprocess.run(command, check=False, env={**os.environ, **given, "DATABASE_ADMIN_URL": admin}).returncode
    finally:
        if (data / "postmaster.pid").exists():
            as_server([str(binaries / "pg_ctl"), "-D", str(data), "-w", "-m", "fast", "stop"], folder)
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1:]))
