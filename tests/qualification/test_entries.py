"""What befalls a published entry, the standing it leaves, and the two-sided removal of an exporter."""

from datetime import date

import pytest
from django.db import DatabaseError
from tests.qualification.year import SYSTEM, YEAR, at, published

from evexport.enterprises import actions as enterprises
from evexport.kernel.problems import BadInput, Barred, Conflict, NotAllowed, NotFound
from evexport.qualification import queries
from evexport.qualification.actions import entries, list_changes
from evexport.qualification.models import (
    ExporterStanding,
    ListedMaker,
    ListEvent,
    MakerStanding,
    ModelStanding,
)
from evexport.store import reading_as


@pytest.fixture
def listed(year):
    published(year, exporters=("exporter", "second_exporter"))
    return year


def maker_stands(year, day):
    with reading_as(year.public):
        return queries.standing(year.maker.organisation_id, day).state


def exporter_stands(year, day):
    with reading_as(year.public):
        return queries.exporter_standing(year.maker.organisation_id, year.exporter.organisation_id, day).state


def suspend(year, day=1, month=3, **more):
    said = {"reasons": "虚假材料", "by": year.ministry, "at": at(day, month, year=YEAR)} | more
    return entries.suspend_entry(year.maker.organisation_id, YEAR, **said)


def test_a_suspension_holds_from_its_day_until_it_is_lifted(listed):
    suspend(listed)
    entries.lift_entry(listed.maker.organisation_id, YEAR, reasons="已整改", by=listed.ministry, at=at(1, 4, year=YEAR))
    assert maker_stands(listed, date(2027, 2, 28)) == "in_force"
    assert maker_stands(listed, date(2027, 3, 1)) == "suspended"
    assert maker_stands(listed, date(2027, 3, 31)) == "suspended"
    assert maker_stands(listed, date(2027, 4, 1)) == "in_force"


def test_a_cancelled_entry_is_not_lifted(listed):
    maker = listed.maker.organisation_id
    entries.cancel_entry(maker, YEAR, reasons="伪造出口数据", by=listed.ministry, at=at(1, 3, year=YEAR))
    with pytest.raises(Barred) as refused:
        entries.lift_entry(maker, YEAR, reasons="…", by=listed.ministry, at=at(2, 3, year=YEAR))
    assert refused.value.code == "WRONG_STATE"
    assert maker_stands(listed, date(2027, 12, 31)) == "cancelled"


def test_the_system_records_that_an_entry_lapsed(listed):
    entries.lapse_entry(listed.maker.organisation_id, YEAR, reasons="企业注销", by=SYSTEM, at=at(1, 6, year=YEAR))
    assert maker_stands(listed, date(2027, 6, 1)) == "lapsed"


@pytest.mark.parametrize("who", ["maker", "exporter", "shenzhen", "miit", "public"])
def test_the_ministry_alone_suspends(listed, who):
    with pytest.raises((NotAllowed, DatabaseError)):
        suspend(listed, by=getattr(listed, who))


def test_reasons_are_needed(listed):
    with pytest.raises(BadInput):
        suspend(listed, reasons="")


def test_there_is_nothing_to_suspend_of_who_is_not_listed(listed):
    with pytest.raises(NotFound):
        entries.suspend_entry(listed.rival.organisation_id, YEAR, reasons="…", by=listed.ministry, at=at(1, 3, year=YEAR))


def test_an_exporter_is_suspended_the_entry_standing(listed):
    maker, exporter = listed.maker.organisation_id, listed.exporter.organisation_id
    said = {"reasons": "转让许可证", "by": listed.ministry}
    entries.suspend_authorisation(maker, exporter, YEAR, at=at(1, 3, year=YEAR), **said)
    assert (maker_stands(listed, date(2027, 3, 2)), exporter_stands(listed, date(2027, 3, 2))) == (
        "in_force",
        "suspended",
    )
    entries.lift_authorisation(maker, exporter, YEAR, at=at(5, 3, year=YEAR), **said)
    assert exporter_stands(listed, date(2027, 3, 5)) == "in_force"


def test_a_model_is_withdrawn(listed):
    maker = listed.maker.organisation_id
    entries.withdraw_model(maker, "DMO7000BEVA1", YEAR, reasons="公告撤销", by=listed.ministry, at=at(1, 3, year=YEAR))
    with reading_as(listed.public):
        assert queries.model_standing(maker, "DMO7000BEVA1", date(2027, 3, 1)).state == "withdrawn"
        assert queries.model_standing(maker, "DMO7000BEVA1", date(2027, 2, 28)).state == "in_force"


def propose(year):
    return list_changes.propose_removal(
        year.maker.organisation_id, year.exporter.organisation_id, YEAR, reasons="合同终止", by=year.maker,
        at=at(1, 3, year=YEAR),
    )  # fmt: skip


