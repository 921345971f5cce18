"""Measures the gate's own function against the bare yardstick: pgbench, same server, same run, interleaved rounds.

python benchmarks/gate.py [--rounds 5] [--seconds 3]      prints ratios, writes benchmarks/latest.json
"""

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

LICENCES = 1000
CARS = (
    """(SELECT array_agg('LDM' || lpad((:b::bigint * {k} + i)::text, 14, '0') ORDER BY i) FROM generate_series(0, {k} - 1) i)"""
)
MODELS = "array_fill('DMO7000BEVA1'::text, ARRAY[{k}])"
OURS = """\\set b random(1, {highest})
\\set l {licence}
SELECT * FROM customs_gate_release('bench', gen_random_uuid()::text, '\\x{hash}'::bytea, gen_random_uuid(),
    'B' || :b || '-' || :client_id, '2026-06-15', '2026-06-15', '5301', '0110', '2', '91120000MADEM0RD1B',
    '26-AA-' || (100000 + :l), 'EXEV-DE-2026-007', 'DE', '8703801090', {cars}, {models}, ARRAY['DMO7000BEVA1'],
    ARRAY[{k}], ARRAY['LDM'], '{{}}'::text[], '{body}'::jsonb, 'sha256:0', '2026-06-15 12:00+08', NULL,
    '{{"name": "bench"}}'::jsonb, NULL, 9, ARRAY[0, 2, 10], gen_random_uuid(),
    '{entry}'::jsonb, 2026);
"""
BARE = """\\set b random(1, {highest})
\\set l {licence}
\\set e :l % 50
SELECT * FROM bare.gate(gen_random_uuid(), :l, :e, 'DE', {cars}, 7);
"""


@contextmanager
def ground():
    """A server and a database of its own with the tests' small world and a thousand licences; its addresses and programs."""
    with tempfile.TemporaryDirectory(prefix="evexport-bench-") as folder:
        os.environ["EVEXPORT_HOME"] = folder
        for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_GATE_URL"):
            os.environ.pop(name, None)
        from evexport.config import database
        from evexport.host import server
        from evexport.host.home import Home

        home = Home(Path(folder))
        try:
            addresses = database.ensure(home=home)
            lay(addresses.owner)
            yield addresses, server.ensure(home).programs
        finally:
            from evexport.customs.gate import pool

            pool.close()
            server.stop(home)


def lay(owner: str) -> None:
    import psycopg
    from tests.customs.world import World

    World().licence(2_000_000_000, allowed=32_000)
    with psycopg.connect(owner, autocommit=True) as connection:
        connection.execute((ROOT / "benchmarks" / "bare.sql").read_text("utf-8"))
        connection.execute("SET search_path = public")
        connection.execute(COPIES)
        connection.execute("ANALYZE")


COPIES = f"""DO $$
DECLARE face licensing_licence; line licensing_licenceline; number text; made uuid; application uuid;
BEGIN
    SELECT * INTO face FROM licensing_licence;
    SELECT * INTO line FROM licensing_licenceline;
    FOR i IN 1..{LICENCES} LOOP
        made := gen_random_uuid(); application := gen_random_uuid(); number := '26-AA-' || (100000 + i);
        INSERT INTO licensing_application SELECT (jsonb_populate_record(a, jsonb_build_object('id', application))).*
          FROM licensing_application a WHERE a.id = face.application_id;
        INSERT INTO licensing_licence SELECT (jsonb_populate_record(face,
            jsonb_build_object('id', made, 'number', number, 'application_id', application))).*;
        INSERT INTO licensing_licencestanding SELECT (jsonb_populate_record(s, jsonb_build_object('licence_id', made))).*
          FROM licensing_licencestanding s WHERE s.licence_id = face.id;
        line.licence_id := made; line.id := gen_random_uuid();
        INSERT INTO licensing_licenceline SELECT line.*;
        INSERT INTO licensing_balance SELECT (jsonb_populate_record(b,
            jsonb_build_object('line_id', line.id, 'licence_id', made))).* FROM licensing_balance b WHERE b.licence_id = face.id;
    END LOOP;
END $$"""


def script(template: str, *, k: int, licence: str) -> str:
    body = {"vehicles": [{"vin": "LDM00000000000000", "model_code": "DMO7000BEVA1"}] * k}
    entry = {"declaration_no": "B", "quantity": k, "models": ["DMO7000BEVA1"], "counts": [k], "message_sha256": "00" * 32}
    filled = {
        "highest": 9 * 10**13 // k,
        "entry": json.dumps(entry),
        "cars": CARS.format(k=k),
        "models": MODELS.format(k=k),
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
        env = {**os.environ, "PGPASSWORD": parts.password or "", "PGOPTIONS": "-c plan_cache_mode=force_generic_plan"}
        command = [programs / "pgbench", "-n", "-M", "prepared", "-f", file.name, "-c", clients, "-j", 1, "-T", seconds]
        where = ["-h", url.split("host=")[1], "-U", parts.username, parts.path.lstrip("/")]
        done = subprocess.run([*map(str, command), *where], env=env, capture_output=True, text=True, check=False)
    if "tps" not in done.stdout or "aborted" in done.stderr:
        raise RuntimeError(done.stderr or done.stdout)
    return float(next(line for line in done.stdout.splitlines() if line.startswith("tps")).split()[2])


CELLS = (
    ("own ceiling / bare, k=10, 8 clients", 10, 8, f"random(1, {LICENCES})", 0.5),
    ("own ceiling / bare, k=1, 8 clients", 1, 8, f"random(1, {LICENCES})", None),
    ("own ceiling / bare, k=100, 8 clients", 100, 8, f"random(1, {LICENCES})", None),
    ("own ceiling / bare, hot licence, k=10, 8 clients", 10, 8, "1", None),
)


def measure(rounds: int, seconds: int) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    with ground() as (addresses, programs):
        for name, k, clients, licence, floor in CELLS:
            ratios, ours = [], []
            for _ in range(rounds):
                bare = throughput(programs, addresses.gate, script(BARE, k=k, licence=licence), clients=clients, seconds=seconds)
                own = throughput(programs, addresses.gate, script(OURS, k=k, licence=licence), clients=clients, seconds=seconds)
                ratios.append(own / bare)
                ours.append(own)
            ratio = statistics.median(ratios)
            ok = floor is None or ratio >= floor
            rows.append({"name": name, "value": round(ratio, 2), "unit": "ratio", "floor": floor, "ok": ok})
            speed = statistics.median(ours)
            rows.append(
                {"name": name.replace(" / bare", ""), "value": round(speed), "unit": "declarations/s", "floor": None, "ok": True}
            )
            spread = f"{min(ratios):.2f} to {max(ratios):.2f}"
            print(f"{name:52} {ratio:5.2f} ({spread})   {speed:6.0f} declarations/s   floor {floor}", flush=True)
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=3)
    asked = parser.parse_args()
    rows = measure(asked.rounds, asked.seconds)
    machine = {"cpus": os.cpu_count(), "machine": platform.machine(), "python": platform.python_version()}
    found = {"machine": machine, "rows": rows}
    (ROOT / "benchmarks" / "latest.json").write_text(json.dumps(found, indent=1) + "\n", "utf-8")
    if not all(row["ok"] for row in rows):
        sys.exit("A floor does not hold.")


if __name__ == "__main__":
    main()
