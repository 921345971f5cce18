"""The gate's criteria, case by case from cases/gate.yaml: nothing but facts in, a verdict with reasons out."""

from datetime import date, datetime, time
from pathlib import Path

import pytest

from evexport.kernel.clock import CHINA
from evexport.kernel.text import Text
from evexport.regulation import yamlfile
from evexport.regulation.criteria.gate import decide
from evexport.regulation.criteria.gate_rules import law_of
from evexport.regulation.facts.declaration import (
    GateFacts,
    LicenceFacts,
    LineFacts,
    ModelFacts,
    VehicleFacts,
    parse,
)
from evexport.regulation.reasons import templates

CASES = yamlfile.read(Path(__file__).parent / "cases" / "gate.yaml").data
VINS = ["LDMEV7EB2TD000001", "LDMEV7EB4TD000002"]
MODEL = "DMO7000BEVA1"


def declaration(case):
    wanted = dict(case.get("declaration", {}))
    model = wanted.pop("model_code", MODEL)
    cars = [{"vin": vin, "model_code": model} for vin in wanted.pop("vins", VINS)]
    declared_on = wanted.pop("declared_on", date(2026, 6, 15))
    sound = {
        "message_id": "m-1",
        "declaration_no": "530120260000000123",
        "declared_on": declared_on.isoformat(),
        "customs_district": "5301",
        "trade_mode": "0110",
        "transport_mode": "2",
        "exporter_uscc": "91120000MADEM0RD1B",
        "licence_no": "26-AA-000001",
        "contract_no": "EXEV-DE-2026-007",
        "destination": "DE",
        "hs_code": "8703801090",
        "goods_state": "new",
    }
    return parse({**sound, **wanted, "vehicles": cars})


def licence(case):
    wanted = case.get("licence", {})
    if wanted == "none":
        return None
    wanted = dict(wanted)
    line = LineFacts(
        wanted.pop("hs_code", "8703801090"),
        MODEL,
        10,
        used=wanted.pop("used", 0),
        reserved=wanted.pop("reserved", 0),
    )
    sound = {
        "number": "26-AA-000001",
        "exporter_uscc": "91120000MADEM0RD1B",
        "contract_no": "EXEV-DE-2026-007",
        "destination": "DE",
        "customs_district": "5300",
        "trade_mode": "0110",
        "transport_mode": "2",
        "valid_from": date(2026, 3, 15),
        "valid_until": date(2027, 3, 15),
        "clearances_allowed": 12,
    }
    return LicenceFacts(**{**sound, **wanted}, lines=(line,))


def vehicle(about):
    about = dict(about)
    if because := about.pop("because", None):
        about["held_because"] = Text(*because.split(" / "))
    return VehicleFacts(**about)


def facts(case):
    wanted = dict(case.get("facts", {}))
    models = {MODEL: {"announced": True, "vehicle_name": "纯电动轿车", "ccc": "valid"}}
    for code, about in case.get("models", {}).items():
        models[code] = {**models.get(code, {}), **about}
    sets = {name: frozenset(wanted.pop(name, usual)) for name, usual in (("wmis", ["LDM"]), ("without_check_digit", []))}
    return GateFacts(
        declaration=declaration(case),
        licence=licence(case),
        vehicles={vin: vehicle(about) for vin, about in case.get("vehicles", {}).items()},
        models={code: ModelFacts(**about) for code, about in models.items()},
        **{"district": "5300", "listing": "in_force", "authorisation": "in_force", **wanted},
        **sets,
    )


def answer(case):
    known = facts(case)
    at = datetime.combine(known.declaration.declared_on, time(16, 0), tzinfo=CHINA)
    return decide(known, law_of(known.declaration), at, inspected=case.get("inspected", False))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_gate(case):
    verdict, expected = answer(case), case["expect"]
    assert verdict.decision == expected["decision"]
    assert [reason.code for reason in verdict.reasons] == expected["codes"]
    assert verdict.regime == expected.get("regime")
    assert expected.get("says", "") in " ".join(reason.message.en for reason in verdict.reasons)


def test_every_code_is_reached():
    assert {code for case in CASES for code in case["expect"]["codes"]} == set(templates())


def test_only_a_held_or_refused_verdict_has_reasons_that_bar():
    for case in CASES:
        verdict = answer(case)
        assert bool(verdict.reasons) == (verdict.decision != "released")
        assert all(reason.citation and reason.remedy.zh and reason.message.en for reason in verdict.reasons)
