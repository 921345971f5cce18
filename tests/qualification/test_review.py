"""First review, consultation, public notice, objections, refusal: what each step does beside moving the state."""

from datetime import date

import pytest
from tests.qualification.year import at, candidate, consulted, document, forwarded, started, submitted

from evexport.kernel.problems import BadInput, Barred, Conflict, NotFound
from evexport.qualification import queries, worklist
from evexport.qualification.actions import consultation, decision, drafting, objections, review, submission
from evexport.qualification.models import CandidateNotice, Filing, Objector
from evexport.store import reading_as

QUESTION = {"field": "production_capacity.vehicles_per_year", "question": "请说明产能依据。"}


def state(year, filing):
    with reading_as(year.ministry):
        return Filing.objects.get(pk=filing).state


def test_a_question_stops_the_clock_and_its_answer_comes_back_as_a_difference(year):
    filing = submitted(year)
    asked = review.request_information(filing, [QUESTION], by=year.shenzhen, at=at(3))
    assert asked.due_on == date(2026, 9, 17)
    capacity = document(year)["production_capacity"] | {"vehicles_per_year": 12000}
    answered = submission.answer(
        filing,
        [{"field": QUESTION["field"], "answer": "新增二线。"}],
        sections={"production_capacity": capacity},
        by=year.maker,
        at=at(10),
    )
    assert [change["path"] for change in answered.changes] == ["production_capacity.vehicles_per_year"]
    with reading_as(year.shenzhen):
        spent = queries.duration(filing, at(11))
        assert (spent.with_authority, spent.with_maker, spent.stopped) == (3, 5, False)
        assert queries.versions_differ(filing, 1, 2)[0].after == at(10).date().isoformat()


def test_every_question_is_answered_and_nothing_else(year):
    filing = submitted(year)
    review.request_information(filing, [QUESTION], by=year.shenzhen, at=at(3))
    for answers in ([], [{"field": "models", "answer": "…"}]):
        with pytest.raises(BadInput) as refused:
            submission.answer(filing, answers, by=year.maker, at=at(4))
        assert refused.value.code == "ANSWERS_INCOMPLETE"
    assert state(year, filing) == "further_information"


@pytest.mark.parametrize("field", ["", "colour", "year2"])
def test_a_question_is_tied_to_a_field_of_the_filing(year, field):
    filing = submitted(year)
    with pytest.raises(BadInput):
        review.request_information(filing, [{"field": field, "question": "?"}], by=year.shenzhen, at=at(3))


def test_a_return_needs_reasons_and_the_filing_comes_back(year):
    filing = submitted(year)
    with pytest.raises(BadInput) as refused:
        review.return_(filing, reasons=" ", by=year.shenzhen, at=at(3))
    assert refused.value.code == "REASONS_MISSING"
    review.return_(filing, reasons="网点证明不全", findings=["Q6"], by=year.shenzhen, at=at(3))
    assert submission.submit(filing, by=year.maker, at=at(14)).number == 2  # past 10 September, within the mending time


def test_the_ministry_returns_what_was_forwarded(year):
    filing = forwarded(year)
    with pytest.raises(Barred):
        review.return_(filing, reasons="再看", by=year.shenzhen, at=at(9))
    assert review.return_(filing, reasons="数据不符", by=year.ministry, at=at(9)).state == "returned"


def test_an_opinion_after_its_day_is_taken_and_is_late(year):
    filing = forwarded(year)
    consultation.start_consultation(filing, by=year.ministry, at=at(10))  # ten working days: to the 23rd
    assert not consultation.give_opinion(filing, stance="agree", by=year.miit, at=at(23)).late
    assert consultation.give_opinion(filing, stance="agree", by=year.gac, at=at(24)).late
    consultation.nominate(filing, by=year.ministry, at=at(24))
    assert consultation.give_opinion(filing, stance="no_comment", by=year.samr, at=at(28)).late


