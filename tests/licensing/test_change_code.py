"""A customs code changes at New Year: which licences it strikes, and how they are carried over, one deed each."""

from datetime import date, timedelta

import pytest
from tests.licensing import sound
from tests.licensing.house import OTHER_MODEL, OWNER, House, at, balances, standing, told
from tests.licensing.many import staffed
from tests.licensing.new_code import CHANGE, DAY, NEW, OLD, announce

from evexport.kernel.problems import BadInput, Barred, NotAllowed
from evexport.licensing import actions
from evexport.licensing.balances import give_back
from evexport.licensing.checks import CriteriaNotMet
from evexport.licensing.models import Application, Licence, LicenceLine
from evexport.licensing.recoding import CodeChange, affected_cases
from evexport.store import acting_as
from evexport.work.models import Work, WorkItem
from evexport.work.running import run_lane

EARLY, DECEMBER, JANUARY = at(date(2026, 12, 16)), at(date(2026, 12, 31)), at(date(2027, 1, 4))
TWO_LINES = [{**sound.LINE, "quantity": 500}, {**sound.LINE, "model_code": OTHER_MODEL, "quantity": 80}]


@pytest.fixture
def house(db_clone) -> House:
    return staffed(House())


@pytest.fixture
def running(house) -> Licence:
    """In force since June, 120 of it used."""
    made = house.issued(lines=TWO_LINES)
    house.use(made, 120)
    return made


@pytest.fixture
def early(house) -> Licence:
    """Issued in December for the next year, before the new catalogue was out."""
    return house.issued(when=EARLY, valid_from="2027-01-01", line={"quantity": 60})


@pytest.fixture
def known(running, early, monkeypatch) -> None:
    """Both licences stand when the change becomes known."""
    announce(monkeypatch)


def asked(house, *, when=DECEMBER, request="r-1", by=None, change=CHANGE) -> Work:
    return actions.change_codes(change, request=request, by=by or house.zhou, at=when)


def run(work, *, when=DECEMBER) -> list[tuple[str, str, str]]:
    """Do the work; (licence, state, code of the problem) of each item."""
    lanes = list(range(work.lanes))
    while lanes:
        lanes = [lane for lane in lanes if run_lane(work.pk, lane, now=lambda: when)]
    rows = WorkItem.objects.using(OWNER).filter(work=work).order_by("position")
    return [(row.subject.split()[0].removeprefix("licence:"), row.state, (row.problem or {}).get("code", "")) for row in rows]


def opened(licence) -> Application:
    return Application.objects.using(OWNER).get(amends=licence, state__in=["submitted", "reviewed"])


def carried(house, licence, *, when) -> Licence:
    application = opened(licence)
    house.review(application, when=when)
    return actions.issue(application.pk, by=house.zhou, at=when)


def test_which_licences_a_change_strikes(house, running, early, monkeypatch):
    used_up = house.issued(line={"quantity": 5})
    house.use(used_up, 5)
    returned = house.issued(line={"quantity": 5})
    actions.return_unused(returned.number, "取消。", by=house.clerk, at=EARLY)
    announce(monkeypatch)
    with acting_as(house.zhou):
        page = affected_cases(CHANGE, DECEMBER, count=50)
        over = affected_cases(CodeChange(OLD, NEW, date(2028, 1, 2)), DECEMBER, count=50)
    assert [(case.licence.number, case.state, case.left) for case in page] == [
        (running.number, "in_force", 460),
        (early.number, "not_yet_valid", 60),
    ]
    assert over == []


def test_the_body_sees_its_own_the_exporter_its_own_a_rival_none(house, running, early):
    def seen(actor):
        with acting_as(actor):
            return len(affected_cases(CHANGE, DECEMBER, count=50))

    people = (house.zhou, house.clerk, house.maker_clerk, house.ministry, house.customs, house.gao, house.rival_clerk)
    assert [seen(one) for one in people] == [2, 2, 2, 2, 2, 0, 0]


