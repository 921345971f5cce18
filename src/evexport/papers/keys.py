"""The key that seals papers now: a token's (PKCS#11), an authority's from files, else the installation's own."""

from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from threading import Lock, get_ident
from typing import Any
from urllib.parse import urlsplit

from asn1crypto.x509 import Certificate
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from django.conf import settings
from pkcs11 import PKCS11Error
from pyhanko.config.pkcs11 import TokenCriteria
from pyhanko.sign.pkcs11 import PKCS11Signer, open_pkcs11_session
from pyhanko.sign.signers.pdf_cms import Signer
from pyhanko_certvalidator.registry import SimpleCertificateStore

from evexport.host import certificates
from evexport.host.certificates import Sealer
from evexport.kernel.problems import Problem
from evexport.kernel.text import Text


class SealUnavailable(Problem):
    """No seal can be set now: the key, the token or the timestamping authority does not answer."""

    status = 503
    code = "SEAL_UNAVAILABLE"

    def __init__(self, why: Exception) -> None:
        super().__init__(
            Text("电子签章暂不可用。", "The electronic seal is not available now."),
            remedy=Text(
                "请稍后再试；管理员请检查签章证书、密钥设备和时间戳服务。",
                "Try again soon; the operator checks the sealing certificate, the token and the timestamping service.",
            ),
        )
        self.add_note(str(why))


@dataclass(frozen=True, slots=True)
class Used:
    """A signer and the certificate's fingerprint; a token takes one signature at a time."""

    signer: Signer
    fingerprint: str
    one_at_a_time: AbstractContextManager[Any] = field(default_factory=nullcontext)


class HeldKey(Signer):
    """Signs with a key that is parsed once: the library's own signer reads and checks it again for each signature."""

    def __init__(self, sealer: Sealer) -> None:
        own, *above = _chain(sealer)
        store = SimpleCertificateStore()  # type: ignore[no-untyped-call]
        store.register_multiple([own, *above])
        super().__init__(signing_cert=own, cert_registry=store)
        assert sealer.key is not None  # a token's key signs through the token
        self._key = sealer.key

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:  # noqa: FBT001, FBT002
        del digest_algorithm, dry_run  # SHA-256 always; and a signature is as quick as its estimate
        return self._key.sign(data, ECDSA(SHA256()))


def key_in_use(*, at: datetime) -> Used:
    """The key that seals now. One that is renewed meanwhile is found at the next paper. Raises SealUnavailable."""
    try:
        if settings.PKCS11_MODULE:
            return _of_token(settings.PKCS11_MODULE, settings.PKCS11_TOKEN, settings.PKCS11_KEY)
        if settings.SEAL_CERTIFICATE:
            files = (Dated.of(Path(one)) for one in (settings.SEAL_CERTIFICATE, settings.SEAL_KEY))
            return _of_files(*files, get_ident())
        newest = certificates.newest(settings.HOME)
        return _of_home(newest, get_ident()) if newest else _used(certificates.sealer(settings.HOME, owner(), at=at))
    except (OSError, ValueError) as why:
        raise SealUnavailable(why) from why


def trusted_roots() -> list[x509.Certificate]:
    """What a reader of this installation's papers trusts: the given authority's root, and its own roots where it has any."""
    given = [certificates.given(Path(settings.SEAL_CERTIFICATE), None).root] if settings.SEAL_CERTIFICATE else []
    return [*given, *certificates.roots(settings.HOME)]


def owner() -> str:
    """Whose the installation's own certificate is: the host where readers find it."""
    return urlsplit(settings.ADDRESS).netloc or "evexport"


@dataclass(frozen=True, slots=True)
class Dated:
    """A file as it stands: one that is exchanged is read again."""

    path: Path
    changed: int

    @classmethod
    def of(cls, path: Path) -> "Dated":
        return cls(path, path.stat().st_mtime_ns)


# The signer's certificates are parsed as they are looked at, which two threads may not do at once: each has its own.


@lru_cache(maxsize=64)
def _of_home(newest: Path, _thread: int) -> Used:
    return _used(certificates.load(settings.HOME, newest))


@lru_cache(maxsize=64)
def _of_files(certificate: Dated, key: Dated, _thread: int) -> Used:
    return _used(certificates.given(certificate.path, key.path))


def _used(sealer: Sealer) -> Used:
    return Used(HeldKey(sealer), sealer.fingerprint)


@lru_cache(maxsize=8)
def _of_token(module: str, token: str, label: str) -> Used:
    """The token stays open for the life of the process; its PIN is read from a file and kept nowhere."""
    sealer = certificates.given(Path(settings.SEAL_CERTIFICATE), None)
    pin = Path(settings.PKCS11_PIN_FILE).read_text("utf-8").strip()
    try:
        session = open_pkcs11_session(module, token_criteria=TokenCriteria(label=token), user_pin=pin)
    except PKCS11Error as why:
        raise ValueError(f"token {token!r}: {type(why).__name__} {why}") from why
    own, *above = _chain(sealer)
    # Every token that holds such keys signs a digest that is given to it; not every one hashes by itself.
    signer = PKCS11Signer(session, signing_cert=own, ca_chain=above, key_label=label, use_raw_mechanism=True)
    return Used(signer, sealer.fingerprint, Lock())


def forget_token() -> None:
    """Close what is open of tokens; the next paper opens it again."""
    _of_token.cache_clear()


def _chain(sealer: Sealer) -> list[Certificate]:
    return [Certificate.load(one.public_bytes(Encoding.DER)) for one in (sealer.certificate, *sealer.chain)]
