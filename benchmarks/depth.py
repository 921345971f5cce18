"""How deep the index of the cars is: measured as pages touched by one look, and reckoned for sizes that no test fills."""

import json
import math

import psycopg
from benchmarks.rows import Bar, Row

PAGE = 8192 - 24 - 16  # without the page's own head and the index's words at its end
ENTRY = 4 + 8 + 24  # line pointer, head, and a VIN of 17 letters with its length, on full words
FULL = 0.69
"""How full pages are that are split at random places, in the long run (ln 2)."""


def levels(rows: int, *, full: float = FULL) -> int:
    """Pages from the root to a leaf, both counted, of an index on so many cars."""
    fan = math.floor(PAGE * full / ENTRY)
    pages, found = math.ceil(rows / fan), 1
    while pages > 1:
        pages, found = math.ceil(pages / fan), found + 1
    return found


def measure(url: str, cars: int) -> list[Row]:
    """Pages of one look in an index of so many cars, and what the reckoning says of a hundred million."""
    with psycopg.connect(url) as connection:
        # The first look of a connection also reads the index's first page, which it then remembers.
        looks = [look(connection) for _ in range(6)][1:]
    return [
        Row.of(f"index pages read to find a car among {cars // 10**6} M", looks, "pages", Bar(lower=True)),
        Row.of("the same among 100 M, reckoned", [levels(100_000_000)], "pages", Bar(lower=True)),
    ]


def look(connection: psycopg.Connection) -> float:
    asked = "EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) SELECT FROM customs_livevin WHERE vin = 'LDM0000000000000X'"
    (plan,) = connection.execute(asked).fetchone()
    top = (plan if isinstance(plan, list) else json.loads(plan))[0]["Plan"]
    return float(top["Shared Hit Blocks"] + top["Shared Read Blocks"])
