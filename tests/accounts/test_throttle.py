"""One count for all processes; whose address counts; what is over is forgotten."""

import subprocess
import sys
from datetime import timedelta
from ipaddress import ip_network

import psycopg
import pytest
from django.test import RequestFactory

from evexport.accounts import tasks, throttle
from evexport.accounts.throttle import Limit, TooMany
from evexport.kernel.text import Text
from evexport.store import DbRole, Scope, acting_as

THREE = Limit("three", 3, timedelta(minutes=1), Text("过于频繁。", "Too often."))
MANY = """
import django
django.setup()
from datetime import timedelta
from evexport.accounts.throttle import Limit, TooMany, count
from evexport.kernel.text import Text
thirty, passed = Limit("thirty", 30, timedelta(minutes=5), Text("过于频繁。", "Too often.")), 0
for _ in range(20):
    try:
        count(thirty, "192.0.2.1")
        passed += 1
    except TooMany:
        pass
print(passed)
"""


def test_the_fourth_of_three_is_refused_and_told_when_to_come_back(db_clone):
    for _ in range(3):
        throttle.count(THREE, "192.0.2.1")
    with pytest.raises(TooMany) as refused:
        throttle.count(THREE, "192.0.2.1")
    assert (refused.value.status, refused.value.code) == (429, "TOO_MANY_CHECKS")
    assert 0 < refused.value.retry_after <= 60
    assert str(refused.value.retry_after) in refused.value.remedy.zh


def test_another_address_and_another_name_have_counts_of_their_own(db_clone):
    for _ in range(3):
        throttle.count(THREE, "192.0.2.1")
    throttle.count(THREE, "192.0.2.2")
    throttle.count(Limit("other", 1, THREE.within, THREE.said), "192.0.2.1")


def test_when_the_window_is_over_a_new_one_opens(db_clone, owner_connection):
    for _ in range(3):
        throttle.count(THREE, "192.0.2.1")
    owner_connection.execute("UPDATE accounts_requestcount SET until = now()")
    throttle.require_room(THREE, "192.0.2.1")
    throttle.count(THREE, "192.0.2.1")
    assert throttle.counted("three", "192.0.2.1") == 1


def test_two_processes_share_one_count(db_clone):
    """Twenty each at once, thirty allowed: exactly thirty pass."""
    start = [sys.executable, "-c", MANY]
    children = [subprocess.Popen(start, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    passed = [int(child.communicate(timeout=60)[0]) for child in children]
    assert [child.returncode for child in children] == [0, 0]
    assert sum(passed) == 30


def test_a_count_stands_by_itself_and_never_within_a_deed(db_clone):
    with acting_as(Scope(DbRole.PUBLIC)), pytest.raises(RuntimeError):
        throttle.count(THREE, "192.0.2.1")


def test_what_is_over_is_swept_and_what_runs_stays(db_clone, owner_connection):
    for client in ("192.0.2.1", "192.0.2.2"):
        throttle.count(THREE, client)
    owner_connection.execute("UPDATE accounts_requestcount SET until = now() WHERE client = '192.0.2.1'")
    assert tasks.sweep(timestamp=0) == 1
    assert (throttle.counted("three", "192.0.2.1"), throttle.counted("three", "192.0.2.2")) == (0, 1)


def test_the_table_is_not_written_ahead_and_nobody_reads_addresses(db_clone, app_connection, owner_connection):
    kind = owner_connection.execute("SELECT relpersistence FROM pg_class WHERE relname = 'accounts_requestcount'").fetchone()
    assert kind == ("u",)
    for role in ("evx_app", "evx_anyone", *DbRole):
        held = owner_connection.execute(
            "SELECT has_any_column_privilege(%s, 'accounts_requestcount', 'SELECT, INSERT, UPDATE')", [str(role)]
        ).fetchone()
        assert held == (False,), role
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        app_connection.execute("SELECT * FROM accounts_requestcount")


PROXIES = [ip_network("10.0.0.0/8"), ip_network("2001:db8:1::/48")]


@pytest.mark.parametrize(
    ("behind", "proxies", "peer", "forwarded", "client"),
    [
        (False, [], "192.0.2.1", "", "192.0.2.1"),
        (False, [], "192.0.2.1", "198.51.100.9", "192.0.2.1"),
        (True, [], "10.0.0.1", "198.51.100.9", "198.51.100.9"),
        (True, [], "10.0.0.1", "203.0.113.5, 198.51.100.9", "198.51.100.9"),
        (True, [], "10.0.0.1", "", "10.0.0.1"),
        (True, PROXIES, "10.0.0.1", "203.0.113.5, 198.51.100.9, 10.0.0.7", "198.51.100.9"),
        (True, PROXIES, "2001:db8:1::1", "203.0.113.5,[2001:db8:1::2]:443", "203.0.113.5"),
        (True, PROXIES, "10.0.0.1", "10.0.0.9", "10.0.0.1"),
        (True, PROXIES, "192.0.2.1", "198.51.100.9", "192.0.2.1"),
        (True, [], "10.0.0.1", "198.51.100.9:4711", "198.51.100.9"),
        (True, [], "10.0.0.1", "unknown", "unknown"),
    ],
    ids=[
        "the peer itself",
        "what a stranger claims is not believed",
        "behind a proxy, whom it saw",
        "what the client claimed to the proxy is not believed",
        "a proxy that names nobody",
        "through two of our proxies",
        "IPv6 proxies",
        "one of our proxies asks",
        "past the proxies, nothing is believed",
        "with a port",
        "no address",
    ],
)
def test_whose_address_counts(settings, behind, proxies, peer, forwarded, client):
    settings.BEHIND_PROXY, settings.PROXIES = behind, proxies
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    assert throttle.client(RequestFactory(REMOTE_ADDR=peer, headers=headers).get("/")) == client


@pytest.mark.parametrize(
    ("address", "holder"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("2001:db8:7:1:aaaa::1", "2001:db8:7:1::/64"),
        ("2001:db8:7:1:bbbb::2", "2001:db8:7:1::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", ""),
    ],
)
def test_one_holder_is_one_client(address, holder):
    assert throttle.holder(address) == holder
