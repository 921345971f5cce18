"""Contract numbers and licence numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evexport.codes import contract, licence_number


@pytest.mark.parametrize("number", ["A", "EXEV-DE-2027-007", "12345678901234567", "合同2027-01", "A B/C_1"])
def test_a_contract_number_has_up_to_seventeen_characters(number):
    assert contract.check(number) == ()


@pytest.mark.parametrize(
    ("number", "codes"),
    [
        ("", ("CONTRACT_NO_LENGTH",)),
        ("123456789012345678", ("CONTRACT_NO_LENGTH",)),
        ("A\tB", ("CONTRACT_NO_CHARACTERS",)),
        ("A\n", ("CONTRACT_NO_CHARACTERS",)),
        (" A", ("CONTRACT_NO_CHARACTERS",)),
        (" " * 18, ("CONTRACT_NO_LENGTH", "CONTRACT_NO_CHARACTERS")),
    ],
)
def test_a_contract_number_that_does_not_fit_says_why(number, codes):
    assert contract.check(number) == codes


def test_a_licence_number_carries_year_body_and_serial():
    assert licence_number.make(2027, "AA", 123) == "27-AA-000123"
    assert licence_number.parse("27-AA-100123") == licence_number.LicenceNumber(2027, "AA", 100_123)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "27-AA-00012",
        "27-AA-0001234",
        "27-aa-000123",
        "27-A-000123",
        "27AA000123",
        "27-AA-000000",
        "２７-AA-000123",
    ],
)
def test_what_is_no_licence_number_is_none(text):
    assert licence_number.parse(text) is None


@pytest.mark.parametrize(
    "parts",
    [
        (1999, "AA", 1),
        (2100, "AA", 1),
        (2027, "AA", 0),
        (2027, "AA", 1_000_000),
        (2027, "A", 1),
        (2027, "示例", 1),
    ],
)
def test_parts_that_make_no_licence_number_are_refused(parts):
    with pytest.raises(ValueError, match=r"licence number|issuing body"):
        licence_number.make(*parts)


@given(st.integers(2000, 2099), st.text("ABCXYZ019", min_size=2, max_size=2), st.integers(1, 999_999))
def test_a_licence_number_read_again_is_the_same(year, body, serial):
    number = licence_number.make(year, body, serial)
    assert str(licence_number.parse(number)) == number
    assert licence_number.parse(number) == licence_number.LicenceNumber(year, body, serial)
