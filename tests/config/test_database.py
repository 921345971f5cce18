"""One call finds, starts and brings up to date the database, whatever state it is in."""

import json
import os
import stat
import subprocess
import sys

import pytest

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


def run(*command, home, **surroundings):
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DATABASE_")}
    return subprocess.run(
        [sys.executable, "-W", "error", *command],
        env={**kept, "EVEXPORT_HOME": str(home.root), **surroundings},
        capture_output=True,
        text=True,
        check=False,
        timeout=180,
    )


def test_from_nothing_to_a_migrated_database_and_again(own_home):
    first = run("-c", CALL, home=own_home)
    assert first.returncode == 0, first.stderr
    address, models = json.loads(first.stdout)
    assert address.startswith("postgresql://evx_app:")
    assert models > 10
    assert json.loads(run("-c", CALL, home=own_home).stdout) == [address, models]
    for secret in (own_home.passwords, own_home.root / "session.key"):
        assert stat.S_IMODE(secret.stat().st_mode) == 0o600
    checked = run("-m", "evexport.config.manage", "makemigrations", "--check", "--dry-run", home=own_home)
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_two_at_once_migrate_once(own_home):
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DATABASE_")}
    surroundings = {**kept, "EVEXPORT_HOME": str(own_home.root)}
    started = [
        subprocess.Popen(
            [sys.executable, "-c", CALL], env=surroundings, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        for _ in range(3)
    ]
    for process in started:
        out, err = process.communicate(timeout=180)
        assert process.returncode == 0, err.decode()
        assert json.loads(out)[1] > 10


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


@pytest.mark.parametrize(
    ("text", "value"), [("1", True), ("on", True), ("0", False), ("No", False), ("", False)]
)
def test_a_yes_or_no(monkeypatch, text, value):
    monkeypatch.setenv("EVEXPORT_DEBUG", text)
    assert environment.flag("EVEXPORT_DEBUG") is value


def test_neither_yes_nor_no(monkeypatch):
    monkeypatch.setenv("EVEXPORT_DEBUG", "perhaps")
    with pytest.raises(ValueError, match="perhaps"):
        environment.flag("EVEXPORT_DEBUG")


def test_an_address_with_every_part():
    found = environment.database(
        "postgresql://me:p%40ss@db.example:6432/evx?sslmode=require", connect_timeout=3
    )
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


def test_a_restarted_server_costs_the_next_request_nothing(own_home):
    done = run("-c", OUTAGE, home=own_home)
    assert done.returncode == 0, done.stderr
    assert done.stdout == "1\n1\n"
