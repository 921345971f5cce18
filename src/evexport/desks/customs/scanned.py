"""What was scanned or typed at the gate: a licence's QR address, a licence number, a VIN, a declaration number."""

from dataclasses import dataclass
from typing import Literal
from urllib.parse import parse_qs, urlsplit

from evexport.codes import licence_number
from evexport.codes import vin as vins

Kind = Literal["licence", "vin", "declaration"]
LONGEST = 300


@dataclass(frozen=True, slots=True)
class Scan:
    """What it is, and its code. `code` is the check code that a licence's QR address carries beside the number."""

    kind: Kind
    number: str
    code: str = ""


def read(text: str) -> Scan:
    """What a scan stands for. A VIN is known by its form, a licence by its number; all else is taken for a declaration."""
    text = text.replace("\0", " ").strip()[:LONGEST]
    if address := _address(text):
        return address
    if number := licence(text):
        return Scan("licence", number)
    if vins.well_formed(vin := vins.normalise(text)):
        return Scan("vin", vin)
    return Scan("declaration", "".join(text.split()).upper())


def licence(text: str) -> str | None:
    """A licence number with its hyphens, from one written with or without them; None where it is none."""
    number = licence_number.tidied(text)
    return number if licence_number.parse(number) else None


def _address(text: str) -> Scan | None:
    """The check address printed on a licence: whatever the host, its query carries number and code."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return None
    said = parse_qs(parts.query)
    number = licence(said.get("number", [""])[0]) if parts.scheme in {"http", "https"} else None
    return Scan("licence", number, licence_number.tidied_code(said.get("code", [""])[0])[:20]) if number else None
