"""Every row of the table of letters, made from the entry of a real deed: two long stories, and none left out."""

from datetime import date, timedelta

from tests.licensing.house import NOON
from tests.papers.reading import letter, text
from tests.qualification.year import SYSTEM, YEAR, at, candidate, document, open_year, started, submitted

from evexport.enterprises import actions as enterprises
from evexport.ledger.models import Entry
from evexport.licensing import actions as licensing
from evexport.papers.letters.making import letter_of
from evexport.papers.letters.table import LETTERS, letter_for
from evexport.qualification.actions import (
    consultation,
    decision,
    drafting,
    entries,
    list_changes,
    objections,
    publication,
    review,
    submission,
)
from evexport.qualification.models import Filing
from evexport.store import reading_as

CAPACITY = "production_capacity.vehicles_per_year"
NEW_NAME = {"name_zh": "示例电动汽车股份有限公司", "name_en": "Example EV Holding"}
ARTICLE = {"citation": "MOFCOM-11-2008#suspension"}


def all_told(families, *, by, maker=""):
    """Set the letter of every entry that has one; each carries its title in both languages. No row of the families is left out."""
    told = set()
    for one in Entry.objects.using("owner").order_by("at", "id"):
        row = letter_for(one.kind, one.data)
        if row is None:
            continue
        draft = letter_of(one.id, by=by, maker=maker if one.kind == "list.published" else "")
        if row.title.en not in told:
            words = text(draft.unsealed()).replace(" ", "")
            assert row.title.zh in words
            assert row.title.en.replace(" ", "") in words
            assert "{" not in words
        told.add((row.kind, row.title.en))
    wanted = {(row.kind, row.title.en) for row in LETTERS if row.kind.startswith(families)}
    assert wanted - told == set()


def the_makers_case(year):
    """Withdrawn once, asked, returned, objected to twice, corrected, rejected; after publication proved right and admitted."""
    submission.withdraw(submitted(year), reasons="拟补充材料。", by=year.maker, at=at(1, hour=12))
    filing = started(year)
    submission.submit(filing, by=year.maker, at=at(1, hour=14))
    review.request_information(filing, [{"field": CAPACITY, "question": "请说明产能依据。"}], by=year.shenzhen, at=at(2))
    submission.answer(filing, [{"field": CAPACITY, "answer": "新增二线。"}], by=year.maker, at=at(3))
    review.return_(filing, reasons="请补网点材料。", by=year.shenzhen, at=at(4))
    submission.submit(filing, by=year.maker, at=at(5))
    review.forward(filing, by=year.shenzhen, at=at(6))
    through_consultation(year, filing, at(7))
    for hour, uphold in ((9, False), (15, True)):
        lodged = objections.lodge_objection(
            filing, grounds="网点不实。", name="某人", contact="a@example.org", by=year.public, at=at(8, hour=hour)
        )
        objections.decide_objection(lodged.id, uphold=uphold, reasons="经核实。", by=year.ministry, at=at(8, hour=hour + 1))
    network = document(year)["service_network"]
    network["outlets"][0]["city"] = "München"
    with reading_as(year.maker):
        revision = Filing.objects.get(pk=filing).revision
    drafting.save_draft(filing, {"service_network": network}, revision=revision, by=year.maker, at=at(10))
    submission.correct(filing, by=year.maker, at=at(10, hour=12))
    review.forward(filing, by=year.shenzhen, at=at(11))
    decision.reject(filing, reasons="数据不实。", by=year.ministry, at=at(15, 10))
    candidate(year, whose="rival", exporters=("exporter", "second_exporter"))
    publication.publish_list(YEAR, by=year.ministry, at=at(1, 12))
    decision.ask_reconsideration(filing, reasons="数据属实。", by=year.maker, at=at(2, 12))
    decision.reconsider(filing, uphold=False, reasons="属实。", by=year.second_ministry, at=at(3, 12))
    through_consultation(year, filing, at(4, 12))
    publication.admit(filing, by=year.ministry, at=at(28, 12))


def through_consultation(year, filing, when):
    consultation.start_consultation(filing, by=year.ministry, at=when)
    for agency in year.agencies:
        consultation.give_opinion(filing, stance="agree", by=agency, at=when)
    consultation.nominate(filing, by=year.ministry, at=when)


