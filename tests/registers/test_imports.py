"""Editions of a register are taken in whole or not at all, and nothing that stood is forgotten."""

from datetime import date
from threading import Thread

import psycopg
import pytest
import xlsxwriter
from tests.database import close_thread
from tests.registers.editions import (
    ADMIN,
    ANNOUNCEMENT,
    MODEL_A,
    MODEL_B,
    USCC,
    announce,
    at,
    certify,
    counts,
    csv,
)

from evexport.ledger.models import Entry
from evexport.registers import queries
from evexport.registers.actions import import_rows
from evexport.registers.models import AnnouncementModel, Code, CustomsDistrict, ImportBatch, IssuingBody
from evexport.store import reading_as

pytestmark = pytest.mark.usefixtures("db_clone")


def standing(on):
    with reading_as(ADMIN):
        return sorted(queries.announced_models(on=on).values_list("model_code", flat=True))


def batches():
    with reading_as(ADMIN):
        return list(ImportBatch.objects.order_by("imported_at"))


def test_a_first_edition_adds_every_row_with_its_values_and_source():
    diff = announce(MODEL_A, MODEL_B, on=at(3, 2))
    assert counts(diff) == (2, 0, 0, 0)
    with reading_as(ADMIN):
        row = AnnouncementModel.objects.get(model_code="DMO7000BEVA1")
    assert (row.vehicle_name, row.trademark, row.manufacturer_uscc) == ("纯电动轿车", "示例牌", USCC)
    assert (row.batch, row.effective_from, row.withdrawn_on) == (390, date(2025, 1, 20), None)
    assert (row.source, row.confidence, row.example) == ("edition.csv", "certain", False)


def test_a_dry_run_tells_the_same_and_writes_nothing():
    announce(MODEL_A, on=at(3, 2))
    told = announce(MODEL_A.replace("轿车", "乘用车"), MODEL_B, on=at(3, 3), dry_run=True)
    assert counts(told) == (1, 1, 0, 0)
    assert told.batch is None
    assert standing(date(2026, 3, 3)) == ["DMO7000BEVA1"]
    assert len(batches()) == 1
    done = announce(MODEL_A.replace("轿车", "乘用车"), MODEL_B, on=at(3, 3))
    assert done.as_dict() == told.as_dict()


def test_the_same_edition_again_changes_nothing_and_leaves_no_batch():
    announce(MODEL_A, MODEL_B, on=at(3, 2))
    again = announce(MODEL_A, MODEL_B, on=at(3, 9))
    assert counts(again) == (0, 0, 0, 2)
    assert not again
    assert len(batches()) == 1


def test_a_row_the_next_edition_lacks_is_withdrawn_from_that_day_and_stays_on_record():
    announce(MODEL_A, MODEL_B, on=at(3, 2))
    diff = announce(MODEL_A, on=at(6, 1))
    assert counts(diff) == (0, 0, 1, 1)
    assert diff.withdrawn[0].key["model_code"] == "DMO7000BEVB1"
    assert diff.withdrawn[0].after == {"withdrawn_on": date(2026, 6, 1)}
    assert standing(date(2026, 5, 31)) == ["DMO7000BEVA1", "DMO7000BEVB1"]
    assert standing(date(2026, 6, 1)) == ["DMO7000BEVA1"]


def test_a_partial_file_withdraws_nothing():
    announce(MODEL_A, on=at(3, 2))
    assert counts(announce(MODEL_B, on=at(6, 1), partial=True)) == (1, 0, 0, 0)
    assert standing(date(2026, 6, 1)) == ["DMO7000BEVA1", "DMO7000BEVB1"]


def test_a_row_that_comes_back_leaves_the_days_between_visible():
    announce(MODEL_A, MODEL_B, on=at(3, 2))
    announce(MODEL_A, on=at(6, 1))
    assert counts(announce(MODEL_A, MODEL_B, on=at(7, 1))) == (1, 0, 0, 1)
    assert "DMO7000BEVB1" not in standing(date(2026, 6, 15))
    assert "DMO7000BEVB1" in standing(date(2026, 7, 1))
    assert "DMO7000BEVB1" in standing(date(2026, 5, 1))
    assert counts(announce(MODEL_A, MODEL_B, on=at(7, 2))) == (0, 0, 0, 2)


def test_a_withdrawal_that_the_file_states_counts_from_the_day_it_states():
    announce(MODEL_A, on=at(3, 2))
    diff = announce(MODEL_A + "2026-09-01", on=at(6, 1))
    assert counts(diff) == (0, 0, 1, 0)
    assert standing(date(2026, 8, 31)) == ["DMO7000BEVA1"]
    assert standing(date(2026, 9, 1)) == []
    assert counts(announce(MODEL_A + "2026-09-01", on=at(10, 1))) == (0, 0, 0, 1)


def test_a_changed_row_tells_old_and_new():
    announce(MODEL_A, on=at(3, 2))
    diff = announce(MODEL_A.replace(",390,", ",395,"), on=at(6, 1))
    assert (diff.changed[0].before, diff.changed[0].after, diff.changed[0].line) == (
        {"batch": 390},
        {"batch": 395},
        2,
    )
    assert batches()[-1].difference["changed"][0]["before"] == {"batch": 390}


