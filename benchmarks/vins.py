"""Measures VINs in bulk: the rules on a column against one VIN at a time, and a million cars into a register against plain COPY.

python benchmarks/vins.py [--rounds 3] [--cars 1000000] [--registry 10000000]     writes benchmarks/bulk_vin.json

Both sides of a ratio take turns on one server of its own. The register grows by both sides' cars each round.
"""

import argparse
import io
import os
import sys
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from benchmarks.ground import ground  # noqa: E402
from benchmarks.rows import Bar, Row, table, write  # noqa: E402

from benchmarks import machine  # noqa: E402 - the path is set first

RULES, INTAKE = Bar(4, 6), Bar(4, 2, lower=True)
WMI, MODEL, BUILT = "LDM", "DMO7000BEVA1", date(2026, 6, 10)
PIECE = 25_000
# Cars that stand in the register already: well-formed numbers of another maker, a check digit is not asked of what stands there.
FILL = """INSERT INTO vehicles_productionrecord (vin, maker_id, model_code, built_on, recorded_at)
          SELECT 'LRV' || lpad(n::text, 14, '0'), %s, 'DMO7000BEVA1', '2026-01-05', now() FROM generate_series(1, %s) n"""


def numbers(count: int, start: int) -> list[str]:
    from evexport.codes import vin

    year = vin.year_character(BUILT.year)
    blanks = (f"{WMI}EV{n // 1_000_000 % 1000:03d}0{year}D{n % 1_000_000:06d}" for n in range(start, start + count))
    return [f"{blank[:8]}{vin.check_digit(blank)}{blank[9:]}" for blank in blanks]


def rules(rounds: int, count: int) -> list[Row]:
    """Form, check digit, maker's identifier and model year: a column at a time, and one VIN after the other."""
    import polars as pl

    vins = numbers(count, 0)
    for place in range(0, count, 100):  # one in a hundred is wrong
        vins[place] = vins[place][:8] + ("1" if vins[place][8] != "1" else "2") + vins[place][9:]
    column = pl.Series(vins)
    ratios, speeds = [], []
    for _ in range(rounds):
        began = time.perf_counter()
        bad = by_column(column)
        middle = time.perf_counter()
        if bad != one_by_one(vins):
            raise RuntimeError("The two ways find different VINs")
        ratios.append((time.perf_counter() - middle) / (middle - began))
        speeds.append(count / (middle - began) / 1e6)
    return [
        Row.of("VIN rules from a column / pure Python per VIN", ratios, "ratio", RULES),
        Row.of("VIN rules from a column", speeds, "M VIN/s"),
    ]


def by_column(column) -> int:
    """As a file's pieces are checked: a piece's columns, in the processor's cache."""
    import polars as pl

    from evexport.regulation.production import Known, Span, check

    known, bad = Known(BUILT, {WMI: [Span(None, None)]}), 0
    for start in range(0, len(column), PIECE):
        piece = column.slice(start, PIECE)
        lines = pl.Series(range(start, start + len(piece)), dtype=pl.Int64)
        cells = [piece, pl.repeat(MODEL, len(piece), eager=True), pl.repeat(BUILT.isoformat(), len(piece), eager=True)]
        bad += len(check(lines, cells, known).faults)
    return bad


def one_by_one(vins: list[str]) -> int:
    from evexport.codes import vin
    from evexport.regulation.production import year_fits

    own, bad = frozenset({WMI}), 0
    for one in vins:
        wrong = vin.check(one, check_position_excused=True)
        bad += bool(wrong) or vin.wmi(one) not in own or not year_fits(one[9], BUILT.year, 1)
    return bad


def intake(rounds: int, cars: int, registry: int) -> list[Row]:
    """A file handed in, checked and recorded, against COPY of the same many rows into the same table; and the memory it took."""
    ratios, speeds = [], []
    with ground() as site:
        maker = furnish(site, registry)
        for number in range(rounds):
            start = number * cars * 2
            ours = recorded(maker, as_csv(cars, start), "cars.csv", cars)
            plain = copied(site.addresses.owner, maker.organisation_id, cars, start + cars)
            ratios.append(ours / plain)
            speeds.append(cars / ours / 1000)
            print(f"round {number + 1}: file {ours:.1f} s, COPY {plain:.1f} s", file=sys.stderr, flush=True)
        memory = peak()
        book = recorded(maker, as_book(cars, rounds * cars * 2), "cars.xlsx", cars)
    what = f"{cars:,} cars by file into a register of {registry:,}"
    return [
        Row.of(f"{what} / plain COPY", ratios, "ratio", INTAKE),
        Row.of(what, speeds, "k cars/s"),
        Row.of(f"{what}, as XLSX, once", [cars / book / 1000], "k cars/s"),
        Row.of("peak memory of the process that did both sides", [memory], "MiB"),
    ]


