"""The registers that come with the product: real public rows and code tables, each with its source."""

import csv
from importlib.resources import files

import pytest
from tests.registers.editions import at

from evexport.accounts.actors import SYSTEM
from evexport.codes import vin
from evexport.registers import countries
from evexport.registers.actions import load_shipped
from evexport.registers.imports import KINDS
from evexport.registers.models import (
    AnnouncementModel,
    Code,
    Country,
    CustomsDistrict,
    Division,
    TradeMode,
    TransportMode,
    Unit,
)
from evexport.store import reading_as
from evexport.store.scopes import PUBLIC

DATA = files("evexport.registers") / "data"
FILES = sorted(path.name for path in DATA.iterdir() if path.name.endswith(".csv"))


def rows(name):
    return list(csv.DictReader((DATA / name).read_text("utf-8").splitlines()))


@pytest.fixture(scope="module")
def shipped(db_module):
    return load_shipped(by=SYSTEM, at=at(1, 2))


@pytest.mark.parametrize("name", FILES)
def test_each_row_has_a_source_and_is_at_least_likely(name):
    assert name.removesuffix(".csv") in KINDS
    assert all(row["source"] and row["confidence"] in {"certain", "likely"} for row in rows(name))


def test_everything_is_taken_in_and_a_second_time_nothing_changes(shipped):
    assert {name: len(diff.added) for name, diff in shipped.items() if name != "country"} == {
        name.removesuffix(".csv"): len(rows(name)) for name in FILES
    }
    assert not any(load_shipped(by=SYSTEM, at=at(1, 3)).values())


def test_the_codes_of_the_sample_declaration_are_known_to_everybody(shipped):
    with reading_as(PUBLIC):
        assert TradeMode.objects.get(code="0110").name_zh == "一般贸易"
        assert TransportMode.objects.get(code="2").name_en == "water"
        assert Unit.objects.get(code="003").name_zh == "辆"
        assert Code.objects.get(table="price_terms", code="FOB").note == "customs code 3"
        assert Code.objects.get(table="payment", code="2").name_zh == "电汇 (T/T)"
        assert Code.objects.get(table="currency", code="USD").name_en == "US Dollar"
        assert Division.objects.get(pk="4403").authority_zh == "深圳市商务局"


def test_an_office_lies_in_a_district_that_is_there_too(shipped):
    with reading_as(PUBLIC):
        assert CustomsDistrict.objects.get(pk="5301").district_code == "5300"
        districts = set(CustomsDistrict.objects.filter(level="district").values_list("code", flat=True))
        assert set(CustomsDistrict.objects.values_list("district_code", flat=True)) <= districts


def test_public_models_carry_no_credit_code_and_tell_cars_from_buses(shipped):
    with reading_as(PUBLIC):
        assert not AnnouncementModel.objects.exclude(manufacturer_uscc="").exists()
        classes = set(AnnouncementModel.objects.values_list("vehicle_class", flat=True))
    assert {"BEV passenger car", "PHEV passenger car", "BEV bus"} <= classes


def test_every_wmi_is_one():
    assert all(vin.well_formed(row["wmi"].ljust(17, "1")) and row["wmi"][0] in "LH" for row in rows("wmi.csv"))


def test_countries_are_named_as_chinese_forms_name_them(shipped):
    with reading_as(PUBLIC):
        assert Country.objects.count() == len(countries.table()) == 249
        assert Country.objects.get(pk="TW").name_zh == "中国台湾"
        assert Country.objects.get(pk="DE").name_zh == "德国"
        assert "中国" in Country.objects.get(pk="HK").name_zh
        assert all(name for row in Country.objects.all() for name in (row.name_zh, row.name_en, row.alpha3))
