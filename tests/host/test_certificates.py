"""Certificates that seal papers: made once, kept for their owner alone, renewed without ending what was sealed."""

import stat
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from evexport.host import certificates
from evexport.host.home import Home

OWNER = "licences.example"
LATER = datetime(2040, 3, 3, tzinfo=UTC)
EARLIER = datetime(2020, 1, 1, tzinfo=UTC)


@pytest.fixture
def home(tmp_path):
    return Home(tmp_path)


def pem(key):
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def test_made_once_and_the_same_again(home):
    first = certificates.sealer(home, OWNER, at=EARLIER)
    again = certificates.sealer(home, OWNER, at=LATER)
    assert first.fingerprint == again.fingerprint
    again.certificate.verify_directly_issued_by(again.root)
    assert again.root == certificates.roots(home)[0]


def test_two_that_start_at_once_make_one(home):
    with ThreadPoolExecutor(8) as several:
        made = list(several.map(lambda _: certificates.sealer(home, OWNER, at=EARLIER).fingerprint, range(8)))
    assert len(set(made)) == 1
    assert len(list(home.keys.glob("seal-0*.pem"))) == len(certificates.roots(home)) == 1


def test_only_the_owner_reads_the_files(home):
    certificates.sealer(home, OWNER, at=EARLIER)
    assert stat.S_IMODE(home.keys.stat().st_mode) == 0o700
    kept = sorted(home.keys.glob("*.pem"))
    assert [stat.S_IMODE(path.stat().st_mode) for path in kept] == [0o600, 0o600]


def test_what_the_certificate_may_be_used_for(home):
    sealer = certificates.sealer(home, OWNER, at=EARLIER)
    usage = sealer.certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    assert usage.digital_signature
    assert usage.content_commitment
    assert not usage.key_cert_sign
    assert not sealer.certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    assert isinstance(sealer.key.curve, ec.SECP256R1)
    above = sealer.root.extensions.get_extension_for_class(x509.KeyUsage).value
    assert above.key_cert_sign
    assert not above.digital_signature


@pytest.mark.parametrize("at", [EARLIER, LATER], ids=["a demonstration in the past", "a demonstration to come"])
def test_good_on_the_machines_day_and_on_the_demonstrations(home, at):
    certificate = certificates.sealer(home, OWNER, at=at).certificate
    for moment in (at, datetime.now(UTC)):
        assert certificate.not_valid_before_utc <= moment <= certificate.not_valid_after_utc


def test_a_renewed_one_signs_under_the_same_root(home):
    first = certificates.sealer(home, OWNER, at=EARLIER)
    second = certificates.renew(home, OWNER, at=EARLIER)
    assert second.fingerprint != first.fingerprint
    assert certificates.sealer(home, OWNER, at=EARLIER).fingerprint == second.fingerprint
    assert second.root == first.root


def test_what_is_exported_holds_no_key(home):
    certificates.sealer(home, OWNER, at=EARLIER)
    text = certificates.exported(certificates.roots(home))
    assert b"PRIVATE" not in text
    assert x509.load_pem_x509_certificates(text) == certificates.roots(home)


def test_an_authoritys_own_comes_from_files(home, tmp_path):
    made = certificates.sealer(home, OWNER, at=EARLIER)
    (tmp_path / "chain.pem").write_bytes(certificates.exported([made.certificate, *made.chain]))
    (tmp_path / "key.pem").write_bytes(pem(made.key))
    found = certificates.given(tmp_path / "chain.pem", tmp_path / "key.pem")
    assert (found.fingerprint, found.root) == (made.fingerprint, made.root)
    assert certificates.given(tmp_path / "chain.pem", None).key is None


@pytest.mark.parametrize(
    ("key", "said"),
    [
        (ec.generate_private_key(ec.SECP256R1()), "is not the key of"),
        (ec.generate_private_key(ec.SECP384R1()), "holds no P-256 key"),
        (rsa.generate_private_key(65537, 2048), "holds no P-256 key"),
    ],
    ids=["another's", "another curve", "RSA"],
)
def test_a_key_that_does_not_belong_is_refused(home, tmp_path, key, said):
    made = certificates.sealer(home, OWNER, at=EARLIER)
    (tmp_path / "chain.pem").write_bytes(certificates.exported([made.certificate]))
    (tmp_path / "key.pem").write_bytes(pem(key))
    with pytest.raises(ValueError, match=said):
        certificates.given(tmp_path / "chain.pem", tmp_path / "key.pem")