def test_a_column_the_file_lacks_is_left_as_it_is():
    announce(MODEL_A, on=at(3, 2))
    narrow = csv(
        "model_code,vehicle_name,manufacturer_name,manufacturer_uscc",
        f"DMO7000BEVA1,纯电动轿车,示例电动汽车有限公司,{USCC}",
    )
    assert counts(import_rows("announcement", narrow, by=ADMIN, at=at(3, 3))) == (0, 0, 0, 1)


def test_a_batch_and_one_ledger_entry_say_who_took_in_what():
    diff = announce(MODEL_A, MODEL_B, on=at(3, 2))
    batch = batches()[0]
    assert (batch.id, batch.register, batch.rows, batch.added) == (diff.batch, "announcement", 2, 2)
    assert (batch.imported_by, len(batch.sha256)) == (ADMIN.user_id, 64)
    with reading_as(_system()):
        entry = Entry.objects.get(kind="register.imported")
    assert (entry.subject, entry.data["batch"]) == ("register:announcement", str(batch.id))
    assert (entry.data["added"], entry.data["sha256"]) == (2, batch.sha256)


def _system():
    from evexport.accounts.actors import SYSTEM

    return SYSTEM


def test_a_batch_cannot_be_altered_or_removed(owner_connection):
    announce(MODEL_A, on=at(3, 2))
    for deed in ("UPDATE registers_importbatch SET added = 0", "DELETE FROM registers_importbatch"):
        with pytest.raises(psycopg.Error):
            owner_connection.execute(deed)


def test_when_the_last_step_fails_nothing_of_the_edition_stands(owner_connection):
    owner_connection.execute("CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no'; END $$")
    owner_connection.execute("CREATE TRIGGER refuse BEFORE INSERT ON ledger_entry FOR EACH ROW EXECUTE FUNCTION refuse()")
    with pytest.raises(Exception, match="no"):
        announce(MODEL_A, MODEL_B, on=at(3, 2))
    assert standing(date(2026, 3, 2)) == []
    assert batches() == []


def test_two_editions_at_once_come_one_after_the_other():
    faults = []

    def take_in(on):
        try:
            announce(MODEL_A, MODEL_B, on=on)
        except Exception as fault:  # noqa: BLE001 - told below
            faults.append(fault)
        finally:
            close_thread()

    threads = [Thread(target=take_in, args=[at(3, day)]) for day in (2, 3, 4, 5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert len(batches()) == 1


def test_a_spreadsheet_is_read_like_csv(tmp_path):
    path = tmp_path / "certificates.xlsx"
    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"}) as book:
        sheet = book.add_worksheet()
        for row, cells in enumerate([ANNOUNCEMENT.split(","), MODEL_A.split(",")]):
            sheet.write_row(row, 0, cells)
        sheet.write(1, 5, 390)
        sheet.write(1, 6, date(2025, 1, 20))
    assert counts(import_rows("announcement", path, by=ADMIN, at=at(3, 2))) == (1, 0, 0, 0)
    assert counts(announce(MODEL_A, on=at(3, 2))) == (0, 0, 0, 1)


def test_rows_can_be_handed_in_without_a_file():
    rows = [
        {
            "code": "AA",
            "name_zh": "示例,“事务”局",
            "name_en": 'Example "Bureau"',
            "divisions": "*",
            "example": "true",
        }
    ]
    assert counts(import_rows("issuing_bodies", rows, by=ADMIN, at=at(3, 2))) == (1, 0, 0, 0)
    with reading_as(ADMIN):
        body = IssuingBody.objects.get(pk="AA")
    assert (body.name_zh, body.name_en, body.divisions, body.example) == (
        "示例,“事务”局",
        'Example "Bureau"',
        ["*"],
        True,
    )


def test_code_tables_are_kept_apart_and_a_code_that_returns_stands_again():
    heading = "code,name_zh"
    import_rows("unit", csv(heading, "003,辆", "007,个"), by=ADMIN, at=at(3, 2))
    import_rows("trade-mode", csv(heading, "0110,一般贸易"), by=ADMIN, at=at(3, 2))
    assert counts(import_rows("unit", csv(heading, "003,辆"), by=ADMIN, at=at(4, 1))) == (0, 0, 1, 1)
    assert counts(import_rows("unit", csv(heading, "003,辆", "007,个"), by=ADMIN, at=at(5, 1))) == (
        0,
        1,
        0,
        1,
    )
    with reading_as(ADMIN):
        found = sorted(Code.objects.values_list("table", "code", "withdrawn_on"))
    assert found == [("trade_mode", "0110", None), ("unit", "003", None), ("unit", "007", None)]


def test_a_status_of_a_certificate_is_added_and_the_older_ones_stay():
    certify("valid,2025-05-02,2025-05-02,2030-05-01", on=at(3, 2))
    assert counts(certify("suspended,2026-04-01,2025-05-02,2030-05-01", on=at(4, 1))) == (1, 0, 0, 0)
    assert counts(certify("suspended,2026-04-01,2025-05-02,2030-05-01", on=at(4, 2))) == (0, 0, 0, 1)


def test_an_office_is_taken_in_under_its_district():
    rows = ["code,name_zh,level,district_code", "5300,深圳海关,district,5300", "5301,皇岗海关,office,5300"]
    import_rows("customs_district", csv(*rows), by=ADMIN, at=at(3, 2))
    with reading_as(ADMIN):
        assert CustomsDistrict.objects.get(pk="5301").district_code == "5300"
        assert queries.district_of("5301") == "5300"
        assert queries.district_of("9999") is None
