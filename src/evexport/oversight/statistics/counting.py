"""Brings the figures up to date along the ledger, or makes all of them anew.

What an entry touched (a month, a licence year, the yearly round) is counted whole from its sources, each in a transaction of its
own: a long one would hold the sealing of the ledger up. Counting the same twice changes nothing, so a reader that stops half-way
simply begins again. The place in the ledger is held while anything is counted: two never write the same month at once.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from django.db import connection

from evexport.accounts.actors import SYSTEM
from evexport.kernel.clock import china_day
from evexport.ledger.models import Entry, Place
from evexport.ledger.reading import FINISHED, Cursor, move, newest, reader, where
from evexport.oversight.models import Counted
from evexport.oversight.statistics import counts, publishing, terms
from evexport.store import acting_as, reading_as

READER = "oversight.statistics"
NAME = "statistics"

# Which months and licence years the next entries are about. A licence's number begins with the year in which it begins.
TOUCHED = f"""
SELECT DISTINCT split_part(kind, '.', 1), kind IN ('licence.issued', 'application.refused'),
       date_trunc('month', at AT TIME ZONE 'Asia/Shanghai')::date,
       substring(number FROM '^([0-9]{{2}})-')::int
FROM ledger_entry
LEFT JOIN LATERAL unnest(ARRAY[data ->> 'number', data ->> 'licence', data ->> 'credited', data ->> 'replaces']) number
       ON number IS NOT NULL
WHERE (epoch, xid, id) > (%s, %s::text::xid8, %s) AND (epoch, xid, id) <= (%s, %s::text::xid8, %s) AND {FINISHED}
  AND kind ~ '^(declaration|inspection|licence|application|filing|list|round)[.]'"""  # noqa: S608 - no input

Told = Callable[[str], None]


@dataclass
class Touched:
    """What has to be counted anew: months of the gate, of licence decisions; licence years; inspections; the round."""

    months: set[date]
    decisions: set[date]
    years: set[int]
    inspections: bool
    round: bool

    def units(self, on: date) -> Iterator[tuple[str, Callable[[], None]]]:
        """Each with a name to tell, as small as it can be."""
        for month in sorted(self.months):
            yield f"{month:%Y-%m}", partial(counts.count_month, month)
        for month in sorted(self.decisions):
            yield f"{month:%Y-%m} licence decisions", partial(terms.count_licence_terms, month)
        for year in sorted(self.years):
            yield f"{year} licences", partial(counts.count_licences, year, on)
        if self.inspections:
            yield "inspections", counts.count_inspections
        if self.round:
            yield "yearly round", terms.count_round_terms


def bring_up_to_date(*, at: datetime) -> int:
    """Count what the next finished entries touched, and on a new day what has expired. How many things were counted anew."""
    with acting_as(SYSTEM), reader(READER, at=at) as place:
        if place is None:
            return 0
        last = newest()
        touched = _touched(where(place), last)
        counted = Counted.objects.filter(name=NAME).first()
        if counted is None or counted.day != china_day(at):
            touched.years |= set(counts.years_known())
    done = _count(touched, at=at)
    if done:
        _note(last, closed=any(publishing.closed(month, china_day(at)) for month in touched.months), at=at)
    return done


def rebuild(*, at: datetime, told: Told = lambda _: None) -> int:
    """Count everything anew, whatever stood there. How many things were counted."""
    with reading_as(SYSTEM):
        last = newest()
        months = set(counts.months_known())
        everything = Touched(
            months, months | set(terms.months_decided()), set(counts.years_known()), inspections=True, round=True
        )
    done = _count(everything, at=at, told=told)
    _note(last, closed=True, at=at)
    return done


def _touched(cursor: Cursor, last: Entry | None) -> Touched:
    found = Touched(set(), set(), set(), inspections=False, round=False)
    if last is None or cursor >= Cursor.of(last):
        return found
    century = last.at.year // 100 * 100
    with connection.cursor() as query:
        query.execute(TOUCHED, [cursor.epoch, str(cursor.xid), cursor.id, last.epoch, str(last.xid), last.pk])
        for thing, decision, month, year in query.fetchall():
            if thing == "declaration":
                found.months.add(month)
            if decision:
                found.decisions.add(month)
            if year is not None and thing in {"declaration", "licence"}:
                found.years.add(century + year)
            found.inspections |= thing in {"declaration", "inspection"}
            found.round |= thing in {"filing", "list", "round"}
    return found


def _count(touched: Touched, *, at: datetime, told: Told = lambda _: None) -> int:
    done = 0
    for name, count in touched.units(china_day(at)):
        with turn(at=at):
            count()
        told(name)
        done += 1
    return done


@contextmanager
def turn(*, at: datetime) -> Iterator[Place]:
    """The one who counts, in a transaction of its own; waits for another who is at it."""
    with acting_as(SYSTEM), reader(READER, at=at):
        yield Place.objects.select_for_update().get(reader=READER)


def _note(last: Entry | None, *, closed: bool, at: datetime) -> None:
    """Say how far was counted and move the place there; publish where a closed month changed, or another has closed."""
    with turn(at=at) as place:
        if closed or publishing.stale(china_day(at)):
            publishing.publish(on=china_day(at))
        if last is not None and where(place) < Cursor.of(last):
            move(place, past=last, at=at)
        Counted.objects.filter(name=NAME).delete()
        Counted.objects.create(
            name=NAME,
            day=china_day(at),
            counted_at=at,
            last_entry=last.pk if last else None,
            last_at=last.at if last else None,
        )
