"""A licence's life after its issue: what a change carries over, loss, return, what a cancel gives back."""

from datetime import date

import pytest
from tests.licensing import sound
from tests.licensing.house import OTHER_MODEL, OWNER, House, at, balances, standing, told

from evexport.kernel.problems import BadInput, Barred, NotAllowed, NotFound
from evexport.licensing import actions
from evexport.licensing.balances import give_back
from evexport.licensing.checks import CriteriaNotMet
from evexport.licensing.models import Licence
from evexport.licensing.queries import by_number
from evexport.store import acting_as

LATER = at(date(2026, 9, 1))
WHY = {"citation": "MOFCOM-11-2008#suspension"}
TWO_LINES = [{**sound.LINE, "quantity": 500}, {**sound.LINE, "model_code": OTHER_MODEL, "quantity": 80}]
CODE = "8703801090"


@pytest.fixture
def house(db_clone) -> House:
    return House()


@pytest.fixture
def licence(house) -> Licence:
    return house.issued(lines=TWO_LINES)


def state(house, licence, when=LATER) -> str:
    with acting_as(house.clerk):
        return by_number(licence.number, when).state


def amend(house, licence, change, *, when=LATER):
    return actions.amend(licence.number, change, by=house.clerk, at=when)


def test_an_amendment_is_a_new_licence_for_the_remainder(house, licence):
    house.use(licence, 120)
    draft = amend(house, licence, {"customs_district": "5300", "consignee": "Example EV France"})
    assert [line["quantity"] for line in draft.document["lines"]] == [380, 80]
    new = house.replaced(draft, when=LATER)
    assert (new.number, new.replaces.number) == ("26-AA-000002", licence.number)
    assert balances(new) == [(sound.MODEL, 380, 0, 0), (OTHER_MODEL, 80, 0, 0)]
    assert balances(licence) == [(sound.MODEL, 120, 120, 0), (OTHER_MODEL, 0, 0, 0)]
    assert (standing(licence), standing(new)) == (("replaced", 1, 1), ("issued", 11, 0))
    assert (new.valid_from, new.valid_until) == (date(2026, 9, 1), licence.valid_until)
    assert (new.consignee, Licence.objects.using(OWNER).get(pk=licence.pk).consignee) == (
        "Example EV France",
        licence.consignee,
    )
    assert told(f"licence:{licence.number}") == ["licence.issued", "licence.amendment_opened"]


def test_what_customs_clears_meanwhile_stays_with_the_old_licence(house, licence):
    draft = amend(house, licence, {})
    actions.submit(draft.pk, by=house.clerk, at=LATER)
    house.review(draft, when=LATER)
    house.use(licence, 500)
    new = actions.issue(draft.pk, by=house.zhou, at=LATER)
    assert balances(new) == [(OTHER_MODEL, 80, 0, 0)]
    assert balances(licence) == [(sound.MODEL, 500, 500, 0), (OTHER_MODEL, 0, 0, 0)]


def test_an_amendment_may_ask_for_less_and_for_no_more(house, licence):
    house.use(licence, 120)
    less = amend(house, licence, {"lines": [{**sound.LINE, "quantity": 100}]})
    new = house.replaced(less, when=LATER)
    assert balances(new) == [(sound.MODEL, 100, 0, 0)]
    assert balances(licence) == [(sound.MODEL, 400, 120, 0), (OTHER_MODEL, 80, 0, 0)]


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"lines": [{**sound.LINE, "quantity": 381}]}, "MORE_THAN_LEFT", "lines.1.quantity"),
        (
            {"lines": [{**sound.LINE, "model_code": "OTHER1", "quantity": 1}]},
            "MORE_THAN_LEFT",
            "lines.1.quantity",
        ),
        ({"batch_rule": "one"}, "NOT_AN_AMENDMENT", "batch_rule"),
        ({"issuing_body": "SZ"}, "NOT_AN_AMENDMENT", "issuing_body"),
        ({"ground": "re_export"}, "NOT_AN_AMENDMENT", "ground"),
    ],
)
def test_what_would_be_another_licence_is_no_amendment(house, licence, change, code, field):
    house.use(licence, 120)
    draft = amend(house, licence, change)
    with pytest.raises(BadInput) as problem:
        actions.submit(draft.pk, by=house.clerk, at=LATER)
    assert (problem.value.code, problem.value.field) == (code, field)


