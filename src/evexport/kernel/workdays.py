"""China's working days: weekends, statutory holidays and the weekends worked in their place."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from chinese_calendar import constants as published
from chinese_calendar import get_solar_terms

_FIRST_YEAR: int = min(published.holidays).year
_LAST_YEAR: int = max(published.holidays).year
_DAY = timedelta(days=1)

# The statutory holidays of the State Council's Measures (as revised in 2024) that the solar calendar fixes.
_FIXED = frozenset({(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)})
_CLEAR_BRIGHTNESS = "清明"


@dataclass(frozen=True, slots=True)
class Reckoning:
    """A day counted out, and whether the count is provisional.

    Provisional: it touches a year whose holiday notice is not in the calendar. Such a year counts weekends
    and the holidays fixed by the solar calendar only; lunar ones and adjusted weekends are not yet known.
    """

    day: date
    provisional: bool


def is_published(year: int) -> bool:
    """Whether the State Council's holiday notice of that year is in the calendar."""
    return _FIRST_YEAR <= year <= _LAST_YEAR


def is_working_day(day: date) -> bool:
    """A working day of public offices, by the year's notice where it is published."""
    if is_published(day.year):
        return bool(day in published.workdays or (day.weekday() < 5 and day not in published.holidays))
    return day.weekday() < 5 and not _is_fixed_holiday(day)


def reckon(day: date, working_days: int) -> Reckoning:
    """The day that lies so many working days after `day`, and whether that is provisional.

    The first day counted is the next one: a term begins the day after the event. Negative counts go back;
    0 is the day itself, working or not.
    """
    step = _DAY if working_days >= 0 else -_DAY
    left, at, provisional = abs(working_days), day, False
    while left:
        at += step
        provisional = provisional or not is_published(at.year)
        left -= is_working_day(at)
    return Reckoning(at, provisional)


def add_working_days(day: date, count: int) -> date:
    """The day that lies `count` working days after `day`; `reckon` also says whether it is provisional."""
    return reckon(day, count).day


def working_days_between(start: date, end: date) -> int:
    """The working days after `start` up to and with `end`; negative where `end` lies before."""
    if end < start:
        return -working_days_between(end, start)
    return sum(map(is_working_day, _days(start + _DAY, end)))


def is_provisional(start: date, end: date) -> bool:
    """Whether a count between two days touches a year whose holidays are not yet published."""
    return not (is_published(min(start, end).year) and is_published(max(start, end).year))


def _days(first: date, last: date) -> Iterator[date]:
    return (first + _DAY * offset for offset in range((last - first).days + 1))


def _is_fixed_holiday(day: date) -> bool:
    if (day.month, day.day) in _FIXED:
        return True
    # Clear Brightness is a solar term, 4 to 6 April: the almanac gives its day without any notice.
    return day.month == 4 and any(term == _CLEAR_BRIGHTNESS for _, term in get_solar_terms(day, day))
