"""What every test may ask for: a database of its own and the roles that log in to it (see README.md here)."""

from collections.abc import Iterator

import psycopg
import pytest
from django.conf import settings
from tests.database import Databases, made_home, on

from evexport.config.database import Addresses
from evexport.host.home import Home


@pytest.fixture(scope="session", autouse=True)
def keys_of_their_own(tmp_path_factory) -> None:
    """Signing keys that tests bring about lie in a folder of this run's, never in the checkout's."""
    settings.HOME = Home(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="session")
def databases() -> Iterator[Databases]:
    """The server of this run."""
    with Databases.opened() as found:
        yield found


@pytest.fixture(scope="session")
def database_template(databases, django_db_blocker) -> Databases:
    """The same, its template migrated."""
    with django_db_blocker.unblock():
        databases.template()
    return databases


@pytest.fixture
def db_clone(database_template, django_db_blocker) -> Iterator[Addresses]:
    """A fresh migrated database for one test; the framework acts on it as evx_app."""
    with django_db_blocker.unblock(), database_template.copy() as addresses:
        yield addresses


@pytest.fixture(scope="module")
def db_module(database_template, django_db_blocker) -> Iterator[Addresses]:
    """A fresh migrated database for one module's tests, which see each other's rows."""
    with django_db_blocker.unblock(), database_template.copy() as addresses:
        yield addresses


def present(request: pytest.FixtureRequest) -> Addresses:
    """The database that the test asked for: its own copy, else its module's."""
    asked = "db_clone" if "db_clone" in request.fixturenames else "db_module"
    found: Addresses = request.getfixturevalue(asked)
    return found


@pytest.fixture
def owner_connection(request) -> Iterator[psycopg.Connection]:
    """A connection as evx_owner to the test's database; each statement commits."""
    with psycopg.connect(present(request).owner, autocommit=True) as connection:
        yield connection


@pytest.fixture
def gate_connection(request) -> Iterator[psycopg.Connection]:
    """A connection as evx_gate; each statement commits."""
    with psycopg.connect(present(request).gate, autocommit=True) as connection:
        yield connection


@pytest.fixture
def app_connection(request) -> Iterator[psycopg.Connection]:
    """A connection as evx_app, outside the framework and in no scope; each statement commits."""
    with psycopg.connect(present(request).app, autocommit=True) as connection:
        yield connection


@pytest.fixture
def superuser_connection(request, databases) -> Iterator[psycopg.Connection]:
    """A connection as the superuser to the test's database, for playing the intruder; each statement
    commits."""
    name = psycopg.conninfo.conninfo_to_dict(present(request).app)["dbname"]
    with psycopg.connect(on(databases.admin, str(name)), autocommit=True) as connection:
        yield connection


@pytest.fixture
def own_home() -> Iterator[Home]:
    """An empty home folder, for a test that starts, kills or restores a server of its own; the server is
    ended after it."""
    with made_home() as home:
        yield home
