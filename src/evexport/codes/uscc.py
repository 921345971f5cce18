"""The unified social credit code of GB 32100: eighteen characters, the last a check character."""

from stdnum.cn import uscc as _standard
from stdnum.exceptions import ValidationError

USCC_INVALID = "USCC_INVALID"


def normalise(text: str) -> str:
    """The code as registered: spaces and hyphens dropped, capitals."""
    return _standard.compact(text)


def check(code: str) -> tuple[str, ...]:
    """`("USCC_INVALID",)` where length, alphabet, division or check character is wrong; else empty."""
    try:
        # A code is stored as it is registered: what needs tidying up first is not yet a code.
        return () if _standard.validate(code) == code else (USCC_INVALID,)
    except ValidationError:
        return (USCC_INVALID,)


def make(body: str) -> str:
    """A code from its first seventeen characters, with its check character; else ValueError."""
    if len(body) != 17:
        raise ValueError(f"Seventeen characters come before the check character: {body!r}")
    try:
        code = body + _standard.calc_check_digit(body)
    except ValueError as error:
        raise ValueError(f"Not the characters of a credit code: {body!r}") from error
    if check(code):
        raise ValueError(f"Not the characters of a credit code: {body!r}")
    return code


def division(code: str) -> str:
    """The GB/T 2260 division in which the code was given (characters 3 to 8)."""
    return code[2:8]
