"""The vehicle identification number of GB 16735: its form, check digit, maker and model year."""

import re

VIN_MALFORMED = "VIN_MALFORMED"
VIN_CHECK_DIGIT = "VIN_CHECK_DIGIT"
VIN_NO_CHECK_POSITION = "VIN_NO_CHECK_POSITION"
VIN_REPEATED = "VIN_REPEATED"

LENGTH = 17
LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"
CHECK_CHARACTERS = "0123456789X"
WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)

# The letters' numbers of the check-digit reckoning, in the order of LETTERS; a digit stands for itself.
_LETTER_NUMBERS = "12345678123457923456789"
NUMBER_OF = {
    **{str(digit): digit for digit in range(10)},
    **dict(zip(LETTERS, map(int, _LETTER_NUMBERS), strict=True)),
}

# Model years run through thirty characters from 1980 and begin again: T is 1996 and 2026.
YEAR_CHARACTERS = "ABCDEFGHJKLMNPRSTVWXY123456789"
_FIRST_YEAR = 1980
_CYCLE = len(YEAR_CHARACTERS)

_WELL_FORMED = re.compile(f"[{LETTERS}0-9]{{17}}").fullmatch
_NUMBERS = bytes(NUMBER_OF.get(chr(code), 0) for code in range(256))

_DASHES = "-\u00ad\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe63\uff0d"
_SPACES = " \t\n\v\f\r\x85\u00a0\u2002\u2003\u2007\u2009\u200a\u200b\u202f\u205f\u3000\ufeff"
_NORMAL: dict[int, int | None] = {
    **dict.fromkeys(map(ord, _DASHES + _SPACES)),
    **{code: code - 32 for code in range(ord("a"), ord("z") + 1)},
    # Full-width forms, as Chinese input methods leave them behind.
    **{code: code - 0xFEE0 for code in range(ord("０"), ord("Ｚ") + 1)},
    **{code: code - 0xFEE0 - 32 for code in range(ord("ａ"), ord("ｚ") + 1)},
}


def normalise(text: str) -> str:
    """The VIN as written on the car: spaces and hyphens dropped, capitals, full-width letters made plain."""
    return text.translate(_NORMAL)


def well_formed(vin: str) -> bool:
    """Seventeen of the letters and digits that a VIN may hold: no I, O or Q."""
    return _WELL_FORMED(vin) is not None


def check_digit(vin: str) -> str:
    """The character that belongs at position 9 of a well-formed VIN (GB 16735, annex on the check digit)."""
    a, b, c, d, e, f, g, h, _, j, k, l, m, n, o, p, q = vin.encode().translate(_NUMBERS)  # noqa: E741
    total = 8 * (a + k) + 7 * (b + l) + 6 * (c + m) + 5 * (d + n) + 4 * (e + o) + 3 * (f + p) + 2 * (g + q)
    return CHECK_CHARACTERS[(total + 10 * h + 9 * j) % 11]


def check(vin: str, *, check_position_excused: bool = False) -> tuple[str, ...]:
    """What is wrong with a normalised VIN, as reason codes; empty where nothing is.

    `check_position_excused`: there is documented evidence that the car was built to a market without a check
    position. It excuses a position 9 that is neither digit nor X, never a wrong check digit.
    """
    if not _WELL_FORMED(vin):
        return (VIN_MALFORMED,)
    given = vin[8]
    if given == check_digit(vin):
        return ()
    if given in CHECK_CHARACTERS:
        return (VIN_CHECK_DIGIT,)
    return () if check_position_excused else (VIN_NO_CHECK_POSITION,)


def wmi(vin: str) -> str:
    """The world manufacturer identifier of a well-formed VIN.

    Three characters; where the third is 9 (a maker of few vehicles) positions 12 to 14 complete it to six.
    """
    return vin[:3] + vin[11:14] if vin[2] == "9" else vin[:3]


def model_year(vin: str, *, latest: int) -> int | None:
    """The model year of position 10, the newest of its cycle not after `latest`; None where it names no year.

    The characters repeat every thirty years, so the caller says how far the years can reach
    (usually next year: model years begin before the calendar year does).
    """
    place = YEAR_CHARACTERS.find(vin[9])
    if place < 0:
        return None
    year = _FIRST_YEAR + place
    cycles = (latest - year) // _CYCLE
    return year + cycles * _CYCLE if cycles >= 0 else None


def year_character(year: int) -> str:
    """The character that stands for a model year at position 10."""
    return YEAR_CHARACTERS[(year - _FIRST_YEAR) % _CYCLE]


def make(wmi: str, vds: str, year: int, plant: str, serial: str | int) -> str:
    """A VIN with its check digit: WMI (3), vehicle descriptor (5), model year, plant (1), serial (6).

    A whole number as serial is filled with zeros. Raises ValueError where the parts make no well-formed VIN.
    """
    tail = serial if isinstance(serial, str) else f"{serial:06d}"
    if (len(wmi), len(vds), len(plant), len(tail)) != (3, 5, 1, 6):
        raise ValueError(f"A VIN is 3+5+1+1+1+6 characters: {wmi!r} {vds!r} {plant!r} {tail!r}")
    blank = f"{wmi}{vds}0{year_character(year)}{plant}{tail}"
    if not well_formed(blank):
        raise ValueError(f"Not the characters of a VIN: {blank!r}")
    return f"{blank[:8]}{check_digit(blank)}{blank[9:]}"
