"""Who handles a filing: taken up, put back, handed on with the case; the day it is due goes with every step."""

from datetime import date
from uuid import uuid4

import pytest
from tests.qualification.year import YEAR, at, candidate, consulted, forwarded, submitted

from evexport.kernel.problems import BadInput, Barred, NotAllowed, NotFound
from evexport.ledger.models import Entry
from evexport.qualification import worklist
from evexport.qualification.actions import decision, objections, publication, review
from evexport.qualification.actions.assign import assign
from evexport.qualification.models import Filing
from evexport.store import reading_as


def kept(year, filing):
    with reading_as(year.ministry):
        return Filing.objects.get(pk=filing)


def test_an_officer_takes_a_filing_up_and_puts_it_back(year):
    filing = submitted(year)
    assign([filing], to=year.shenzhen.user_id, by=year.shenzhen, at=at(2))
    assert kept(year, filing).holder_name == year.shenzhen.name
    assign([filing], to=None, by=year.shenzhen, at=at(3))
    assert kept(year, filing).holder is None
    with reading_as(year.ministry):
        told = list(Entry.objects.filter(kind="filing.assigned").order_by("at"))
    assert [one.data["holder"] for one in told] == [str(year.shenzhen.user_id), None]
    assert year.maker.organisation_id not in told[0].parties, "the maker need not know"


def test_giving_it_again_to_the_same_officer_writes_nothing(year):
    filing = submitted(year)
    for day in (2, 3):
        assign([filing], to=year.shenzhen.user_id, by=year.shenzhen, at=at(day))
    with reading_as(year.ministry):
        assert Entry.objects.filter(kind="filing.assigned").count() == 1


def test_whoever_is_no_colleague_gets_nothing(year):
    with pytest.raises(BadInput) as refused:
        assign([submitted(year)], to=uuid4(), by=year.shenzhen, at=at(2))
    assert refused.value.code == "NOT_A_COLLEAGUE"


def test_one_of_another_department_spoils_the_whole_deed(year):
    own, other = submitted(year), submitted(year, whose="rival")
    with pytest.raises(NotFound):
        assign([own, other], to=year.shenzhen.user_id, by=year.shenzhen, at=at(2))
    assert kept(year, own).holder is None


def test_what_was_forwarded_is_the_ministrys_to_give_out(year):
    filing = forwarded(year)
    with pytest.raises(Barred) as refused:
        assign([filing], to=year.shenzhen.user_id, by=year.shenzhen, at=at(9))
    assert refused.value.code == "NOT_AT_THIS_DESK"
    assign([filing], to=year.ministry.user_id, by=year.ministry, at=at(9))
    assert kept(year, filing).holder == year.ministry.user_id


@pytest.mark.parametrize("who", ["maker", "miit"])
def test_others_give_nothing_out(year, who):
    actor = getattr(year, who)
    with pytest.raises(NotAllowed):
        assign([submitted(year)], to=actor.user_id, by=actor, at=at(2))


def test_a_case_that_passes_to_other_people_is_nobodys_there(year):
    filing = submitted(year)
    assign([filing], to=year.shenzhen.user_id, by=year.shenzhen, at=at(2))
    review.forward(filing, by=year.shenzhen, at=at(8))
    assert kept(year, filing).holder is None


def test_a_question_leaves_the_case_with_who_asked(year):
    filing = submitted(year)
    assign([filing], to=year.shenzhen.user_id, by=year.shenzhen, at=at(2))
    review.request_information(filing, [{"field": "models", "question": "请说明。"}], by=year.shenzhen, at=at(3))
    assert kept(year, filing).holder == year.shenzhen.user_id


def test_nothing_chosen_is_told(year):
    with pytest.raises(BadInput) as refused:
        assign([], to=None, by=year.shenzhen, at=at(2))
    assert refused.value.code == "NOTHING_CHOSEN"


def test_every_step_keeps_the_day_that_is_due_next(year):
    filing = submitted(year)
    assert kept(year, filing).due_on == date(2026, 9, 30)
    review.request_information(filing, [{"field": "models", "question": "请说明。"}], by=year.shenzhen, at=at(3))
    assert kept(year, filing).due_on == date(2026, 9, 17)
    with pytest.raises(Barred):
        decision.reject(filing, reasons="未答复", by=year.ministry, at=at(17))
    decision.reject(filing, reasons="未答复", by=year.ministry, at=at(18))
    assert kept(year, filing).due_on == date(2026, 11, 17), "sixty days to ask for reconsideration"


def test_new_dates_of_the_round_move_what_is_due(year):
    filing = submitted(year)
    publication.set_round(YEAR, {"forward_until": date(2026, 10, 15)}, by=year.ministry, at=at(2))
    assert kept(year, filing).due_on == date(2026, 10, 15)


def test_an_agency_has_work_until_it_has_answered(year):
    filing = forwarded(year)
    with reading_as(year.miit):
        assert not worklist.at_desk(worklist.queue(), "agency_officer", "MIIT").exists()
    consulted_one = consulted(year, whose="rival")
    with reading_as(year.miit):
        assert not worklist.at_desk(worklist.queue(), "agency_officer", "MIIT").exists(), "it has answered"
    from evexport.qualification.actions import consultation

    consultation.start_consultation(filing, by=year.ministry, at=at(16))
    with reading_as(year.miit):
        assert [one.pk for one in worklist.at_desk(worklist.queue(), "agency_officer", "MIIT")] == [filing]
    with reading_as(year.ministry):
        rows = worklist.dressed(worklist.queue().filter(state="in_consultation"), at(16), opinions=True)
    assert {one.filing.pk: one.opinions for one in rows} == {filing: 0, consulted_one: 3}


def test_the_counts_of_a_glance(year):
    first, _ = submitted(year), submitted(year, whose="rival")
    assign([first], to=year.shenzhen.user_id, by=year.shenzhen, at=at(2))
    with reading_as(year.shenzhen):
        rows = worklist.at_desk(worklist.queue(), "province_officer", "4403")
        found = worklist.counts(rows, date(2026, 9, 28), me=year.shenzhen.user_id)
    assert found == {"mine": 1, "overdue": 0, "soon": 1, "me": 1, "nobody": 0, "not_met": 0}


def test_running_notices_tell_their_objections(year):
    filing = candidate(year)
    with reading_as(year.ministry):
        assert [(one.objections, one.pending) for one in worklist.notices(date(2026, 9, 16))] == [(None, None)]
    objections.lodge_objection(filing, grounds="网点不存在", name="甲", contact="a@example.com", by=year.public, at=at(16))
    with reading_as(year.ministry):
        assert [(one.objections, one.pending) for one in worklist.notices(date(2026, 9, 16))] == [(1, 1)]
        assert not worklist.notices(date(2026, 9, 30)).exists()
