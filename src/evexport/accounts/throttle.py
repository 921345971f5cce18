"""Holds back who asks too often: one count for all processes of an installation, by the address that asks.

The count stands in PostgreSQL, in a table that is not written ahead (it may forget on a crash), one statement a
request. The database's clock ends a window, so that processes agree and a demonstration's fixed day plays no part.
"""

from dataclasses import dataclass
from datetime import timedelta
from ipaddress import IPv6Address, ip_address, ip_network
from math import ceil

from django.conf import settings
from django.db import connection
from django.http import HttpRequest

from evexport.kernel.problems import Problem
from evexport.kernel.text import Text

ONE_HOLDER = 64
"""Bits of an IPv6 address that name a household or a host: whoever holds one holds all addresses beneath."""
EVERYBODY = ""
"""The client under whom a sum over all clients is kept."""


@dataclass(frozen=True, slots=True)
class Limit:
    """So many of one thing within a window that opens with the first."""

    name: str
    most: int
    within: timedelta
    said: Text


class TooMany(Problem):
    """Asked too often in too short a time."""

    status = 429
    code = "TOO_MANY_CHECKS"

    def __init__(self, limit: Limit, seconds: int) -> None:
        wait = Text("请在{n}秒后再试。", "Try again in {n} seconds.").fill(n=seconds)
        if seconds > 90:
            wait = Text("请在{n}分钟后再试。", "Try again in {n} minutes.").fill(n=ceil(seconds / 60))
        super().__init__(limit.said, remedy=wait)
        self.retry_after = seconds


def count(limit: Limit, client: str) -> None:
    """Count one more; raises TooMany past the limit."""
    counted, seconds = _asked("SELECT * FROM accounts_count(%s, %s, %s)", [limit.name, client, limit.within.total_seconds()])
    if counted > limit.most:
        raise TooMany(limit, seconds)


def note(limit: Limit, client: str) -> None:
    """Count one more and let it pass: it weighs on the next that asks for room."""
    _asked("SELECT * FROM accounts_count(%s, %s, %s)", [limit.name, client, limit.within.total_seconds()])


def require_room(limit: Limit, client: str) -> None:
    """Count nothing; raises TooMany where the limit is reached."""
    counted, seconds = _asked("SELECT * FROM accounts_counted(%s, %s)", [limit.name, client])
    if counted >= limit.most:
        raise TooMany(limit, seconds)


def counted(name: str, client: str = EVERYBODY) -> int:
    """How many stand under this name now."""
    return _asked("SELECT * FROM accounts_counted(%s, %s)", [name, client])[0]


def sweep() -> int:
    """Remove the rows whose window is over; how many."""
    return _asked("SELECT accounts_sweep_counts(), 0", [])[0]


def _asked(statement: str, values: list[str | float]) -> tuple[int, int]:
    """One statement that commits by itself: a count must stand even where the request is then refused."""
    if connection.in_atomic_block:
        raise RuntimeError("A request is counted outside of any transaction, or its refusal would undo the count")
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        row = cursor.fetchone()
    return (int(row[0]), max(ceil(row[1]), 1)) if row else (0, 1)


def client(request: HttpRequest) -> str:
    """Who asks, as an address: the peer's, or behind a proxy the nearest one that is no proxy of ours."""
    return holder(_address(request))


def _address(request: HttpRequest) -> str:
    peer: str = request.META.get("REMOTE_ADDR", "")
    if not settings.BEHIND_PROXY or (settings.PROXIES and not _ours(peer)):
        return peer
    # Each proxy adds whom it saw at the right; what stands further left is whatever the client chose to send.
    hops = [bare(hop) for hop in request.headers.get("X-Forwarded-For", "").split(",") if hop.strip()]
    return next((hop for hop in reversed(hops) if not _ours(hop)), peer)


def bare(hop: str) -> str:
    """An address without port and brackets: 192.0.2.7:4711, [2001:db8::7]:4711."""
    hop = hop.strip()
    if hop.startswith("["):
        return hop[1:].partition("]")[0]
    return hop.partition(":")[0] if hop.count(":") == 1 else hop


def _ours(address: str) -> bool:
    """One of the proxies that EVEXPORT_PROXIES names?"""
    try:
        found = ip_address(address)
    except ValueError:
        return False
    return any(found in network for network in settings.PROXIES)


def holder(address: str) -> str:
    """The address by which one holder is counted: IPv4 whole, IPv6 by its /64; what is none stays as it is."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return address[:64]
    if isinstance(found, IPv6Address):
        mapped = found.ipv4_mapped
        return str(mapped) if mapped else str(ip_network((found, ONE_HOLDER), strict=False))
    return str(found)
