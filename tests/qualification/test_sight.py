"""Who sees which filing: a rival, another province and the public see nothing at all."""

import pytest
from tests.qualification.year import at, candidate, consulted, forwarded, published, started, submitted

from evexport.kernel.problems import NotFound
from evexport.qualification import queries
from evexport.qualification.actions import consultation, review, submission
from evexport.qualification.models import (
    Attachment,
    Filing,
    FilingStep,
    FilingVersion,
    InformationRequest,
    Opinion,
)
from evexport.store import reading_as

EVERYBODY = ("maker", "rival", "exporter", "shenzhen", "guangdong", "shanghai", "ministry", "miit")
SEEN = [
    (started, {"maker"}),
    (submitted, {"maker", "shenzhen", "ministry"}),
    (forwarded, {"maker", "shenzhen", "ministry"}),
    (consulted, {"maker", "shenzhen", "ministry", "miit"}),
    (candidate, {"maker", "shenzhen", "ministry", "miit"}),
    (published, {"maker", "shenzhen", "ministry"}),
]


@pytest.mark.parametrize(("stage", "readers"), SEEN, ids=lambda value: getattr(value, "__name__", ""))
def test_a_filing_opens_to_each_as_it_goes_on(year, stage, readers):
    stage(year)
    for name in EVERYBODY:
        with reading_as(getattr(year, name)):
            expected = int(name in readers)
            assert Filing.objects.count() == expected, name
            assert bool(FilingVersion.objects.count()) == (expected and stage is not started), name
            assert bool(FilingStep.objects.count()) == (expected and stage is not started), name


@pytest.mark.parametrize("table", [Filing, FilingVersion, FilingStep, Attachment, InformationRequest, Opinion])
def test_the_public_has_no_way_to_a_case(year, table):
    published(year)
    with pytest.raises(Exception, match="permission denied"), reading_as(year.public):
        table.objects.count()


def test_what_another_may_not_see_is_not_there(year):
    filing = submitted(year)
    with pytest.raises(NotFound):
        submission.withdraw(filing, by=year.rival, at=at(2))
    with pytest.raises(NotFound):
        review.forward(filing, by=year.shanghai, at=at(2))
    with pytest.raises(NotFound):
        review.forward(filing, by=year.guangdong, at=at(2))
    with pytest.raises(NotFound):
        consultation.give_opinion(filing, stance="agree", by=year.miit, at=at(2))


def test_an_agency_sees_its_own_opinion_and_the_maker_none(year):
    consulted(year)
    with reading_as(year.miit):
        assert [one.agency for one in Opinion.objects.all()] == ["MIIT"]
    with reading_as(year.ministry):
        assert Opinion.objects.count() == 3
    with pytest.raises(Exception, match="permission denied"), reading_as(year.maker):
        Opinion.objects.count()


def test_everybody_reads_the_candidates_and_the_list(year):
    published(year)
    for name in EVERYBODY:
        with reading_as(getattr(year, name)):
            assert queries.entries(2027).count() == 1
            assert queries.candidates(at(20).date()).count() == 1
    with reading_as(year.public):
        assert queries.published(2027).diff["added"][0]["uscc"] == year.code(year.maker)
