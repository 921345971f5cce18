"""Every bad row is told with its line, its column and how to mend it; nothing of a bad file is taken in."""

import pytest
from tests.registers.editions import (
    ADMIN,
    ANNOUNCEMENT,
    CCC,
    CERTIFICATE,
    MODEL_A,
    MODEL_B,
    READER,
    USCC,
    announce,
    at,
)

from evexport.accounts.actors import PUBLIC
from evexport.kernel.problems import BadInput, NotAllowed, NotFound
from evexport.kernel.sheets import Row
from evexport.registers.actions import Upload, import_rows
from evexport.registers.imports import KINDS, BadRows, kind_named
from evexport.registers.imports.parsing import parsed
from evexport.registers.models import AnnouncementModel
from evexport.store import reading_as


def faults(kind, heading, *lines):
    rows = [Row(number, line.split(",")) for number, line in enumerate([heading, *lines], start=1)]
    with pytest.raises(BadRows) as told:
        parsed(kind_named(kind), rows, name="edition.csv")
    return [(problem.line, problem.column) for problem in told.value.rows]


@pytest.mark.parametrize(
    ("kind", "heading", "line", "column"),
    [
        ("announcement", ANNOUNCEMENT, MODEL_A.replace(USCC, USCC[:-1] + "D"), "manufacturer_uscc"),
        ("announcement", ANNOUNCEMENT, MODEL_A.replace("2025-01-20", "20250120"), "effective_from"),
        ("announcement", ANNOUNCEMENT, MODEL_A.replace("2025-01-20", "2025-02-30"), "effective_from"),
        ("announcement", ANNOUNCEMENT, MODEL_A.replace(",390,", ",三百九十,"), "batch"),
        ("announcement", ANNOUNCEMENT, MODEL_A.replace("DMO7000BEVA1", ""), "model_code"),
        ("announcement", ANNOUNCEMENT, MODEL_A.replace("DMO7000BEVA1", "D" * 41), "model_code"),
        ("announcement", ANNOUNCEMENT, MODEL_A + "2025-01-19", "withdrawn_on"),
        ("announcement", ANNOUNCEMENT, MODEL_A + ",stray", "withdrawn_on"),
        ("ccc", CCC, f"{CERTIFICATE},lapsed,2025-05-02,2025-05-02,2030-05-01", "status"),
        ("ccc", CCC, f"{CERTIFICATE},valid,,2025-05-02,2030-05-01", "status_since"),
        ("ccc", CCC, f"{CERTIFICATE},valid,2025-05-02,2025-05-02,2025-05-01", "valid_until"),
        ("wmi", "wmi,holder_name", "LIM,示例电动汽车有限公司", "wmi"),
        ("wmi", "wmi,holder_name", "LD90,示例电动汽车有限公司", "wmi"),
        ("customs_district", "code,name_zh,level,district_code", "530,深圳,district,5300", "code"),
        ("customs_district", "code,name_zh,level,district_code", "5300,深圳,district,5200", "district_code"),
        ("customs_district", "code,name_zh,level,district_code", "5300,深圳,port,5300", "level"),
        ("issuing_bodies", "code,name_zh,name_en,divisions", "aa,示例,Example,*", "code"),
        ("issuing_bodies", "code,name_zh,name_en,divisions", "AA,示例,Example,440", "divisions"),
        ("inspection_catalogue", "year,hs_code,required", "26,8703801090,false", "year"),
        ("inspection_catalogue", "year,hs_code,required", "2026,87038010,false", "hs_code"),
        ("inspection_catalogue", "year,hs_code,required", "2026,8703801090,maybe", "required"),
        ("inspection_catalogue", "year,hs_code,required", "2026,8703801090,", "required"),
        ("country", "code,alpha3,name_zh,name_en", "de,DEU,德国,Germany", "code"),
        ("unit", "code,name_zh,example", "003,辆,perhaps", "example"),
        ("unit", "code,name_zh,confidence", "003,辆,sure", "confidence"),
    ],
)
def test_a_bad_cell_is_told_by_line_and_column(kind, heading, line, column):
    assert faults(kind, heading, line) == [(2, column)]