def test_an_agency_speaks_once_and_gives_reasons_for_a_no(year):
    filing = forwarded(year)
    consultation.start_consultation(filing, by=year.ministry, at=at(10))
    with pytest.raises(BadInput):
        consultation.give_opinion(filing, stance="disagree", by=year.miit, at=at(11))
    consultation.give_opinion(filing, stance="disagree", text="公告信息不符", by=year.miit, at=at(11))
    with pytest.raises(Conflict) as refused:
        consultation.give_opinion(filing, stance="agree", by=year.miit, at=at(12))
    assert refused.value.code == "OPINION_GIVEN"


def test_nobody_is_nominated_while_an_opinion_is_awaited(year):
    filing = forwarded(year)
    consultation.start_consultation(filing, by=year.ministry, at=at(10))
    consultation.give_opinion(filing, stance="agree", by=year.miit, at=at(11))
    with pytest.raises(Barred) as refused:
        consultation.nominate(filing, by=year.ministry, at=at(14))
    assert refused.value.code == "OPINIONS_OUTSTANDING"
    assert "GAC, SAMR" in refused.value.message.en


def test_nominating_over_a_no_needs_reasons(year):
    filing = forwarded(year)
    consultation.start_consultation(filing, by=year.ministry, at=at(10))
    for agency, stance in zip(year.agencies, ("disagree", "agree", "agree"), strict=True):
        consultation.give_opinion(filing, stance=stance, text="…", by=agency, at=at(11))
    with pytest.raises(BadInput):
        consultation.nominate(filing, by=year.ministry, at=at(14))
    assert consultation.nominate(filing, reasons="已核实", by=year.ministry, at=at(14)).category == "II"


def test_what_is_not_met_is_not_nominated(year):
    filing = started(year)
    network = document(year)["service_network"]
    network["rescue"][1]["round_the_clock"] = False
    drafting.save_draft(filing, {"service_network": network}, revision=2, by=year.maker, at=at(22, 8))
    submission.submit(filing, by=year.maker, at=at(1))
    review.forward(filing, by=year.shenzhen, at=at(8))
    consultation.start_consultation(filing, by=year.ministry, at=at(10))
    for agency in year.agencies:
        consultation.give_opinion(filing, stance="agree", by=agency, at=at(11))
    with pytest.raises(Barred) as refused:
        consultation.nominate(filing, by=year.ministry, at=at(14))
    assert refused.value.code == "CRITERIA_NOT_MET"


def lodge(year, filing, day=16, **more):
    said = {"grounds": "网点不存在", "name": "王某", "contact": "wang@example.org"} | more
    return objections.lodge_objection(filing, by=year.public, at=at(day), **said)


def test_anybody_objects_and_the_maker_does_not_learn_who(year):
    filing = candidate(year)
    lodged = lodge(year, filing)
    assert state(year, filing) == "objected"
    with reading_as(year.maker):
        assert queries.filings().get(pk=filing).objections.get().grounds == "网点不存在"
    with pytest.raises(Exception, match="permission denied"), reading_as(year.maker):
        list(Objector.objects.all())
    with reading_as(year.ministry):
        assert Objector.objects.get(objection=lodged).name == "王某"


def test_an_objection_is_signed_and_in_time(year):
    filing = candidate(year)
    with pytest.raises(BadInput) as refused:
        lodge(year, filing, contact=" ")
    assert refused.value.code == "OBJECTOR_UNKNOWN"
    with pytest.raises(Barred) as refused:
        lodge(year, filing, day=22)
    assert refused.value.code == "NOTICE_ENDED"
    assert lodge(year, filing, day=21)


def test_the_public_learns_nothing_of_what_was_never_in_public_notice(year):
    with pytest.raises(NotFound):
        lodge(year, submitted(year))


def test_with_the_last_objection_dismissed_the_filing_is_a_candidate_again(year):
    filing = candidate(year)
    first, second = lodge(year, filing), lodge(year, filing, grounds="另一事由")
    objections.decide_objection(first.id, uphold=False, reasons="查无实据", by=year.ministry, at=at(17))
    assert state(year, filing) == "objected"
    objections.decide_objection(second.id, uphold=False, reasons="查无实据", by=year.ministry, at=at(18))
    assert state(year, filing) == "candidate"


