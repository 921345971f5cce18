"""VINs one by one: form, check digit, maker, year."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from vininfo import Vin

from evexport.codes import vin

CHARACTERS = vin.LETTERS + "0123456789"
parts = st.tuples(
    st.text(CHARACTERS, min_size=3, max_size=3),
    st.text(CHARACTERS, min_size=5, max_size=5),
    st.integers(1981, 2039),
    st.sampled_from(CHARACTERS),
    st.integers(0, 999_999),
)


# All-ones is ISO 3779's own example, 1M8GDM9AXKP042788 that of 49 CFR 565; the others are synthetic.
@pytest.mark.parametrize(
    "number",
    ["11111111111111111", "1M8GDM9AXKP042788", "LDMEV7EB2TD000001", "LDMEV7EB4TD000002"],
)
def test_a_right_vin_has_nothing_wrong(number):
    assert vin.check(number) == ()


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("", "VIN_MALFORMED"),
        ("LDMEV7EB2TD00000", "VIN_MALFORMED"),
        ("LDMEV7EB2TD0000011", "VIN_MALFORMED"),
        ("LDMEV7EB2TD00000I", "VIN_MALFORMED"),
        ("LDMEV7EB2TO000001", "VIN_MALFORMED"),
        ("LDMEV7EBQTD000001", "VIN_MALFORMED"),
        ("ldmev7eb2td000001", "VIN_MALFORMED"),
        ("LDMEV7EB2TD00000 ", "VIN_MALFORMED"),
        ("LDMEV7EB2TD000001\n", "VIN_MALFORMED"),
        ("LDMEV7EB2TD00000１", "VIN_MALFORMED"),
        ("示例电动汽车车辆识别代号十七个字的", "VIN_MALFORMED"),
        ("LDMEV7EB3TD000001", "VIN_CHECK_DIGIT"),
        ("LDMEV7EBXTD000001", "VIN_CHECK_DIGIT"),
        ("LDMEV7EB2TD000002", "VIN_CHECK_DIGIT"),
        ("LDMEV7EBETD000001", "VIN_NO_CHECK_POSITION"),
        ("LDMEV7EBKTD000001", "VIN_NO_CHECK_POSITION"),
    ],
)
def test_a_wrong_vin_says_why(number, code):
    assert vin.check(number) == (code,)


def test_the_excuse_covers_a_letter_and_not_a_wrong_digit():
    assert vin.check("LDMEV7EBETD000001", check_position_excused=True) == ()
    assert vin.check("LDMEV7EB3TD000001", check_position_excused=True) == ("VIN_CHECK_DIGIT",)
    assert vin.check("LDMEV7EBETD00000", check_position_excused=True) == ("VIN_MALFORMED",)


@pytest.mark.parametrize(
    "written",
    [
        "LDMEV7EB2TD000001",
        " ldmev7eb2td000001\r\n",
        "LDM EV7EB2 TD000001",
        "LDM-EV7EB-2-TD000001",
        "LDM–EV7EB2TD000001",
        "ＬＤＭEV7EB2TD００００01",
        "ｌｄｍev7eb2td000001",
        "\ufeffLDMEV7EB2TD000001",
        "LDM\u3000EV7EB2TD000001\u200b",
    ],
)
def test_ways_to_write_a_vin_are_made_one(written):
    assert vin.normalise(written) == "LDMEV7EB2TD000001"


def test_a_letter_of_another_alphabet_is_not_taken_for_a_latin_one():
    # str.upper would make S and I of the first two; the third is a Cyrillic M.
    assert all(vin.check(vin.normalise(f"LD{odd}EV7EB2TD000001")) for odd in "ſıМ")


@pytest.mark.parametrize(
    ("number", "wmi"),
    [("LDMEV7EB2TD000001", "LDM"), ("HESAAAAA0T1000001", "HES"), ("LD9AAAAA0T1083001", "LD9083")],
)
def test_wmi_of_a_small_maker_takes_in_positions_12_to_14(number, wmi):
    assert vin.wmi(number) == wmi


@pytest.mark.parametrize(
    ("character", "latest", "year"),
    [
        ("T", 2027, 2026),
        ("V", 2027, 2027),
        ("V", 2026, 1997),
        ("W", 2027, 1998),
        ("Y", 2027, 2000),
        ("1", 2027, 2001),
        ("A", 2027, 2010),
        ("A", 1979, None),
        ("0", 2027, None),
        ("U", 2027, None),
        ("Z", 2027, None),
    ],
)
def test_model_year_is_the_newest_of_its_cycle(character, latest, year):
    assert vin.model_year(f"LDMEV7EB2{character}D000001", latest=latest) == year


def test_make_gives_the_printed_samples():
    assert vin.make("LDM", "EV7EB", 2026, "D", 1) == "LDMEV7EB2TD000001"
    assert vin.make("LDM", "EV7EB", 2026, "D", "000002") == "LDMEV7EB4TD000002"


@pytest.mark.parametrize(
    "broken",
    [
        ("LD", "EV7EB", 2026, "D", 1),
        ("LDM", "EV7E", 2026, "D", 1),
        ("LDM", "EV7EO", 2026, "D", 1),
        ("LDM", "EV7EB", 2026, "", 1),
        ("LDM", "EV7EB", 2026, "D", 1_000_000),
    ],
)
def test_make_refuses_parts_that_make_no_vin(broken):
    with pytest.raises(ValueError, match="VIN"):
        vin.make(*broken)


@given(parts)
def test_what_is_made_is_valid_and_another_reckoning_agrees(given_parts):
    made = vin.make(*given_parts)
    assert vin.check(made) == ()
    assert vin.model_year(made, latest=2039) in {given_parts[2], given_parts[2] + 30}
    assert Vin(made).verify_checksum()


@given(parts, st.integers(0, 16), st.sampled_from(CHARACTERS))
def test_one_mistyped_character_shows_unless_its_number_is_the_same(given_parts, place, character):
    made = vin.make(*given_parts)
    mistyped = made[:place] + character + made[place + 1 :]
    same_number = place != 8 and vin.NUMBER_OF[made[place]] == vin.NUMBER_OF[character]
    assert bool(vin.check(mistyped)) != (mistyped == made or same_number)


@given(st.text())
def test_normalising_twice_changes_nothing_more(text):
    assert vin.normalise(vin.normalise(text)) == vin.normalise(text)