def furnish(site, registry: int):
    """A maker with its identifier and its announced model, and a register of other makers' cars."""
    import psycopg
    from tests import factories
    from tests.vehicles.files import announce

    from evexport.accounts.roles import Role
    from evexport.enterprises import actions as enterprises

    days = {"valid_from": BUILT - timedelta(days=400), "by": factories.ADMIN, "at": moment()}
    own = factories.enterprise("示例压测汽车有限公司")
    other = factories.enterprise("示例对照汽车有限公司", division="310000")
    enterprises.record_wmi(own.id, wmi=WMI, holder_name=own.name_zh, **days)
    announce(own.uscc, model=MODEL)
    with psycopg.connect(site.server.dsn(urlsplit(site.addresses.owner).path.lstrip("/")), autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")  # the other maker is known to be there
        connection.execute(FILL, [other.id, registry])
        connection.execute("VACUUM ANALYZE vehicles_productionrecord")
    return factories.actor(Role.MAKER, own.id, name="王经办")


def moment():
    from tests.customs.world import NOON

    return NOON


def as_csv(cars: int, start: int) -> io.BytesIO:
    rows = "".join(f"{vin},{MODEL},{BUILT}\n" for vin in numbers(cars, start))
    return io.BytesIO(f"vin,model_code,built_on\n{rows}".encode())


def as_book(cars: int, start: int) -> io.BytesIO:
    """As a spreadsheet program saves it: each text once, the cells by its number."""
    import xlsxwriter

    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["vin", "model_code", "built_on"])
        for row, vin in enumerate(numbers(cars, start), 1):
            sheet.write_row(row, 0, [vin, MODEL, BUILT.isoformat()])
    content.seek(0)
    return content


def recorded(maker, content: io.BytesIO, name: str, cars: int) -> float:
    """Seconds from handing in to the last car's record; the making of the file itself is not among them."""
    from evexport.vehicles.actions import take_file
    from evexport.vehicles.models import ProductionFile
    from evexport.work.running import run_lane

    began = time.perf_counter()
    kept = take_file(content, name=name, request=f"bench-{began}", good_only=False, by=maker, at=moment())
    while run_lane(kept.work_id, 0, now=moment):
        pass
    took = time.perf_counter() - began
    done = ProductionFile.objects.using("owner").get(pk=kept.pk)
    if done.recorded != cars:
        raise RuntimeError(f"{done.recorded} of {cars} cars were recorded: {done.state}")
    return took


def copied(owner: str, maker_id, cars: int, start: int) -> float:
    """Seconds of COPY itself: the rows stand ready in order, and the table's own keys and checks are all on."""
    import psycopg

    blocks = list(prepared(maker_id, cars, start))
    with psycopg.connect(owner) as connection, connection.cursor() as cursor:
        began = time.perf_counter()
        with cursor.copy("COPY vehicles_productionrecord (vin, maker_id, model_code, built_on, recorded_at) FROM STDIN") as copy:
            for block in blocks:
                copy.write(block)
        connection.commit()
        return time.perf_counter() - began


def prepared(maker_id, cars: int, start: int) -> Iterator[bytes]:
    rest = f"\t{maker_id}\t{MODEL}\t{BUILT}\t{moment().isoformat()}\n"
    vins = sorted(numbers(cars, start))
    for place in range(0, cars, PIECE):
        yield "".join(vin + rest for vin in vins[place : place + PIECE]).encode()


def peak() -> float:
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--cars", type=int, default=1_000_000)
    parser.add_argument("--registry", type=int, default=10_000_000)
    parser.add_argument("--to", type=Path, default=ROOT / "benchmarks" / "bulk_vin.json")
    asked = parser.parse_args()
    told = machine.note("")
    rows = rules(max(asked.rounds, 5), asked.cars)
    rows += intake(asked.rounds, asked.cars, asked.registry)
    told |= {"load_after": machine.load(), "rounds": asked.rounds, "cars": asked.cars, "registry": asked.registry}
    write(asked.to, told, rows)
    print(table(rows))
    print("\n" + ", ".join(f"{name} {value}" for name, value in told.items()))
    if not all(row.ok for row in rows):
        sys.exit("A floor does not hold.")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "evexport.config.settings")
    main()
