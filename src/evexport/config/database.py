"""Finds or starts the database, brings it up to date and points the framework at it.

database.ensure()                 # what `serve`, `demo` and every command with a database call first
database.ensure(migrate=False)    # the server and its addresses alone
"""

import os
import secrets as chance
from dataclasses import dataclass

import django
import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.db.backends.postgresql.base import DatabaseWrapper

from evexport.config import environment
from evexport.host import secrets, server
from evexport.host.home import Home
from evexport.host.locks import exclusive
from evexport.host.problems import HostProblem
from evexport.kernel.text import Text
from evexport.store.bootstrap import bootstrap

SETTINGS = "evexport.config.settings"
LEAST_VERSION = 150000
MIGRATION_LOCK = 0x65767870_6D696772  # any number that nothing else uses


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the three login roles find the database, as postgresql:// addresses."""

    app: str
    owner: str
    gate: str


def ensure(*, migrate: bool = True, home: Home | None = None) -> Addresses:
    """The database, running and up to date; the embedded one unless DATABASE_URL names another. Safe to
    repeat.

    Raises HostProblem where the machine lacks something.
    """
    addresses = find(home or Home.default())
    point(addresses)
    if migrate:
        bring_up_to_date()
    return addresses


def find(home: Home) -> Addresses:
    """The addresses that the surroundings name, else those of the home's own server, started where it is
    down.
    """
    given = {alias: os.environ.get(name, "") for alias, name in environment.ADDRESSES.items()}
    if given["default"]:
        _check_given(given)
        return Addresses(given["default"], given["owner"], given["gate"])
    running = server.ensure(home)
    key = environment.secret_key_file(home)
    with exclusive(home.lock):
        if not key.exists():
            secrets.write(key, chance.token_urlsafe(48).encode())
    urls = bootstrap(home, running)
    return Addresses(urls["evx_app"], urls["evx_owner"], urls["evx_gate"])


def _check_given(given: dict[str, str]) -> None:
    missing = [environment.ADDRESSES[alias] for alias, url in given.items() if not url]
    if missing:
        names = ", ".join(missing)
        raise HostProblem(
            Text(f"已设置 DATABASE_URL，但缺少 {names}。", f"DATABASE_URL is set, but {names} is missing."),
            remedy=Text("三个登录角色各需一个地址。", "Give an address for each of the three login roles."),
        )
    with psycopg.connect(given["default"], connect_timeout=10) as connection:
        version = connection.info.server_version
    if version < LEAST_VERSION:
        raise HostProblem(
            Text(
                f"该服务器为 PostgreSQL {version // 10000}。",
                f"That server is PostgreSQL {version // 10000}.",
            ),
            remedy=Text("需要 PostgreSQL 15 或更高版本。", "PostgreSQL 15 or later is needed."),
        )


def point(addresses: Addresses) -> None:
    """Lead this process and those it starts to a database, closing what was open to another."""
    values = {"default": addresses.app, "owner": addresses.owner, "gate": addresses.gate}
    for alias, name in environment.ADDRESSES.items():
        os.environ[name] = values[alias]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    if settings.configured:
        settings.DATABASE_GATE_URL = addresses.gate
        for alias in connections.settings.keys() & values:
            leave(alias)
            fresh = environment.database(values[alias])
            known = connections.settings[alias]
            known.update({name: fresh[name] for name in ("NAME", "USER", "PASSWORD", "HOST", "PORT")})
    django.setup()


def leave(alias: str) -> None:
    """Close this thread's connection and the process's pool of it."""
    connection = connections[alias]
    connection.close()
    if isinstance(connection, DatabaseWrapper) and connection.settings_dict["OPTIONS"].get("pool"):
        connection.close_pool()


def bring_up_to_date(*, verbosity: int = 0) -> None:
    """Migrate as owner, then apply functions and row security. One process at a time, the others wait."""
    from evexport.ledger.epochs import open_where_moved
    from evexport.store import access

    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [MIGRATION_LOCK])
        try:
            access.prepare("owner")
            call_command("migrate", database="owner", verbosity=verbosity, interactive=False)
            access.apply("owner")
            open_where_moved("owner")
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [MIGRATION_LOCK])
    leave("owner")
