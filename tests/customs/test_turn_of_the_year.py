"""A licence's first and last second at the gate, at midnight in China = 16:00 UTC; a changed code at New Year."""

from datetime import UTC, date, datetime, timedelta

import pytest
from tests.customs.port import Port
from tests.licensing.house import at
from tests.licensing.new_code import CHANGE, NEW, OLD, announce

from evexport.customs.gate import pool
from evexport.kernel.clock import CHINA, china_day
from evexport.kernel.problems import BadInput
from evexport.licensing import actions
from evexport.licensing.checks import CriteriaNotMet
from evexport.licensing.queries import by_number
from evexport.store import reading_as

LAST = date(2027, 6, 15)
SECOND = timedelta(seconds=1)
CARRIED_OVER = ["LICENCE_REPLACED", "LICENCE_EXHAUSTED", "CLEARANCES_EXHAUSTED"]


@pytest.fixture
def port(db_clone):
    yield Port()
    pool.close()


def state(port, licence, when) -> str:
    with reading_as(port.clerk):
        return by_number(licence.number, when).state


# Midnight in China, once as a clock in China shows it and once as one in Greenwich does: the same instant.
MIDNIGHTS = [datetime(2027, 6, 16, 0, 0, 0, tzinfo=CHINA), datetime(2027, 6, 15, 16, 0, 0, tzinfo=UTC)]


@pytest.mark.parametrize("midnight", MIDNIGHTS, ids=["00:00 China", "16:00 UTC"])
def test_the_last_second_passes_and_the_next_is_too_late(port, midnight):
    licence = port.issued()
    assert licence.valid_until == LAST
    before = midnight - SECOND
    assert (china_day(before), china_day(midnight)) == (LAST, date(2027, 6, 16))
    assert port.declare(licence, at=before) == ["released"]
    assert port.declare(licence, at=midnight) == ["refused", "LICENCE_EXPIRED"]
    assert (state(port, licence, before), state(port, licence, midnight)) == ("in_force", "expired")


@pytest.mark.parametrize("midnight", MIDNIGHTS, ids=["00:00 China", "16:00 UTC"])
def test_the_day_of_declaration_decides_not_the_second_of_the_decision(port, midnight):
    licence = port.issued()
    assert port.declare(licence, at=midnight + SECOND, declared_on="2027-06-15") == ["released"]
    with pytest.raises(BadInput):  # a day that has not begun in China, though a clock elsewhere may show it
        port.declare(licence, at=midnight - SECOND, declared_on="2027-06-16")


def test_early_issue_opens_on_the_fifteenth_of_december(port):
    opens = datetime(2026, 12, 14, 16, 0, 0, tzinfo=UTC)  # 15 December, 00:00 in China
    with pytest.raises(CriteriaNotMet) as barred:
        port.submitted(when=opens - SECOND, valid_from="2027-01-01")
    assert {one.id for one in barred.value.findings if one.outcome == "not_met"} == {"L20"}
    licence = port.issued(when=opens, valid_from="2027-01-01")
    assert (licence.number, licence.valid_from, licence.valid_until) == ("27-AA-000001", date(2027, 1, 1), date(2028, 1, 1))


def test_issued_early_it_is_not_yet_valid_until_new_year(port):
    licence = port.issued(when=at(date(2026, 12, 15)), valid_from="2027-01-01")
    new_year = datetime(2026, 12, 31, 16, 0, 0, tzinfo=UTC)
    assert port.declare(licence, at=new_year - SECOND) == ["refused", "LICENCE_NOT_YET_VALID"]
    assert port.declare(licence, at=new_year, declared_on="2026-12-31") == ["refused", "LICENCE_NOT_YET_VALID"]
    assert port.declare(licence, at=new_year) == ["released"]
    assert (state(port, licence, new_year - SECOND), state(port, licence, new_year)) == ("not_yet_valid", "in_force")


def test_a_licence_of_this_year_is_numbered_for_this_year_even_in_december(port):
    assert port.issued(when=at(date(2026, 12, 20)), valid_from="2026-12-20").number == "26-AA-000001"


def test_after_the_change_the_old_code_is_refused_and_the_new_licence_passes(port, monkeypatch):
    licence = port.issued(line={"quantity": 10})
    announce(monkeypatch)
    eve, new_year = at(date(2026, 12, 31)), at(date(2027, 1, 1))
    application = actions.change_code(licence.number, CHANGE, by=port.zhou, at=eve)
    assert port.declare(licence, at=eve) == ["released"]
    assert port.declare(licence, at=new_year) == ["refused", "OUT_OF_SCOPE"]
    assert port.declare(licence, at=new_year, hs_code=NEW) == ["refused", "HS_CODE_MISMATCH"]
    port.review(application, when=new_year)
    new = actions.issue(application.pk, by=port.wu, at=new_year)
    assert port.declare(licence, at=new_year, hs_code=OLD)[1:] == ["OUT_OF_SCOPE", *CARRIED_OVER]
    assert port.declare(new, at=new_year, hs_code=OLD)[1:] == ["OUT_OF_SCOPE", "HS_CODE_MISMATCH"]
    assert port.declare(new, at=new_year, hs_code=NEW) == ["released"]
