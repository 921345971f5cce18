"""The sample filing reads exactly as its documentation says, and its findings have the promised shape."""

import json
from datetime import date

import pytest
from tests.regulation.filing_cases import HERE

from evexport.kernel.problems import BadInput
from evexport.regulation.assess import assess
from evexport.regulation.facts.reading import read_filing
from evexport.regulation.findings import Outcome
from evexport.regulation.law import Law

KEYS = [
    "id",
    "outcome",
    "subject",
    "observed",
    "numerator",
    "denominator",
    "required",
    "unit",
    "sentence",
    "remedy",
    "citation",
    "working_value",
    "source",
]


@pytest.fixture(scope="module")
def answer():
    facts = read_filing(HERE / "bases" / "sample.yaml")
    return assess(facts, Law.on(facts.filed_on))


def test_category_one_holds_with_five_exporters(answer):
    assert (answer.category, answer.authorised_exporters_limit) == ("I", 5)


def test_exactly_three_findings_are_not_met(answer):
    assert [(f.id, dict(f.subject)) for f in answer.findings if f.outcome is not Outcome.MET] == [
        ("Q7", {"market": "BR"}),
        ("Q8", {"market": "TH"}),
        ("Q10", {"market": "AE"}),
    ]
    assert answer.outcome is Outcome.NOT_MET


def test_norway_is_not_asked(answer):
    assert not [f for f in answer.findings if f.subject.get("market") == "NO"]


def test_findings_stand_in_the_order_of_the_criteria_once_a_subject(answer):
    order = ["S1", *(f"Q{n}" for n in range(1, 13)), "A1", "A2"]
    places = [order.index(f.id) for f in answer.findings]
    assert places == sorted(places)
    assert set(order) == {f.id for f in answer.findings}
    asked = [(f.id, *sorted(f.subject.items())) for f in answer.findings]
    assert len(asked) == len(set(asked))


def test_the_machine_readable_shape(answer):
    shown = json.loads(json.dumps(answer.as_dict()))
    assert list(shown) == ["outcome", "category", "authorised_exporters_limit", "law", "findings"]
    for finding in shown["findings"]:
        assert list(finding) == KEYS
        assert all(finding[part][tongue] for part in ("sentence", "remedy") for tongue in ("zh", "en"))
    brazil = next(f for f in shown["findings"] if f["id"] == "Q7" and f["outcome"] == "not_met")
    assert {key: brazil[key] for key in ("subject", "observed", "numerator", "denominator", "required", "unit")} == {
        "subject": {"market": "BR"},
        "observed": 0.19917,
        "numerator": 239,
        "denominator": 1200,
        "required": 0.2,
        "unit": "fraction",
    }


def test_every_finding_cites_what_resolves(answer):
    law = Law.on(date(2026, 9, 8))
    assert all(law.article(f.citation) for f in answer.findings)


def test_a_finding_that_used_a_working_value_says_so(answer):
    working = {f.id for f in answer.findings if f.working_value}
    assert working == {"Q5", "Q6", "Q9", "Q11", "Q12", "A1"}


def test_before_any_rule_there_is_nothing_to_assess_by():
    facts = read_filing(HERE / "bases" / "sample.yaml")
    with pytest.raises(BadInput, match="2025-09-26"):
        assess(facts, Law.on(date(2025, 9, 25)))
    assert assess(facts, Law.on(date(2025, 9, 26)))


def test_provenance_of_a_section_goes_into_its_findings():
    facts = read_filing(HERE / "bases" / "sample.yaml").with_sources({"service_network": "register"})
    found = assess(facts, Law.on(facts.filed_on)).findings
    assert {f.source for f in found if f.id in ("Q6", "Q7", "Q8", "Q9", "Q10", "Q11", "Q12")} == {"register"}
    assert {f.source for f in found if f.id in ("Q3", "Q4", "Q5", "A1")} == {"declared"}
