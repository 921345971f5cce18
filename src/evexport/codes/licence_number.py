"""The number of an export licence, YY-XX-NNNNNN: year of the first valid day, issuing body, serial; and its code as typed."""

import re
import unicodedata
from dataclasses import dataclass

_FORM = re.compile(r"(?P<year>[0-9]{2})-(?P<body>[A-Z0-9]{2})-(?P<serial>[0-9]{6})").fullmatch
LAST_SERIAL = 999_999
_HYPHENS = dict.fromkeys(map(ord, "‐‑‒–—―−ー"), "-")


@dataclass(frozen=True, slots=True)
class LicenceNumber:
    """A licence number in its parts: `year` in four digits (2000 to 2099)."""

    year: int
    body: str
    serial: int

    def __str__(self) -> str:
        return f"{self.year % 100:02d}-{self.body}-{self.serial:06d}"


def make(year: int, body: str, serial: int) -> str:
    """The number of a licence. ValueError where the parts make none."""
    if not 2000 <= year <= 2099 or not 1 <= serial <= LAST_SERIAL:
        raise ValueError(f"A licence number needs a year of this century and a serial 1..{LAST_SERIAL}")
    number = str(LicenceNumber(year, body, serial))
    if parse(number) is None:
        raise ValueError(f"An issuing body's code is two capitals or digits: {body!r}")
    return number


def parse(number: str) -> LicenceNumber | None:
    """The number in its parts, or None where it is no licence number."""
    found = _FORM(number)
    if not found or int(found["serial"]) == 0:
        return None
    return LicenceNumber(2000 + int(found["year"]), found["body"], int(found["serial"]))


def tidied(number: str) -> str:
    """A number as it is kept, however it was typed: capitals, ASCII hyphens, no spaces; 26SZ000123 gets its hyphens."""
    kept = _plain(number)
    return f"{kept[:2]}-{kept[2:4]}-{kept[4:]}" if len(kept) == 10 and kept.isalnum() else kept


def tidied_code(code: str) -> str:
    """A verification code as it is kept: capitals, without the spaces or hyphens between its printed groups."""
    return _plain(code).replace("-", "")


def _plain(text: str) -> str:
    """Full-width characters become ordinary ones (NFKC), every kind of hyphen the one of ASCII."""
    return "".join(unicodedata.normalize("NFKC", text).upper().translate(_HYPHENS).split())
