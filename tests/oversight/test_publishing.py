"""Which figures are withheld, so that no firm's trade can be read or reckoned back."""

from datetime import date
from uuid import UUID

import pytest

from evexport.oversight.statistics.durations import measured
from evexport.oversight.statistics.publishing import Cell, through, told


def cell(key, value, *firms):
    return Cell(key, value, frozenset(UUID(int=firm) for firm in firms))


def test_enough_firms_are_shown():
    assert told([cell("DE", 10, 1, 2, 3)], fewest=3) == {"DE": 10}


def test_one_that_is_withheld_takes_the_smallest_other_with_it():
    """Else it were the year's sum less the others."""
    cells = [cell("DE", 90, 1, 2, 3), cell("BE", 20, 1, 2, 3, 4), cell("NO", 5, 1)]
    assert told(cells, fewest=3) == {"DE": 90, "BE": None, "NO": None}


def test_those_withheld_together_stand_for_enough_firms():
    cells = [cell("DE", 90, 1, 2, 3), cell("BE", 20, 2, 3, 4), cell("NO", 5, 1), cell("SE", 4, 1)]
    assert told(cells, fewest=3) == {"DE": 90, "BE": None, "NO": None, "SE": None}
    enough = [cell("DE", 90, 1, 2, 3), cell("NO", 5, 1), cell("SE", 4, 2, 3)]
    assert told(enough, fewest=3) == {"DE": 90, "NO": None, "SE": None}


def test_where_there_are_too_few_firms_nothing_is_shown():
    assert told([cell("DE", 90, 1), cell("NO", 5, 2)], fewest=3) == {"DE": None, "NO": None}
    assert told([], fewest=3) == {}


@pytest.mark.parametrize(
    ("on", "last"),
    [(date(2027, 3, 3), date(2027, 2, 28)), (date(2027, 1, 31), date(2026, 12, 31)), (date(2028, 3, 1), date(2028, 2, 29))],
)
def test_a_month_is_published_when_it_is_over(on, last):
    assert through(on) == last


def test_the_median_is_the_day_by_which_half_were_finished():
    found = measured("licence", [(1, True, 5), (2, True, 3), (5, False, 2)])
    assert (found.proceedings, found.median, found.p90, found.longest, found.within) == (10, 1, 5, 5, 8)
    assert found.share == 0.8
    assert measured("licence", [(0, True, 1), (3, True, 1)]).median == 0
    assert measured("licence", [(0, True, 9), (3, True, 1)]).p90 == 0
