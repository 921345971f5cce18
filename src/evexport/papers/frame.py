"""What every paper carries: whose it is, whether it is a specimen, and the mark by which it is checked."""

from typing import TypedDict
from urllib.parse import urlencode

import segno
from django.conf import settings

CHECK_PATH = "/verify/"


class Frame(TypedDict):
    """The `frame` of kit.typ."""

    demonstration: bool
    issuer: dict[str, str]
    reference: str


class Mark(TypedDict):
    """The `mark` of kit.typ's check box."""

    qr: str
    number: str
    code: str
    address: str


def frame(reference: str, issuer_zh: str, issuer_en: str = "") -> Frame:
    """A paper's page: a demonstration's is marked as a specimen. An issuer may have no English name."""
    return {
        "demonstration": settings.DEMO_DAY is not None,
        "issuer": {"zh": issuer_zh, "en": issuer_en},
        "reference": reference,
    }


def mark(number: str, code: str, *, token: str = "") -> Mark:
    """The check's box: a QR code that opens the public check, followed after `#` by a signed token for checks offline.

    What follows `#` is never sent to a server, so a reader without the network finds all it needs in the code itself.
    """
    page = f"{settings.ADDRESS}{CHECK_PATH}"
    link = f"{page}?{urlencode({'number': number, 'code': code})}"
    return {"qr": qr(f"{link}#{token}" if token else link), "number": number, "code": in_fours(code), "address": page}


def qr(text: str) -> str:
    """A QR code as SVG, with the quiet zone that scanners need; error correction M (15 %)."""
    made: str = segno.make_qr(text, error="m", boost_error=False).svg_inline(border=4, dark="#000", light=None, omitsize=True)
    return made.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)


def in_fours(code: str) -> str:
    """A code grouped in fours, as people read it out: ABCD EFGH JKMN."""
    return " ".join(code[start : start + 4] for start in range(0, len(code), 4))
