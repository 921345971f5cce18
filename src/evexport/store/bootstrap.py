"""Roles, passwords and database of the embedded server, made by its superuser; nothing here needs the
framework.
"""

import json
import secrets as chance
from importlib.resources import files

import psycopg
from psycopg import sql

from evexport.host import secrets
from evexport.host.configuration import LOGIN_ROLES
from evexport.host.home import Home
from evexport.host.locks import exclusive
from evexport.host.server import Server

DATABASE = "evexport"


def bootstrap(home: Home, server: Server, database: str = DATABASE) -> dict[str, str]:
    """Role -> address of the database, after making what is missing. Safe to repeat and to run twice at
    once.
    """
    with exclusive(home.lock):
        return _made(home, server, database)


def _made(home: Home, server: Server, database: str) -> dict[str, str]:
    passwords = _passwords(home)
    with psycopg.connect(server.dsn(), autocommit=True) as connection:
        make_roles(connection)
        for role, password in passwords.items():
            _set_password(connection, role, password)
        make_database(connection, database)
    return {role: server.url(role, password, database) for role, password in passwords.items()}


def make_roles(connection: psycopg.Connection) -> None:
    """Run bootstrap.sql as the connection's role; one process of a cluster at a time."""
    with connection.transaction():
        connection.execute("SELECT pg_advisory_xact_lock(hashtextextended('evexport.bootstrap', 0))")
        connection.execute(files("evexport.store").joinpath("sql/bootstrap.sql").read_text("utf-8").encode())


def make_database(connection: psycopg.Connection, name: str, *options: sql.Composable) -> None:
    """A database that belongs to the owner role, where there is none of that name."""
    if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
        return
    make = sql.SQL("CREATE DATABASE {} OWNER evx_owner {}").format(sql.Identifier(name), sql.SQL(" ").join(options))
    try:
        connection.execute(make)
    except (psycopg.errors.DuplicateDatabase, psycopg.errors.UniqueViolation):
        return  # another process was first


def _passwords(home: Home) -> dict[str, str]:
    """The login roles' passwords, generated once."""
    try:
        kept: dict[str, str] = json.loads(home.passwords.read_text("utf-8"))
    except FileNotFoundError:
        kept = {role: chance.token_urlsafe(24) for role in LOGIN_ROLES}
        secrets.write(home.passwords, json.dumps(kept, indent=1).encode())
    return kept


def _set_password(connection: psycopg.Connection, role: str, password: str) -> None:
    """Give the role this password, unless it already lets one in (a new hash at each start would only wear
    the disk).
    """
    try:
        info = connection.info
        psycopg.connect(host=info.host, port=info.port, dbname=info.dbname, user=role, password=password).close()
    except psycopg.OperationalError:
        change = sql.SQL("ALTER ROLE {} PASSWORD {}")
        connection.execute(change.format(sql.Identifier(role), sql.Literal(password)))
