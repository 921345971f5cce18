"""Signed text that travels anywhere: compact JWS under Ed25519, and no other algorithm, written and read strictly.

No framework and no database: whoever holds the public keys can read it.
"""

import base64
import json
import re
from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

from evexport.host.keys import Signer

ALGORITHM: Final = "EdDSA"
Keys = Mapping[str, Ed25519PublicKey]
"""Key id -> public key."""


NAME: Final = re.compile(r"[\w-]{1,64}", re.ASCII)
HEADER = frozenset({"alg", "kid", "typ", "cty"})
# The library warns that the name leaves the curve open. Keys here are Ed25519 alone, and other libraries know this name.
_ed25519 = copy(jws.JWSRegistry.algorithms[ALGORITHM])
_ed25519.security_warning = None


class _OneAlgorithm(jws.JWSRegistry):
    """Knows nothing else, so that no header can talk a reader into `none` or into a shared secret."""

    algorithms = {ALGORITHM: _ed25519}
    recommended = [ALGORITHM]


class Fault(StrEnum):
    """Why a signed text is not what it claims to be."""

    FORM = "FORM_INVALID"
    ALGORITHM = "ALGORITHM_REFUSED"
    KEY = "KEY_UNKNOWN"
    SIGNATURE = "SIGNATURE_INVALID"


class Untrue(Exception):  # noqa: N818 - it says what the text is
    """Not signed by a known key, or not in the one form that is accepted."""

    def __init__(self, fault: Fault, key_id: str = "") -> None:
        super().__init__(fault.value)
        self.fault = fault
        self.key_id = key_id


@dataclass(frozen=True, slots=True)
class Opened:
    """A signed text that holds: its kind (`typ`), its key and what it says."""

    kind: str
    key_id: str
    claims: dict[str, Any]


def sign(claims: Mapping[str, Any], signer: Signer, *, kind: str, content: str | None = None) -> str:
    """The compact JWS of some claims; the same claims and key give the same text."""
    header = {"alg": ALGORITHM, "kid": signer.key_id, "typ": kind, **({"cty": content} if content else {})}
    payload = json.dumps(claims, ensure_ascii=False, separators=(",", ":")).encode()
    return jws.serialize_compact(header, payload, OKPKey.import_key(signer.private), registry=_OneAlgorithm())


def read(text: str, keys: Keys) -> Opened:
    """What a compact JWS says, if one of the keys signed exactly this text. Raises Untrue."""
    header = _header(text)
    if header.get("alg") != ALGORITHM:
        raise Untrue(Fault.ALGORITHM)
    named, kind = str(header.get("kid", "")), str(header.get("typ", ""))
    key_id = named if NAME.fullmatch(named) else ""  # it is shown to people, and a forger chose it
    key = keys.get(key_id)
    if key is None:
        raise Untrue(Fault.KEY, key_id)
    try:
        found = jws.deserialize_compact(text, OKPKey.import_key(key), registry=_OneAlgorithm())
        claims = json.loads(found.payload)
    except (JoseError, ValueError, RecursionError):
        raise Untrue(Fault.SIGNATURE, key_id) from None
    if not isinstance(claims, dict):
        raise Untrue(Fault.FORM, key_id)
    return Opened(kind, key_id, claims)


def _header(text: str) -> dict[str, Any]:
    """The header of a text in the one spelling that a text can have: its parts encode again to themselves."""
    try:
        parts = [_exactly(part) for part in text.split(".")]
        header = json.loads(parts[0])
    except (ValueError, RecursionError):
        raise Untrue(Fault.FORM) from None
    if len(parts) != 3 or not isinstance(header, dict) or not header.keys() <= HEADER:
        raise Untrue(Fault.FORM)
    return header


def _exactly(part: str) -> bytes:
    """Base64url without the looseness that lets two spellings stand for the same bytes. Raises ValueError."""
    raw = base64.b64decode(part.encode("ascii") + b"=" * (-len(part) % 4), altchars=b"-_", validate=True)
    if base64.urlsafe_b64encode(raw).rstrip(b"=") != part.encode("ascii"):
        raise ValueError("not the canonical spelling")
    return raw
