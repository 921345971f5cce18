"""Letters, the gazette and certificates as they leave: sealed by the installation's key, a decision's original kept for good."""

from datetime import timedelta

import pytest
from tests.papers.reading import entry, made, text
from tests.qualification.year import YEAR, at, candidate, open_year

from evexport.host import certificates
from evexport.papers.authorisation import certificate_of
from evexport.papers.checking import check_pdf
from evexport.papers.gazette import gazette_of
from evexport.papers.handing_out import original, sealed_now
from evexport.papers.letters.making import letter_of
from evexport.papers.models import Paper
from evexport.papers.typesetting import seal_place
from evexport.qualification.actions import decision, publication
from evexport.store import reading_as

LATER = at(5, 12)


@pytest.fixture
def year(db_clone, home):
    return open_year()


@pytest.fixture
def rejected(year):
    filing = candidate(year)
    decision.reject(filing, reasons="材料不实。", findings=["Q3", "Q4", "Q5"], by=year.ministry, at=at(16))
    return letter_of(entry("filing.rejected").id, by=year.maker)


def test_a_letter_is_sealed_for_what_it_decides(home, rejected):
    found = check_pdf(bytes(original(rejected, at=LATER).content), roots=certificates.roots(home))
    assert found.good
    assert (found.reason, found.sealed_at) == ("不予列入名单决定书 · Decision not to list", LATER)


def test_whoever_asks_and_whenever_the_original_is_the_same(year, rejected):
    first = original(rejected, at=LATER)
    again = original(letter_of(rejected.entry.id, by=year.ministry), at=LATER + timedelta(days=30))
    assert again.pk == first.pk
    assert bytes(again.content) == bytes(first.content)
    assert len(made("paper.made")) == 1


def test_the_original_is_its_parties_to_read_and_no_rivals(year, rejected):
    kept = original(rejected, at=LATER)
    for reader, sees in (
        (year.maker, True),
        (year.ministry, True),
        (year.shenzhen, True),
        (year.rival, False),
        (year.shanghai, False),
    ):
        with reading_as(reader):
            assert Paper.objects.filter(pk=kept.pk).exists() is sees


def test_a_makers_letter_of_the_whole_list_is_its_own(year):
    candidate(year)
    candidate(year, whose="rival")
    publication.publish_list(YEAR, by=year.ministry, at=at(1, 12))
    told = entry("list.published").id
    own, others = (original(letter_of(told, by=one), at=LATER) for one in (year.maker, year.rival))
    assert own.parties == [year.maker.organisation_id]
    assert others.parties == [year.rival.organisation_id]


def test_gazette_and_certificate_are_sealed_and_only_the_gazette_is_kept(year, home):
    candidate(year)
    publication.publish_list(YEAR, by=year.ministry, at=at(1, 12))
    gazette = original(gazette_of(YEAR), at=LATER)
    certificate = sealed_now(certificate_of(YEAR, year.code(year.maker), year.code(year.exporter), at=LATER), at=LATER)
    for content in (bytes(gazette.content), certificate):
        assert check_pdf(content, roots=certificates.roots(home)).good
    with reading_as(year.ministry):
        assert list(Paper.objects.values_list("kind", flat=True)) == ["gazette"]
    assert "授权出口经营证明" in text(certificate)


def test_the_seal_lies_over_the_signature_on_its_page(rejected):
    place = seal_place(rejected.template, rejected.data)
    assert place.page == 1
    assert 330 < place.x < 530  # in the right half of the text, where the office signs
    long = {**rejected.data, "reasons": "理由。" * 600}
    assert seal_place(rejected.template, long).page == 2
