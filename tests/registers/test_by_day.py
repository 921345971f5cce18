"""What was in force on a day: models, certificates, WMIs, catalogue, authorities; as the rules read it."""

from datetime import date

import pytest
from tests.registers.editions import ADMIN, MODEL_A, MODEL_B, OTHER, USCC, announce, at, certify, csv

from evexport.registers import facts, queries
from evexport.registers.actions import import_rows
from evexport.registers.queries import Inspection
from evexport.store import reading_as

pytestmark = pytest.mark.usefixtures("db_module")
MODEL = "DMO7000BEVA1"


@pytest.fixture(scope="module", autouse=True)
def registers(db_module):
    announce(MODEL_A, MODEL_B + "2026-06-15", on=at(3, 2))
    certify(
        "valid,2025-05-02,2025-05-02,2026-09-30",
        "suspended,2026-04-01,2025-05-02,2026-09-30",
        "valid,2026-05-01,2025-05-02,2026-09-30",
        on=at(5, 1),
    )
    wmis = (
        "wmi,holder_name,holder_uscc,maker_uscc,valid_from,withdrawn_on",
        f"LDM,示例电动汽车有限公司,{USCC},{USCC},2024-01-01,",
        f"LDR,示例代工有限公司,{OTHER},{USCC},2026-02-01,2026-08-01",
    )
    import_rows("wmi", csv(*wmis), by=ADMIN, at=at(3, 2))
    catalogue = ("year,hs_code,required,working", "2026,8703801090,false,true", "2027,8703801090,true,false")
    import_rows("inspection_catalogue", csv(*catalogue), by=ADMIN, at=at(3, 2))
    bodies = (
        "code,name_zh,name_en,divisions",
        "AA,示例许可证事务局,Example Licence Bureau,*",
        "SZ,示例深圳商务主管部门,Example Shenzhen,4403; 4404",
    )
    import_rows("issuing_bodies", csv(*bodies), by=ADMIN, at=at(3, 2))
    divisions = ("code,name_zh,authority_zh", "44,广东省,广东省商务厅", "4403,深圳市,深圳市商务局")
    import_rows("division", csv(*divisions), by=ADMIN, at=at(3, 2))


@pytest.fixture(autouse=True)
def reading(registers):
    with reading_as(ADMIN):
        yield


@pytest.mark.parametrize(
    ("model", "maker", "day", "stands"),
    [
        (MODEL, USCC, date(2025, 1, 19), False),
        (MODEL, USCC, date(2025, 1, 20), True),
        (MODEL, OTHER, date(2026, 1, 1), False),
        ("DMO7000BEVB1", USCC, date(2026, 6, 14), True),
        ("DMO7000BEVB1", USCC, date(2026, 6, 15), False),
        ("DMO7000BEVC1", USCC, date(2026, 1, 1), False),
    ],
)
def test_a_model_stands_from_its_first_day_to_the_day_before_it_is_withdrawn(model, maker, day, stands):
    assert facts.announced(model, maker, day) is stands


@pytest.mark.parametrize(
    ("day", "state"),
    [
        (date(2025, 5, 1), "none"),
        (date(2025, 5, 2), "valid"),
        (date(2026, 3, 31), "valid"),
        (date(2026, 4, 1), "suspended"),
        (date(2026, 4, 30), "suspended"),
        (date(2026, 5, 1), "valid"),
        (date(2026, 9, 30), "valid"),  # the last day itself
        (date(2026, 10, 1), "expired"),
    ],
)
def test_a_certificate_has_the_status_of_the_day(day, state):
    assert facts.ccc_state(MODEL, USCC, day) == state


def test_another_makers_or_models_certificate_does_not_count():
    assert facts.ccc_state(MODEL, OTHER, date(2026, 1, 1)) == "none"
    assert facts.ccc_state("DMO7000BEVB1", USCC, date(2026, 1, 1)) == "none"


def test_a_certificates_history_is_kept():
    history = [(row.status, row.status_since) for row in queries.certificate_history("2025011101000001")]
    assert history == [
        ("valid", date(2025, 5, 2)),
        ("suspended", date(2026, 4, 1)),
        ("valid", date(2026, 5, 1)),
    ]


@pytest.mark.parametrize(
    ("day", "wmis"),
    [
        (date(2023, 12, 31), []),
        (date(2026, 1, 31), ["LDM"]),
        (date(2026, 2, 1), ["LDM", "LDR"]),
        (date(2026, 7, 31), ["LDM", "LDR"]),
        (date(2026, 8, 1), ["LDM"]),
    ],
)
def test_wmis_are_held_from_day_to_day(day, wmis):
    assert sorted(queries.wmi_holders(on=day).values_list("wmi", flat=True)) == wmis


@pytest.mark.parametrize(
    ("code", "day", "found"),
    [
        ("8703801090", date(2025, 12, 31), None),
        ("8703801090", date(2026, 12, 31), Inspection(2026, required=False, working=True)),
        ("8703801090", date(2027, 1, 1), Inspection(2027, required=True, working=False)),
        ("8703801090", date(2028, 1, 1), Inspection(2027, required=True, working=False)),
        ("8703809090", date(2027, 1, 1), Inspection(2027, required=False, working=False)),
    ],
)
def test_the_catalogue_in_force_says_whether_to_inspect(code, day, found):
    assert queries.inspection(code, on=day) == found


def test_a_city_with_its_own_department_is_not_the_provinces():
    day = date(2026, 4, 1)
    assert queries.department_of("440300", on=day).authority_zh == "深圳市商务局"
    assert queries.department_of("440100", on=day).authority_zh == "广东省商务厅"
    assert queries.department_of("310000", on=day) is None


def test_issuing_bodies_serve_the_divisions_they_name():
    day = date(2026, 4, 1)
    assert [body.code for body in queries.issuing_bodies_for("440300", on=day)] == ["AA", "SZ"]
    assert [body.code for body in queries.issuing_bodies_for("310000", on=day)] == ["AA"]


def test_the_rules_read_the_same_of_any_day():
    known = facts.register_facts(date(2026, 4, 15), model_codes=[MODEL], wmis=["LDR"])
    assert [row.model_code for row in known.announcement] == [MODEL]
    assert known.models(MODEL)[0].stands_on(date(2026, 4, 15))
    assert known.certificate("2025011101000001", on=date(2026, 4, 15)).status == "suspended"
    assert known.certificate("2025011101000001", on=date(2026, 5, 1)).status == "valid"
    assert known.wmi_serves("LDR", USCC, on=date(2026, 4, 15))
    assert not known.wmi_serves("LDR", USCC, on=date(2026, 1, 31))


def test_without_a_choice_every_row_is_there():
    known = facts.on(date(2026, 8, 1))
    assert {row.model_code for row in known.announcement} == {MODEL, "DMO7000BEVB1"}
    assert not known.models("DMO7000BEVB1")[0].stands_on(date(2026, 8, 1))
    assert [row.wmi for row in known.wmis] == ["LDM"]
