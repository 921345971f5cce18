"""Looking through licences: the database finds by derived state what `derive` says of each, and words find what they name."""

from datetime import date, timedelta

import pytest
from tests.licensing.house import NOON, House

from evexport.licensing import actions, queries, searching
from evexport.licensing.models import Balance, LicenceStanding
from evexport.store import reading_as

TODAY = NOON.date()
STATES = ["not_yet_valid", "in_force", "exhausted", "expired", "suspended", "revoked", "replaced", "returned", "lost"]
LAW = {"citation": "MOFCOM-11-2008#suspension"}


@pytest.fixture
def house(db_clone):
    return House()


@pytest.fixture
def many(house):
    """One licence and another in each state that a day, a number or a decision brings about."""
    used, cleared, suspended, returned, lost, replaced, _ = [house.issued() for _ in range(7)]
    Balance.objects.using("owner").filter(licence=used).update(used=500)
    LicenceStanding.objects.using("owner").filter(pk=cleared.pk).update(clearances_used=12, clearances_allowed=12)
    actions.suspend(suspended.number, "待查。", **LAW, by=house.zhou, at=NOON)
    actions.return_unused(returned.number, "不再出口。", by=house.clerk, at=NOON)
    actions.report_loss(lost.number, "遗失。", by=house.clerk, at=NOON)
    house.replaced(actions.report_loss(replaced.number, "遗失。", by=house.clerk, at=NOON))
    return house


@pytest.mark.parametrize("on", [TODAY - timedelta(days=1), TODAY, TODAY + timedelta(days=365), TODAY + timedelta(days=366)])
def test_the_database_finds_what_is_derived(many, on):
    at = NOON + (on - TODAY)
    with reading_as(many.zhou):
        everything = queries.cases(searching.licences(), at)
        for state in STATES:
            told = {case.licence.number for case in everything if case.state == state}
            assert {one.number for one in searching.in_state(searching.licences(), state, on)} == told, state
    assert len({case.state for case in everything}) >= 4


def numbers(rows):
    return [one.number for one in rows]


def test_words_find_number_contract_and_parties(house):
    first, second = house.issued(), house.issued()
    with reading_as(house.zhou):
        rows = searching.licences()
        assert numbers(rows) == [second.number, first.number], "the latest first"
        assert numbers(searching.called(rows, first.number)) == [first.number]
        assert numbers(searching.called(rows, first.number.replace("-", "").lower())) == [first.number]
        assert numbers(searching.called(rows, first.number[:5])) == [second.number, first.number]
        assert numbers(searching.called(rows, first.contract_no.lower())) == [first.number]
        assert numbers(searching.called(rows, "示例汽车进出口")) == [second.number, first.number]
        assert numbers(searching.called(rows, house.maker.uscc)) == [second.number, first.number]
        assert numbers(searching.called(rows, "没有这家")) == []


def test_the_year_is_that_of_the_number_and_the_end_counts_its_last_day(house):
    one = house.issued()
    with reading_as(house.zhou):
        rows = searching.licences()
        assert numbers(searching.of_year(rows, 2026)) == [one.number]
        assert numbers(searching.of_year(rows, 2027)) == []
        last: date = one.valid_until
        assert numbers(searching.ending(rows, last, within=0)) == [one.number]
        assert numbers(searching.ending(rows, last - timedelta(days=31), within=30)) == []
        assert numbers(searching.ending(rows, last + timedelta(days=1), within=30)) == []


def test_another_bodys_licences_are_not_found(house):
    house.issued()
    with reading_as(house.gao):
        assert numbers(searching.licences()) == []
