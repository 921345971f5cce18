"""Every case of the filing's criteria; each criterion has cases that pass, fail and stand on its boundary."""

from decimal import Decimal

import pytest
from tests.regulation.filing_cases import Expected, answer, load

from evexport.regulation.findings import Outcome, overall

CASES = load()
IDS = ["S1", *(f"Q{n}" for n in range(1, 13)), "A1", "A2"]


@pytest.mark.parametrize("case", CASES, ids=[f"{case['file']}: {case['name']}" for case in CASES])
def test_case(case):
    found = answer(case)
    for key, value in case.get("expect", {}).items():
        expected = Expected.of(key, value)
        finding = expected.among(found.findings)
        shown = finding.as_dict()
        for name, wanted in expected.holds.items():
            if name in ("sentence", "remedy"):
                assert str(wanted) in shown[name]["en"] + shown[name]["zh"]
            else:
                assert shown[name] == (float(wanted) if isinstance(wanted, Decimal) else wanted), shown
    for name, wanted in (
        ("overall", found.outcome.value),
        ("category", found.category),
        ("limit", found.authorised_exporters_limit),
    ):
        if name in case:
            assert case[name] == wanted
    if case.get("only"):
        named = {(e.criterion, e.subject) for e in (Expected.of(k, v) for k, v in case["expect"].items())}
        others = [f for f in found.findings if (f.id, None) not in named and (f.id, *f.subject.values()) not in named]
        assert [f.id for f in others if f.outcome in (Outcome.NOT_MET, Outcome.NEEDS_EVIDENCE)] == []
    assert found.outcome == overall(found.findings)


@pytest.mark.parametrize("criterion", IDS)
def test_each_criterion_has_cases_of_every_kind(criterion):
    outcomes, boundary = set(), False
    for case in CASES:
        for key, value in case.get("expect", {}).items():
            expected = Expected.of(key, value)
            if expected.criterion == criterion:
                outcomes.add(expected.holds.get("outcome"))
                boundary = boundary or case.get("boundary", False)
    assert {"met", "not_met"} <= outcomes
    assert boundary


def test_names_tell_cases_apart():
    names = [(case["file"], case["name"]) for case in CASES]
    assert len(names) == len(set(names))
