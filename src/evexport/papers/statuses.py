"""What may have happened to a licence since its issue, as a list that travels: three bits a licence, in a signed bit string.

After the W3C's Bitstring Status List 1.0. That a licence is expired or not yet valid is no status: its dates say it.
"""

import base64
import gzip
from collections.abc import Mapping
from typing import Any, Final

from evexport.kernel.text import Text
from evexport.licensing.states import LICENCE

STATUSES: Final = ("valid", "suspended", "revoked", "replaced", "returned", "lost", "exhausted", "undefined")
"""By their number in the list; the last is not in use. Numbers never change their meaning."""
SIZE: Final = 3  # bits
ENTRIES: Final = 2**17  # the least that the recommendation allows: among so many a place tells nothing
BYTES: Final = ENTRIES * SIZE // 8
CONTEXT: Final = ["https://www.w3.org/ns/credentials/v2", {"@vocab": "urn:evexport:licence:1#"}]
GOOD: Final = Text("未见暂停、撤销、换证、退证、挂失或用完", "not suspended, revoked, replaced, returned, lost or exhausted")


def label(status: str) -> Text:
    """What a status is called: as in the table of a licence's states."""
    return GOOD if status == "valid" else LICENCE.states[status].label


def messages() -> list[dict[str, str]]:
    """Each number of the list and what it stands for."""
    return [{"status": f"{number:#x}", "message": status} for number, status in enumerate(STATUSES)]


def address(site: str, number: int) -> str:
    """Where a list is fetched."""
    return f"{site}/api/v1/status/{number}"


def number_in(where: str) -> int:
    """The number of the list that an address leads to. Raises ValueError."""
    return int(where.rpartition("/status/")[2])


def entry(site: str, *, number: int, index: int) -> dict[str, Any]:
    """Where in which list a credential's status stands."""
    return {
        "id": f"{address(site, number)}#{index}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "message",
        "statusListIndex": str(index),
        "statusListCredential": address(site, number),
        "statusSize": SIZE,
        "statusMessage": messages(),
    }


def encode(found: Mapping[int, str]) -> str:
    """The bit string that holds these statuses by index, every other one `valid`; the same each time."""
    bits = bytearray(BYTES + 1)  # one more, so that the last place has a window of two bytes too
    for index, status in found.items():
        byte, shift = window(index)
        bits[byte : byte + 2] = (int.from_bytes(bits[byte : byte + 2]) | STATUSES.index(status) << shift).to_bytes(2)
    return "u" + base64.urlsafe_b64encode(gzip.compress(bytes(bits[:BYTES]), mtime=0)).decode().rstrip("=")


def decode(encoded: str) -> bytes:
    """The bit string again. Raises ValueError where it is none of ours."""
    if not encoded.startswith("u"):
        raise ValueError("not base64url in multibase form")
    packed = base64.urlsafe_b64decode(encoded[1:] + "=" * (-(len(encoded) - 1) % 4))
    try:
        bits = gzip.decompress(packed)
    except (OSError, EOFError) as error:
        raise ValueError("not compressed with gzip") from error
    if len(bits) != BYTES:
        raise ValueError("not a list of this size")
    return bits


def at(bits: bytes, index: int) -> str:
    """The status at a place of the bit string."""
    byte, shift = window(index)
    return STATUSES[int.from_bytes(bits[byte : byte + 2].ljust(2, b"\0")) >> shift & 2**SIZE - 1]


def window(index: int) -> tuple[int, int]:
    """The first of the two bytes that hold a place, and how far its bits lie from their end."""
    byte, bit = divmod(index * SIZE, 8)
    return byte, 16 - SIZE - bit
