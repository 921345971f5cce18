"""The signed header of a block: what it holds, where it hangs, who sealed it."""

import json
from dataclasses import asdict, dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from evexport.ledger.canonical import canonical

FORMAT = "evexport-ledger-1"
NOTHING = "0" * 64
"""What the first block names as its predecessor."""


@dataclass(frozen=True, slots=True)
class Header:
    """All that a block's signature covers. Hashes in hexadecimal, transaction numbers as text, `sealed_at` in
    UTC.

    `total` counts the entries of all blocks up to and including this one.
    """

    no: int
    epoch: int
    first_xid: str
    first_id: str
    last_xid: str
    last_id: str
    size: int
    total: int
    root: str
    previous: str
    sealed_at: str
    key: str
    format: str = FORMAT

    def text(self) -> str:
        return canonical(asdict(self)).decode()

    @classmethod
    def parse(cls, text: str) -> "Header":
        """Raises ValueError where the text is not a header in canonical form."""
        try:
            found = cls(**json.loads(text))
        except TypeError as error:
            raise ValueError("not a block header") from error
        if found.text() != text or found.format != FORMAT:
            raise ValueError("not a block header in canonical form")
        return found


def digest(header: str) -> str:
    """What the next block names as its predecessor, and a checkpoint as the head."""
    return sha256(header.encode()).hexdigest()


def signed_by(key: Ed25519PublicKey, signature: bytes | memoryview, message: str) -> bool:
    try:
        key.verify(bytes(signature), message.encode())
    except InvalidSignature:
        return False
    return True
