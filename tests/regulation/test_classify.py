"""Classification of goods: case by case, and over the announced names of real models."""

import csv
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

import evexport
from evexport.regulation import yamlfile
from evexport.regulation.classify import Goods, Propulsion, classify
from evexport.regulation.findings import Outcome
from evexport.regulation.law import Law
from evexport.regulation.names import contradicts

CASES = yamlfile.read(Path(__file__).parent / "cases" / "classify.yaml").data
SOUND = {
    "hs_code": "8703801090",
    "declared_on": date(2026, 5, 1),
    "vehicle_name": "纯电动轿车",
    "vin": "LDMEV7EB2TD000001",
    "propulsion": "electric",
    "persons": True,
    "used": False,
}
DAY = date(2026, 5, 1)


def goods(**different):
    given = {**SOUND, **different}
    return Goods(**{**given, "propulsion": given["propulsion"] and Propulsion(given["propulsion"])})


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_case(case):
    assert not case.keys() - {"name", "goods", "in_scope", "regime", "legs", "remedy"}
    stated = goods(**case.get("goods", {}))
    found = classify(stated, Law.on(stated.declared_on or DAY))
    assert (found.in_scope, found.regime) == (case["in_scope"], case["regime"])
    failed = {f.subject["leg"]: f.outcome.value for f in found.reasons if f.outcome in (Outcome.NOT_MET, Outcome.NEEDS_EVIDENCE)}
    assert failed == case.get("legs", {})
    if "remedy" in case:
        assert any(case["remedy"] in f.remedy.en for f in found.reasons)


def test_each_leg_has_its_own_reason_in_order():
    legs = [f.subject["leg"] for f in classify(goods(model_code="DMO7000BEVA1"), Law.on(DAY)).reasons]
    assert legs == ["persons", "propulsion", "vin", "code", "state", "declared_on", "model_code"]


def test_every_reason_cites_what_resolves_and_speaks_both_languages():
    law = Law.on(DAY)
    for case in CASES:
        for finding in classify(goods(**case.get("goods", {})), law).reasons:
            assert law.article(finding.citation)
            assert finding.sentence.zh != finding.sentence.en


@pytest.mark.parametrize("name", ["纯电动轿车", "纯电动多用途乘用车", "换电式纯电动轿车"])
def test_a_name_alone_tells_a_battery_electric_passenger_car(name):
    assert classify(Goods(vehicle_name=name), Law.on(DAY)).named_bev_passenger


ANNOUNCED = Path(evexport.__file__).parent / "registers" / "data" / "announcement.csv"


def announced():
    return csv.DictReader(ANNOUNCED.read_text("utf-8").splitlines())


def test_the_names_of_real_announced_models_are_told_apart():
    """Over four hundred battery-electric passenger cars; a hundred buses, trucks and hybrids."""
    law, found = Law.on(DAY), Counter()
    for row in announced():
        stated = goods(vehicle_name=row["vehicle_name"], propulsion=None, persons=None, model_code=row["model_code"])
        kind = classify(stated, law)
        bev = row["vehicle_class"] == "BEV passenger car"
        assert (kind.named_bev_passenger, kind.in_scope is True) == (bev, bev), row["model_code"]
        found[bev] += 1
    assert found[True] > 400
    assert found[False] > 100


def test_no_real_model_code_of_such_a_car_speaks_against_its_name():
    law = Law.on(DAY)
    rows = [row for row in announced() if row["vehicle_class"] == "BEV passenger car"]
    assert not [row["model_code"] for row in rows if contradicts(row["model_code"], law)]