def test_every_bad_cell_is_told_not_the_first_alone():
    lines = [
        MODEL_A,
        MODEL_B.replace("2025-02-20", "soon").replace(",391,", ",x,"),
        MODEL_A.replace("示例牌", "x" * 121),
    ]
    assert faults("announcement", ANNOUNCEMENT, *lines) == [
        (3, "batch"),
        (3, "effective_from"),
        (4, "trademark"),
    ]


def test_a_row_given_twice_is_told_with_the_first_one_s_line():
    assert faults("announcement", ANNOUNCEMENT, MODEL_A, MODEL_B, MODEL_A) == [(4, "model_code")]


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("code", [(1, "name_zh")]),
        ("code,name_zh,colour", [(1, "colour")]),
        ("code,name_zh,code", [(1, "code")]),
        ("code,name_zh,", [(1, "#3")]),
        ("x,y", [(1, "x"), (1, "y"), (1, "code"), (1, "name_zh")]),
    ],
)
def test_a_heading_that_does_not_fit_is_told(heading, expected):
    assert faults("unit", heading, "003,辆") == expected


def test_each_fault_speaks_both_languages_and_says_how_to_mend():
    with pytest.raises(BadRows) as told:
        parsed(
            kind_named("unit"),
            [Row(1, ["code", "name_zh"]), Row(2, ["", "辆"]), Row(3, ["\t1", ""])],
            name="u.csv",
        )
    answer = told.value.as_dict()
    assert (answer["code"], answer["count"], answer["field"]) == ("REGISTER_ROWS", 2, "u.csv:2:code")
    for problem in (answer, *answer["rows"]):
        assert all(problem[part][language] for part in ("message", "remedy") for language in ("zh", "en"))


def test_of_very_many_faults_the_first_thousand_and_the_number_are_told():
    rows = [Row(1, ["code", "name_zh"]), *(Row(line, [str(line), ""]) for line in range(2, 2502))]
    with pytest.raises(BadRows, match="2500 faults") as told:
        parsed(kind_named("unit"), rows, name="u.csv")
    assert (told.value.count, len(told.value.rows)) == (2500, 1000)


def test_a_register_there_is_not_is_not_found_and_told_which_there_are():
    with pytest.raises(NotFound, match="nothing") as told:
        kind_named("nothing")
    assert all(name in told.value.remedy.en for name in KINDS)


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)
def test_each_kind_fits_its_table(kind):
    fields = {field.name for field in kind.model._meta.get_fields()}
    columns = {column.name for column in kind.columns}
    assert columns | {*kind.key, *kind.belongs_to, *kind.fixed} <= fields
    assert {*kind.key, *kind.belongs_to} <= columns
    assert {"source", "confidence", "example"} <= columns
    assert kind.label.zh


@pytest.mark.usefixtures("db_clone")
def test_of_a_file_with_one_bad_row_nothing_is_taken_in():
    with pytest.raises(BadRows):
        announce(MODEL_A, MODEL_B.replace("2025-02-20", "soon"), on=at(3, 2))
    with reading_as(ADMIN):
        assert not AnnouncementModel.objects.exists()


@pytest.mark.usefixtures("db_clone")
def test_a_heading_alone_is_no_edition_and_withdraws_nothing():
    announce(MODEL_A, on=at(3, 2))
    with pytest.raises(BadInput, match="no row"):
        announce(on=at(3, 3))
    with reading_as(ADMIN):
        assert AnnouncementModel.objects.get().withdrawn_on is None


@pytest.mark.parametrize("who", [READER, PUBLIC], ids=["auditor", "public"])
def test_who_may_only_read_may_not_import(who):
    with pytest.raises(NotAllowed):
        import_rows("unit", Upload("u.csv", b"code,name_zh\n003,\xe8\xbe\x86\n"), by=who, at=at(3, 2))


def test_a_file_that_is_no_table_is_bad_input():
    with pytest.raises(BadInput) as told:
        import_rows("unit", Upload("u.xlsx", b"code,name_zh"), by=ADMIN, at=at(3, 2))
    assert told.value.code == "FILE_UNREADABLE"
