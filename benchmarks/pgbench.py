"""pgbench on the gate's own function and on the bare yardstick: the scripts, and one short cell of throughput."""

import json
import os
import subprocess
import tempfile
import time
from pathlib import Path
from urllib.parse import urlsplit

from benchmarks.ground import LICENCES

ANY, HOT = f"random(1, {LICENCES})", "1"
"""Which licence a declaration draws on: any of the thousand, or all on one."""
CONSECUTIVE = "'LDM' || lpad((:b::bigint * {k} + i)::text, 14, '0') ORDER BY i"
SCATTERED = "'LDM' || lpad(((random() * 89999999999999)::bigint)::text, 14, '0')"
"""The cars of a declaration: serials in a row, as ships carry them, or anywhere in the key space, the worst for an index."""
SETTINGS = "-c plan_cache_mode=force_generic_plan -c enable_seqscan=off -c jit=off"
"""As the gate's own connections are set (customs/gate/pool.py): a plan that stays is never one that reads a table whole."""
IDS = "('{now}7' || lpad(to_hex(:client_id::int), 3, '0') || '8' || lpad(to_hex(:n::bigint), 14, '0') || '"
# The identifiers of declaration and entry are made by whoever calls, in the order of time, and cost the server nothing.
OURS = """\\set b random(1, {highest})
\\set l {licence}
\\set n :n + 1
SELECT * FROM customs_gate_release('bench', gen_random_uuid()::text, '\\x{hash}'::bytea, {ids}0')::uuid,
    'B' || :b || '-' || :client_id, '2026-06-15', '2026-06-15', '5301', '0110', '2', '91120000MADEM0RD1B',
    '26-AA-' || (100000 + :l), 'EXEV-DE-2026-007', 'DE', '8703801090', {cars}, {models}, ARRAY['DMO7000BEVA1'],
    ARRAY[{k}], ARRAY['LDM'], '{{}}'::text[], '{body}'::jsonb, 'sha256:0', clock_timestamp(), NULL,
    '{{"name": "bench"}}'::jsonb, NULL, 9, ARRAY[0, 2, 10], {ids}1')::uuid,
    '{entry}'::jsonb, 2026);
"""
BARE = """\\set b random(1, {highest})
\\set l {licence}
\\set e :l % 50
SELECT * FROM bare.gate(gen_random_uuid(), :l, :e, 'DE', {cars}, 7);
"""


def script(template: str, *, k: int, licence: str = ANY, cars: str = CONSECUTIVE) -> str:
    body = {"vehicles": [{"vin": "LDM00000000000000", "model_code": "DMO7000BEVA1"}] * k}
    entry = {"declaration_no": "B", "quantity": k, "models": ["DMO7000BEVA1"], "counts": [k], "message_sha256": "00" * 32}
    filled = {
        "highest": 9 * 10**13 // k,
        "entry": json.dumps(entry),
        "cars": f"(SELECT array_agg({cars.format(k=k)}) FROM generate_series(0, {k} - 1) i)",
        "models": f"array_fill('DMO7000BEVA1'::text, ARRAY[{k}])",
        "ids": IDS.format(now=f"{time.time_ns() // 10**6:012x}"),
        "k": k,
        "hash": "00" * 32,
        "body": json.dumps(body),
    }
    return template.format(licence=licence, **filled)


def throughput(programs: Path, url: str, text: str, *, clients: int, seconds: int) -> float:
    """Transactions a second."""
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as file:
        file.write(text)
        file.flush()
        parts = urlsplit(url)
        env = {
            **os.environ,
            "PGPASSWORD": parts.password or "",
            "PGOPTIONS": SETTINGS,
        }
        command = [
            programs / "pgbench",
            "-n",
            "-M",
            "prepared",
            "-D",
            "n=0",
            "-f",
            file.name,
            "-c",
            clients,
            "-j",
            1,
            "-T",
            seconds,
        ]
        where = ["-h", url.split("host=")[1], "-U", parts.username, parts.path.lstrip("/")]
        done = subprocess.run([*map(str, command), *map(str, where)], env=env, capture_output=True, text=True, check=False)
    return rate(done.stdout, done.stderr)


def rate(told: str, errors: str) -> float:
    """What pgbench says it did a second. Raises RuntimeError where it stopped or a client gave up: half a load is no figure."""
    if "tps" not in told or "aborted" in errors:
        raise RuntimeError(errors or told)
    return float(next(line for line in told.splitlines() if line.startswith("tps")).split()[2])
