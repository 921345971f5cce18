"""Gate 2 as a whole: every criterion asked of an application, and the last day of a licence."""

import calendar
from datetime import date

from evexport.regulation.criteria import licence_goods, licence_papers, licence_parties, licence_terms
from evexport.regulation.facts.application import ApplicationFacts
from evexport.regulation.findings import CRITERIA, Finding
from evexport.regulation.law import Law

PARTS = (licence_parties, licence_papers, licence_terms, licence_goods)
IDS = tuple(f"L{number}" for number in range(1, 22))


def check(facts: ApplicationFacts, law: Law) -> tuple[Finding, ...]:
    """L1 to L21 on the day of `law`, in order; one finding for each subject."""
    return tuple(finding for id_ in IDS for finding in CRITERIA[id_].check(facts, law))


def last_day(first: date, law: Law) -> date:
    """The last day, inclusive, of a licence valid from `first`: the same calendar day a year on.

    29 February ends on 28 February. The two limits of the older rules, six months and the year's end, are
    alternatives in the law that are off.
    """
    last = _months_on(first, law["licence.validity.months"].whole)
    if law["licence.validity.ends_with_the_year"].flag:
        last = min(last, date(first.year, 12, 31))
    return last


def _months_on(day: date, months: int) -> date:
    """The same calendar day that many months on, or the month's last where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
