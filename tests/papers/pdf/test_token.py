"""The key in a token (PKCS#11), tried with SoftHSM 2: it never leaves the token, and the seal is as good."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509.oid import NameOID
from tests.papers.pdf.conftest import STAMP, run, tool
from tests.papers.pdf.faces import AT

from evexport.host import certificates
from evexport.papers import keys
from evexport.papers.checking import check_pdf
from evexport.papers.sealing import seal

PLACES = ("/usr/lib/softhsm/libsofthsm2.so", "/usr/lib/*/softhsm/libsofthsm2.so", "/usr/local/lib/softhsm/libsofthsm2.so")
PIN = "1234"


def driver():
    found = [str(path) for place in PLACES for path in Path("/").glob(place[1:])]
    assert found, "These tests need SoftHSM 2. On Debian: apt-get install softhsm2"
    return found[0]


@pytest.fixture(scope="module")
def token(tmp_path_factory):
    """A token with a key made inside it; returns the driver and the public key."""
    import pkcs11
    from pkcs11.util.ec import encode_ec_public_key, encode_named_curve_parameters

    folder = tmp_path_factory.mktemp("token")
    (folder / "tokens").mkdir()
    (folder / "softhsm2.conf").write_text(f"directories.tokendir = {folder}/tokens\nobjectstore.backend = file\n")
    patch = pytest.MonkeyPatch()
    patch.setenv("SOFTHSM2_CONF", str(folder / "softhsm2.conf"))
    run(tool("softhsm2-util", "softhsm2"), "--init-token", "--free", "--label", "evexport", "--pin", PIN, "--so-pin", "5678")
    with pkcs11.lib(driver()).get_token(token_label="evexport").open(user_pin=PIN, rw=True) as session:
        curve = encode_named_curve_parameters("secp256r1")
        parameters = session.create_domain_parameters(pkcs11.KeyType.EC, {pkcs11.Attribute.EC_PARAMS: curve}, local=True)
        public, private = parameters.generate_keypair(label="seal", store=True)
        assert private[pkcs11.Attribute.EXTRACTABLE] is False
        der = encode_ec_public_key(public)
    (folder / "pin").write_text(PIN + "\n")
    from cryptography.hazmat.primitives.serialization import load_der_public_key

    yield folder, load_der_public_key(der)
    keys.forget_token()
    patch.undo()


@pytest.fixture
def installed(token, home, settings):
    """An authority's certificate for the token's key, and the settings that name both."""
    folder, public = token
    root = ec.generate_private_key(ec.SECP256R1())
    above, below = (x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]) for name in ("Authority", "Seal in a token"))
    made = [signed(above, above, root.public_key(), root, ca=True), signed(below, above, public, root, ca=False)]
    (folder / "chain.pem").write_bytes(certificates.exported([made[1], made[0]]))
    settings.SEAL_CERTIFICATE = str(folder / "chain.pem")
    settings.PKCS11_MODULE, settings.PKCS11_TOKEN, settings.PKCS11_KEY = driver(), "evexport", "seal"
    settings.PKCS11_PIN_FILE = str(folder / "pin")
    keys.forget_token()
    return made[0]


def signed(subject, issuer, public, key, *, ca):
    now = datetime.now(UTC)
    usage = dict.fromkeys(
        ("key_encipherment", "data_encipherment", "key_agreement", "encipher_only", "decipher_only", "crl_sign"), False
    )
    kept = x509.KeyUsage(digital_signature=not ca, content_commitment=not ca, key_cert_sign=ca, **usage)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(min(AT, now) - timedelta(days=1))
        .not_valid_after(max(AT, now) + timedelta(days=30))
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
        .add_extension(kept, critical=True)
        .sign(key, SHA256())
    )


def test_a_key_in_a_token_seals(installed, home, plain):
    made = [seal(plain, STAMP, reason="签发出口许可证", at=AT) for _ in range(2)]
    for one in made:
        found = check_pdf(one.content, roots=[installed])
        assert (found.good, found.sealed_by) == (True, "Seal in a token")
        assert found.fingerprint == one.fingerprint
    assert not home.keys.exists()


@pytest.mark.parametrize("wrong", ["token", "key", "pin"])
def test_a_token_that_does_not_answer_seals_nothing(installed, plain, settings, tmp_path, wrong):
    match wrong:
        case "token":
            settings.PKCS11_TOKEN = "another"
        case "key":
            settings.PKCS11_KEY = "another"
        case "pin":
            (tmp_path / "pin").write_text("9999")
            settings.PKCS11_PIN_FILE = str(tmp_path / "pin")
    with pytest.raises(keys.SealUnavailable):
        seal(plain, STAMP, reason="签发", at=AT)