def test_an_upheld_objection_leads_through_a_second_review_to_a_second_notice(year):
    filing = candidate(year)
    lodged = lodge(year, filing)
    objections.decide_objection(lodged.id, uphold=True, reasons="柏林网点已关闭", by=year.ministry, at=at(17))
    with pytest.raises(Barred) as refused:
        submission.correct(filing, by=year.maker, at=at(18))
    assert refused.value.code == "NOTHING_CORRECTED"
    network = document(year)["service_network"]
    network["outlets"][0]["city"] = "München"
    with reading_as(year.maker):
        revision = queries.filings().get(pk=filing).revision
    drafting.save_draft(filing, {"service_network": network}, revision=revision, by=year.maker, at=at(18))
    assert submission.correct(filing, by=year.maker, at=at(18)).verb == "correct"
    review.forward(filing, by=year.shenzhen, at=at(21))
    consultation.start_consultation(filing, by=year.ministry, at=at(22))
    for agency in year.agencies:
        consultation.give_opinion(filing, stance="agree", by=agency, at=at(23))
    consultation.nominate(filing, by=year.ministry, at=at(24))
    with reading_as(year.public):
        assert CandidateNotice.objects.filter(filing_id=filing).count() == 2


def test_a_decided_objection_is_not_decided_again(year):
    filing = candidate(year)
    first, _second = lodge(year, filing), lodge(year, filing, grounds="另一事由")
    objections.decide_objection(first.id, uphold=False, reasons="查无实据", by=year.ministry, at=at(17))
    with pytest.raises(Barred) as refused:
        objections.decide_objection(first.id, uphold=False, reasons="再次", by=year.ministry, at=at(17))
    assert refused.value.code == "OBJECTION_DECIDED"


def test_another_officer_reconsiders_and_may_overturn(year):
    filing = consulted(year)
    decision.reject(filing, reasons="数据不实", findings=["Q3"], by=year.ministry, at=at(15))
    decision.ask_reconsideration(filing, reasons="数据属实", by=year.maker, at=at(20))
    with pytest.raises(Barred, match="other than the one who rejected"):
        decision.reconsider(filing, uphold=False, reasons="…", by=year.ministry, at=at(22))
    assert decision.reconsider(filing, uphold=False, reasons="属实", by=year.second_ministry, at=at(22)).state == "forwarded"


def test_a_refusal_upheld_is_the_end(year):
    filing = consulted(year)
    decision.reject(filing, reasons="数据不实", by=year.ministry, at=at(15))
    decision.ask_reconsideration(filing, reasons="请再看", by=year.maker, at=at(20))
    assert decision.reconsider(filing, uphold=True, reasons="仍不实", by=year.second_ministry, at=at(22)).state == "reconsidered"


def test_reconsideration_is_asked_within_sixty_days(year):
    filing = consulted(year)
    decision.reject(filing, reasons="数据不实", by=year.ministry, at=at(15))
    with pytest.raises(Barred) as refused:
        decision.ask_reconsideration(filing, reasons="请再看", by=year.maker, at=at(15, 11))
    assert refused.value.code == "RECONSIDERATION_TOO_LATE"
    assert decision.ask_reconsideration(filing, reasons="请再看", by=year.maker, at=at(14, 11))


def test_what_lies_with_its_maker_is_not_refused_before_its_time(year):
    filing = submitted(year)
    review.return_(filing, reasons="材料不全", by=year.shenzhen, at=at(3))
    with pytest.raises(Barred) as refused:
        decision.reject(filing, reasons="逾期未补", by=year.ministry, at=at(30))
    assert refused.value.code == "MAKERS_TIME_RUNS"
    assert decision.reject(filing, reasons="逾期未补", by=year.ministry, at=at(8, 10)).state == "rejected"


def test_the_queue_shows_the_nearest_deadline_first_and_says_so_in_words(year):
    filing = submitted(year)
    submitted(year, whose="rival")
    with reading_as(year.shenzhen):
        [lying] = worklist.dressed(worklist.at_desk(worklist.queue(), "province_officer", "4403"), at(10))
    assert lying.filing.id == filing
    assert (lying.working_days, lying.clock.due_on) == (7, date(2026, 9, 30))
    assert lying.clock.said.en == "14 working days left."
    assert not lying.clock.overdue
    with reading_as(year.ministry):
        assert not worklist.at_desk(worklist.queue(), "ministry_officer", None).exists()
