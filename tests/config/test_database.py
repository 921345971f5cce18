"""One call finds, starts and brings up to date the database, whatever state it is in."""

import json
import os
import stat
import subprocess
import sys

import pytest
from tests.database import made_home

from evexport.config import environment
from evexport.host.server import describe

CALL = """
import json
from evexport.config import database
addresses = database.ensure()
from django.contrib.contenttypes.models import ContentType
print(json.dumps([addresses.app, ContentType.objects.count()]))
database.leave("default")
"""


def surroundings(home):
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DATABASE_")}
    return {**kept, "EVEXPORT_HOME": str(home.root)}


def run(*command, home, **more):
    return subprocess.run(
        [sys.executable, *command],
        env={**surroundings(home), **more},
        capture_output=True,
        text=True,
        check=False,
        timeout=180,
    )


@pytest.fixture(scope="module")
def standing():
    """A home whose database three processes made at once, from nothing; and what each of them said."""
    with made_home() as home:
        started = [
            subprocess.Popen([sys.executable, "-c", CALL], env=surroundings(home), stdout=subprocess.PIPE, text=True)
            for _ in range(3)
        ]
        told = [process.communicate(timeout=180)[0] for process in started]
        yield home, [json.loads(text) for text in told]


def test_three_at_once_make_and_migrate_one_database(standing):
    home, told = standing
    assert told[0] == told[1] == told[2]
    address, models = told[0]
    assert address.startswith("postgresql://evx_app:")
    assert models > 10
    for secret in (home.passwords, home.root / "session.key"):
        assert stat.S_IMODE(secret.stat().st_mode) == 0o600


def test_it_is_safe_to_repeat(standing):
    home, told = standing
    again = run("-W", "error", "-c", CALL, home=home)
    assert json.loads(again.stdout) == told[0], again.stderr


def test_the_tables_are_those_of_the_models(standing):
    checked = run("-m", "evexport.config.manage", "makemigrations", "--check", "--dry-run", home=standing[0])
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_an_address_without_its_companions_is_refused(own_home):
    done = run("-c", CALL, home=own_home, DATABASE_URL="postgresql:///nowhere")
    assert done.returncode == 1
    assert "DATABASE_OWNER_URL, DATABASE_GATE_URL is missing" in done.stderr
    assert not describe(own_home).data.exists(), "no server was made"


def test_without_a_database_settings_load_and_lead_nowhere():
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "from evexport.config import settings; print(settings.DATABASES['default']['HOST'])",
        ],
        env={name: value for name, value in os.environ.items() if not name.startswith("DATABASE_")},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert done.stdout == "/nonexistent\n"


@pytest.mark.parametrize(("text", "value"), [("1", True), ("on", True), ("0", False), ("No", False), ("", False)])
def test_a_yes_or_no(monkeypatch, text, value):
    monkeypatch.setenv("EVEXPORT_DEBUG", text)
    assert environment.flag("EVEXPORT_DEBUG") is value


def test_neither_yes_nor_no(monkeypatch):
    monkeypatch.setenv("EVEXPORT_DEBUG", "perhaps")
    with pytest.raises(ValueError, match="perhaps"):
        environment.flag("EVEXPORT_DEBUG")


def test_an_address_with_every_part():
    found = environment.database("postgresql://me:p%40ss@db.example:6432/evx?sslmode=require", connect_timeout=3)
    assert found["NAME"] == "evx"
    assert found["PASSWORD"] == "p@ss"
    assert (found["HOST"], found["PORT"]) == ("db.example", "6432")
    assert found["OPTIONS"] == {"sslmode": "require", "connect_timeout": 3}


OUTAGE = """
import os, signal, sys
from evexport.config import database
from evexport.host import postmaster, server
from evexport.host.home import Home
database.ensure()
from evexport.ledger.models import Epoch
from evexport.store import Scope, DbRole, acting_as
def ask():
    with acting_as(Scope(DbRole.STAFF)):
        return Epoch.objects.count()
def end_request():
    from django.db import close_old_connections
    close_old_connections()
print(ask())
os.kill(postmaster.number(server.describe(Home.default()).data), signal.SIGKILL)
server.ensure(Home.default())
end_request()
print(ask())
database.leave("default")
"""


def test_a_restarted_server_costs_the_next_request_nothing(standing):
    done = run("-c", OUTAGE, home=standing[0])
    assert done.returncode == 0, done.stderr
    assert done.stdout == "1\n1\n"


def test_an_address_of_several_servers():
    found = environment.database("postgresql://me:pw@one:5432,two:5433/evx?target_session_attrs=read-write")
    assert (found["HOST"], found["PORT"]) == ("one,two", "5432,5433")
    assert found["OPTIONS"] == {"target_session_attrs": "read-write"}