@pytest.mark.usefixtures("known")
def test_each_is_opened_once_and_carried_over_through_both_reviews(house, running, early):
    work = asked(house)
    assert run(work) == [(running.number, "done", ""), (early.number, "done", "")]
    application = opened(running)
    assert (application.purpose, application.recoded, application.code_on) == ("code_change", {OLD: NEW}, DAY)
    assert [(line["hs_code"], line["quantity"]) for line in application.document["lines"]] == [(NEW, 380), (NEW, 80)]
    assert told(f"licence:{running.number}")[-1] == "licence.code_change_opened"
    new = carried(house, running, when=JANUARY)
    assert (new.replaces_id, new.recoded_from, new.recoded_to) == (running.pk, OLD, NEW)
    assert (new.number[:2], new.valid_from, new.valid_until) == ("27", date(2027, 1, 4), running.valid_until)
    assert set(LicenceLine.objects.using(OWNER).filter(licence_id=new.pk).values_list("hs_code", flat=True)) == {NEW}
    assert balances(new) == [(sound.MODEL, 380, 0, 0), (OTHER_MODEL, 80, 0, 0)]
    assert balances(running) == [(sound.MODEL, 120, 120, 0), (OTHER_MODEL, 0, 0, 0)]
    assert (standing(running), standing(new)) == (("replaced", 1, 1), ("issued", 11, 0))


@pytest.mark.usefixtures("known")
def test_one_not_yet_valid_is_carried_over_in_december_and_one_in_force_from_the_day_on(house, running, early):
    run(asked(house))
    ahead = carried(house, early, when=DECEMBER)
    assert (ahead.number, ahead.valid_from, ahead.valid_until) == ("27-AA-000002", DAY, early.valid_until)
    application = opened(running)
    house.review(application, when=DECEMBER)
    with pytest.raises(Barred) as barred:
        actions.issue(application.pk, by=house.zhou, at=DECEMBER)
    assert (barred.value.code, "1 January 2027" in barred.value.message.en) == ("CODE_NOT_YET", True)
    assert standing(running)[0] == "issued"
    assert actions.issue(application.pk, by=house.zhou, at=at(DAY, 0)).valid_from == DAY


@pytest.mark.usefixtures("known")
def test_asked_again_it_is_the_same_work_and_a_new_request_takes_the_rest(house, running, early):
    actions.suspend(running.number, "核查中。", citation="MOFCOM-11-2008#suspension", by=house.wu, at=DECEMBER)
    work = asked(house)
    assert asked(house).pk == work.pk
    assert run(work) == [(running.number, "failed", "WRONG_STATE"), (early.number, "done", "")]
    actions.lift(running.number, "查清。", citation="MOFCOM-11-2008#suspension", by=house.wu, at=DECEMBER)
    assert run(asked(house, request="r-2")) == [(running.number, "done", "")]
    with pytest.raises(Barred) as barred:
        asked(house, request="r-3")
    assert barred.value.code == "NOTHING_TO_CHANGE"
    assert Application.objects.using(OWNER).filter(purpose="code_change").count() == 2


@pytest.mark.usefixtures("known")
def test_what_customs_holds_and_what_the_exporter_is_changing_waits_and_says_so(house, running, early):
    house.use(running, 0, reserved=2, clearances=0)
    work = asked(house)
    actions.amend(early.number, {"consignee": "Example EV France"}, by=house.clerk, at=DECEMBER)
    assert run(work) == [(running.number, "failed", "BARRED"), (early.number, "failed", "CHANGE_UNDER_WAY")]


