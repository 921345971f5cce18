"""The file of reason codes: complete in both languages, cited, and refused where it is not."""

import pytest

from evexport.regulation.reasons import load, reason, templates

DESIGN_CODES = [
    "NOT_IN_FORCE",
    "OUT_OF_SCOPE",
    "SUSPECTED_MISDECLARATION",
    "TRADE_MODE_EXEMPT",
    "LICENCE_MISSING",
    "LICENCE_NOT_FOUND",
    "LICENCE_NOT_YET_VALID",
    "LICENCE_EXPIRED",
    "LICENCE_SUSPENDED",
    "LICENCE_REVOKED",
    "LICENCE_REPLACED",
    "LICENCE_RETURNED",
    "LICENCE_LOST",
    "LICENCE_EXHAUSTED",
    "CLEARANCES_EXHAUSTED",
    "BALANCE_EXCEEDED",
    "MAKER_NOT_LISTED",
    "EXPORTER_NOT_AUTHORISED",
    "EXPORTER_BANNED",
    "EXPORTER_MISMATCH",
    "CONTRACT_MISMATCH",
    "DESTINATION_MISMATCH",
    "DISTRICT_MISMATCH",
    "TRANSPORT_MISMATCH",
    "TRADE_MODE_MISMATCH",
    "HS_CODE_MISMATCH",
    "MODEL_NOT_ON_LICENCE",
    "MODEL_WITHDRAWN",
    "MODEL_CCC_INVALID",
    "VIN_MALFORMED",
    "VIN_CHECK_DIGIT",
    "VIN_NO_CHECK_POSITION",
    "VIN_WMI_FOREIGN",
    "VIN_MODEL_MISMATCH",
    "VIN_REPEATED",
    "VIN_ALREADY_EXPORTED",
    "VIN_ON_HOLD",
    "INSPECTION_REQUIRED",
]


def test_the_codes_are_those_promised_to_integrators_and_no_others():
    assert sorted(templates()) == sorted(DESIGN_CODES)


def test_a_reason_says_its_values_in_both_languages():
    said = reason("BALANCE_EXCEEDED", model_code="DMO7000BEVA1", licence_no="27-AA-000123", left=12, declared=15, over=3)
    assert "余12辆" in said.message.zh
    assert "12 vehicle(s)" in said.message.en
    assert "减去3辆" in said.remedy.zh
    assert said.as_dict()["model_code"] == "DMO7000BEVA1"
    assert "vin" not in said.as_dict()


def entry(**changes):
    halves = {
        "message": "{zh: 无, en: none}",
        "remedy": "{zh: 无, en: none}",
        "cite": '"GB-16735#form"',
        **changes,
    }
    return "A_CODE:\n" + "".join(f"  {name}: {value}\n" for name, value in halves.items())


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (entry(message="{zh: 无}"), "needs exactly zh and en"),
        (entry(remedy='{zh: "", en: none}'), "both languages"),
        (entry(cite='"GB-16735#nowhere"'), "resolves to no article"),
        (entry(message='{zh: "{number}", en: none}'), "other fields in zh"),
        (entry(severity="high"), "unknown fields"),
    ],
)
def test_an_incomplete_code_is_refused_by_name(tmp_path, text, complaint):
    file = tmp_path / "reasons.yaml"
    file.write_text(text, "utf-8")
    with pytest.raises(ValueError, match=complaint):
        load(file, known={"GB-16735#form": None})
