"""The public keys as a JSON Web Key Set: what the installation publishes and a verifier reads. No private key enters it."""

import json
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from evexport.host import keys
from evexport.host.home import Home
from evexport.kernel.problems import BadInput
from evexport.kernel.text import Text

LARGEST = 1024 * 1024  # bytes


def published(home: Home) -> dict[str, list[dict[str, str]]]:
    """Every key that ever signed here, each with its name and purpose."""
    return {
        "keys": [
            {**keys.public_jwk(key), "kid": key_id, "use": "sig", "alg": "EdDSA", "purpose": purpose}
            for purpose in keys.PURPOSES
            for key_id, key in keys.verifiers(home, purpose).items()
        ]
    }


def read(path: Path, *, purpose: str) -> dict[str, Ed25519PublicKey]:
    """The keys of one purpose from a key set's file, by id. Raises BadInput."""
    try:
        found = json.loads(path.read_bytes()[:LARGEST])["keys"]
        return {one["kid"]: keys.from_jwk(one) for one in found if _fits(one, purpose)}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise BadInput(
            Text(f"“{path}”不是公钥文件。", f"{path} is no set of public keys."),
            remedy=Text(
                "请从发证机关网站下载 /.well-known/jwks.json。", "Fetch /.well-known/jwks.json from the issuing authority's site."
            ),
            code="KEYS_INVALID",
            field="--keys",
        ) from None


def _fits(one: dict[str, Any], purpose: str) -> bool:
    """An Ed25519 key of that purpose; a set that names no purposes is taken as it is."""
    return one.get("kty") == "OKP" and one.get("crv") == "Ed25519" and one.get("purpose", purpose) == purpose
