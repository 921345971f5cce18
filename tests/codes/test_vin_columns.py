"""A column of VINs gives what each VIN alone gives, only faster."""

import random
from time import perf_counter

import numpy as np
import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from evexport.codes import vin, vin_columns

GOOD = vin.make("LDM", "EV7EB", 2026, "D", 1)
spoilt = st.builds(
    lambda place, text: GOOD[:place] + text + GOOD[place + 1 :],
    st.integers(0, 16),
    st.sampled_from("AEIKX0 -9é中"),
)
cells = st.one_of(st.just(GOOD), st.just(GOOD.lower()), spoilt, st.text("LDMEV72B0TX -", max_size=20), st.text())


@given(st.lists(cells, max_size=30), st.booleans())
@settings(max_examples=300)
def test_a_column_says_what_each_vin_alone_says(column, excused):
    checked = vin_columns.check(column, check_position_excused=excused)
    alone = [vin.check(vin.normalise(text), check_position_excused=excused) for text in column]
    assert [checked.codes(place) for place in range(len(column))] == alone
    assert checked.valid == alone.count(())
    assert checked.vins.to_list() == [text if not vin.check(text) else vin.normalise(text) for text in column]


def test_a_missing_value_is_malformed():
    checked = vin_columns.check(pl.Series([GOOD, None], dtype=pl.String))
    assert [checked.codes(0), checked.codes(1)] == [(), ("VIN_MALFORMED",)]


def test_an_empty_column_has_nothing_valid():
    checked = vin_columns.check([])
    assert (checked.valid, len(checked.faults)) == (0, 0)


def test_blocks_join_without_a_seam():
    column = [vin.make("LDM", "EV7EB", 2026, "D", serial) for serial in range(40_000)]
    wrong = [0, 16_383, 16_384, 16_385, 32_767, 32_768, 39_999]
    for place in wrong:
        column[place] = column[place][:8] + "E" + column[place][9:]
    assert np.flatnonzero(vin_columns.check(column).faults).tolist() == wrong


def test_the_second_of_two_is_the_repeated_one():
    marks = vin_columns.repeated(pl.Series(["A", "B", "A", "", "", "A"]))
    assert marks.tolist() == [False, False, True, False, False, True]


def test_characters_are_the_bytes_of_the_column():
    rows = vin_columns.characters(pl.Series([GOOD, GOOD[::-1]]))
    assert [bytes(row).decode() for row in rows] == [GOOD, GOOD[::-1]]
    assert vin_columns.characters(pl.Series([], dtype=pl.String)).shape == (0, 17)


def test_a_column_is_at_least_four_times_as_fast_as_its_vins_one_by_one():
    chance = random.Random(7)
    column = [vin.make("LDM", "".join(chance.choices(vin.LETTERS, k=5)), 2026, "D", serial) for serial in range(200_000)]
    alone = min(_seconds(lambda: [vin.check(number) for number in column]) for _ in range(5))
    series = pl.Series(column)
    together = min(_seconds(lambda: vin_columns.check(series)) for _ in range(5))
    assert together * 4 <= alone


def _seconds(work):
    began = perf_counter()
    work()
    return perf_counter() - began
