"""Signing keys of the installation (Ed25519): made once, kept in files that only their owner may read.

A purpose (`ledger`, `licence`) may have several keys; the newest signs, all of them verify. Whoever signs asks for the
key each time, so that a new one is used at once by every process of the installation.
"""

import base64
import hashlib
import json
import os
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from evexport.host import secrets
from evexport.host.home import Home
from evexport.host.locks import exclusive

LEDGER, LICENCE = "ledger", "licence"
PURPOSES = (LEDGER, LICENCE)


def identify(key: Ed25519PublicKey) -> str:
    """The key's name: the first 16 characters of its RFC 7638 thumbprint."""
    members = json.dumps(public_jwk(key), separators=(",", ":"), sort_keys=True)
    digest = hashlib.sha256(members.encode()).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")[:16]


def public_jwk(key: Ed25519PublicKey) -> dict[str, str]:
    """The key in JSON Web Key form (RFC 8037), without a name."""
    raw = key.public_bytes(Encoding.Raw, PublicFormat.Raw)
    return {"crv": "Ed25519", "kty": "OKP", "x": base64.urlsafe_b64encode(raw).decode().rstrip("=")}


def from_jwk(members: dict[str, str]) -> Ed25519PublicKey:
    """A public key from its JSON Web Key form."""
    text = members["x"]
    return Ed25519PublicKey.from_public_bytes(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))


@dataclass(frozen=True, slots=True)
class Signer:
    """A private key and its name."""

    key_id: str
    private: Ed25519PrivateKey

    @classmethod
    def of(cls, private: Ed25519PrivateKey) -> "Signer":
        return cls(identify(private.public_key()), private)

    @classmethod
    def new(cls) -> "Signer":
        return cls.of(Ed25519PrivateKey.generate())

    def sign(self, message: bytes) -> bytes:
        return self.private.sign(message)

    def pem(self) -> bytes:
        return self.private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def signer(home: Home, purpose: str) -> Signer:
    """The key that signs now; made where there is none."""
    if not _files(home, purpose):
        with exclusive(home.keys_lock):
            if not _files(home, purpose):  # of two processes that find none, one makes it
                _keep(home, purpose, Signer.new())
    return _load(_files(home, purpose)[-1])


def renew(home: Home, purpose: str, made: Signer | None = None) -> Signer:
    """A new signing key, the given one or a fresh one; the former ones go on verifying."""
    fresh = made or Signer.new()
    with exclusive(home.keys_lock):
        _keep(home, purpose, fresh)
    return fresh


def _keep(home: Home, purpose: str, made: Signer) -> None:
    files = _files(home, purpose)
    serial = int(files[-1].stem.rpartition("-")[2]) + 1 if files else 1
    secrets.write(home.keys / f"{purpose}-{serial:04d}.pem", made.pem())
    home.keys.chmod(0o700)


def verifiers(home: Home, purpose: str) -> dict[str, Ed25519PublicKey]:
    """Key id -> public key, of every key the purpose ever had, the one that signs now last."""
    return {s.key_id: s.private.public_key() for s in map(_load, _files(home, purpose))}


def master(home: Home, purpose: str) -> bytes:
    """32 secret bytes from which others are derived, so that none of those is stored; made where there are none."""
    path = home.keys / f"{purpose}.master"
    with exclusive(home.keys_lock):
        if not path.exists():
            secrets.write(path, os.urandom(32))
            home.keys.chmod(0o700)
    return path.read_bytes()


def _files(home: Home, purpose: str) -> list[Path]:
    return sorted(home.keys.glob(f"{purpose}-[0-9]*.pem"))


def _load(path: Path) -> Signer:
    key = load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise TypeError(f"{path} holds no Ed25519 key")
    return Signer.of(key)
