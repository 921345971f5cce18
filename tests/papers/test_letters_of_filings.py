"""What a maker is told of its filing, letter by letter: each made from the entry that the real deed wrote."""

import pytest
from tests.papers.reading import entry, letter, pdf
from tests.qualification.year import YEAR, at, candidate, document, forwarded, open_year, started, submitted

from evexport.kernel.problems import BadInput, NotFound
from evexport.papers.letters.making import letter_of, receipt_of
from evexport.qualification.actions import consultation, decision, drafting, objections, publication, review, submission
from evexport.qualification.models import Filing
from evexport.store import reading_as

CAPACITY = "production_capacity.vehicles_per_year"


@pytest.fixture
def year(db_clone):
    return open_year()


def short_of_parts(year):
    """A filing with 239 of 1200 parts in stock in Germany: one short of the fifth that the rule asks for."""
    network = document(year)["service_network"]
    network["parts"][0]["in_stock"] = 239
    filing = started(year)
    with reading_as(year.maker):
        revision = Filing.objects.get(pk=filing).revision
    drafting.save_draft(filing, {"service_network": network}, revision=revision, by=year.maker, at=at(22, 8))
    submission.submit(filing, by=year.maker, at=at(1))
    return filing


def test_a_receipt_says_what_was_handed_in_and_what_comes_next(year):
    filing = submitted(year)
    words = letter("filing.submitted", by=year.maker)
    with reading_as(year.maker):
        digest = Filing.objects.get(pk=filing).versions.get().digest
    assert "出口资质申报提交回执" in words
    assert "示例电动汽车有限公司" in words
    assert year.code(year.maker) in words
    assert str(filing) in words.replace(" ", "")
    assert digest.removeprefix("sha256:") in words.replace(" ", "")
    assert "所在地商务主管部门应在2026年9月30日前完成初核并上报" in words.replace(" ", "")
    assert "Your commerce department finishes its first review by 30 September 2026." in words
    assert "1项：DMO7000BEVA1" in words.replace(" ", "")
    assert "示例深圳商务局" in words  # whom to turn to


def test_the_receipt_of_a_filing_is_that_of_its_latest_version(year):
    filing = submitted(year)
    review.request_information(filing, [{"field": CAPACITY, "question": "请说明产能依据。"}], by=year.shenzhen, at=at(3))
    submission.answer(filing, [{"field": CAPACITY, "answer": "新增二线。"}], by=year.maker, at=at(4))
    draft = receipt_of(filing, by=year.maker)
    assert draft.entry.kind == "filing.answered"
    assert draft.data["rows"][4]["value"]["en"] == "No. 2"
    with pytest.raises(NotFound):
        receipt_of(filing, by=year.rival)


def test_a_draft_has_no_receipt(year):
    with pytest.raises(NotFound):
        receipt_of(started(year), by=year.maker)


def test_questions_are_tied_to_fields_and_due_on_a_day(year):
    filing = submitted(year)
    review.request_information(filing, [{"field": CAPACITY, "question": "请说明产能依据。"}], by=year.shenzhen, at=at(3))
    words = letter("filing.information_requested", by=year.maker)
    assert "生产能力" in words
    assert "请说明产能依据。" in words
    assert "2026年9月17日前书面答复" in words.replace(" ", "")
    assert "Answer in writing by 17 September 2026" in words


def test_a_return_names_each_failing_criterion_with_article_and_remedy(year):
    filing = short_of_parts(year)
    review.return_(filing, reasons="零部件备货不足。", findings=["Q7"], by=year.shenzhen, at=at(5))
    words = letter("filing.returned", by=year.maker)
    assert "零部件备货不足。" in words
    assert "Q7" in words
    assert "共1200种" in words.replace(" ", "")
    assert "请再备1种零部件" in words.replace(" ", "")
    assert "BRIEF#parts" in words
    assert "Stock 1 more part number" in words
    assert "Courtesy translation. The Chinese text prevails." in words


def test_a_rejection_says_until_when_and_to_whom_one_may_object(year):
    filing = short_of_parts(year)
    review.forward(filing, by=year.shenzhen, at=at(8))
    decision.reject(filing, reasons="零部件备货不足。", findings=["Q7"], by=year.ministry, at=at(9))
    words = letter("filing.rejected", by=year.maker)
    assert "不予列入名单决定书" in words
    assert "60日内（至2026年11月8日止）向商务部申请复议" in words.replace(" ", "")
    assert "within 60 days of this decision, through 8 November 2026" in words
    assert "DESIGN#reconsideration-time" in words
    assert "BRIEF#parts" in words


