"""A licence's PDF checked offline: the seal vouches for the print, the signature for the data attached."""

import re
from datetime import timedelta

import pytest
from tests.papers import signed
from tests.papers.pdf.faces import face
from tests.papers.signed import KEYS, NOON, PLACE

from evexport.host import certificates
from evexport.host.home import Home
from evexport.kernel.problems import BadInput
from evexport.papers import status_copies
from evexport.papers.pdf_credentials import attached, read_roots, verify_pdf
from evexport.papers.sealing import seal
from evexport.papers.typesetting import typeset


@pytest.fixture(scope="module")
def plain():
    """A licence's paper with its signed data attached, not sealed."""
    return typeset("licence", face(credential=signed.whole()), at=NOON)


@pytest.fixture
def own(tmp_path, settings):
    settings.HOME = Home(tmp_path)
    settings.SEAL_CERTIFICATE = settings.SEAL_KEY = settings.PKCS11_MODULE = settings.TSA = ""
    settings.ADDRESS = "https://licences.example"
    return settings.HOME


@pytest.fixture
def paper(plain, own):
    return seal(plain, None, reason="签发出口许可证 · Export licence issued", at=NOON).content


def check(content, home, **options):
    return verify_pdf(content, KEYS, roots=certificates.roots(home), **{"at": NOON, **options})


def codes(verdict):
    return [reason.code for reason in verdict.reasons]


def test_a_genuine_paper_holds_and_says_who_sealed_it(paper, own):
    verdict = check(paper, own)
    assert (verdict.form, verdict.holds, verdict.said.number) == ("pdf", True, "26-AA-000001")
    assert verdict.said.face == signed.FACE
    assert "licences.example" in verdict.sealed_by
    assert verdict.as_dict()["sealed_by"] == verdict.sealed_by


def test_its_dates_and_its_status_count(paper, own):
    assert codes(check(paper, own, at=NOON + timedelta(days=400))) == ["LICENCE_EXPIRED"]
    copy = status_copies.opened(signed.status_list({PLACE.index: "suspended"}), KEYS)
    assert codes(check(paper, own, status=copy)) == ["LICENCE_SUSPENDED"]


def test_a_changed_byte_is_refused_wherever_the_seal_covers_it(paper, own):
    """Between the two ranges stands the seal itself, with certificates that no signature covers."""
    first, length, second, rest = map(int, re.search(rb"/ByteRange \[(\d+) (\d+) (\d+) (\d+)", paper).groups())
    covered = [*range(first, length), *range(second, second + rest)]
    for place in covered[20 :: len(covered) // 40]:
        altered = paper[:place] + bytes([paper[place] ^ 1]) + paper[place + 1 :]
        try:
            assert not check(altered, own).genuine, place
        except BadInput:
            continue


def test_genuine_data_in_a_paper_that_nobody_sealed_prove_nothing_of_its_print(plain, own):
    assert attached(plain) == signed.whole()
    assert codes(check(plain, own)) == ["PDF_UNSIGNED"]


def test_a_strangers_seal_is_told_by_name(plain, own, tmp_path, settings):
    settings.HOME, settings.ADDRESS = Home(tmp_path / "stranger"), "https://forger.example"
    forged = seal(plain, None, reason="签发", at=NOON).content
    certificates.sealer(own, "licences.example", at=NOON)
    verdict = check(forged, own)
    assert codes(verdict) == ["PDF_SEALER_UNKNOWN"]
    assert "forger.example" in verdict.reasons[0].message.en


def test_sealed_data_under_an_unknown_key_are_not_believed(own):
    from evexport.host.keys import Signer

    other = typeset("licence", face(credential=signed.whole(signer=Signer.new())), at=NOON)
    assert codes(check(seal(other, None, reason="签发", at=NOON).content, own)) == ["KEY_UNKNOWN"]


def test_another_paper_and_no_paper_are_bad_input(own):
    letter = seal(typeset("licence", face(), at=NOON), None, reason="签发", at=NOON).content
    for content in (letter, b"%PDF-1.7 nothing"):
        with pytest.raises(BadInput) as told:
            check(content, own)
        assert told.value.code == "NO_LICENCE"


def test_roots_are_read_from_a_file_and_from_none_that_is_no_certificate(own, tmp_path):
    certificates.sealer(own, "licences.example", at=NOON)
    path = tmp_path / "root.pem"
    path.write_bytes(certificates.exported(certificates.roots(own)))
    assert read_roots(path) == certificates.roots(own)
    path.write_text("no certificate")
    with pytest.raises(BadInput):
        read_roots(path)
