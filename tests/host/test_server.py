"""The embedded server survives whatever befalls it or its callers."""

import os
import signal
import stat
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from tests.database import made_home

from evexport.host import postmaster, server
from evexport.host.problems import HostProblem
from evexport.store.bootstrap import bootstrap

pytestmark = pytest.mark.skipif(bool(os.environ.get("DATABASE_URL")), reason="the embedded server is not in use")
QUICK = {"fsync": "off", "shared_buffers": "16MB"}


@pytest.fixture(scope="module")
def home():
    """One home for most of these tests: each leaves a server behind that the next one finds."""
    with made_home() as made:
        yield made


def ask(found, statement="SELECT 1"):
    with psycopg.connect(found.dsn(), autocommit=True) as connection:
        return connection.execute(statement).fetchone()[0]


def kill(found):
    os.kill(postmaster.number(found.data), signal.SIGKILL)


def test_made_found_again_stopped_and_started(own_home):
    first = server.ensure(own_home, QUICK)
    born = ask(first, "SELECT pg_postmaster_start_time()")
    assert ask(server.ensure(own_home, QUICK), "SELECT pg_postmaster_start_time()") == born
    assert server.stop(own_home) is True
    assert not first.answers()
    assert server.stop(own_home) is False
    assert ask(server.ensure(own_home, QUICK)) == 1


def test_stopping_what_never_was(own_home):
    assert server.stop(own_home) is False


def test_a_killed_server_is_started_again_at_once_and_has_lost_nothing(home):
    found = server.ensure(home, QUICK)
    with psycopg.connect(found.dsn(), autocommit=True) as connection:
        connection.execute("CREATE TABLE kept AS SELECT generate_series(1, 1000) AS n")
    for _ in range(3):
        kill(found)
        found = server.ensure(home, QUICK)
        assert ask(found, "SELECT count(*) FROM kept") == 1000


def test_a_killed_server_with_clients_still_at_work(home):
    found = server.ensure(home, QUICK)
    with psycopg.connect(found.dsn(), autocommit=True) as connection:
        kill(found)
        assert ask(server.ensure(home, QUICK)) == 1
        with pytest.raises(psycopg.OperationalError):
            connection.execute("SELECT 1")


def test_a_lock_file_that_names_another_program(home):
    found = server.ensure(home, QUICK)
    server.stop(home)
    (found.data / "postmaster.pid").write_text(f"{os.getpid()}\n{found.data}\n1\n5432\n{found.socket}\n\n1 1\nready\n")
    assert not postmaster.alive(found.data)
    assert ask(server.ensure(home, QUICK)) == 1


@pytest.mark.parametrize("content", ["", "no number\n", "999999999\n"])
def test_a_lock_file_that_makes_no_sense(home, content):
    found = server.ensure(home, QUICK)
    server.stop(home)
    (found.data / "postmaster.pid").write_text(content)
    assert ask(server.ensure(home, QUICK)) == 1


def test_a_stale_socket_from_a_killed_server(home):
    found = server.ensure(home, QUICK)
    kill(found)
    deadline = time.monotonic() + 5
    while postmaster.alive(found.data) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert (found.socket / ".s.PGSQL.5432").exists()
    assert ask(server.ensure(home, QUICK)) == 1


def test_many_at_once_make_one_server(own_home):
    with ThreadPoolExecutor(6) as threads:
        found = list(threads.map(lambda _: server.ensure(own_home, QUICK), range(6)))
    assert len({postmaster.number(one.data) for one in found}) == 1


CALLER = """
import sys, time
from pathlib import Path
from evexport.host import server
from evexport.host.home import Home
server.ensure(Home(Path(sys.argv[1])), {"fsync": "off"})
print("ready", flush=True)
time.sleep(60)
"""


def test_a_killed_caller_leaves_nothing_in_the_way(home):
    with subprocess.Popen([sys.executable, "-c", CALLER, str(home.root)], stdout=subprocess.PIPE, text=True) as caller:
        assert caller.stdout.readline() == "ready\n"
        caller.kill()
    found = server.ensure(home, QUICK)
    assert ask(found) == 1
    assert server.stop(home) is True
    assert not postmaster.alive(found.data)


def test_it_listens_on_no_network_and_its_folders_are_closed(home):
    found = server.ensure(home, QUICK)
    assert ask(found, "SHOW listen_addresses") == ""
    for folder in (found.cluster, found.data, found.socket):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700, folder


def test_who_may_log_in(home):
    found = server.ensure(home, QUICK)
    urls = bootstrap(home, found)
    for role, url in urls.items():
        with psycopg.connect(url) as connection:
            assert connection.execute("SELECT current_user").fetchone() == (role,)
        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            psycopg.connect(found.url(role, "guessed", "evexport"))
    with pytest.raises(psycopg.OperationalError, match=r"no password|fe_sendauth"):
        psycopg.connect(f"host={found.socket} user=evx_app dbname=evexport")
    with pytest.raises(psycopg.OperationalError, match="pg_hba"):
        psycopg.connect(f"host={found.socket} user=evx_tenant dbname=evexport")


def test_passwords_are_made_once_and_kept_for_their_owner_alone(home):
    found = server.ensure(home, QUICK)
    urls = bootstrap(home, found)
    assert stat.S_IMODE(home.passwords.stat().st_mode) == 0o600
    assert bootstrap(home, found) == urls


def test_lost_passwords_are_made_anew(home):
    found = server.ensure(home, QUICK)
    before = bootstrap(home, found)
    home.passwords.unlink()
    after = bootstrap(home, found)
    assert after != before
    psycopg.connect(after["evx_app"]).close()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(before["evx_app"])


def test_settings_reach_the_server(home):
    server.stop(home)
    found = server.ensure(home, {**QUICK, "cluster_name": "it's ours"})
    assert ask(found, "SHOW cluster_name") == "it's ours"
    assert ask(found, "SHOW idle_in_transaction_session_timeout") == "1min"
    assert ask(found, "SHOW data_checksums") == "on"


def test_a_server_that_cannot_start_says_why(home):
    server.ensure(home, QUICK)
    server.stop(home)
    with pytest.raises(HostProblem) as problem:
        server.ensure(home, {"shared_buffers": "plenty"})
    assert 'invalid value for parameter "shared_buffers"' in problem.value.message.en
    assert "server.log" in problem.value.remedy.en
    assert ask(server.ensure(home, QUICK)) == 1