def what_befalls_an_entry(year):
    """The rival's place on the list: each thing that can happen to it, one after the other."""
    maker, exporter, second = (one.organisation_id for one in (year.rival, year.exporter, year.second_exporter))
    moments = (at(day, 3, year=YEAR) for day in range(1, 29))
    why = {"by": year.ministry, "reasons": "示例理由。"}
    entries.suspend_entry(maker, YEAR, at=next(moments), **why)
    entries.lift_entry(maker, YEAR, at=next(moments), **why)
    entries.suspend_authorisation(maker, exporter, YEAR, at=next(moments), **why)
    entries.lift_authorisation(maker, exporter, YEAR, at=next(moments), **why)
    refused = list_changes.propose_rename(maker, YEAR, reasons="改制。", by=year.rival, at=next(moments), **NEW_NAME)
    list_changes.refuse_rename(refused.id, reasons="尚未登记。", by=year.ministry, at=next(moments))
    named = list_changes.propose_rename(maker, YEAR, reasons="改制。", by=year.rival, at=next(moments), **NEW_NAME)
    enterprises.rename(maker, valid_from=date(YEAR, 3, 1), because="改制", by=year.ministry, at=next(moments), **NEW_NAME)
    list_changes.record_rename(named.id, by=year.ministry, at=next(moments))
    stays = list_changes.propose_removal(maker, exporter, YEAR, reasons="合同到期。", by=year.rival, at=next(moments))
    list_changes.decline(stays.id, reasons="尚有合同。", by=year.exporter, at=next(moments))
    list_changes.renounce(maker, exporter, YEAR, reasons="不再经营出口。", by=year.exporter, at=next(moments))
    goes = list_changes.propose_removal(maker, second, YEAR, reasons="合同到期。", by=year.rival, at=next(moments))
    list_changes.consent(goes.id, statement="同意。", by=year.second_exporter, at=next(moments))
    entries.withdraw_model(maker, "DMR7000BEVB1", YEAR, at=next(moments), **why)
    entries.cancel_entry(maker, YEAR, at=next(moments), **why)
    entries.lapse_entry(year.maker.organisation_id, YEAR, reasons="企业注销。", by=SYSTEM, at=next(moments))


def test_every_letter_on_a_filing_and_on_a_list(db_clone):
    year = open_year()
    the_makers_case(year)
    what_befalls_an_entry(year)
    all_told(("filing.", "list."), by=year.ministry, maker=year.code(year.rival))


def the_licence_that_was_revoked(house):
    """Proposed and dropped, proposed again and revoked, each time upheld or set aside when looked at again."""
    number, minute = house.issued().number, timedelta(minutes=1)
    for rounds, verb in enumerate(("drop", "uphold", "set_aside")):
        at = NOON + rounds * timedelta(hours=1)
        licensing.propose_revocation(number, "涉嫌骗取。", facts="合同不符。", by=house.zhou, at=at, **ARTICLE)
        licensing.state_case(number, "合同属实。", by=house.clerk, at=at)
        licensing.state_case(number, "本公司未参与。", by=house.maker_clerk, at=at)
        licensing.waive_statement(number, by=house.clerk, at=at)
        if verb == "drop":
            licensing.drop_revocation(number, "查无实据。", by=house.zhou, at=at)
            continue
        licensing.revoke(number, "骗取许可证。", by=house.wu, at=at + minute, **ARTICLE)
        licensing.ask_licence_reconsideration(number, "事实不清。", by=house.clerk, at=at + 2 * minute)
        answer = licensing.uphold_decision if verb == "uphold" else licensing.set_aside_decision
        answer(number, "经复议。", by=house.ministry, at=at + 3 * minute, **ARTICLE)
        number = house.issued().number


def test_every_letter_on_an_application_and_on_a_licence(house):
    gone = house.submitted()
    licensing.withdraw(gone.pk, reason="订单取消。", by=house.clerk, at=NOON)
    asked = house.submitted()
    licensing.correct(asked.pk, house.form(), by=house.clerk, at=NOON)
    licensing.request_information(asked.pk, "请说明单价依据。", field="lines.1.unit_price", by=house.lin, at=NOON)
    licensing.answer(asked.pk, "见附件。", by=house.clerk, at=NOON)
    licensing.return_(asked.pk, "合同号不符。", by=house.lin, at=NOON)
    licensing.submit(asked.pk, by=house.clerk, at=NOON)
    for verb in ("reopen", "uphold"):
        licensing.refuse(asked.pk, "合同系伪造。", by=house.lin, at=NOON, **ARTICLE)
        licensing.ask_reconsideration(asked.pk, "合同属实。", by=house.clerk, at=NOON)
        getattr(licensing, verb)(asked.pk, "经鉴定。", by=house.zhou, at=NOON)
    licence = house.issued()
    licensing.suspend(licence.number, "涉嫌转让。", by=house.zhou, at=NOON, **ARTICLE)
    licensing.lift(licence.number, "查无实据。", by=house.zhou, at=NOON, **ARTICLE)
    house.replaced(licensing.report_loss(licence.number, "途中遗失。", by=house.clerk, at=NOON))
    licensing.return_unused(house.issued().number, "订单取消。", by=house.clerk, at=NOON)
    the_licence_that_was_revoked(house)
    all_told(("application.", "licence."), by=house.ministry)


def test_who_gives_up_its_authorisation_is_not_told_that_its_maker_asked(db_clone):
    year = open_year()
    candidate(year, exporters=("exporter",))
    publication.publish_list(YEAR, by=year.ministry, at=at(1, 12))
    whose = (year.maker.organisation_id, year.exporter.organisation_id, YEAR)
    list_changes.renounce(*whose, reasons="不再经营出口。", by=year.exporter, at=at(5, 12))
    words = letter("list.exporter_removed", by=year.maker)
    assert "书面声明放弃" in words
    assert "提出撤销" not in words
