"""What of the figures anybody may read: national ones, of whole months, and none that would tell one firm's trade.

A cell that stands for fewer firms than the law's parameter is withheld, and with it as many of the smallest others as it takes
that the withheld ones together stand for enough: what is missing from the sum is then no single firm's either.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db import connection
from django.db.models import Max

from evexport.oversight.models import PublishedFigure
from evexport.regulation.law import Law

MONTH, MARKET, TOTAL, REASON = "exports_by_month", "exports_by_market", "exports", "refusals_by_reason"
DECISIONS, IN_TIME = "licence_decisions", "licence_decisions_in_time"
ALL = "all"

CELLS = {
    MONTH: """
        SELECT extract(year FROM month)::int, to_char(month, 'YYYY-MM'), sum(released)::bigint - sum(cancelled) - sum(returned),
               array_agg(DISTINCT coalesce(maker_id, exporter_id))
        FROM oversight_exportmonth WHERE month <= %s GROUP BY 1, 2""",
    MARKET: """
        SELECT extract(year FROM month)::int, destination, sum(released)::bigint - sum(cancelled) - sum(returned),
               array_agg(DISTINCT coalesce(maker_id, exporter_id))
        FROM oversight_exportmonth WHERE month <= %s GROUP BY 1, 2""",
    REASON: """
        SELECT extract(year FROM month)::int, code, sum(declarations),
               array_agg(DISTINCT coalesce(maker_id, '00000000-0000-0000-0000-000000000000'))
        FROM oversight_reasonmonth WHERE month <= %s AND decision = 'refused' GROUP BY 1, 2""",
}
OF_AUTHORITIES = """
    SELECT extract(year FROM month)::int, sum(proceedings), coalesce(sum(proceedings) FILTER (WHERE within), 0)
    FROM oversight_termmonth WHERE month <= %s AND process = 'licence' GROUP BY 1"""


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure and the firms that it stands for."""

    key: str
    value: int
    firms: frozenset[UUID]


def through(on: date) -> date:
    """The last day of the last month that is over."""
    return on.replace(day=1) - timedelta(days=1)


def closed(month: date, on: date) -> bool:
    return month <= through(on)


def stale(on: date) -> bool:
    """Has a month closed since the figures were published?"""
    last: date | None = PublishedFigure.objects.aggregate(last=Max("through"))["last"]
    return last != through(on)


def publish(*, on: date) -> None:
    """Lay the published figures anew. Opens nothing."""
    until, fewest = through(on), Law.on(on)["statistics.publication.fewest_firms"].whole
    rows = [
        PublishedFigure(series=series, year=year, key=key, value=value, through=until)
        for series, year, key, value in _figures(until, fewest)
    ]
    PublishedFigure.objects.all().delete()
    PublishedFigure.objects.bulk_create(rows, batch_size=1000)


def _figures(until: date, fewest: int) -> Iterable[tuple[str, int, str, int | None]]:
    for series, statement in CELLS.items():
        for year, cells in _cells(statement, until).items():
            yield from ((series, year, key, value) for key, value in told(cells, fewest=fewest).items())
            if series == MONTH:
                enough = len(_firms(cells)) >= fewest
                yield TOTAL, year, ALL, sum(cell.value for cell in cells) if enough else None
    with connection.cursor() as cursor:
        cursor.execute(OF_AUTHORITIES, [until])
        for year, decisions, in_time in cursor.fetchall():
            yield DECISIONS, year, ALL, decisions
            yield IN_TIME, year, ALL, in_time


def _cells(statement: str, until: date) -> dict[int, list[Cell]]:
    found: dict[int, list[Cell]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(statement, [until])
        for year, key, value, firms in cursor.fetchall():
            found[year].append(Cell(key, int(value), frozenset(firms)))
    return found


def told(cells: list[Cell], *, fewest: int) -> dict[str, int | None]:
    """Each key with its value, or None where it is withheld."""
    shown = sorted(cells, key=lambda cell: (-cell.value, cell.key))
    withheld = [cell for cell in shown if len(cell.firms) < fewest]
    shown = [cell for cell in shown if cell not in withheld]
    while withheld and shown and (len(withheld) == 1 or len(_firms(withheld)) < fewest):
        withheld.append(shown.pop())
    values: dict[str, int | None] = {cell.key: cell.value for cell in shown}
    return values | {cell.key: None for cell in withheld}


def _firms(cells: Iterable[Cell]) -> frozenset[UUID]:
    return frozenset().union(*(cell.firms for cell in cells))
