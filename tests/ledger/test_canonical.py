"""Canonical JSON: the published examples of RFC 8785 and the edges of its numbers."""

import json
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evexport.ledger.canonical import canonical, pair

# RFC 8785, appendix B: IEEE 754 bits and their ECMAScript spelling.
NUMBERS = {
    "0000000000000000": "0",
    "8000000000000000": "0",
    "0000000000000001": "5e-324",
    "8000000000000001": "-5e-324",
    "7fefffffffffffff": "1.7976931348623157e+308",
    "4340000000000000": "9007199254740992",
    "4430000000000000": "295147905179352830000",
    "44b52d02c7e14af5": "9.999999999999997e+22",
    "44b52d02c7e14af6": "1e+23",
    "44b52d02c7e14af7": "1.0000000000000001e+23",
    "444b1ae4d6e2ef4e": "999999999999999700000",
    "444b1ae4d6e2ef4f": "999999999999999900000",
    "444b1ae4d6e2ef50": "1e+21",
    "3eb0c6f7a0b5ed8c": "9.999999999999997e-7",
    "3eb0c6f7a0b5ed8d": "0.000001",
    "41b3de4355555553": "333333333.3333332",
    "41b3de4355555557": "333333333.33333343",
    "becbf647612f3696": "-0.0000033333333333333333",
    "43143ff3c1cb0959": "1424953923781206.2",
}


@pytest.mark.parametrize(("bits", "spelling"), NUMBERS.items())
def test_numbers_are_spelt_as_the_standard_says(bits, spelling):
    assert canonical(struct.unpack(">d", bytes.fromhex(bits))[0]).decode() == spelling


def test_members_are_sorted_by_code_units_and_nothing_is_escaped_without_need():
    value = {
        "€": "Euro",
        "\r": "CR",
        "\ufb33": "Hebrew",
        "1": "One",
        "😀": "Smiley",
        "\x80": "Control",
        "ö": "O",
    }
    assert canonical(value).decode() == (
        '{"\\r":"CR","1":"One","\x80":"Control","ö":"O","€":"Euro","😀":"Smiley","\ufb33":"Hebrew"}'
    )
    assert canonical({"a": '€$\u000f\nA\'B"\\"/'}).decode() == '{"a":"€$\\u000f\\nA\'B\\"\\\\\\"/"}'


def test_constants_lists_and_empty_things():
    assert canonical([None, True, False, {}, [], 0, -1, "中"]).decode() == '[null,true,false,{},[],0,-1,"中"]'


@pytest.mark.parametrize("value", [float("inf"), float("nan"), object(), {"a": {1, 2}}])
def test_what_json_has_no_word_for_is_refused(value):
    with pytest.raises(TypeError):
        canonical(value)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_number_reads_back_as_itself(value):
    assert float(canonical(value)) == value


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner, max_size=4)
    ),
)


@given(st.text(st.characters(exclude_categories=["Cs"])), JSON | st.floats(allow_nan=False, allow_infinity=False))
def test_the_short_way_spells_the_same(name, value):
    assert pair(name, value) == canonical([name, value])


@given(JSON)
def test_a_value_reads_back_as_itself_and_is_spelt_one_way(value):
    assert json.loads(canonical(value)) == value
    assert canonical(json.loads(json.dumps(value))) == canonical(value)