def test_vehicles_held_by_customs_bar_asking_and_issuing(house, licence):
    draft = amend(house, licence, {})
    actions.submit(draft.pk, by=house.clerk, at=LATER)
    house.review(draft, when=LATER)
    house.use(licence, 0, reserved=2)
    with pytest.raises(Barred, match="holds 2 vehicles"):
        actions.issue(draft.pk, by=house.zhou, at=LATER)
    with pytest.raises(Barred, match="holds 2 vehicles"):
        amend(house, licence, {})


def test_one_change_at_a_time(house, licence):
    amend(house, licence, {})
    with pytest.raises(Barred) as barred:
        amend(house, licence, {"consignee": "Another"})
    assert barred.value.code == "CHANGE_UNDER_WAY"


def test_a_full_capacity_does_not_bar_a_change(house):
    licence = house.issued(line={"quantity": 120_000})
    assert house.replaced(amend(house, licence, {}), when=LATER).number == "26-AA-000002"


def test_a_change_of_a_change_carries_the_count_of_clearances_on(house, licence):
    house.use(licence, 100)
    second = house.replaced(amend(house, licence, {}), when=LATER)
    house.use(second, 50)
    third = house.replaced(amend(house, second, {}), when=LATER)
    assert [standing(one) for one in (licence, second, third)] == [
        ("replaced", 1, 1),
        ("replaced", 1, 1),
        ("issued", 10, 0),
    ]
    assert sum(row[1] for one in (licence, second, third) for row in balances(one)) == 580


def test_a_loss_bars_the_licence_at_once_and_is_answered_by_a_reissue(house, licence):
    house.use(licence, 120)
    draft = actions.report_loss(licence.number, "邮寄途中遗失。", by=house.clerk, at=LATER)
    assert state(house, licence) == "lost"
    new = house.replaced(draft, when=LATER)
    assert (standing(licence)[0], balances(new)[0]) == ("replaced", (sound.MODEL, 380, 0, 0))
    assert told(f"licence:{licence.number}") == ["licence.issued", "licence.loss_reported"]


def test_a_lost_licence_is_reissued_within_its_validity_only(house, licence):
    draft = actions.report_loss(licence.number, "遗失。", by=house.clerk, at=LATER)
    end = at(date(2027, 6, 16))
    actions.submit(draft.pk, by=house.clerk, at=end)
    house.review(draft, when=end)
    with pytest.raises(Barred, match="past its last day"):
        actions.issue(draft.pk, by=house.zhou, at=end)


def test_a_reissue_that_was_withdrawn_may_be_asked_for_again(house, licence):
    first = actions.report_loss(licence.number, "遗失。", by=house.clerk, at=LATER)
    actions.withdraw(first.pk, by=house.clerk, at=LATER)
    again = actions.ask_reissue(licence.number, by=house.clerk, at=LATER)
    assert again.pk != first.pk
    assert house.replaced(again, when=LATER).replaces_id == licence.pk
    with pytest.raises(Barred):
        actions.ask_reissue(licence.number, by=house.clerk, at=LATER)


def test_a_loss_goes_on_with_the_change_that_was_open(house, licence):
    draft = amend(house, licence, {"consignee": "Example EV France"})
    assert actions.report_loss(licence.number, "遗失。", by=house.clerk, at=LATER).pk == draft.pk
    assert house.replaced(draft, when=LATER).consignee == "Example EV France"


