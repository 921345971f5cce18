"""The licence criteria, case by case (tests/regulation/cases/licence.yaml); validity on its boundary days."""

from datetime import date
from pathlib import Path

import pytest
from tests.licensing import sound

from evexport.regulation import yamlfile
from evexport.regulation.criteria import licence
from evexport.regulation.findings import CRITERIA, overall
from evexport.regulation.law import Law

HERE = Path(__file__).parent
CASES = yamlfile.read(HERE.parent / "regulation" / "cases" / "licence.yaml").data
TODAY = date(2027, 3, 2)
KEYS = {
    "name",
    "criterion",
    "on",
    "starts_on",
    "application",
    "line",
    "around",
    "draft",
    "expect",
    "observed",
    "remedy",
    "boundary",
}


def law_of(case) -> Law:
    draft = case.get("draft")
    return Law.on(case.get("on", TODAY), overlay=HERE / "drafts" / draft if draft else None)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['criterion']} {case['name']}")
def test_case(case):
    assert case.keys() <= KEYS
    on = case.get("on", TODAY)
    facts = sound.facts(
        on,
        application=case.get("application"),
        line=case.get("line"),
        around=case.get("around"),
        starts_on=case.get("starts_on"),
    )
    (finding,) = CRITERIA[case["criterion"]].check(facts, law_of(case))
    assert (finding.id, finding.outcome) == (case["criterion"], case["expect"])
    if "observed" in case:
        assert finding.observed == case["observed"]
    if "remedy" in case:
        assert str(case["remedy"]) in finding.remedy.en
    assert finding.citation in law_of(case).book.articles


def test_every_criterion_has_a_case_that_passes_one_that_fails_and_one_on_the_boundary():
    for id_ in licence.IDS:
        mine = [case for case in CASES if case["criterion"] == id_]
        assert {"met", "not_met"} <= {case["expect"] for case in mine} or id_ == "L19", id_
        assert any(case.get("boundary") for case in mine), id_
    # A price alone never bars: its failing outcome is the flag.
    assert {case["expect"] for case in CASES if case["criterion"] == "L19"} == {"met", "needs_evidence"}


def test_the_sound_application_meets_them_all_in_order():
    findings = licence.check(sound.facts(TODAY), Law.on(TODAY))
    assert [finding.id for finding in findings] == list(licence.IDS)
    assert overall(findings) == "met"


def test_a_model_each_and_a_code_each_are_asked_once():
    lines = [{**sound.LINE, "quantity": 1}, {**sound.LINE, "model_code": "DMO7000BEVB2", "quantity": 2}]
    findings = licence.check(sound.facts(TODAY, application={"lines": lines}), Law.on(TODAY))
    subjects = [finding.subject for finding in findings if finding.id == "L3"]
    assert subjects == [{"model_code": "DMO7000BEVA1"}, {"model_code": "DMO7000BEVB2"}]
    assert [finding.id for finding in findings].count("L15") == 1


@pytest.mark.parametrize(
    ("first", "draft", "last"),
    [
        (date(2026, 3, 15), None, date(2027, 3, 15)),
        (date(2026, 1, 1), None, date(2027, 1, 1)),
        (date(2028, 2, 29), None, date(2029, 2, 28)),
        (date(2027, 2, 28), None, date(2028, 2, 28)),
        (date(2026, 12, 31), None, date(2027, 12, 31)),
        (date(2026, 3, 15), "six_months", date(2026, 9, 15)),
        (date(2026, 8, 31), "six_months", date(2027, 2, 28)),
        (date(2026, 3, 15), "old_validity", date(2026, 12, 31)),
        (date(2026, 12, 31), "old_validity", date(2026, 12, 31)),
    ],
)
def test_the_last_day_of_validity(first, draft, last):
    law = Law.on(first, overlay=HERE / "drafts" / draft if draft else None)
    assert licence.last_day(first, law) == last


def test_the_older_limits_are_known_and_off():
    law = Law.on(TODAY)
    (six,) = law.parameter("licence.validity.months").alternatives
    (year_end,) = law.parameter("licence.validity.ends_with_the_year").alternatives
    assert (six.name, six.value, law["licence.validity.months"].whole) == ("six_months", 6, 12)
    assert (year_end.name, year_end.value, law["licence.validity.ends_with_the_year"].flag) == (
        "not_past_31_december",
        True,
        False,
    )
    assert six.cite == year_end.cite == "ISSUE-RULES-2008#validity"
