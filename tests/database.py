"""Databases for tests: a server of their own, a template migrated once as owner, and fresh copies of it.

The embedded server lies in a folder of the machine's temporary files and keeps its templates between runs;
the last test run on the machine to end stops it. With DATABASE_URL (and DATABASE_OWNER_URL,
DATABASE_GATE_URL, DATABASE_ADMIN_URL) set, the same tests run on that server; the admin needs a superuser's
rights there.
"""

import fcntl
import hashlib
import io
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from itertools import count
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit, urlunsplit

import psutil
import psycopg
from django.conf import settings
from django.core.cache import cache
from django.db import connections
from psycopg import sql

from evexport.config import database
from evexport.config.database import Addresses
from evexport.host import server
from evexport.host.home import Home
from evexport.host.locks import exclusive
from evexport.store import browsing
from evexport.store.bootstrap import bootstrap, make_database, make_roles

ROOT = Path(__file__).resolve().parents[1]
SHAPE = (
    "src/evexport/*/migrations/*.py",
    "src/evexport/*/access.py",
    "src/evexport/**/*.sql",
    "src/evexport/store/policies.py",
)
# The demonstration runs every deed and rule: any of them may change what it leaves behind.
TOLD = (*SHAPE, "src/evexport/[!d]*/**/*.py", "src/evexport/demo/*.py", "src/evexport/regulation/**/*.yaml")
PARTS = ("Django", "django-allauth", "procrastinate")
# A test server may forget on a power cut; it may not on the death of a process, and does not.
QUICK = {
    "fsync": "off",
    "full_page_writes": "off",
    "shared_buffers": "128MB",
    "max_connections": "200",
    "max_wal_size": "256MB",
}
ROOM = 4 * 1024**3
"""Bytes that memory must have free to hold the tests' server; a run uses one or two."""
KEPT_TEMPLATES = 8


def on(url: str, name: str) -> str:
    """The same address, another database."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def in_memory() -> Path:
    """Where the tests' server lies: in memory where there is room. A copy of a database is a thousand small files, which take
    30 ms there and up to half a second on a disk; over a thousand tests ask for one.
    """
    memory = Path("/dev/shm")
    roomy = memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > ROOM
    return memory if roomy else Path(tempfile.gettempdir())


@dataclass(frozen=True)
class Databases:
    """A server with a template: hands out copies."""

    admin: str
    app: str
    owner: str
    gate: str
    folder: Path
    numbers: Iterator[int]

    @classmethod
    @contextmanager
    def opened(cls) -> Iterator[Self]:
        name = hashlib.sha256(str(ROOT).encode()).hexdigest()[:8]
        folder = in_memory() / f"evexport-tests-{os.geteuid()}-{name}"
        folder.mkdir(exist_ok=True)
        if os.environ.get("DATABASE_URL"):
            given = (os.environ[f"DATABASE_{role}URL"] for role in ("ADMIN_", "", "OWNER_", "GATE_"))
            yield cls._ready(*given, folder)
            return
        with (folder / "users").open("w") as users:
            fcntl.flock(users, fcntl.LOCK_SH)
            home = Home(folder)
            running = server.ensure(home, QUICK)
            urls = bootstrap(home, running)
            admin = f"postgresql://postgres@/postgres?host={running.socket}"
            yield cls._ready(admin, urls["evx_app"], urls["evx_owner"], urls["evx_gate"], folder)
            try:
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return  # another run goes on
            server.stop(home)

    @classmethod
    def _ready(cls, admin: str, app: str, owner: str, gate: str, folder: Path) -> Self:
        found = cls(admin, app, owner, gate, folder, count())
        with psycopg.connect(admin, autocommit=True) as connection:
            make_roles(connection)
            for (left,) in connection.execute("SELECT datname FROM pg_database WHERE datname LIKE 'evx\\_c\\_%'").fetchall():
                if not psutil.pid_exists(int(left.split("_")[2])):
                    drop(connection, left)
        return found

    def addresses(self, name: str) -> Addresses:
        return Addresses(on(self.app, name), on(self.owner, name), on(self.gate, name))

    def template(self) -> str:
        """The migrated database for the code as it stands; made where there is none."""
        name = f"evx_t_{shape()}"
        with psycopg.connect(self.admin, autocommit=True) as connection:
            if exists(connection, name):
                return name
            with exclusive(self.folder / "template"):
                if not exists(connection, name):
                    self._build(connection, name)
        return name

    def _build(self, connection: psycopg.Connection, name: str) -> None:
        drop(connection, f"{name}_new")
        make_database(connection, f"{name}_new")
        with pointed(self.addresses(f"{name}_new")):
            database.bring_up_to_date()
        connection.execute(sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS false").format(sql.Identifier(f"{name}_new")))
        connection.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(*map(sql.Identifier, (f"{name}_new", name))))
        made = connection.execute(
            "SELECT datname FROM pg_database WHERE datname ~ '^evx_t_[0-9a-f]+$' ORDER BY oid DESC"
        ).fetchall()
        for (old,) in made[KEPT_TEMPLATES:]:
            drop(connection, old)

    def told(self) -> str:
        """The template in which the demonstration year has been told, for the code as it stands; made where there is none."""
        name = f"evx_d_{shape(TOLD)}"
        with psycopg.connect(self.admin, autocommit=True) as connection, exclusive(self.folder / "told"):
            if not exists(connection, name):
                for (old,) in connection.execute("SELECT datname FROM pg_database WHERE datname LIKE 'evx\\_d\\_%'").fetchall():
                    drop(connection, old)
                with self.copy() as addresses:
                    tell(self.folder / f"{name}.json")
                    made = psycopg.conninfo.conninfo_to_dict(addresses.app)["dbname"]
                    disconnect(connection, str(made))
                    connection.execute(
                        sql.SQL("CREATE DATABASE {} OWNER evx_owner TEMPLATE {} STRATEGY file_copy").format(
                            *map(sql.Identifier, (name, str(made)))
                        )
                    )
        return name

    def record(self) -> dict[str, Any]:
        """What the told year says of itself: accounts, keys, samples, as var/demo.json would."""
        found: dict[str, Any] = json.loads((self.folder / f"{self.told()}.json").read_text("utf-8"))
        return found

    @contextmanager
    def copy(self, template: str = "") -> Iterator[Addresses]:
        """A fresh copy of the template, to which the framework's connections lead until the block ends."""
        name = f"evx_c_{os.getpid()}_{next(self.numbers)}"
        template = sql.SQL("TEMPLATE {} STRATEGY file_copy").format(sql.Identifier(template or self.template()))
        with psycopg.connect(self.admin, autocommit=True) as connection:
            make_database(connection, name, template)
        try:
            with pointed(self.addresses(name)):
                yield self.addresses(name)
        finally:
            with psycopg.connect(self.admin, autocommit=True) as connection:
                drop(connection, name)


