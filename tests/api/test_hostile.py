"""Values that parse and yet fit nowhere, and addresses that lead nowhere: each gets a problem document, never a fault."""

import json

import pytest
from tests.api.conftest import declaration

from evexport.accounts.roles import Role

UNKNOWN = "0193f3a2-6c1e-7bd0-9c55-1f2a7f6f0001"
UNSTORABLE = {"a NUL": '"\\u0000"', "half a character": '"\\ud800"', "NaN": "NaN", "beyond a float": "1e999"}
DEEP = "[" * 50_000 + "]" * 50_000


def send(caller, path, text):
    return caller.client.post(f"/api/v1/{path}", text, content_type="application/json", secure=True)


@pytest.mark.parametrize("value", list(UNSTORABLE.values()), ids=list(UNSTORABLE))
@pytest.mark.parametrize(
    ("role", "path", "body", "field"),
    [
        (Role.MAKER, "filings", '{"year": 2027, "document": {"models": [{"model_code": %s}]}}', "document.models[1].model_code"),
        (Role.EXPORTER, "licence-applications", '{"remarks": %s}', "remarks"),
        (Role.EXPORTER, "licences/26-AA-000001/report-loss", '{"reason": %s}', "reason"),
        (Role.CUSTOMS_OFFICER, "customs/holds", '{"vin": %s, "because_zh": "示例", "because_en": "Example"}', "vin"),
        (Role.CUSTOMS_OFFICER, "vins/check", '{"vins": [%s]}', "vins[1]"),
    ],
)
def test_what_cannot_be_stored_names_its_field(world, keyed, role, path, body, field, value):
    who = {Role.MAKER: world.maker.pk, Role.EXPORTER: world.exporter.pk}.get(role, "customs")
    answer = send(keyed(role, who), path, body % value)
    assert (answer.status_code, answer.json()["code"]) == (422, "CANNOT_BE_STORED")
    assert [error["field"] for error in answer.json()["errors"]] == [field]


@pytest.mark.parametrize("text", ["{", "\xff", DEEP, '{"vins": ["a"]} more'], ids=["open", "latin", "deep", "more"])
def test_what_is_not_json_is_said_to_be_so(anyone, text):
    answer = send(anyone, "vins/check", text.encode("latin-1"))
    assert (answer.status_code, answer.json()["code"]) == (422, "JSON_INVALID")


def test_a_body_beyond_the_limit(anyone, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000
    answer = send(anyone, "vins/check", json.dumps({"vins": ["x" * 17] * 100}))
    assert (answer.status_code, answer["Content-Type"]) == (413, "application/problem+json")


@pytest.mark.parametrize("value", [*UNSTORABLE.values(), DEEP], ids=[*UNSTORABLE, "deep"])
@pytest.mark.parametrize("field", ["contract_no", "licence_no", "message_id", "vin"])
def test_a_declaration_with_an_odd_value(world, customs, field, value):
    car = {"vin": "ODD" if field == "vin" else world.cars(1)[0], "model_code": "DMO7000BEVA1"}
    form = declaration(world, world.licence(10), vehicles=[car], **({} if field == "vin" else {field: "ODD"}))
    answer = send(customs, "customs/declarations", json.dumps(form).replace('"ODD"', value))
    assert answer.status_code == 422, answer.content
    assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("vehicles/%00", 422), ("licences/%00", 422), ("customs/declarations/%00", 422), ("licences?cursor=%00", 422),
        ("licence-applications?state=%00", 422), ("filings?state=%00", 422), ("filings?year=99999999999", 200),
        ("filings?cursor=%00", 422), ("filings?cursor=%E4%B8%AD", 422), ("filings?limit=0", 422), ("licences?limit=201", 422),
        ("lists/99999999999999999999", 404), ("lists/-1", 404), ("lists/x", 422), ("verify/26-AA-000001", 422),
        ("verify/%00?code=%00", 422), ("verify/x?code=x", 200), (f"filings/{UNKNOWN}", 404), ("filings/x", 422),
        (f"filings/{UNKNOWN}/assessment", 404), (f"licence-applications/{UNKNOWN}", 404), ("licences/26-AA-999999", 404),
        ("customs/declarations/none", 404), (f"ledger/entries/{UNKNOWN}/proof", 404), ("nothing/at/all", 404),
    ],
)  # fmt: skip
def test_an_odd_address(keyed, path, status):
    answer = keyed(Role.OVERSIGHT_ANALYST, "oversight").get(path)
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"].startswith("application/json" if status == 200 else "application/problem+json")


@pytest.mark.parametrize(
    "days", ["from=0001-01-01&to=9999-12-31", "from=9999-12-31&to=9999-12-31", "from=2026-06-02&to=2026-06-01"]
)
def test_odd_days_of_reconciliation(customs, days):
    answer = customs.get(f"customs/reconciliation?{days}")
    assert (answer.status_code, answer.json().get("differences")) == (200, [])


def test_a_wrong_method_is_told_the_right_one(customs):
    answer = customs.get("customs/declarations")
    assert (answer.status_code, answer["Allow"], answer.json()["code"]) == (405, "POST", "HTTP_405")
