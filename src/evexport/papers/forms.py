"""The three signed forms of a licence: the whole face, the same as a W3C credential, and the short one of the QR code.

Pure: a face, a place in a status list and a key go in, text comes out, the same for the same.
"""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from evexport.host.keys import Signer
from evexport.kernel.clock import start_of
from evexport.papers import statuses
from evexport.papers.face import digest
from evexport.papers.jose import sign

WHOLE: Final = "licence+jwt"
CREDENTIAL: Final = "vc+jwt"
SHORT: Final = "qr"
DIGEST_CHARACTERS: Final = 10  # 60 bits; issued_at, fixed by the server, keeps a second face from being prepared


@dataclass(frozen=True, slots=True)
class Place:
    """Where a licence's status stands: the number of the list and the place in it."""

    number: int
    index: int


def whole(face: Mapping[str, Any], place: Place, signer: Signer, *, site: str, at: datetime) -> str:
    """The licence as a JSON Web Token: what any library of that kind reads and dates."""
    claims = {
        "iss": site,
        "sub": face["number"],
        "iat": int(at.timestamp()),
        "nbf": int(start_of(first(face)).timestamp()),
        "exp": int(start_of(last(face) + timedelta(days=1)).timestamp()),
        "licence": face,
        "digest": digest(face),
        "credentialStatus": statuses.entry(site, number=place.number, index=place.index),
    }
    return sign(claims, signer, kind=WHOLE)


def credential(face: Mapping[str, Any], place: Place, signer: Signer, *, site: str) -> str:
    """The licence as a W3C Verifiable Credential 2.0, secured with JOSE."""
    claims = {
        "@context": statuses.CONTEXT,
        "type": ["VerifiableCredential", "ExportLicenceCredential"],
        "issuer": site,
        "validFrom": start_of(first(face)).isoformat(),
        "validUntil": (start_of(last(face) + timedelta(days=1)) - timedelta(seconds=1)).isoformat(),
        "credentialSubject": {
            "id": f"urn:evexport:licence:{face['number']}",
            "type": "ExportLicence",
            "licence": face,
            "digest": digest(face),
        },
        "credentialStatus": statuses.entry(site, number=place.number, index=place.index),
    }
    return sign(claims, signer, kind=CREDENTIAL, content="vc")


def short(face: Mapping[str, Any], place: Place, signer: Signer) -> str:
    """What a QR code has room for: number, first and last day, the digest's beginning, the place of the status."""
    claims = {
        "n": face["number"],
        "f": compact(first(face)),
        "u": compact(last(face)),
        "h": shortened(digest(face)),
        "s": [place.number, place.index],
    }
    return sign(claims, signer, kind=SHORT)


def shortened(whole_digest: str) -> str:
    """The beginning of a digest, as the short form holds it."""
    raw = bytes.fromhex(whole_digest.removeprefix("sha256:"))
    return base64.urlsafe_b64encode(raw).decode()[:DIGEST_CHARACTERS]


def compact(day: date) -> int:
    """2026-06-15 as 20260615: legible, and shorter than a text."""
    return int(day.strftime("%Y%m%d"))


def first(face: Mapping[str, Any]) -> date:
    return date.fromisoformat(face["valid_from"])


def last(face: Mapping[str, Any]) -> date:
    return date.fromisoformat(face["valid_until"])
