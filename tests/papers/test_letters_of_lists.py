"""What a listed maker and its exporters are told of what befalls the entry."""

import pytest
from tests.papers.reading import entry, letter
from tests.qualification.year import YEAR, at, open_year, published

from evexport.kernel.problems import NotFound
from evexport.papers.letters.making import letter_of
from evexport.qualification.actions import entries, list_changes


@pytest.fixture
def year(db_clone):
    made = open_year()
    published(made, exporters=("exporter", "second_exporter"))
    return made


def whom(year):
    return year.maker.organisation_id, year.exporter.organisation_id


def test_a_suspended_maker_is_told_why_by_which_article_and_until_when_it_may_object(year):
    maker, _ = whom(year)
    entries.suspend_entry(maker, YEAR, reasons="拒不配合核查。", citation="CUSTOMS-PENALTY#14", by=year.ministry, at=at(5, 12))
    words = letter("list.suspended", by=year.maker)
    assert "暂停出口资质决定书" in words
    assert "拒不配合核查。" in words
    assert "CUSTOMS-PENALTY#14" in words
    assert "60日内（至2027年2月3日止）" in words.replace(" ", "")
    assert "through 3 February 2027" in words
    assert "抄送：" in words
    entries.lift_entry(maker, YEAR, reasons="已整改。", by=year.ministry, at=at(6, 12))
    assert "恢复出口资质通知书" in letter("list.lifted", by=year.exporter)


def test_a_cancelled_maker_and_a_withdrawn_model(year):
    maker, _ = whom(year)
    entries.withdraw_model(maker, "DMO7000BEVA1", YEAR, reasons="证书被撤销。", by=year.ministry, at=at(7, 12))
    entries.cancel_entry(maker, YEAR, reasons="提供虚假材料。", by=year.ministry, at=at(8, 12))
    assert "DMO7000BEVA1" in letter("list.model_withdrawn", by=year.maker)
    words = letter("list.cancelled", by=year.maker)
    assert "本年度内不再恢复" in words
    assert "cancelled for the rest of the year" in words


def test_an_exporter_that_goes_is_told_with_its_own_consent(year):
    maker, exporter = whom(year)
    change = list_changes.propose_removal(maker, exporter, YEAR, reasons="合同到期。", by=year.maker, at=at(9, 12))
    list_changes.decline(change.id, reasons="尚有未履行合同。", by=year.exporter, at=at(9, 12))
    assert "尚有未履行合同。" in letter("list.change_declined", by=year.maker)
    change = list_changes.propose_removal(maker, exporter, YEAR, reasons="合同到期。", by=year.maker, at=at(10, 12))
    list_changes.consent(change.id, statement="同意，已办结全部订单。", by=year.exporter, at=at(10, 12))
    words = letter("list.exporter_removed", by=year.exporter)
    assert "同意，已办结全部订单。" in words
    assert "示例汽车进出口有限公司" in words
    assert "商务部" in words  # the list's keeper confirms it, though the exporter acted


def test_the_other_exporter_is_not_told_of_an_authorisation_that_is_not_its_own(year):
    maker, exporter = whom(year)
    entries.suspend_authorisation(maker, exporter, YEAR, reasons="涉嫌转让许可证。", by=year.ministry, at=at(7, 12))
    assert "暂停出口授权决定书" in letter("list.authorisation_suspended", by=year.exporter)
    for stranger in (year.second_exporter, year.rival):
        with pytest.raises(NotFound):
            letter_of(entry("list.authorisation_suspended").id, by=stranger)
