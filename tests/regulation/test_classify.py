"""Classification of goods: case by case, and over the announced names of real models where the register ships them."""

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

CASES = yamlfile.read(Path(__file__).parent / "cases" / "classify.yaml").data
SOUND = {
    "hs_code": "8703801090", "declared_on": date(2026, 5, 1), "vehicle_name": "纯电动轿车", "vin": "LDMEV7EB2TD000001",
    "propulsion": "electric", "persons": True, "used": False,
}  # fmt: skip
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


def shipped_models():
    """The announced models that ship as register data, wherever the registers keep them."""
    found = sorted(Path(evexport.__file__).parent.glob("**/bev_models.csv"))
    return list(csv.DictReader(found[0].open(encoding="utf-8"))) if found else []


def test_real_announced_names_are_told_apart():
    rows = shipped_models()
    if not rows:
        pytest.skip("The register of announced models does not ship with this installation.")
    law, found = Law.on(DAY), Counter()
    for row in rows:
        kind = classify(goods(vehicle_name=row["vehicle_name_zh"] or None, propulsion=None, persons=None, model_code=row["model_code"]), law)
        found[row["is_bev_passenger"], kind.in_scope] += 1
        if row["vehicle_name_zh"]:
            assert kind.named_bev_passenger == (row["is_bev_passenger"] == "true"), row["model_code"]
    assert found["false", True] == 0
    assert found["true", False] == 0
    assert found["true", True] > 400
