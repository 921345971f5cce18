"""The form of a key: `evx_PREFIX_SECRET`, the prefix to find it by, the secret known to its holder alone."""

import hashlib
import re
import secrets

WORD = "evx"
FORM = re.compile(rf"{WORD}_([0-9a-f]{{12}})_([A-Za-z0-9_-]+)")


def made() -> tuple[str, str]:
    """A fresh prefix and a fresh secret of 256 random bits."""
    return secrets.token_hex(6), secrets.token_urlsafe(32)


def written(prefix: str, secret: str) -> str:
    return f"{WORD}_{prefix}_{secret}"


def read(presented: str) -> tuple[str, str]:
    """Prefix and secret of what somebody presents; two empty words where it has not the form of a key."""
    found = FORM.fullmatch(presented)
    return (found[1], found[2]) if found else ("", "")


def hashed(secret: str) -> bytes:
    """One round of SHA-256 is enough where there is nothing to guess."""
    return hashlib.sha256(secret.encode()).digest()
