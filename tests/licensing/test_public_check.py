"""The public check: valid, not valid or replaced; nothing by which a guess could be told from a number that is not there."""

import random
from datetime import date
from math import log2
from statistics import median
from time import perf_counter

import pytest
from tests.licensing.house import NOON, House, at

from evexport.accounts.throttle import TooMany
from evexport.licensing import public_check
from evexport.licensing.actions.issue import CODE_LENGTH, CODE_LETTERS
from evexport.licensing.public_check import CHECKS, WRONG_CODES, check, verify
from evexport.store import acting_as
from evexport.store.scopes import PUBLIC

WRONG, UNKNOWN = "AAAAAAAAAAAA", "26-AA-999999"


@pytest.fixture
def house(db_clone) -> House:
    return House()


@pytest.fixture
def licence(house):
    return house.issued()


@pytest.mark.parametrize(
    ("status", "when", "answer"),
    [
        (None, NOON, "valid"),
        (None, at(date(2027, 6, 15), 23), "valid"),
        (None, at(date(2027, 6, 16)), "not_valid"),
        ("suspended", NOON, "not_valid"),
        ("revoked", NOON, "not_valid"),
        ("returned", NOON, "not_valid"),
        ("lost", NOON, "not_valid"),
        ("replaced", NOON, "replaced"),
    ],
)
def test_it_tells_valid_not_valid_or_replaced(house, licence, status, when, answer):
    if status:
        house.decide(licence, status)
    assert check(licence.number, licence.verification_code, client="192.0.2.1", at=when).answer == answer


@pytest.mark.parametrize(
    "typed",
    [str.lower, lambda code: f" {code[:4]} {code[4:8]} {code[8:]} ", lambda code: f"{code[:4]}-{code[4:8]}-{code[8:]}"],
    ids=["small letters", "groups of four", "with hyphens"],
)
def test_the_code_may_be_typed_as_it_is_printed(licence, typed):
    number = licence.number.lower().replace("-", " ")
    assert check(number, typed(licence.verification_code), client="192.0.2.1", at=NOON).answer == "valid"


def test_full_width_letters_of_a_chinese_keyboard_are_letters(licence):
    wide = "".join(chr(ord(letter) + 0xFEE0) for letter in licence.verification_code)
    assert check(licence.number, wide, client="192.0.2.1", at=NOON).answer == "valid"


@pytest.mark.parametrize("code", [WRONG, "", "é" * 12, "-" * 12, "no such licence"])
def test_without_the_code_nothing_is_told(licence, code):
    answers = [check(number, code, client="192.0.2.1", at=NOON) for number in (licence.number, UNKNOWN)]
    assert {(one.answer, one.valid_until, one.shown) for one in answers} == {("not_valid", None, False)}


def test_what_is_told_of_a_replaced_licence_does_not_lead_to_its_successor(house, licence):
    house.decide(licence, "replaced")
    found = check(licence.number, licence.verification_code, client="192.0.2.1", at=NOON)
    assert (found.number, found.answer, found.valid_until) == (licence.number, "replaced", None)


def test_a_wrong_code_takes_no_longer_than_an_unknown_number(licence):
    """Measured without the network, where the difference would be largest; in turns and in random order, so that a busy
    machine slows both. It fails only where the medians differ by more than a twentieth, and by more than chance explains:
    where shuffling the labels seldom makes such a difference."""
    tries = [(licence.number, WRONG), (UNKNOWN, WRONG)] * 600
    random.Random(7).shuffle(tries)
    took: dict[str, list[float]] = {licence.number: [], UNKNOWN: []}
    with acting_as(PUBLIC):
        for number, code in tries:
            start = perf_counter()
            verify(number, code, NOON)
            took[number].append(perf_counter() - start)
    assert not tells_apart(took[licence.number][20:], took[UNKNOWN][20:])


def tells_apart(one: list[float], other: list[float]) -> bool:
    seen = abs(median(one) - median(other))
    if seen <= median(other) / 20:
        return False
    mixed, dice = one + other, random.Random(11)
    by_chance = 0
    for _ in range(400):
        dice.shuffle(mixed)
        by_chance += abs(median(mixed[: len(one)]) - median(mixed[len(one) :])) >= seen
    return by_chance < 4


def test_the_measure_would_notice_a_tenth():
    dice = random.Random(3)
    sample = [dice.lognormvariate(0, 0.2) for _ in range(600)]
    assert tells_apart([value * 1.1 for value in sample], sample[::-1])
    assert not tells_apart(sample, sample[::-1])


def test_a_guesser_is_held_back_and_the_licence_is_not(licence):
    """Whoever has used up the wrong codes of an hour waits; the same licence answers everyone else."""
    for _ in range(WRONG_CODES.most):
        public_check.throttle.note(WRONG_CODES, "192.0.2.66")
    with pytest.raises(TooMany) as held:
        check(licence.number, licence.verification_code, client="192.0.2.66", at=NOON)
    assert 3500 < held.value.retry_after <= 3600
    assert check(licence.number, licence.verification_code, client="192.0.2.1", at=NOON).answer == "valid"


def test_right_codes_do_not_count_as_wrong_ones(licence):
    for _ in range(CHECKS.most):
        check(licence.number, licence.verification_code, client="192.0.2.1", at=NOON)
    assert public_check.wrong_codes() == 0
    with pytest.raises(TooMany):
        check(licence.number, licence.verification_code, client="192.0.2.1", at=NOON)


def test_every_wrong_code_is_counted_for_the_alarm(licence):
    for number, client in ((licence.number, "192.0.2.1"), (UNKNOWN, "192.0.2.1"), (licence.number, "2001:db8::/64")):
        check(number, WRONG, client=client, at=NOON)
    assert public_check.wrong_codes() == 3


def test_guessing_is_hopeless():
    """docs/explanation/public-checks.md says so in these figures."""
    codes = len(CODE_LETTERS) ** CODE_LENGTH
    a_year = WRONG_CODES.most * 24 * 365
    assert 59 < log2(codes) < 60
    assert codes / (a_year * 1_000_000) > 1_000_000  # a million addresses, a year long: less than one in a million
