"""A suspension or a revocation looked at again: once, in time, by another officer; upheld or set aside."""

from datetime import date, timedelta

import pytest
from tests.licensing.house import OWNER, House, at, balances, standing, told

from evexport.kernel.problems import Barred, NotAllowed, NotFound
from evexport.licensing import actions
from evexport.licensing.models import Licence, Reconsideration

DAY = at(date(2026, 9, 1))
HALT, END = "MOFCOM-11-2008#suspension", "MOFCOM-11-2008#revocation"


@pytest.fixture
def house(db_clone) -> House:
    return House()


@pytest.fixture
def licence(house) -> Licence:
    made = house.issued()
    house.use(made, 120)
    return made


def suspend(house, licence, *, by=None, when=DAY):
    return actions.suspend(licence.number, "核查中。", citation=HALT, by=by or house.zhou, at=when)


def revoke(house, licence, *, when=DAY):
    actions.propose_revocation(licence.number, "涉嫌骗取。", citation=END, facts="合同不符。", by=house.zhou, at=when)
    actions.waive_statement(licence.number, by=house.clerk, at=when)
    return actions.revoke(licence.number, "骗取。", citation=END, by=house.wu, at=when + timedelta(minutes=1))


def ask(house, licence, *, by=None, when=DAY + timedelta(hours=1)):
    return actions.ask_licence_reconsideration(licence.number, "事实不清。", by=by or house.clerk, at=when)


def answer(deed, licence, by, *, when=DAY + timedelta(hours=2)):
    return deed(licence.number, "经复议。", citation="DESIGN#reconsideration", by=by, at=when)


def test_a_revocation_set_aside_leaves_the_licence_as_its_dates_and_balance_say(house, licence):
    revoke(house, licence)
    assert ask(house, licence).state == "revoked"
    with pytest.raises(Barred, match="another officer"):
        answer(actions.set_aside_decision, licence, house.wu)
    assert answer(actions.set_aside_decision, licence, house.ministry).state == "in_force"
    assert balances(licence)[0][1:] == (500, 120, 0)
    assert told(f"licence:{licence.number}")[-2:] == ["licence.reconsideration_asked", "licence.decision_set_aside"]
    assert suspend(house, licence, when=DAY + timedelta(days=1)).state == "suspended"


def test_set_aside_after_its_last_day_it_is_expired(house, licence):
    revoke(house, licence, when=at(date(2027, 6, 14)))
    ask(house, licence, when=at(date(2027, 6, 15)))
    assert answer(actions.set_aside_decision, licence, house.ministry, when=at(date(2027, 6, 16))).state == "expired"


def test_a_loss_is_not_undone_with_the_revocation(house, licence):
    actions.report_loss(licence.number, "遗失。", by=house.clerk, at=DAY)
    revoke(house, licence)
    ask(house, licence)
    assert answer(actions.set_aside_decision, licence, house.ministry).state == "lost"


def test_a_suspension_that_went_before_falls_with_the_revocation(house, licence):
    suspend(house, licence, when=DAY - timedelta(hours=1))
    revoke(house, licence)
    ask(house, licence)
    assert answer(actions.set_aside_decision, licence, house.ministry).state == "in_force"


def test_a_suspension_upheld_stands_and_is_not_asked_about_twice(house, licence):
    suspend(house, licence)
    ask(house, licence)
    with pytest.raises(Barred, match="another officer"):
        answer(actions.uphold_decision, licence, house.zhou)
    case = answer(actions.uphold_decision, licence, house.wu)
    assert (case.state, case.reconsideration.state) == ("suspended", "upheld")
    with pytest.raises(Barred, match="already"):
        ask(house, licence)
    with pytest.raises(Barred, match="has not asked"):
        answer(actions.set_aside_decision, licence, house.ministry)


def test_a_lift_overtakes_what_was_asked(house, licence):
    suspend(house, licence)
    ask(house, licence)
    actions.lift(licence.number, "查清。", citation=HALT, by=house.zhou, at=DAY + timedelta(hours=2))
    assert Reconsideration.objects.using(OWNER).get().state == "overtaken"
    again = suspend(house, licence, when=DAY + timedelta(hours=3))
    assert again.reconsideration is None
    assert ask(house, licence, when=DAY + timedelta(hours=4)).reconsideration.state == "asked"


@pytest.mark.parametrize(("days", "open_"), [(60, True), (61, False)])
def test_it_is_asked_for_within_sixty_days(house, licence, days, open_):
    suspend(house, licence)
    when = DAY + timedelta(days=days)
    if open_:
        assert ask(house, licence, when=when).reconsideration.state == "asked"
    else:
        with pytest.raises(Barred, match="31 October 2026"):
            ask(house, licence, when=when)


def test_nothing_to_ask_about_a_licence_that_stands(house, licence):
    with pytest.raises(Barred) as barred:
        ask(house, licence)
    assert barred.value.code == "WRONG_STATE"


@pytest.mark.parametrize("who", ["maker_clerk", "rival_clerk", "wu", "customs"])
def test_only_its_exporter_asks(house, licence, who):
    suspend(house, licence)
    with pytest.raises((Barred, NotAllowed, NotFound)):
        ask(house, licence, by=getattr(house, who))
    assert not Reconsideration.objects.using(OWNER).exists()


@pytest.mark.parametrize("who", ["clerk", "rival_clerk", "lin", "gao", "customs"])
def test_nobody_else_answers(house, licence, who):
    suspend(house, licence)
    ask(house, licence)
    with pytest.raises((NotAllowed, NotFound)):
        answer(actions.set_aside_decision, licence, getattr(house, who))
    assert standing(licence)[0] == "suspended"
