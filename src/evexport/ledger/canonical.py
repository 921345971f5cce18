"""One spelling for each JSON value (after RFC 8785), so that a hash over it can be computed again anywhere.

Members are sorted by UTF-16 code units, nothing is escaped that need not be, numbers are written as
ECMAScript does. Integers are written out in full, also past 2^53, where RFC 8785 has none.
"""

import json
import math
from typing import Any

_PLAIN = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def canonical(value: Any) -> bytes:
    """The canonical UTF-8 bytes of a JSON value. Raises TypeError for what JSON has no word for."""
    parts: list[str] = []
    _write(value, parts)
    return "".join(parts).encode("utf-8")


def pair(name: str, value: Any) -> bytes:
    """The canonical bytes of `[name, value]`, by a short way for the plain values that most fields hold."""
    if value is None or isinstance(value, str | int):
        return _PLAIN.encode([name, value]).encode("utf-8")
    return canonical([name, value])


def _write(value: Any, parts: list[str]) -> None:
    match value:
        case None:
            parts.append("null")
        case bool():
            parts.append("true" if value else "false")
        case str():
            parts.append(json.dumps(value, ensure_ascii=False))
        case int():
            parts.append(str(value))
        case float():
            parts.append(_number(value))
        case list() | tuple():
            _write_list(value, parts)
        case dict():
            _write_members(value, parts)
        case _:
            raise TypeError(f"JSON has no word for a {type(value).__name__}")


def _write_list(items: list[Any] | tuple[Any, ...], parts: list[str]) -> None:
    parts.append("[")
    for index, item in enumerate(items):
        if index:
            parts.append(",")
        _write(item, parts)
    parts.append("]")


def _write_members(members: dict[str, Any], parts: list[str]) -> None:
    parts.append("{")
    for index, name in enumerate(sorted(members, key=lambda key: key.encode("utf-16-be"))):
        parts.append("," if index else "")
        parts.append(json.dumps(name, ensure_ascii=False) + ":")
        _write(members[name], parts)
    parts.append("}")


def _number(value: float) -> str:
    """A double as ECMAScript's Number.prototype.toString writes it."""
    if not math.isfinite(value):
        raise TypeError("JSON has no word for a number that is not finite")
    if value == 0:
        return "0"
    mantissa, _, exponent = f"{value!r}".partition("e")
    sign, mantissa = ("-", mantissa[1:]) if mantissa.startswith("-") else ("", mantissa)
    whole, _, fraction = mantissa.partition(".")
    digits = (whole + ("" if fraction == "0" else fraction)).lstrip("0")
    point = int(exponent or 0) + (len(whole) if whole != "0" else -(len(fraction) - len(fraction.lstrip("0"))))
    digits = digits.rstrip("0")
    return sign + _placed(digits, point)


def _placed(digits: str, point: int) -> str:
    """Digits with the decimal point after the first `point` of them, or with an exponent where that is
    shorter.
    """
    if 0 < point <= 21:
        return digits.ljust(point, "0") if len(digits) <= point else f"{digits[:point]}.{digits[point:]}"
    if -6 < point <= 0:
        return f"0.{'0' * -point}{digits}"
    tail = f".{digits[1:]}" if len(digits) > 1 else ""
    return f"{digits[0]}{tail}e{'+' if point > 0 else '-'}{abs(point - 1)}"