@contextmanager
def pointed(addresses: Addresses) -> Iterator[None]:
    """Lead the framework to a database and back to where it led before."""
    names = database.environment.ADDRESSES.values()
    before = {name: os.environ.get(name) for name in names}
    former = Addresses(*(database.environment.address(alias) for alias in ("default", "owner", "gate")))
    database.point(addresses)
    try:
        yield
    finally:
        database.point(former)
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)


def tell(record: Path) -> None:
    """Run the demonstration year on the database that the framework leads to, and write what it says of itself."""
    from rich.console import Console

    from evexport.customs.gate import pool
    from evexport.demo.record import contents
    from evexport.demo.story import Story
    from evexport.demo.year import Year

    cast, samples = Year(Story(Console(file=io.StringIO()), quiet=True)).run()
    pool.close()
    record.write_text(json.dumps(contents(cast, samples, published=2027), ensure_ascii=False), "utf-8")


def disconnect(connection: psycopg.Connection, name: str) -> None:
    """End what is still connected to a database, so that it can be copied."""
    connections.close_all()
    for alias in connections.settings:
        database.leave(alias)
    connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])


def shape(patterns: tuple[str, ...] = SHAPE) -> str:
    """A digest of all that decides what a migrated database looks like."""
    digest = hashlib.sha256(repr((settings.INSTALLED_APPS, [version(part) for part in PARTS])).encode())
    for path in sorted(path for pattern in patterns for path in ROOT.glob(pattern)):
        digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return digest.hexdigest()[:12]


@contextmanager
def made_home() -> Iterator[Home]:
    """An empty home folder for a server of its own; the server is ended and the folder removed after the
    block."""
    folder = Path(tempfile.mkdtemp(prefix="evexport-home-"))
    folder.chmod(0o755)  # the database's user must be able to enter
    home = Home(folder)
    try:
        yield home
    finally:
        server.stop(home, how="immediate")
        shutil.rmtree(folder)


@contextmanager
def read_copy(url: str) -> Iterator[None]:
    """Lists and figures are read at this address, as if the settings named it; nobody remembers how an earlier one did."""
    connections.settings[browsing.COPY] = {**connections.settings["owner"], **database.environment.database(url)}
    browsing._again = 0.0
    try:
        yield
    finally:
        connections[browsing.COPY].close()
        del connections[browsing.COPY]
        del connections.settings[browsing.COPY]


def exists(connection: psycopg.Connection, name: str) -> bool:
    return connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is not None


def drop(connection: psycopg.Connection, name: str) -> None:
    connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def forget_counts() -> None:
    """Nobody is held back for what an earlier test asked."""
    from evexport.accounts.models import RequestCount

    cache.clear()  # the sign-in package counts there
    RequestCount.objects.using("owner").all().delete()


def close_thread() -> None:
    """Give back this thread's connections; a test's own threads call it as they end."""
    connections.close_all()
