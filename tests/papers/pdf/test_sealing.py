"""A sealed paper is good for whoever trusts the root, by our check and by another's; one changed byte and neither lets it pass."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as how
from hypothesis import strategies as st
from tests.papers.pdf.conftest import STAMP
from tests.papers.pdf.faces import AT

from evexport.host import certificates
from evexport.papers import keys
from evexport.papers.checking import check_pdf
from evexport.papers.sealing import seal


@pytest.fixture
def sealed(home, plain):
    return seal(plain, STAMP, reason="签发出口许可证", at=AT)


def signed_range(content):
    """The bytes a signature covers: all but the gap that holds it."""
    first, length, second, rest = map(int, re.search(rb"/ByteRange \[(\d+) (\d+) (\d+) (\d+)", content).groups())
    return first, length, second, rest


def altered(content, place):
    return content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]


def test_whoever_trusts_the_exported_root_finds_it_good(home, sealed):
    found = check_pdf(sealed.content, roots=certificates.roots(home))
    assert found.good
    assert (found.state, found.sealed_at, found.reason) == ("valid", AT, "签发出口许可证")
    assert found.fingerprint == sealed.fingerprint
    assert found.sealed_by == "Document seal 1 (127.0.0.1:8000)"
    assert found.root == "Root of this installation (no accredited authority) (127.0.0.1:8000)"
    assert found.timestamp is None


def test_who_trusts_another_root_sees_an_unaltered_paper_of_a_stranger(home, sealed, tmp_path):
    other = certificates.sealer(type(home)(tmp_path / "other"), "other.example", at=AT)
    found = check_pdf(sealed.content, roots=[other.root])
    assert (found.state, found.trusted, found.good) == ("valid", False, False)


def test_poppler_says_the_same(sealed, pdfsig):
    said = pdfsig(sealed.content)
    assert "Signature is Valid." in said
    assert "Certificate is Trusted." in said
    assert "Total document signed" in said
    assert "ETSI.CAdES.detached" in said
    assert "Signing Hash Algorithm: SHA-256" in said


def test_one_changed_byte_is_found_wherever_it_stands(home, sealed):
    roots = certificates.roots(home)
    first, length, second, rest = signed_range(sealed.content)

    @given(st.one_of(st.integers(first, first + length - 1), st.integers(second, second + rest - 1)))
    @how(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], database=None)
    def check(place):
        assert check_pdf(altered(sealed.content, place), roots=roots).state != "valid"

    check()


@pytest.mark.parametrize("share", [0.1, 0.45, 0.8, 1.0], ids=["the face", "a font", "the tags", "the last byte"])
def test_poppler_finds_a_changed_byte_too(sealed, pdfsig, share):
    first, length, second, rest = signed_range(sealed.content)
    place = second + rest - 1 if share == 1.0 else int(first + length * share)
    assert "Signature is Valid." not in pdfsig(altered(sealed.content, place))


@pytest.mark.parametrize("more", [b" ", b"\n%%EOF\n"], ids=["a blank", "an end"])
def test_nothing_may_be_added_behind(home, sealed, more):
    assert check_pdf(sealed.content + more, roots=certificates.roots(home)).state == "altered"


def test_nothing_may_be_hidden_in_the_signatures_own_gap(home, sealed):
    first, _, second, _ = signed_range(sealed.content)
    assert sealed.content[second - 9 : second] == b"00000000>"
    hidden = sealed.content[: second - 9] + b"deadbeef" + sealed.content[second - 1 :]
    assert first == 0
    assert len(hidden) == len(sealed.content)
    assert check_pdf(hidden, roots=certificates.roots(home)).state == "altered"


def test_a_later_change_in_the_manner_of_editors_is_found(home, sealed):
    """An incremental update leaves the signed bytes as they are; the seal forbids it all the same."""
    from io import BytesIO

    from pyhanko.pdf_utils.generic import pdf_name, pdf_string
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    writer = IncrementalPdfFileWriter(BytesIO(sealed.content))
    writer.root["/Author"] = pdf_string("someone else")
    writer.root[pdf_name("/Lang")] = pdf_string("en")
    writer.update_root()
    out = BytesIO()
    writer.write(out)
    assert out.getvalue().startswith(sealed.content)
    assert check_pdf(out.getvalue(), roots=certificates.roots(home)).state == "altered"


def test_what_is_no_sealed_pdf_is_said_to_be_none(home, plain):
    certificates.sealer(home, "x", at=AT)
    roots = certificates.roots(home)
    assert check_pdf(plain, roots=roots).state == "unsigned"
    assert check_pdf(b"%PDF-1.7 and no more", roots=roots).state == "unreadable"
    assert check_pdf(b"", roots=roots).state == "unreadable"


def test_a_renewed_certificate_signs_and_the_former_papers_stay_good(home, plain, sealed):
    certificates.renew(home, keys.owner(), at=AT)
    after = seal(plain, STAMP, reason="签发出口许可证", at=AT)
    assert after.fingerprint != sealed.fingerprint
    roots = certificates.roots(home)
    assert check_pdf(sealed.content, roots=roots).good
    assert check_pdf(after.content, roots=roots).good


def test_an_authoritys_own_certificate_seals_where_its_files_are_named(home, plain, settings, tmp_path):
    theirs = certificates.sealer(type(home)(tmp_path / "authority"), "authority.example", at=AT)
    (tmp_path / "chain.pem").write_bytes(certificates.exported([theirs.certificate, theirs.root]))
    settings.SEAL_CERTIFICATE = str(tmp_path / "chain.pem")
    settings.SEAL_KEY = str(tmp_path / "authority" / "keys" / "seal-0001.pem")
    made = seal(plain, None, reason="签发", at=AT)
    assert made.fingerprint == theirs.fingerprint
    assert check_pdf(made.content, roots=keys.trusted_roots()).sealed_by == "Document seal 1 (authority.example)"
    assert not home.keys.exists()


def test_a_missing_key_file_is_told_to_the_operator_and_not_to_the_reader(home, plain, settings, tmp_path):
    settings.SEAL_CERTIFICATE, settings.SEAL_KEY = str(tmp_path / "none.pem"), str(tmp_path / "none.key")
    with pytest.raises(keys.SealUnavailable) as problem:
        seal(plain, STAMP, reason="签发", at=AT)
    assert (problem.value.status, problem.value.code) == (503, "SEAL_UNAVAILABLE")
    assert "none.pem" not in str(problem.value)
    assert any("none.pem" in note for note in problem.value.__notes__)


def test_the_moment_of_sealing_is_the_one_that_was_given(home, plain):
    at = datetime(2027, 3, 3, 10, 30, tzinfo=AT.tzinfo)
    assert check_pdf(seal(plain, None, reason="示例", at=at).content, roots=[]).sealed_at == at


def test_many_threads_seal_at_once(home, plain):
    """What the libraries keep of a certificate is no two threads' to read at once."""
    with ThreadPoolExecutor(4) as several:
        made = list(several.map(lambda _: seal(plain, STAMP, reason="签发", at=AT).content, range(24)))
    roots = certificates.roots(home)
    assert all(check_pdf(content, roots=roots).good for content in made)