def test_a_decision_may_rest_on_what_the_check_found_met(year):
    filing = forwarded(year)
    decision.reject(filing, reasons="营业执照系伪造。", findings=["Q3"], by=year.ministry, at=at(9))
    words = letter("filing.rejected", by=year.maker)
    assert "由审查人员认定" in words
    assert "BRIEF#filing" in words


@pytest.mark.parametrize(("uphold", "zh", "en"), [(True, "维持不予列入", "is upheld"), (False, "撤销不予列入", "is set aside")])
def test_a_reconsideration_is_told_either_way(year, uphold, zh, en):
    filing = forwarded(year)
    decision.reject(filing, reasons="材料不实。", by=year.ministry, at=at(9))
    decision.ask_reconsideration(filing, reasons="材料属实。", by=year.maker, at=at(10))
    decision.reconsider(filing, uphold=uphold, reasons="经复核。", by=year.second_ministry, at=at(11))
    words = letter("filing.reconsidered", by=year.maker)
    assert zh in words
    assert en in words
    assert ("人民法院" in words) is uphold


def test_an_upheld_objection_orders_a_correction_and_keeps_the_objector_secret(year):
    filing = candidate(year)
    lodged = objections.lodge_objection(
        filing, grounds="汉堡网点尚未开业。", name="赵某某", contact="zhao@example.org", by=year.public, at=at(16)
    )
    objections.decide_objection(lodged.id, uphold=True, reasons="经核实，网点尚未开业。", by=year.ministry, at=at(17))
    told = letter("filing.objected", by=year.maker)
    decided = letter("filing.objection_decided", by=year.maker)
    assert "汉堡网点尚未开业。" in told
    assert "异议成立" in decided
    assert "Correct the filing and hand it in by" in decided
    assert "赵某某" not in told + decided
    assert "zhao@example.org" not in told + decided


def test_a_rival_finds_no_letter(year):
    filing = forwarded(year)
    decision.reject(filing, reasons="材料不实。", by=year.ministry, at=at(9))
    for stranger in (year.rival, year.exporter, year.miit):
        with pytest.raises(NotFound):
            letter_of(entry("filing.rejected").id, by=stranger)
    for reader in (year.maker, year.shenzhen, year.ministry):
        assert letter_of(entry("filing.rejected").id, by=reader).data["title"]["en"] == "Decision not to list"


def test_every_reader_gets_the_same_bytes_and_a_later_calendar_changes_none(year):
    filing = submitted(year)
    told = entry("filing.submitted").id
    first = pdf(letter_of(told, by=year.maker))
    publication.set_round(YEAR, {"forward_until": at(15, 10).date()}, by=year.ministry, at=at(2))
    assert pdf(letter_of(told, by=year.shenzhen)) == first
    review.return_(filing, reasons="请补材料。", by=year.shenzhen, at=at(3))
    assert pdf(letter_of(told, by=year.ministry)) == first


def test_what_is_no_decision_has_no_letter_and_says_why(year):
    consultation.start_consultation(forwarded(year), by=year.ministry, at=at(10))
    with pytest.raises(NotFound) as refused:
        letter_of(entry("filing.consultation_started").id, by=year.ministry)
    assert refused.value.code == "NO_LETTER"
    assert "尚未对企业作出决定" in refused.value.message.zh


def test_the_list_tells_each_maker_of_its_own_place(year):
    candidate(year)
    candidate(year, whose="rival")
    publication.publish_list(YEAR, by=year.ministry, at=at(1, 12))
    own = letter("list.published", by=year.maker)
    assert "示例电动汽车有限公司" in own
    assert "示例新能源汽车有限公司" not in own
    assert "1 January 2027" in own
    named = letter("list.published", by=year.ministry, maker=year.code(year.rival))
    assert "示例新能源汽车有限公司" in named
    with pytest.raises(BadInput):
        letter_of(entry("list.published").id, by=year.ministry)
    with pytest.raises(NotFound):
        letter_of(entry("list.published").id, by=year.ministry, maker=year.code(year.exporter))