def test_a_refused_change_is_reconsidered_only_while_no_other_is_open(house, licence):
    draft = amend(house, licence, {})
    actions.submit(draft.pk, by=house.clerk, at=LATER)
    actions.refuse(draft.pk, "无理由。", citation="ISSUE-RULES-2008#amendment", by=house.lin, at=LATER)
    amend(house, licence, {"consignee": "Another"})
    with pytest.raises(Barred) as barred:
        actions.ask_reconsideration(draft.pk, "有理由。", by=house.clerk, at=LATER)
    assert barred.value.code == "CHANGE_UNDER_WAY"


def test_a_used_up_licence_that_is_lost_needs_no_reissue(house):
    licence = house.issued(line={"quantity": 5})
    house.use(licence, 5)
    assert actions.report_loss(licence.number, "遗失。", by=house.clerk, at=LATER) is None


def test_suspended_and_lifted_it_is_as_it_was(house, licence):
    house.use(licence, 120)
    actions.suspend(licence.number, "调查中。", by=house.ministry, at=LATER, **WHY)
    assert state(house, licence) == "suspended"
    with pytest.raises(Barred):
        amend(house, licence, {})
    actions.lift(licence.number, "调查完毕。", by=house.zhou, at=LATER, **WHY)
    assert state(house, licence) == "in_force"
    assert balances(licence)[0] == (sound.MODEL, 500, 120, 0)
    assert told(f"licence:{licence.number}") == ["licence.issued", "licence.suspended", "licence.lifted"]


def test_returning_frees_the_capacity(house):
    licence = house.issued(line={"quantity": 120_000})
    with pytest.raises(CriteriaNotMet):
        house.submitted(line={"quantity": 1})
    case = actions.return_unused(licence.number, "合同取消。", by=house.clerk, at=LATER)
    assert case.state == "returned"
    assert house.submitted(when=LATER, line={"quantity": 1}).state == "submitted"


@pytest.mark.parametrize("who", ["maker_clerk", "rival_clerk", "gao", "customs"])
def test_nobody_else_returns_it(house, licence, who):
    with pytest.raises((NotAllowed, NotFound)):
        actions.return_unused(licence.number, "。", by=getattr(house, who), at=LATER)
    assert standing(licence)[0] == "issued"


class TestGivingBack:
    """What a cancelled declaration gives back, in customs' own transaction."""

    def give(self, house, licence, quantity, clearances=1):
        with acting_as(house.customs):
            heir = give_back(licence, {(CODE, sound.MODEL): quantity}, clearances=clearances)
        return heir.number if heir else None

    def test_to_a_licence_that_stands(self, house, licence):
        house.use(licence, 120)
        assert self.give(house, licence, 20) == licence.number
        assert (balances(licence)[0], standing(licence)) == ((sound.MODEL, 500, 100, 0), ("issued", 12, 0))

    def test_to_the_last_successor_of_a_replaced_one(self, house, licence):
        house.use(licence, 120)
        second = house.replaced(amend(house, licence, {}), when=LATER)
        third = house.replaced(amend(house, second, {}), when=LATER)
        assert self.give(house, licence, 20) == third.number
        assert (balances(licence)[0], standing(licence)) == ((sound.MODEL, 100, 100, 0), ("replaced", 0, 0))
        assert (balances(third)[0], standing(third)) == ((sound.MODEL, 400, 0, 0), ("issued", 12, 0))

    def test_to_nobody_where_it_ended_otherwise(self, house, licence):
        house.use(licence, 120)
        house.decide(licence, "revoked")
        assert self.give(house, licence, 20) is None
        assert balances(licence)[0] == (sound.MODEL, 500, 100, 0)

    def test_never_more_than_was_used(self, house, licence):
        house.use(licence, 120)
        with pytest.raises(Barred) as barred:
            self.give(house, licence, 121)
        assert barred.value.code == "MORE_THAN_USED"
        assert balances(licence)[0] == (sound.MODEL, 500, 120, 0)
