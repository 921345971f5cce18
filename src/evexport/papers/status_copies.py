"""A copy of a signed status list, as somebody fetched it: read, held against the keys, and dated."""

from dataclasses import dataclass
from datetime import datetime

from evexport.kernel.problems import BadInput
from evexport.kernel.text import Text
from evexport.papers import statuses
from evexport.papers.forms import CREDENTIAL
from evexport.papers.jose import Keys, Untrue, read


@dataclass(frozen=True, slots=True)
class Copy:
    """A genuine list: where it belongs, its statuses, when it was made and until when it vouches for them."""

    address: str
    number: int
    bits: bytes
    since: datetime
    until: datetime


def opened(text: str, keys: Keys) -> Copy:
    """The list in a copy. Raises BadInput where it is none, or not signed by one of the keys."""
    try:
        found = read(text.strip(), keys)
        claims, subject = found.claims, found.claims["credentialSubject"]
        if found.kind != CREDENTIAL or "BitstringStatusListCredential" not in claims["type"]:
            raise _no_list()
        return Copy(
            address=claims["id"],
            number=statuses.number_in(claims["id"]),
            bits=statuses.decode(subject["encodedList"]),
            since=datetime.fromisoformat(claims["validFrom"]),
            until=datetime.fromisoformat(claims["validUntil"]),
        )
    except (Untrue, KeyError, TypeError, ValueError):
        raise _no_list() from None


def _no_list() -> BadInput:
    return BadInput(
        Text("所给文件不是以所给公钥签名的状态列表。", "The file given is no status list signed by one of the keys given."),
        remedy=Text("请从凭证所写的地址重新下载。", "Fetch it anew from the address that the credential names."),
        code="STATUS_LIST_INVALID",
        field="--status",
    )
