"""The rules on a piece of a production file: applied to whole columns they find what they find in each row alone."""

from datetime import date

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from evexport.codes import vin as vins
from evexport.codes.vin import make
from evexport.regulation.production import Known, Span, check

TODAY = date(2026, 6, 15)
ALWAYS, TWICE = [Span(None, None)], [Span(date(2026, 1, 1), date(2026, 6, 1)), Span(date(2026, 6, 10), None)]
DAYS = {
    "2026-06-10": date(2026, 6, 10),
    " 2026-06-05 ": date(2026, 6, 5),
    "2024-12-31": date(2024, 12, 31),
    "2026-06-16": date(2026, 6, 16),
    "soon": None,
    "": None,
}
MODELS = {"DMO1": "DMO1", " DMO2 ": "DMO2", "DMO3": "DMO3", "": "", "X" * 41: "X" * 41}
GOOD = make("LDM", "EV000", 2026, "D", 1)
VINS = (
    GOOD,
    f" {GOOD.lower()}",
    make("LDM", "EV000", 2023, "D", 1),
    make("LRV", "EV000", 2026, "D", 1),
    make("LA9", "EV000", 2026, "D", "123001"),
    make("LA9", "EV000", 2026, "D", "124001"),
    GOOD[:8] + ("1" if GOOD[8] != "1" else "2") + GOOD[9:],
    f"{GOOD[:8]}Z{GOOD[9:]}",
    "",
    "一辆车",
)
ROWS = st.lists(st.tuples(st.sampled_from(VINS), st.sampled_from(list(MODELS)), st.sampled_from(list(DAYS))), max_size=30)
KNOWN = st.builds(
    Known,
    st.just(TODAY),
    st.sampled_from([None, {"LDM": ALWAYS, "LA9123": TWICE}]),
    st.sampled_from([None, {"DMO1": ALWAYS, "DMO2": TWICE}]),
    st.booleans(),
    st.booleans(),
)


def alone(number: str, model: str, day: date | None, known: Known) -> list[str]:
    """What is wrong with one row, told rule by rule."""
    number, on = vins.normalise(number), day or known.today
    found = list(vins.check(number, check_position_excused=known.excused))
    if vins.VIN_MALFORMED not in found:
        if known.wmis is not None and not any(one.holds(on) for one in known.wmis.get(vins.wmi(number), ())):
            found.append("VIN_WMI_FOREIGN")
        near = [vins.year_character(year) for year in (on.year - 1, on.year, on.year + 1)]
        if known.days and number[9] not in near:
            found.append("VIN_MODEL_YEAR")
    if known.models is not None:
        if not 0 < len(model) <= 40:
            found.append("MODEL_MISSING")
        elif not any(one.holds(on) for one in known.models.get(model, ())):
            found.append("MODEL_WITHDRAWN")
    if known.days and day is None:
        found.append("BUILT_ON_UNREADABLE")
    if known.days and day is not None and day > known.today:
        found.append("BUILT_IN_FUTURE")
    return found


@given(ROWS, KNOWN)
def test_columns_find_what_each_row_alone_has(rows, known):
    lines = pl.Series(range(2, len(rows) + 2), dtype=pl.Int64)
    found = check(lines, [pl.Series([row[place] for row in rows], dtype=pl.String) for place in range(3)], known)
    expected = [
        (line, code)
        for line, (number, model, day) in zip(lines, rows, strict=True)
        for code in alone(number, MODELS[model], DAYS[day], known)
    ]
    bad = {line for line, _ in expected}
    assert found.faults.select("line", "code").rows() == expected
    assert found.sound.rows() == [
        (line, vins.normalise(number), MODELS[model], DAYS[day])
        for line, (number, model, day) in zip(lines, rows, strict=True)
        if line not in bad
    ]


def test_what_is_told_of_a_bad_row_is_the_cell_or_its_part():
    known = Known(TODAY, {"LDM": ALWAYS}, {"DMO1": ALWAYS})
    number = make("LA9", "EV000", 2023, "D", "123001")
    found = check(pl.Series([7], dtype=pl.Int64), [pl.Series([one]) for one in (number, " DMO9 ", " 2026-06-16 ")], known)
    assert found.faults.rows() == [
        (7, "VIN_WMI_FOREIGN", number, "LA9123"),
        (7, "VIN_MODEL_YEAR", number, number[9]),
        (7, "MODEL_WITHDRAWN", number, "DMO9"),
        (7, "BUILT_IN_FUTURE", number, "2026-06-16"),
    ]
