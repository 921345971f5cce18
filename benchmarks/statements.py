"""How many SQL statements one declaration over HTTP takes, as the server's own log counts them; whatever the number of cars."""

import time
from itertools import islice

import psycopg
from benchmarks.ground import Ground
from benchmarks.load import send
from benchmarks.messages import declarations, request
from benchmarks.over_http import ONE, server
from benchmarks.rows import Bar, Row

BAR = Bar(floor=4, goal=1, lower=True)
SIZES = {1: "S", 10: "T", 100: "V"}


def measure(site: Ground) -> list[Row]:
    with psycopg.connect(site.server.dsn(), autocommit=True) as superuser, server() as port:
        requests = {
            k: [request(one, site.key, path=ONE) for one in islice(declarations(k=k, run=run), 24)] for k, run in SIZES.items()
        }
        for some in requests.values():
            send(port, some[:20], connections=4)  # every worker has its connections and knows the key
        _tell(superuser, "all")
        try:
            return [_row(site, port, k, some[20:]) for k, some in requests.items()]
        finally:
            _tell(superuser, "none")


def _tell(superuser: psycopg.Connection, what: str) -> None:
    superuser.execute(f"ALTER SYSTEM SET log_statement = '{what}'")
    superuser.execute("SELECT pg_reload_conf()")
    time.sleep(0.5)  # every session reads it before its next statement


def _row(site: Ground, port: int, k: int, some: list[bytes]) -> Row:
    counts = []
    for one in some:
        before = site.server.log.stat().st_size
        send(port, [one], connections=1)
        time.sleep(0.05)
        with site.server.log.open("rb") as log:
            log.seek(before)
            counts.append(float(statements(log.read().decode(errors="replace"))))
    return Row.of(f"SQL statements for one declaration over HTTP, k={k}", counts, "statements", BAR)


def statements(log: str) -> int:
    """Statements that the login roles of the application ran, by the log."""
    begun = (line for line in log.splitlines() if " evx_" in line and "@" in line)
    return sum(": statement: " in line or "LOG:  statement:" in line or "LOG:  execute " in line for line in begun)
