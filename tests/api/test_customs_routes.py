"""Customs over HTTP after a decision: inspections, holds, returns, a day's report; and the proof of what was recorded."""

import json

import pytest
from tests.api.conftest import declaration
from tests.customs import registers
from tests.ledger.world import drain, keys

from evexport.accounts.roles import Role
from evexport.host.keys import Signer
from evexport.ledger.models import Entry
from evexport.ledger.proofs import check

DAY = "2026-06-15"


@pytest.fixture
def officer(keyed):
    return keyed(Role.CUSTOMS_OFFICER)


def declared(world, caller):
    form = declaration(world, world.licence(10))
    return form, caller.post("customs/declarations", form).json()


def test_a_held_declaration_is_released_by_its_inspection(world, officer):
    registers.require_inspection(2026)
    form, decision = declared(world, officer)
    assert (decision["decision"], decision["inspection"]["required"], decision["written_off"]) == ("held", True, 0)
    result = {"declaration_no": form["declaration_no"], "result": "passed", "note": "合格"}
    answer = officer.post("customs/inspections", result)
    assert (answer.status_code, answer.json()["state"]) == (200, "released"), answer.content
    assert officer.post("customs/inspections", result).status_code in (404, 409)


def test_a_car_on_hold_is_refused_until_the_hold_is_lifted(world, officer):
    form = declaration(world, world.licence(10))
    vin = form["vehicles"][0]["vin"]
    hold = {"vin": vin, "because_zh": "核查中", "because_en": "Under inquiry"}
    assert officer.post("customs/holds", hold).status_code == 201
    assert officer.post("customs/holds", hold).json()["code"] == "HOLD_STANDS"
    refused = officer.post("customs/declarations", form).json()
    assert [(reason["code"], reason["vin"]) for reason in refused["reasons"]] == [("VIN_ON_HOLD", vin)]
    assert officer.post(f"customs/holds/{vin}/lift", {"because": "查清"}).status_code == 200
    again = {**form, "message_id": "again", "declaration_no": "530120260000009999"}
    assert officer.post("customs/declarations", again).json()["decision"] == "released"


def test_returned_cars_may_be_exported_again(world, officer):
    form, _ = declared(world, officer)
    path = f"customs/declarations/{form['declaration_no']}/return"
    vin = form["vehicles"][0]["vin"]
    answer = officer.post(path, {"evidence": "退运单证", "because": "买方拒收", "vins": [vin]})
    assert answer.status_code == 200, answer.content
    assert [moment["what"] for moment in officer.get(f"vehicles/{vin}").json()["moments"]] == ["released", "returned"]


def test_a_days_report_and_its_differences(world, officer):
    form, _ = declared(world, officer)
    first, second = (car["vin"] for car in form["vehicles"])
    row = {"declaration_no": form["declaration_no"], "vins": [first]}
    assert officer.post("customs/reports", {"day": DAY, "rows": [row]}).status_code == 201
    found = officer.get(f"customs/reconciliation?from={DAY}&to={DAY}").json()["differences"]
    assert [(one["cause"], one["vin"]) for one in found] == [("car_not_reported", second)]
    assert found[0]["message"]["zh"]


def test_a_release_has_a_proof_that_a_stranger_can_check(world, officer, keyed):
    declared(world, officer)
    entry = Entry.objects.using("owner").get(kind="declaration.released")
    analyst = keyed(Role.OVERSIGHT_ANALYST, "oversight")
    path = f"ledger/entries/{entry.id}/proof"
    assert (analyst.get(path).status_code, analyst.get(path).json()["code"]) == (409, "NOT_SEALED")
    signer = Signer.new()
    drain(signer)
    assert check(json.dumps(analyst.get(path).json()), keys(signer)).fields["id"] == str(entry.id)
    assert keyed(Role.EXPORTER, world.rival.pk).get(path).status_code == 404
