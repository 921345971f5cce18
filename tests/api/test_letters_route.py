"""Letters, receipts, proofs, the gazette and certificates over HTTP: type, names, marks, and who is told there is nothing."""

import pytest
from tests import factories
from tests.api.conftest import Caller
from tests.papers.reading import entry, text
from tests.qualification.year import FOUNDED, YEAR, at, candidate, open_year

from evexport.accounts.actions import issue_key
from evexport.accounts.roles import Role
from evexport.host.home import Home
from evexport.host.keys import Signer
from evexport.ledger.sealing import drain
from evexport.qualification.actions import publication


@pytest.fixture
def story(db_clone, settings, tmp_path):
    settings.HOME = Home(tmp_path)
    settings.DEMO_DAY = at(2, 12).date()
    year = open_year()
    filing = candidate(year)
    publication.publish_list(YEAR, by=year.ministry, at=at(1, 12))
    return year, filing


def keyed(role, actor):
    _, key = issue_key(organisation_id=actor.organisation_id, role=role, label="test", by=factories.ADMIN, at=FOUNDED)
    return Caller(key)


def test_a_receipt_is_a_pdf_with_names_in_both_scripts(story):
    year, filing = story
    answer = keyed(Role.MAKER, year.maker).get(f"filings/{filing}/receipt.pdf")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    assert 'filename="letter-EV-RC-2026-' in answer["Content-Disposition"]
    assert "filename*=UTF-8''%E5%87%BA%E5%8F%A3" in answer["Content-Disposition"]
    assert answer["Cache-Control"] == "private, no-cache"
    assert "出口资质申报提交回执" in text(answer.content)
    assert "SPECIMEN" in text(answer.content)  # the demonstration's mark


def test_who_has_it_already_is_not_sent_it_again(story):
    year, filing = story
    caller = keyed(Role.MAKER, year.maker)
    first = caller.get(f"filings/{filing}/receipt.pdf")
    again = caller.client.get(f"/api/v1/filings/{filing}/receipt.pdf", secure=True, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_a_rival_finds_neither_receipt_nor_letter_nor_proof(story):
    year, filing = story
    rival = keyed(Role.MAKER, year.rival)
    drain(Signer.new(), at=at(2, 12))
    told = entry("filing.submitted").id
    for path in (f"filings/{filing}/receipt.pdf", f"ledger/entries/{told}/letter.pdf", f"ledger/entries/{told}/proof.pdf"):
        assert rival.get(path).status_code == 404
        assert keyed(Role.MAKER, year.maker).get(path).status_code == 200


def test_an_entry_on_many_asks_to_whom(story):
    year, _ = story
    told = entry("list.published").id
    ministry = keyed(Role.MINISTRY_OFFICER, year.ministry)
    assert ministry.get(f"ledger/entries/{told}/letter.pdf").status_code == 200  # one maker alone is on this list
    assert ministry.get(f"ledger/entries/{told}/letter.pdf?maker={year.code(year.rival)}").status_code == 404


def test_an_entry_without_a_letter_says_why(story):
    year, _ = story
    answer = keyed(Role.MINISTRY_OFFICER, year.ministry).get(
        f"ledger/entries/{entry('filing.consultation_started').id}/letter.pdf"
    )
    assert answer.status_code == 404
    assert answer.json()["code"] == "NO_LETTER"


def test_gazette_and_certificate_are_everyones(story):
    year, _ = story
    anyone = Caller()
    gazette = anyone.get(f"lists/{YEAR}/gazette.pdf")
    assert gazette.status_code == 200
    assert gazette["Cache-Control"] == "public, no-cache"
    assert "示例电动汽车有限公司" in text(gazette.content)
    pair = f"makers/{year.code(year.maker)}/exporters/{year.code(year.exporter)}"
    certificate = anyone.get(f"lists/{YEAR}/{pair}/certificate.pdf")
    assert certificate.status_code == 200
    assert "授权出口经营证明" in text(certificate.content)
    assert anyone.get(f"lists/{YEAR + 1}/gazette.pdf").status_code == 404
    assert anyone.get(f"lists/{YEAR}/makers/x/exporters/y/certificate.pdf").status_code == 422


def test_certificates_are_not_for_harvesting(story):
    year, _ = story
    pair = f"makers/{year.code(year.maker)}/exporters/{year.code(year.rival)}"
    answers = {Caller().get(f"lists/{YEAR}/{pair}/certificate.pdf").status_code for _ in range(31)}
    assert answers == {404, 429}
