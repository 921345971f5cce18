"""Reading a declaration: what is understood, what is refused as a form error, and when two messages are the same."""

import json

import pytest

from evexport.kernel.problems import BadInput
from evexport.regulation.facts.declaration import parse, parse_json

SOUND = {
    "message_id": "0193f3a2-6c1e-7bd0-9c55-1f2a7f6f0001",
    "declaration_no": "530120270000000123",
    "declared_on": "2027-03-02",
    "customs_district": "5301",
    "trade_mode": "0110",
    "transport_mode": "2",
    "exporter_uscc": "91120000MADEM0RD1B",
    "licence_no": "27-AA-100123",
    "contract_no": "EXEV-DE-2027-007",
    "destination": "DE",
    "hs_code": "8703801090",
    "goods_state": "new",
    "value": {"amount": "39600.00", "currency": "USD"},
    "vehicles": [
        {"vin": "LDMEV7EB2TD000001", "model_code": "DMO7000BEVA1"},
        {"vin": "LDMEV7EB4TD000002", "model_code": "DMO7000BEVA1"},
    ],
}


def test_the_sample_is_understood_from_text_and_from_values_alike():
    assert parse_json(json.dumps(SOUND)) == parse(SOUND)
    assert parse(SOUND).by_model == {"DMO7000BEVA1": 2}


def test_spaces_order_and_empty_boxes_make_no_other_message():
    loose = {name: f" {value} " if isinstance(value, str) and name != "declared_on" else value for name, value in SOUND.items()}
    loose["goods_state"] = "new"
    loose["vehicles"] = [{"model_code": "DMO7000BEVA1", "vin": "ldm-ev7eb 2td000001"}, SOUND["vehicles"][1]]
    assert parse(dict(reversed(loose.items()))).digest() == parse(SOUND).digest()
    assert parse({**SOUND, "licence_no": ""}).digest() == parse({**SOUND, "licence_no": None}).digest()


def test_one_car_that_is_written_otherwise_is_read_as_the_others():
    loose = {**SOUND, "vehicles": [SOUND["vehicles"][0], {"vin": "ldmev7eb4td000002", "model_code": " DMO7000BEVA1\n"}]}
    assert parse(loose) == parse(SOUND)
    assert (parse(loose).by_model, parse(loose).vins) == (parse(SOUND).by_model, parse(SOUND).vins)


def test_other_content_is_another_message():
    assert parse({**SOUND, "destination": "FR"}).digest() != parse(SOUND).digest()
    assert parse({**SOUND, "vehicles": SOUND["vehicles"][::-1]}).digest() != parse(SOUND).digest()


def car(**fields):
    return {**SOUND, "vehicles": [fields]}


@pytest.mark.parametrize(
    ("form", "field"),
    [
        ({**SOUND, "quantity": 2}, "quantity"),
        (car(vin="LDMEV7EB2TD000001", model_code="DMO7000BEVA1", colour="red"), "vehicles[0].colour"),
        ({name: value for name, value in SOUND.items() if name != "hs_code"}, "hs_code"),
        ({**SOUND, "vehicles": []}, "vehicles"),
        ({**SOUND, "vehicles": [{"vin": "", "model_code": "X"}] * 1001}, "vehicles"),
        ({**SOUND, "declared_on": "2027-02-30"}, "declared_on"),
        ({**SOUND, "declared_on": 20270302}, "declared_on"),
        ({**SOUND, "hs_code": 8703801090}, "hs_code"),
        ({**SOUND, "hs_code": "87038010"}, "hs_code"),
        ({**SOUND, "value": {"amount": "NaN", "currency": "USD"}}, "value.amount"),
        ({**SOUND, "value": {"amount": "-1.00", "currency": "USD"}}, "value.amount"),
        ({**SOUND, "value": {"amount": 39600.0, "currency": "USD"}}, "value.amount"),
        ({**SOUND, "goods_state": "nearly new"}, "goods_state"),
        ({**SOUND, "message_id": ""}, "message_id"),
        (
            {**SOUND, "vehicles": [SOUND["vehicles"][0], {"vin": "LDMEV7EB4TD000002", "model_code": "DMO 7000"}]},
            "vehicles[1].model_code",
        ),
        (car(vin="LDMEV7EB2TD000001", model_code=""), "vehicles[0].model_code"),
        (car(vin="LDMEV7EB2TD000001", model_code="D" * 41), "vehicles[0].model_code"),
        (car(vin="LDMEV7EB2TD0\x0001", model_code="DMO7000BEVA1"), "vehicles[0].vin"),
        (car(vin="L" * 65, model_code="DMO7000BEVA1"), "vehicles[0].vin"),
    ],
)
def test_what_cannot_be_understood_is_named(form, field):
    with pytest.raises(BadInput) as problem:
        parse(form)
    assert problem.value.field == field
    assert problem.value.message.zh


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"vehicles": NaN}', b"\xff"])
def test_no_json_is_a_form_error_too(body):
    with pytest.raises(BadInput):
        parse_json(body)


def test_a_thousand_cars_are_read():
    many = {**SOUND, "vehicles": SOUND["vehicles"] * 500}
    assert len(parse(many).vehicles) == 1000
