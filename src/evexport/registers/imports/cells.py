"""How a cell of a register file is read, and what to say where it cannot be."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from evexport.codes import uscc
from evexport.kernel.text import Text

LEFT_OUT: Any = object()
"""What a blank cell means where the field has a default of its own: the row says nothing of it."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Turns a cell's text into a value, or raises ValueError; `mend` says what the cell should hold.

    `blank` is what an empty cell means, where it may be empty.
    """

    read: Callable[[str], Any]
    mend: Text
    blank: Any = ""


def _matching(pattern: str) -> Callable[[str], str]:
    whole = re.compile(pattern).fullmatch

    def read(cell: str) -> str:
        if not whole(cell):
            raise ValueError(cell)
        return cell

    return read


def _day(cell: str) -> date:
    # Only the extended form: 20260101 is as easily a mistyped number.
    return date.fromisoformat(_matching(r"\d{4}-\d{2}-\d{2}")(cell))


def _whole(cell: str) -> int:
    return int(_matching("[0-9]{1,6}")(cell))


def _year(cell: str) -> int:
    return int(_matching("20[0-9]{2}")(cell))


def _yes_no(cell: str) -> bool:
    words = {"true": True, "false": False, "1": True, "0": False, "是": True, "否": False}
    if cell.lower() not in words:
        raise ValueError(cell)
    return words[cell.lower()]


def _credit_code(cell: str) -> str:
    if uscc.check(cell):
        raise ValueError(cell)
    return cell


def _prefixes(cell: str) -> list[str]:
    read = _matching(r"\*|[0-9]{2}|[0-9]{4}|[0-9]{6}")
    return [read(word) for word in re.split(r"[;、,\s]+", cell.strip())]


def text(longest: int) -> Reader:
    """Any text up to so many characters, on one line."""
    mend = Text(f"请填写不超过{longest}个字符的一行文字。", f"Write one line of at most {longest} characters.")
    return Reader(_matching(rf"[^\x00-\x1f]{{1,{longest}}}"), mend)


def coded(pattern: str, mend: Text) -> Reader:
    return Reader(_matching(pattern), mend)


def one_of(words: Iterable[str]) -> Reader:
    choices = tuple(words)
    listed = ", ".join(choices)
    mend = Text(f"请填写其中之一：{listed}。", f"Write one of: {listed}.")
    return Reader(_matching("|".join(map(re.escape, choices))), mend, blank=LEFT_OUT)


DAY = Reader(_day, Text("请按“2026-01-31”的格式填写日期。", "Write a date like 2026-01-31."), blank=None)
WHOLE = Reader(_whole, Text("请填写整数。", "Write a whole number."), blank=None)
YEAR = Reader(_year, Text("请填写四位年份。", "Write a year of four digits."))
YES_NO = Reader(_yes_no, Text("请填写 true 或 false。", "Write true or false."), blank=LEFT_OUT)
USCC = Reader(
    _credit_code,
    Text("请填写18位统一社会信用代码。", "Write the unified social credit code of 18 characters."),
)
WMI = coded(
    "[A-HJ-NPR-Z0-9]{3}([A-HJ-NPR-Z0-9]{3})?",
    Text("请填写3位WMI，第三位为9的另加VIN第12至14位。", "Write the WMI: 3 characters, or 6 for a small maker."),
)
HS_CODE = coded("[0-9]{10}", Text("请填写10位商品编号。", "Write the customs code of 10 digits."))
OFFICE = coded("[0-9]{4}", Text("请填写4位关区代码。", "Write the customs office's code of 4 digits."))
DIVISION = coded(
    "[0-9]{2}|[0-9]{4}|[0-9]{6}",
    Text("请填写2、4或6位行政区划代码。", "Write a GB/T 2260 code of 2, 4 or 6 digits."),
)
PREFIXES = Reader(
    _prefixes,
    Text("请填写区划代码前缀，以分号分隔，或填写 *。", "Write division prefixes divided by semicolons, or *."),
)