@pytest.mark.usefixtures("known")
def test_nothing_but_the_code_changes(house, running):
    application = actions.change_code(running.number, CHANGE, by=house.zhou, at=JANUARY)
    for change, field in (
        ({"consignee": "Another"}, "consignee"),
        ({"lines": [{**application.document["lines"][0], "unit_price": "1.00"}]}, "lines.1.unit_price"),
    ):
        with pytest.raises(BadInput) as refused:
            actions.correct(application.pk, {**application.document, **change}, by=house.clerk, at=JANUARY)
        assert (refused.value.code, refused.value.field) == ("NOT_AN_AMENDMENT", field)


@pytest.mark.usefixtures("known")
def test_an_ordinary_change_does_not_move_a_licence_to_another_code(house, running):
    lines = [{**sound.LINE, "hs_code": NEW, "quantity": 380}]
    draft = actions.amend(running.number, {"lines": lines}, by=house.clerk, at=JANUARY)
    with pytest.raises(BadInput) as refused:
        actions.submit(draft.pk, by=house.clerk, at=JANUARY)
    assert refused.value.code == "MORE_THAN_LEFT"


@pytest.mark.usefixtures("known")
def test_a_licence_for_next_year_is_asked_for_under_next_years_code(house):
    with pytest.raises(CriteriaNotMet) as barred:
        house.submitted(when=DECEMBER, valid_from="2027-01-01", line={"quantity": 1})
    assert {one.id for one in barred.value.findings if one.outcome == "not_met"} == {"L15"}
    assert house.submitted(when=DECEMBER, valid_from="2027-01-01", line={"quantity": 1, "hs_code": NEW}).state == "submitted"
    assert house.submitted(when=DECEMBER, valid_from="2026-12-31", line={"quantity": 1}).state == "submitted"


@pytest.mark.usefixtures("known")
def test_a_cancelled_declaration_gives_back_under_the_new_code(house, running):
    actions.change_code(running.number, CHANGE, by=house.zhou, at=JANUARY)
    new = carried(house, running, when=JANUARY)
    with acting_as(house.customs):
        assert give_back(running, {(OLD, sound.MODEL): 20}, clearances=1).pk == new.pk
    assert (balances(running)[0], balances(new)[0]) == ((sound.MODEL, 100, 100, 0), (sound.MODEL, 400, 0, 0))
    assert (standing(running), standing(new)) == (("replaced", 0, 0), ("issued", 12, 0))


def test_no_licence_is_carried_over_on_a_rumour(house, running):
    with pytest.raises(BadInput) as refused:
        asked(house)
    assert refused.value.code == "CODE_CHANGE_UNKNOWN"


@pytest.mark.usefixtures("known")
@pytest.mark.parametrize(
    "change",
    [CodeChange(NEW, OLD, DAY), CodeChange(OLD, "8703801092", DAY), CodeChange(OLD, NEW, DAY + timedelta(days=1))],
)
def test_it_must_be_the_very_change_that_the_law_knows(house, change):
    with pytest.raises(BadInput) as refused:
        asked(house, change=change)
    assert refused.value.code == "CODE_CHANGE_UNKNOWN"


@pytest.mark.parametrize(("old", "new"), [("870380", NEW), (OLD, OLD), (OLD, "870380109X"), (OLD, "８７０３８０１０９１")])
def test_codes_are_two_of_ten_digits(old, new):
    with pytest.raises(BadInput) as refused:
        CodeChange(old, new, DAY)
    assert refused.value.code == "BAD_CUSTOMS_CODE"


@pytest.mark.usefixtures("known")
@pytest.mark.parametrize("who", ["clerk", "maker_clerk", "lin", "ministry", "customs"])
def test_nobody_else_carries_over(house, running, who):
    with pytest.raises(NotAllowed):
        asked(house, by=getattr(house, who))
    with pytest.raises(NotAllowed):
        actions.change_code(running.number, CHANGE, by=getattr(house, who), at=JANUARY)


@pytest.mark.usefixtures("known")
def test_another_body_has_none(house):
    with pytest.raises(Barred) as barred:
        asked(house, by=house.gao)
    assert barred.value.code == "NOTHING_TO_CHANGE"
