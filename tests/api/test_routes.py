"""The other routes: what they answer, to whom, and how problems are told."""

from pathlib import Path

import pytest
from tests.api.conftest import declaration

from evexport.accounts.roles import Role
from evexport.licensing.public_check import CHECKS

COMMITTED = Path(__file__).parents[2] / "docs" / "reference" / "openapi.json"
GOODS = {
    "hs": "8703801090", "declared_on": "2026-03-02", "vehicle_name": "纯电动轿车", "vin": "LDMEV7EB2TD000001",
    "propulsion": "electric", "persons": True, "used": False,
}  # fmt: skip


def test_goods_are_classified_without_a_key(anyone):
    answer = anyone.post("scope/classify", GOODS).json()
    assert (answer["in_scope"], answer["regime"]) == (True, "bev-passenger-2026")


def test_an_unknown_field_is_named(anyone):
    answer = anyone.post("scope/classify", {**GOODS, "colour": "red"})
    assert answer.status_code == 422
    assert answer["Content-Type"] == "application/problem+json"
    assert [error["field"] for error in answer.json()["errors"]] == ["colour"]


def test_vins_are_checked_without_a_key(anyone):
    answer = anyone.post("vins/check", {"vins": ["LDMEV7EB2TD000001", "LDMEV7EB3TD000001"]}).json()
    assert answer == {"total": 2, "valid": 1, "rows": [{"line": 2, "vin": "LDMEV7EB3TD000001", "codes": ["VIN_CHECK_DIGIT"]}]}


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize("path", ["filings", "licence-applications", "licences", "vehicles/LDMEV7EB2TD000001"])
def test_reading_needs_a_key(anyone, path):
    assert anyone.get(path).status_code == 401


def test_a_licence_is_its_exporters_and_nobody_elses(world, keyed):
    licence = world.licence(10)
    own, rival = keyed(Role.EXPORTER, world.exporter.pk), keyed(Role.EXPORTER, world.rival.pk)
    assert [row["number"] for row in own.get("licences").json()["items"]] == [licence.number]
    assert own.get(f"licences/{licence.number}").json()["left"] == 10
    assert rival.get("licences").json()["items"] == []
    assert rival.get(f"licences/{licence.number}").status_code == 404


def test_a_car_tells_its_story_to_customs(world, customs):
    form = declaration(world, world.licence(10))
    customs.post("customs/declarations", form)
    story = customs.get(f"vehicles/{form['vehicles'][0]['vin']}").json()
    assert (story["standing"], [moment["what"] for moment in story["moments"]]) == ("exported", ["released"])


def test_wrong_code_and_unknown_number_answer_alike(world, anyone):
    licence = world.licence(10, verification_code="ABCD12345678")
    right = anyone.get(f"verify/{licence.number}?code=ABCD12345678").json()
    assert (right["answer"], right["valid_until"]) == ("valid", "2027-03-15")
    wrong, unknown = anyone.get(f"verify/{licence.number}?code=WRONG").json(), anyone.get("verify/26-AA-999999?code=WRONG").json()
    assert {**wrong, "number": ""} == {**unknown, "number": ""} == {"number": "", "answer": "not_valid", "valid_until": None}


@pytest.mark.usefixtures("world")
def test_guessing_codes_is_slowed_down(anyone):
    answers = [anyone.get(f"verify/26-AA-000001?code=GUESS{guess}") for guess in range(CHECKS.most + 1)]
    assert {answer.status_code for answer in answers[:-1]} == {200}
    assert (answers[-1].status_code, answers[-1].json()["code"]) == (429, "TOO_MANY_CHECKS")
    assert 0 < int(answers[-1].headers["Retry-After"]) <= 60


@pytest.mark.usefixtures("world")
def test_wrong_codes_are_counted_for_the_operator(anyone):
    for number in ("26-AA-000001", "26-AA-999999"):
        anyone.get(f"verify/{number}?code=GUESS")
    assert "\nevexport_licence_wrong_codes_total 2.0\n" in anyone.client.get("/metrics", secure=True).content.decode()


@pytest.mark.usefixtures("world")
def test_the_list_is_public_and_a_year_without_one_says_so(anyone):
    listed = anyone.get("lists/2027").json()
    assert [maker["uscc"] for maker in listed["makers"]] == ["91440300MADEM0EX2C"]
    missing = anyone.get("lists/2031")
    assert (missing.status_code, missing.json()["code"]) == (404, "LIST_NOT_PUBLISHED")


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics"])
def test_probes_answer(anyone, path):
    assert anyone.client.get(path, secure=True).status_code == 200


def test_the_description_served_is_the_one_committed(anyone):
    served = anyone.client.get("/api/v1/openapi.json", secure=True).content.decode()
    assert served == COMMITTED.read_text("utf-8"), "run `make openapi`"


def test_reconciliation_is_asked_by_its_days(customs):
    answer = customs.get("customs/reconciliation?from=2026-06-01&to=2026-06-15")
    assert answer.status_code == 200
    assert (answer.json()["from"], answer.json()["to"]) == ("2026-06-01", "2026-06-15")
