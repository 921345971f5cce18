"""Loads a nation: the demonstration, and on top of it 1,000 makers, 50,000 licences and 5,000,000 cars written off.

python benchmarks/scale.py [--makers 1000] [--licences 50000] [--cars 5000000]     into var/scale, kept for later runs

The rows are copies of what the demonstration's deeds made, laid by SQL as owner: for looking at pages at scale, and for nothing
else. Check digits of the copied cars are not computed.
"""

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src")]
HOME = ROOT / "var" / "scale"


def open_home():
    """The addresses of the scale home's database, its server running."""
    os.environ["EVEXPORT_HOME"] = str(HOME)
    from evexport.config import database
    from evexport.config.command import live_on_demonstration_day
    from evexport.host.home import Home

    home = Home(HOME)
    live_on_demonstration_day(home)
    return database.ensure(home=home.make())


def close_home() -> None:
    from evexport.host import server
    from evexport.host.home import Home

    server.stop(Home(HOME))


def load(makers: int, licences: int, cars: int) -> None:
    import psycopg

    began = time.monotonic()

    def told(words: str) -> None:
        print(f"{time.monotonic() - began:7.1f} s  {words}", flush=True)

    subprocess.run(
        [ROOT / ".venv/bin/evexport", "demo"],
        env={**os.environ, "EVEXPORT_HOME": str(HOME)},
        check=True,
        stdout=subprocess.DEVNULL,
    )
    told("the demonstration stands")
    addresses = open_home()
    with psycopg.connect(addresses.owner) as connection:
        if connection.execute("SELECT count(*) FROM enterprises_enterprise").fetchone()[0] >= 2 * makers:
            told("the nation is loaded already")
            return
        lay(connection, makers, licences, cars, told)
        connection.commit()
        connection.autocommit = True
        connection.execute("VACUUM ANALYZE")
    told(f"{makers:,} makers, {licences:,} licences, {cars:,} cars loaded")
    afterwards()
    told("the ledger is sealed and the statistics are counted")


def lay(connection, makers: int, licences: int, cars: int, told=len) -> None:
    """The rows, by a connection of the owner's, on top of a told demonstration year."""
    from evexport.codes import uscc

    connection.execute("CREATE TEMP TABLE scale_code (n int PRIMARY KEY, uscc text)")
    with connection.cursor().copy("COPY scale_code FROM STDIN") as copy:
        for n in range(2 * makers):
            copy.write_row((n, uscc.make(f"91440300MA{n:07d}")))
    values = {":makers": makers, ":licences": licences, ":cars_each": cars // licences}
    for name in ("scale.sql", "scale_desks.sql"):
        for statement in statements((ROOT / "benchmarks" / name).read_text("utf-8"), values):
            connection.execute(statement)
            told(" ".join(next(line for line in statement.splitlines() if line and not line.startswith("--")).split()[:3]))


def afterwards() -> None:
    """What the background does in service."""
    from django.conf import settings

    from evexport.host import keys
    from evexport.ledger import drain
    from evexport.oversight.tasks import bring_up_to_date, now

    drain(keys.signer(settings.HOME, keys.LEDGER), at=now(), seconds=600)
    bring_up_to_date(at=now())


def statements(text: str, values: dict[str, int]) -> list[str]:
    """The file's statements, with their numbers put in; none holds a semicolon at a line's end but as its own end."""
    for name, value in values.items():
        text = text.replace(name, str(value))
    return [one for one in text.split(";\n") if one.strip()]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--makers", type=int, default=1000)
    parser.add_argument("--licences", type=int, default=50_000)
    parser.add_argument("--cars", type=int, default=5_000_000)
    asked = parser.parse_args()
    try:
        load(asked.makers, asked.licences, asked.cars)
    finally:
        close_home()


if __name__ == "__main__":
    main()
