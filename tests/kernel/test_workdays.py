"""China's working days, checked against the State Council's holiday notices."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evexport.kernel import workdays

days = st.dates(date(2024, 1, 1), date(2030, 12, 31))


@pytest.mark.parametrize(
    ("day", "working"),
    [
        (date(2026, 1, 1), False),  # New Year's Day
        (date(2026, 1, 2), False),  # a Friday off ...
        (date(2026, 1, 4), True),  # ... worked in its place on Sunday
        (date(2026, 2, 14), True),  # Saturday worked for the Spring Festival
        (date(2026, 2, 16), False),
        (date(2026, 2, 23), False),
        (date(2026, 2, 24), True),
        (date(2026, 4, 6), False),  # Clear Brightness falls on a Sunday: Monday off
        (date(2026, 5, 9), True),
        (date(2026, 10, 7), False),
        (date(2026, 10, 8), True),
        (date(2026, 10, 10), True),
        (date(2026, 12, 18), True),
        (date(2026, 12, 19), False),
        (date(2027, 1, 1), False),  # not yet published: the fixed holidays and weekends
        (date(2027, 4, 5), False),
        (date(2027, 4, 6), True),
        (date(2027, 2, 8), True),  # lunar New Year's week is not yet known
        (date(2027, 5, 3), True),
        (date(2027, 10, 1), False),
    ],
)
def test_a_day_is_worked_or_not(day, working):
    assert workdays.is_working_day(day) is working


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        (date(2026, 3, 2), 3, date(2026, 3, 5)),
        (date(2026, 3, 5), 3, date(2026, 3, 10)),  # over a weekend
        (date(2026, 2, 12), 3, date(2026, 2, 24)),  # Fri 13, worked Sat 14, then the festival
        (date(2026, 9, 30), 1, date(2026, 10, 8)),
        (date(2026, 3, 7), 0, date(2026, 3, 7)),
        (date(2026, 3, 10), -3, date(2026, 3, 5)),
    ],
)
def test_terms_end_on_the_working_day(start, count, end):
    assert workdays.reckon(start, count) == workdays.Reckoning(end, provisional=False)
    assert workdays.add_working_days(start, count) == end


def test_a_term_that_runs_into_an_unpublished_year_is_provisional():
    assert workdays.reckon(date(2026, 12, 30), 1) == workdays.Reckoning(date(2026, 12, 31), provisional=False)
    assert workdays.reckon(date(2026, 12, 30), 2) == workdays.Reckoning(date(2027, 1, 4), provisional=True)
    assert workdays.is_provisional(date(2026, 12, 30), date(2027, 1, 4))
    assert not workdays.is_provisional(date(2026, 1, 1), date(2026, 12, 31))
    assert workdays.is_published(2026)
    assert not workdays.is_published(2027)


def test_days_between_count_the_last_and_not_the_first():
    assert workdays.working_days_between(date(2026, 3, 2), date(2026, 3, 5)) == 3
    assert workdays.working_days_between(date(2026, 3, 5), date(2026, 3, 5)) == 0
    assert workdays.working_days_between(date(2026, 2, 13), date(2026, 2, 24)) == 2
    assert workdays.working_days_between(date(2026, 2, 24), date(2026, 2, 13)) == -2


@given(days, st.integers(1, 60))
def test_counting_there_and_measuring_agree(day, count):
    end = workdays.add_working_days(day, count)
    assert workdays.is_working_day(end)
    assert workdays.working_days_between(day, end) == count
    assert workdays.working_days_between(day, end - timedelta(days=1)) == count - 1