def test_an_exporter_goes_only_with_its_own_written_consent(listed):
    change = propose(listed)
    assert exporter_stands(listed, date(2027, 3, 9)) == "in_force"
    with pytest.raises(Barred, match="exporter's own"):
        list_changes.consent(change.id, statement="同意", by=listed.maker, at=at(2, 3, year=YEAR))
    for stranger in (listed.second_exporter, listed.rival):
        with pytest.raises(NotFound):
            list_changes.consent(change.id, statement="同意", by=stranger, at=at(2, 3, year=YEAR))
    event = list_changes.consent(change.id, statement="同意终止授权", by=listed.exporter, at=at(10, 3, year=YEAR))
    assert event.data["consent"] == "同意终止授权"
    assert exporter_stands(listed, date(2027, 3, 10)) == "removed"


def test_an_exporter_that_declines_stays(listed):
    change = propose(listed)
    list_changes.decline(change.id, reasons="合同仍有效", by=listed.exporter, at=at(2, 3, year=YEAR))
    assert exporter_stands(listed, date(2027, 3, 3)) == "in_force"
    assert propose(listed).state == "proposed"


def test_a_proposal_stands_once_and_is_taken_back_by_its_maker(listed):
    change = propose(listed)
    with pytest.raises(Conflict) as refused:
        propose(listed)
    assert refused.value.code == "CHANGE_PROPOSED"
    assert list_changes.drop(change.id, by=listed.maker, at=at(2, 3, year=YEAR)).state == "dropped"
    with pytest.raises(Barred):
        list_changes.consent(change.id, statement="同意", by=listed.exporter, at=at(3, 3, year=YEAR))


def test_an_exporter_gives_up_its_own_authorisation_and_nobody_elses(listed):
    maker = listed.maker.organisation_id
    said = {"reasons": "停止该业务", "by": listed.exporter, "at": at(1, 3, year=YEAR)}
    with pytest.raises(NotFound):
        list_changes.renounce(maker, listed.second_exporter.organisation_id, YEAR, **said)
    list_changes.renounce(maker, listed.exporter.organisation_id, YEAR, **said)
    assert exporter_stands(listed, date(2027, 3, 1)) == "removed"


def test_a_tenant_cannot_write_an_event_of_another_kind(listed):
    with reading_as(listed.public):
        entry = ListedMaker.objects.get()
    forged = {"listed_maker": entry, "exporter_id": listed.exporter.organisation_id, "reasons": "…", "by_role": "exporter",
              "by_name": "…", "at": at(1, 3, year=YEAR)}  # fmt: skip
    for kind, whom in (("lifted", listed.exporter), ("exporter_removed", listed.maker)):
        with pytest.raises(DatabaseError, match="row-level security"), reading_as(whom):
            ListEvent.objects.create(kind=kind, **forged)


def test_a_new_name_is_recorded_after_the_enterprise_bears_it(listed):
    maker = listed.maker.organisation_id
    names = {"name_zh": "示例电动汽车股份有限公司", "name_en": "Example EV Holding"}
    change = list_changes.propose_rename(maker, YEAR, reasons="改制", by=listed.maker, at=at(1, 3, year=YEAR), **names)
    with pytest.raises(Barred) as refused:
        list_changes.record_rename(change.id, by=listed.ministry, at=at(2, 3, year=YEAR))
    assert refused.value.code == "NAME_NOT_ON_RECORD"
    enterprises.rename(
        maker,
        valid_from=date(2027, 3, 1),
        because="改制",
        by=listed.ministry,
        at=at(2, 3, year=YEAR),
        **names,
    )
    list_changes.record_rename(change.id, by=listed.ministry, at=at(3, 3, year=YEAR))
    with reading_as(listed.public):
        entry = queries.entries(YEAR).get()
        assert entry.name_zh == "示例电动汽车有限公司"
        assert list(queries.names(entry)) == [
            (date(2026, 12, 1), "示例电动汽车有限公司"),
            (date(2027, 3, 3), "示例电动汽车股份有限公司"),
        ]


def test_the_small_tables_say_what_the_events_say(listed):
    maker, exporter = listed.maker.organisation_id, listed.exporter.organisation_id
    suspend(listed)
    entries.withdraw_model(maker, "DMO7000BEVA1", YEAR, reasons="撤销", by=listed.ministry, at=at(2, 3, year=YEAR))
    list_changes.consent(propose(listed).id, statement="同意", by=listed.exporter, at=at(3, 3, year=YEAR))
    now = date(2027, 3, 4)
    with reading_as(listed.public):
        pairs = [
            (MakerStanding.objects.get(), queries.standing(maker, now)),
            (
                ExporterStanding.objects.get(exporter_id=exporter),
                queries.exporter_standing(maker, exporter, now),
            ),
            (ModelStanding.objects.get(), queries.model_standing(maker, "DMO7000BEVA1", now)),
        ]
    for row, folded in pairs:
        assert (row.state, row.since) == (folded.state, folded.since)
    assert [row.state for row, _ in pairs] == ["suspended", "removed", "withdrawn"]
