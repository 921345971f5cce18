"""Measures proceedings against the time the law gives them: the licence decision, and the steps of the yearly round.

A proceeding counts in the month in which it was finished, in working days of China's calendar. What lies with the applicant does
not count: an answered question moves the day by which a decision is due, and the days left on that day are read from it.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from django.db.models.functions import TruncMonth

from evexport.kernel.clock import CHINA, china_day, start_of
from evexport.kernel.workdays import working_days_between
from evexport.licensing.models import Application
from evexport.oversight.models import TermMonth
from evexport.oversight.statistics.counts import next_month
from evexport.qualification import deadlines
from evexport.qualification.calendar import calendar_of
from evexport.qualification.models import Filing, FilingStep, Opinion
from evexport.regulation.law import Law

LICENCE, FIRST_REVIEW, OPINION, LISTING = "licence", "first_review", "opinion", "listing"
ROUND = (FIRST_REVIEW, OPINION, LISTING)
TO_DEPARTMENT = ("submitted", "corrected")
FROM_MAKER = ("draft", "returned", "correction_ordered")
OFF_THE_DESK = ("forwarded", "returned", "withdrawn", "rejected")


@dataclass(frozen=True, slots=True)
class Finished:
    """A proceeding that was finished: which kind, when, by whom, after how many working days, in time or late."""

    process: str
    on: date
    authority: str
    days: int
    within: bool


between = cache(working_days_between)


def count_licence_terms(month: date) -> None:
    """The licence decisions of a month, counted anew. Opens nothing."""
    rows = Application.objects.filter(decided_at__gte=start_of(month), decided_at__lt=start_of(next_month(month)))
    rows = rows.exclude(due_on=None).exclude(submitted_at=None)
    told = rows.only("issuing_body", "submitted_at", "due_on", "decided_at")
    _write(TermMonth.objects.filter(process=LICENCE, month=month), [of_application(one) for one in told])


def months_decided() -> list[date]:
    """Every month in which a licence was granted or refused, or of which decisions are counted."""
    moments = Application.objects.exclude(decided_at=None).annotate(month=TruncMonth("decided_at", tzinfo=CHINA))
    found = {one.date() for one in moments.values_list("month", flat=True).distinct()}
    return sorted(found | set(TermMonth.objects.filter(process=LICENCE).values_list("month", flat=True)))


def of_application(one: Application) -> Finished:
    """The term of the day it was handed in, less what was left of it on the day of the decision."""
    assert one.submitted_at is not None
    assert one.due_on is not None
    assert one.decided_at is not None
    term = Law.on(china_day(one.submitted_at))["licence.review.working_days"].whole
    day = china_day(one.decided_at)
    return Finished(LICENCE, day, one.issuing_body, max(term - between(day, one.due_on), 0), day <= one.due_on)


def count_round_terms() -> None:
    """Every finished step of every yearly round, counted anew: there are few of them. Opens nothing."""
    _write(TermMonth.objects.filter(process__in=ROUND), [*_steps(), *_opinions()])


def _steps() -> Iterator[Finished]:
    filings = {one.pk: one for one in Filing.objects.exclude(submitted_at=None).defer("document")}
    by_filing: dict[Any, list[FilingStep]] = {}
    for step in FilingStep.objects.defer("reasons", "findings").order_by("at", "id"):
        by_filing.setdefault(step.filing_id, []).append(step)
    calendars = {year: calendar_of(year, start_of(date(year, 1, 1))) for year in {one.year for one in filings.values()}}
    for key, filing in filings.items():
        yield from of_filing(filing, by_filing.get(key, []), calendars[filing.year])


def of_filing(filing: Filing, steps: list[FilingStep], calendar: deadlines.Calendar) -> Iterator[Finished]:
    """The department's reviews and the ministry's way to the list, from a filing's steps in their order."""
    taken: datetime | None = None
    sent: datetime | None = None
    for place, step in enumerate(steps):
        before = steps[: place + 1]
        if step.target in TO_DEPARTMENT and step.source in FROM_MAKER:
            taken = step.at
        elif taken is not None and step.source in TO_DEPARTMENT and step.target in OFF_THE_DESK:
            if step.target in {"forwarded", "returned"}:
                yield _review(filing, calendar, before, taken, step)
            taken = None
        if step.target == "forwarded":
            sent = step.at
        elif step.target == "listed" and sent is not None:
            on = china_day(step.at)
            yield Finished(LISTING, on, "", between(china_day(sent), on), on <= calendar.list_by)


def _review(filing: Filing, calendar: Any, before: list[FilingStep], taken: datetime, step: FilingStep) -> Finished:
    """One review of the department, without the days on which its questions lay with the maker."""
    on, since = china_day(step.at), [one for one in before if one.at >= taken]
    held = Filing(state=step.source, state_since=taken)
    due = deadlines.due(held, calendar, before)
    days = between(china_day(taken), on) - deadlines.stopped_days(since)
    return Finished(FIRST_REVIEW, on, filing.authority, max(days, 0), due is None or on <= due)


def _opinions() -> Iterator[Finished]:
    asked: dict[Any, list[datetime]] = {}
    for filing, at in FilingStep.objects.filter(verb="consult").order_by("at").values_list("filing_id", "at"):
        asked.setdefault(filing, []).append(at)
    for one in Opinion.objects.defer("text"):
        begun = [at for at in asked.get(one.filing_id, []) if at <= one.at]
        if begun:
            on = china_day(one.at)
            yield Finished(OPINION, on, one.agency, between(china_day(begun[-1]), on), not one.late)


def _write(standing: Any, finished: Iterable[Finished]) -> None:
    standing.delete()
    counted = Counter((one.process, one.on.replace(day=1), one.authority, one.days, one.within) for one in finished)
    names = ("process", "month", "authority", "days", "within")
    TermMonth.objects.bulk_create(
        TermMonth(**dict(zip(names, key, strict=True)), proceedings=count) for key, count in sorted(counted.items())
    )
