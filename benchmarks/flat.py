"""Whether the gate stays as fast with millions of cars cleared as with none: two copies of one database, measured in turns."""

from urllib.parse import urlsplit

import psycopg
from benchmarks.ground import Ground
from benchmarks.pgbench import CONSECUTIVE, OURS, SCATTERED, script, throughput
from benchmarks.rows import Bar, Row

from benchmarks import depth

ROOM = 89_999_999_999_999
BARS = {"random VINs": (SCATTERED, 0.7, 0.85), "consecutive serials": (CONSECUTIVE, 0.85, 0.95)}
COPY = "evexport_full"
# What a release of ten cars leaves behind, as often as makes the cars; the cars lie all over the key space.
FILL = """
INSERT INTO customs_livevin (vin, declaration_id, line_id, pending, since)
SELECT 'LDM' || lpad((({room}::numeric * n / {cars})::bigint)::text, 14, '0'), gen_random_uuid(), gen_random_uuid(), false,
       '2026-06-01'
  FROM generate_series(1, {cars}) n
    ON CONFLICT DO NOTHING;  -- an earlier part of the run may have cleared one of them
INSERT INTO customs_message (client, message_id, payload, declaration_id, at)
SELECT 'full', 'm' || n, sha256(n::text::bytea), gen_random_uuid(), '2026-06-01 00:00+08'
  FROM generate_series(1, {declarations}) n;
INSERT INTO customs_declaration (id, declaration_no, client, message_id, declared_on, decision, state, state_since, deeds,
    licence_id, licence_no, exporter_id, maker_id, quantity, body, reasons, written_off, balance, inspection, law, decided_at)
SELECT gen_random_uuid(), 'F' || n, 'full', 'm' || n, '2026-06-01', 'released', 'released', '2026-06-01 00:00+08', 1,
       l.id, l.number, l.exporter_id, l.maker_id, 10, '{{}}', '[]', 10, '[]', '{{}}', 'sha256:0', '2026-06-01 00:00+08'
  FROM generate_series(1, {declarations}) n JOIN licensing_licence l ON l.number = '26-AA-' || (100001 + n % 1000);
INSERT INTO customs_writeoff (declaration_id, number, line_id, kind, vins, at)
SELECT gen_random_uuid(), 1, gen_random_uuid(), 1, array_fill('LDM00000000000000'::text, ARRAY[10]), '2026-06-01 00:00+08'
  FROM generate_series(1, {declarations}) n;
INSERT INTO ledger_entry (id, kind, subject, parties, actor, at, law, data)
SELECT gen_random_uuid(), 'declaration.released', 'declaration:' || gen_random_uuid(), ARRAY[l.exporter_id, l.maker_id],
       '{{"name": "full"}}', '2026-06-01 00:00+08', 'sha256:0', '{{"quantity": 10}}'
  FROM generate_series(1, {declarations}) n JOIN licensing_licence l ON l.number = '26-AA-' || (100001 + n % 1000);
"""


def measure(site: Ground, *, rounds: int, seconds: int, cars: int) -> list[Row]:
    full = second(site, cars)
    rows = []
    for name, (vins, floor, goal) in BARS.items():
        ratios = []
        for _ in range(rounds):
            # A script's identifiers begin with the moment at which it was made: each cell has its own.
            empty, later = (
                throughput(site.server.programs, url, script(OURS, k=10, cars=vins), clients=8, seconds=seconds)
                for url in (site.addresses.gate, full)
            )
            ratios.append(later / empty)
        rows.append(Row.of(f"throughput at {cars // 10**6} M cleared ÷ at 0, {name}", ratios, bar=Bar(floor, goal)))
    name = urlsplit(full).path.lstrip("/")
    return rows + depth.measure(site.server.dsn(name), cars)


def second(site: Ground, cars: int) -> str:
    """The gate's address of a copy of the database with so many cars cleared."""
    from django.db import connections

    from evexport.customs.gate import pool

    pool.close()
    connections.close_all()
    name = urlsplit(site.addresses.gate).path.lstrip("/")
    with psycopg.connect(site.server.dsn(), autocommit=True) as superuser:
        # A database is copied while nobody is in it: what the laying of the ground left open is ended.
        superuser.execute("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s", [name])
        superuser.execute(f"CREATE DATABASE {COPY} TEMPLATE {name} STRATEGY wal_log")
        superuser.execute(f"GRANT CONNECT ON DATABASE {COPY} TO evx_gate")
    with psycopg.connect(site.server.dsn(COPY), autocommit=True) as superuser:
        for one in FILL.format(room=ROOM, cars=cars, declarations=cars // 10).split(";\n"):
            if one.strip():
                superuser.execute(one)
        superuser.execute("VACUUM ANALYZE")
        superuser.execute("CHECKPOINT")
    return site.addresses.gate.replace(f"/{name}?", f"/{COPY}?")
