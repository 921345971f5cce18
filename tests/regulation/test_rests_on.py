"""Which values of the law a finding rests on: noted as the criterion reads them, not kept in a list beside it."""

from datetime import date

import pytest
from tests.regulation.filing_cases import HERE

from evexport.regulation.assess import assess
from evexport.regulation.explain import Watched, rests_on
from evexport.regulation.facts.reading import read_filing
from evexport.regulation.findings import CRITERIA
from evexport.regulation.law import Law

DAY = date(2026, 9, 8)


@pytest.fixture(scope="module")
def sample():
    return read_filing(HERE / "bases" / "sample.yaml")


@pytest.mark.parametrize(
    ("criterion", "path"),
    [
        ("Q7", "qualification.service.parts_in_stock_at_least"),
        ("Q8", "qualification.service.response_hours_at_most"),
        ("Q6", "qualification.outlets.category_i_more_than"),
        ("Q9", "qualification.markets.major_share"),
    ],
)
def test_a_criterion_tells_the_values_it_reads(sample, criterion, path):
    assert path in [one.path for one in rests_on(criterion, sample, Law.on(DAY), on=DAY)]


def test_what_was_reckoned_before_is_read_all_the_same(sample):
    """The assessment keeps what it reckoned under a law; a law that watches is another one."""
    law = Law.on(DAY)
    assess(sample, law)
    first, second = (rests_on("Q6", sample, law, on=DAY) for _ in range(2))
    assert first == second != []


def test_every_finding_of_the_sample_names_a_value_or_asks_for_none(sample):
    law = Law.on(DAY)
    asked = {one.id for one in assess(sample, law).findings}
    without = {one for one in asked if not rests_on(one, sample, law, on=DAY)}
    assert without <= {"Q3", "A2", "Q1"}, "only what needs no number names none"


def test_the_watched_law_says_what_the_law_says(sample):
    law = Law.on(DAY)
    assert dict(Watched(law)) == dict(law)
    assert Watched(law).digest == law.digest
    assert set(CRITERIA) >= {"S1", "Q1"}
