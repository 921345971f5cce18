"""What an applicant and a holder are told: each letter made from the entry that the real deed wrote."""

import pytest
from tests.licensing.house import NOON, House
from tests.papers.reading import entry, letter

from evexport.kernel.problems import NotFound
from evexport.licensing import actions
from evexport.papers.letters.making import letter_of

SUSPENSION = {"citation": "MOFCOM-11-2008#suspension"}


@pytest.fixture
def house(db_clone):
    return House()


def test_a_receipt_says_what_was_asked_for_and_by_when_it_is_decided(house):
    house.submitted()
    words = letter("application.submitted", by=house.clerk)
    assert "出口许可证申请回执" in words
    assert "500辆" in words.replace(" ", "")
    assert "2026年6月18日前办结" in words.replace(" ", "")
    assert "decides by 18 June 2026" in words
    assert "示例许可证事务局" in words


def test_a_question_names_its_field_and_stops_the_clock(house):
    application = house.submitted()
    actions.request_information(application.pk, "请说明单价依据。", field="lines.1.unit_price", by=house.lin, at=NOON)
    words = letter("application.information_requested", by=house.clerk)
    assert "商品" in words
    assert "请说明单价依据。" in words
    assert "审查停止计时" in words


def test_a_return_gives_its_reason(house):
    actions.return_(house.submitted().pk, "合同号与合同不符。", by=house.lin, at=NOON)
    words = letter("application.returned", by=house.clerk)
    assert "合同号与合同不符。" in words
    assert "mend it for the reasons below" in words


def test_a_refusal_gives_reason_article_and_the_way_to_object(house):
    actions.refuse(house.submitted().pk, "合同系伪造。", citation="MOFCOM-11-2008#no-transfer", by=house.lin, at=NOON)
    words = letter("application.refused", by=house.clerk)
    assert "不予签发出口许可证决定书" in words
    assert "合同系伪造。" in words
    assert "MOFCOM-11-2008#no-transfer" in words
    assert "60日内（至2026年8月14日止）向示例许可证事务局申请复议" in words.replace(" ", "")
    assert "within 60 days of this decision, through 14 August 2026" in words
    assert "L19" in words  # what lacks evidence stands beside the reason


@pytest.mark.parametrize(
    ("verb", "zh", "en"),
    [("uphold", "维持不予签发", "the refusal of the licence is upheld"), ("reopen", "撤销不予签发", "the refusal is set aside")],
)
def test_a_reconsideration_is_told_either_way(house, verb, zh, en):
    application = house.submitted()
    actions.refuse(application.pk, "合同系伪造。", citation="MOFCOM-11-2008#no-transfer", by=house.lin, at=NOON)
    actions.ask_reconsideration(application.pk, "合同属实。", by=house.clerk, at=NOON)
    getattr(actions, verb)(application.pk, "经鉴定。", by=house.zhou, at=NOON)
    words = letter("application.upheld" if verb == "uphold" else "application.reopened", by=house.clerk)
    assert zh in words
    assert en in words


def test_an_issued_licence_comes_with_a_letter_that_copies_the_maker(house):
    licence = house.issued()
    words = letter("licence.issued", by=house.clerk)
    assert licence.number in words
    assert "2026年6月15日至2027年6月15日" in words.replace(" ", "")
    assert "抄送：示例电动汽车有限公司" in words


def test_a_replacement_names_the_licence_that_ends(house):
    old = house.issued()
    new = house.replaced(actions.report_loss(old.number, "途中遗失。", by=house.clerk, at=NOON))
    words = letter("licence.issued", by=house.clerk)
    assert "换发通知书" in words
    assert old.number in words
    assert new.number in words
    lost = letter("licence.loss_reported", by=house.clerk)
    assert "途中遗失。" in lost
    assert "ISSUE-RULES-2008#loss" in lost


def test_a_suspension_and_its_end(house):
    licence = house.issued()
    actions.suspend(licence.number, "涉嫌转让。", by=house.zhou, at=NOON, **SUSPENSION)
    actions.lift(licence.number, "查无实据。", by=house.zhou, at=NOON, **SUSPENSION)
    words = letter("licence.suspended", by=house.clerk)
    assert "涉嫌转让。" in words
    assert "MOFCOM-11-2008#suspension" in words
    assert "14 August 2026" in words
    assert "恢复使用出口许可证" in letter("licence.lifted", by=house.maker_clerk)


def test_a_returned_licence_is_confirmed_by_its_issuing_body(house):
    actions.return_unused(house.issued().number, "订单取消。", by=house.clerk, at=NOON)
    words = letter("licence.returned", by=house.clerk)
    assert "示例许可证事务局" in words
    assert "500 vehicles were left" in words


def test_the_issuing_body_reads_what_it_wrote_another_body_and_a_rival_do_not(house):
    actions.refuse(house.submitted().pk, "合同系伪造。", citation="MOFCOM-11-2008#no-transfer", by=house.lin, at=NOON)
    house.issued()
    for kind in ("application.refused", "licence.issued"):
        for reader in (house.lin, house.clerk, house.maker_clerk, house.ministry):
            assert letter_of(entry(kind).id, by=reader).data["number"]["zh"].startswith("电车出〔2026〕")
        for stranger in (house.gao, house.rival_clerk):
            with pytest.raises(NotFound):
                letter_of(entry(kind).id, by=stranger)
