"""Unified social credit codes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evexport.codes import uscc

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


# The first two are fictitious, made with `make`; the others are public codes of well-known firms.
@pytest.mark.parametrize(
    "code",
    [
        "91440300MADEM0EX2C",
        "91120000MADEM0RD1B",
        "91440300192317458F",
        "912201011239989159",
        "91110000562091696T",
    ],
)
def test_registered_codes_hold(code):
    assert uscc.check(code) == ()


@pytest.mark.parametrize(
    "code",
    [
        "",
        "91440300MADEM0EX2",
        "91440300MADEM0EX2D",
        "91440300MADEM0EX2CC",
        "91440300madem0ex2c",
        " 91440300MADEM0EX2C",
        "91440300MADEM0IX2C",
        "9144O300MADEM0EX2C",
        "示例电动汽车有限公司的信用代码呀呀呀",
    ],
)
def test_a_code_with_a_fault_is_invalid(code):
    assert uscc.check(code) == ("USCC_INVALID",)


def test_spaces_hyphens_and_small_letters_are_tidied_up():
    assert uscc.normalise("91440300-madem0ex2c ") == "91440300MADEM0EX2C"


def test_the_fictitious_makers_code_is_made():
    assert uscc.make("91440300MADEM0EX2") == "91440300MADEM0EX2C"


@pytest.mark.parametrize("body", ["", "91440300MADEM0EX", "91440300MADEM0EX2C", "91440300MADEM0EXI", "9144030示MADEM0EX2"])
def test_what_makes_no_code_is_refused(body):
    with pytest.raises(ValueError, match="characters"):
        uscc.make(body)


@given(st.text(ALPHABET, min_size=9, max_size=9))
def test_what_is_made_holds_and_one_wrong_character_shows(tail):
    code = uscc.make(f"91440300{tail}")
    assert uscc.check(code) == ()
    other = ALPHABET[(ALPHABET.index(code[12]) + 1) % len(ALPHABET)]
    assert uscc.check(code[:12] + other + code[13:]) == ("USCC_INVALID",)


def test_the_division_is_in_characters_three_to_eight():
    assert uscc.division("91440300MADEM0EX2C") == "440300"
