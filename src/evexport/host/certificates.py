"""Certificates that seal papers (X.509, P-256): an installation's own root and signing certificate, or an authority's from files.

    home.keys/seal-root-0001.pem    the root: certificate and key
    home.keys/seal-0001.pem         the certificate that signs, its key

Made once. The newest signs; every one that was ever made goes on verifying.
"""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID, ObjectIdentifier

from evexport.host import secrets
from evexport.host.home import Home
from evexport.host.locks import exclusive

ROOT, SEAL = "seal-root", "seal"
ROOT_LASTS, SEAL_LASTS = timedelta(days=20 * 365), timedelta(days=5 * 365)
DOCUMENT_SIGNING = ObjectIdentifier("1.3.6.1.5.5.7.3.36")  # RFC 9336


@dataclass(frozen=True, slots=True)
class Sealer:
    """A certificate that seals, those above it up to the root, and its key; no key where a token keeps it."""

    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...]
    key: ec.EllipticCurvePrivateKey | None

    @property
    def fingerprint(self) -> str:
        return fingerprint(self.certificate)

    @property
    def root(self) -> x509.Certificate:
        """The last certificate above: what a reader has to trust."""
        return self.chain[-1] if self.chain else self.certificate


def fingerprint(certificate: x509.Certificate) -> str:
    """The certificate's name: SHA-256 over its DER form, in hexadecimal."""
    return hashlib.sha256(certificate.public_bytes(Encoding.DER)).hexdigest()


def sealer(home: Home, owner: str, *, at: datetime) -> Sealer:
    """The certificate that signs now; made, under the installation's own root, where there is none."""
    kept = newest(home)
    return load(home, kept) if kept else _first(home, owner, at=at)


def newest(home: Home) -> Path | None:
    """The file of the certificate that signs now; None where none was made yet."""
    return next(reversed(_files(home, SEAL)), None)


def load(home: Home, path: Path) -> Sealer:
    """A certificate of this installation from its file, with the root that issued it."""
    certificate = _certificates(path)[0]
    above = next(one for one in roots(home) if one.subject == certificate.issuer and _issued(one, certificate))
    return Sealer(certificate, (above,), _key(path))


def renew(home: Home, owner: str, *, at: datetime) -> Sealer:
    """A new certificate that signs from now on; papers that former ones sealed stay valid."""
    with exclusive(home.keys / "seal.lock"):
        return _made(home, owner, at=at)


def roots(home: Home) -> list[x509.Certificate]:
    """Every root of this installation, oldest first: public, what readers of its papers have to trust."""
    return [_certificates(path)[0] for path in _files(home, ROOT)]


def exported(certificates: list[x509.Certificate]) -> bytes:
    """Certificates as PEM, without any key."""
    return b"".join(one.public_bytes(Encoding.PEM) for one in certificates)


def given(certificate: Path, key: Path | None) -> Sealer:
    """An authority's own: a PEM file of the certificate and those above it, and its key (none where a token keeps it).

    Raises ValueError where the file holds no certificate, the key is none on P-256, or the two do not belong together.
    """
    found = _certificates(certificate)
    private = _key(key) if key else None
    if private is not None and private.public_key() != found[0].public_key():
        raise ValueError(f"{key} is not the key of the first certificate in {certificate}")
    return Sealer(found[0], tuple(found[1:]), private)


def _first(home: Home, owner: str, *, at: datetime) -> Sealer:
    with exclusive(home.keys / "seal.lock"):
        kept = newest(home)  # another process may have been first
        return load(home, kept) if kept else _made(home, owner, at=at)


def _made(home: Home, owner: str, *, at: datetime) -> Sealer:
    # A demonstration may live on a day before or after the machine's: the certificate is good on both.
    begins, until = min(at, datetime.now(UTC)), max(at, datetime.now(UTC))
    root = _files(home, ROOT)
    if root:
        above, above_key = _certificates(root[-1])[0], _key(root[-1])
    else:
        above_key = ec.generate_private_key(ec.SECP256R1())
        above = _root(owner, above_key, begins, until + ROOT_LASTS)
        _keep(home, f"{ROOT}-0001", above, above_key)
    serial = len(_files(home, SEAL)) + 1
    key = ec.generate_private_key(ec.SECP256R1())
    name = _named(owner, f"Document seal {serial}")
    certificate = _seal(name, key, (above, above_key), begins, until + SEAL_LASTS)
    _keep(home, f"{SEAL}-{serial:04d}", certificate, key)
    return Sealer(certificate, (above,), key)


def _named(owner: str, common: str) -> x509.Name:
    parts = {NameOID.COUNTRY_NAME: "CN", NameOID.ORGANIZATION_NAME: owner, NameOID.COMMON_NAME: common}
    return x509.Name([x509.NameAttribute(oid, text) for oid, text in parts.items()])


def _builder(subject: x509.Name, key: ec.EllipticCurvePublicKey, begins: datetime, ends: datetime) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins.astimezone(UTC))
        .not_valid_after(ends.astimezone(UTC))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )


def _root(owner: str, key: ec.EllipticCurvePrivateKey, begins: datetime, ends: datetime) -> x509.Certificate:
    name = _named(owner, "Root of this installation (no accredited authority)")
    return (
        _builder(name, key.public_key(), begins, ends)
        .issuer_name(name)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs=False), critical=True)
        .sign(key, SHA256())
    )


def _seal(
    name: x509.Name,
    key: ec.EllipticCurvePrivateKey,
    above: tuple[x509.Certificate, ec.EllipticCurvePrivateKey],
    begins: datetime,
    ends: datetime,
) -> x509.Certificate:
    issuer, issuer_key = above
    # Readers without RFC 9336 look for e-mail protection, the usage that document signatures had before it.
    purposes = [DOCUMENT_SIGNING, ExtendedKeyUsageOID.EMAIL_PROTECTION]
    return (
        _builder(name, key.public_key(), begins, min(ends, issuer.not_valid_after_utc))
        .issuer_name(issuer.subject)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs=True), critical=True)
        .add_extension(x509.ExtendedKeyUsage(purposes), critical=False)
        .sign(issuer_key, SHA256())
    )


def _usage(*, signs: bool) -> x509.KeyUsage:
    """Of a document seal: signature and non-repudiation; of a root: certificates and nothing else."""
    return x509.KeyUsage(
        digital_signature=signs, content_commitment=signs, key_cert_sign=not signs, crl_sign=not signs,
        key_encipherment=False, data_encipherment=False, key_agreement=False, encipher_only=False, decipher_only=False,
    )  # fmt: skip


def _keep(home: Home, name: str, certificate: x509.Certificate, key: ec.EllipticCurvePrivateKey) -> None:
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    secrets.write(home.keys / f"{name}.pem", certificate.public_bytes(Encoding.PEM) + private)
    home.keys.chmod(0o700)


def _files(home: Home, purpose: str) -> list[Path]:
    return sorted(home.keys.glob(f"{purpose}-[0-9]*.pem"))


def _issued(above: x509.Certificate, certificate: x509.Certificate) -> bool:
    try:
        certificate.verify_directly_issued_by(above)
    except (InvalidSignature, ValueError, TypeError):
        return False
    return True


def _certificates(path: Path) -> list[x509.Certificate]:
    return x509.load_pem_x509_certificates(path.read_bytes())


def _key(path: Path) -> ec.EllipticCurvePrivateKey:
    key = load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(key, ec.EllipticCurvePrivateKey) or not isinstance(key.curve, ec.SECP256R1):
        raise ValueError(f"{path} holds no P-256 key")  # noqa: TRY004 - the file's content is wrong, not a type
    return key
