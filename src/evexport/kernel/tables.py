"""Tables that people fill in: their columns, the cells of a file as values, and every bad cell with what mends it.

Headings may be a column's name or its label in either language. A row is a dictionary of plain values, as JSON holds them.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Literal

from evexport.kernel.problems import BadInput
from evexport.kernel.rows import RowProblem
from evexport.kernel.sheets import Row
from evexport.kernel.text import Language, Text

MEND = Text("需改正之处", "What to mend")
"""The column in which a corrected template says what is wrong; whoever hands it in again may leave it there."""
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""How a cell begins that a spreadsheet would take for a formula."""

Kind = Literal["text", "code", "count", "year", "exact", "rate", "day", "yes_no", "choice", "many"]
Values = dict[str, Any]
Fault = tuple[str, Text, Text]
"""Column, what is wrong, how to mend it."""
Check = Callable[[Values], Iterable[Fault]]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: what it is called, what its cells hold. `choices` gives the words for a code, asked for when needed."""

    name: str
    label: Text
    kind: Kind = "text"
    required: bool = False
    choices: Callable[[], Mapping[str, Text]] = dict
    help: Text | None = None
    example: str = ""


@dataclass(frozen=True, slots=True)
class Read:
    """What a table holds: each row's line with its values, and what is wrong with the others. `unused` are unknown headings."""

    good: tuple[tuple[int, Values], ...]
    bad: tuple[RowProblem, ...]
    unused: tuple[str, ...] = ()

    @property
    def bad_lines(self) -> frozenset[int]:
        return frozenset(one.row for one in self.bad)


@dataclass(slots=True)
class _Reading:
    columns: Sequence[Column]
    check: Check
    key: Callable[[Values], Any] | None
    first: dict[Any, int] = field(default_factory=dict)


def safe(text: str) -> str:
    """A spreadsheet takes what begins so for a formula; a leading quote makes it words."""
    return f"'{text}" if text.startswith(FORMULA) else text


def bare(cell: str) -> str:
    """A cell without blanks around it, and without the quote that kept a spreadsheet from calculating."""
    text = cell.strip()
    return text[1:] if text.startswith("'") and text[1:].startswith(FORMULA) else text


def read_table(
    heads: Sequence[str],
    rows: Sequence[Row],
    *,
    columns: Sequence[Column],
    check: Check,
    key: Callable[[Values], Any] | None = None,
) -> Read:
    """Every row as values, or with all that is wrong with it. `key`: what may stand once in the table."""
    places, unused = placed(heads, columns)
    reading, good, bad = _Reading(columns, check, key), list[tuple[int, Values]](), list[RowProblem]()
    for row in rows:
        values, faults = _row(row, places, reading)
        if faults:
            bad += [RowProblem(row.line, column, message, remedy) for column, message, remedy in faults]
        else:
            good.append((row.line, values))
    return Read(tuple(good), tuple(bad), unused)


def places_of(heads: Sequence[str], columns: Sequence[Column]) -> dict[str, int]:
    """Where each column stands. Raises BadInput where one that is required is missing."""
    return placed(heads, columns)[0]


def headings(heads: Sequence[str], columns: Sequence[Column]) -> dict[str, int]:
    """The same, whichever of them are there."""
    return _places(heads, columns)[0]


def placed(heads: Sequence[str], columns: Sequence[Column]) -> tuple[dict[str, int], tuple[str, ...]]:
    """Where each required column stands, and the headings that are no column's."""
    places, unused = _places(heads, columns)
    if missing := [one for one in columns if one.required and one.name not in places]:
        raise BadInput(
            Text(
                f"首行缺少：{'、'.join(one.label.zh for one in missing)}。",
                f"The first row lacks: {', '.join(one.label.en for one in missing)}.",
            ),
            remedy=Text("请使用模板的首行。", "Use the first row of the template."),
            code="FILE_NO_COLUMN",
            field="file",
        )
    return places, unused


def _places(heads: Sequence[str], columns: Sequence[Column]) -> tuple[dict[str, int], tuple[str, ...]]:
    names = {title.casefold(): one.name for one in columns for title in (one.name, one.label.zh, one.label.en)}
    ours = {MEND.zh.casefold(), MEND.en.casefold(), ""}
    places: dict[str, int] = {}
    unused = []
    for place, head in enumerate(heads):
        title = bare(head).casefold()
        if title in names:
            places.setdefault(names[title], place)
        elif title not in ours:
            unused.append(bare(head))
    return places, tuple(unused)


def _row(row: Row, places: Mapping[str, int], reading: _Reading) -> tuple[Values, list[Fault]]:
    values, faults = dict[str, Any](), list[Fault]()
    for column in reading.columns:
        place = places.get(column.name)
        cell = bare(row.cells[place]) if place is not None and place < len(row.cells) else ""
        try:
            value = value_of(column, cell)
        except BadInput as problem:
            faults.append((column.name, problem.message, problem.remedy))
        else:
            if value is not None:
                values[column.name] = value
    faults = faults or list(reading.check(values))
    if not faults and reading.key is not None:
        before = reading.first.setdefault(reading.key(values), row.line)
        if before != row.line:
            faults.append(
                (
                    "",
                    Text(f"与第{before}行重复。", f"The same as line {before}."),
                    Text("请删除其中一行。", "Take one of them out."),
                )
            )
    return values, faults


def value_of(column: Column, cell: str) -> Any:
    """A cell's value; None where it is empty. Raises BadInput where it is not what the column holds."""
    if not cell:
        if column.required:
            raise _bad(Text(f"缺少{column.label.zh}。", f"{column.label.en} is missing."), Text("请填写。", "Fill it in."))
        return None
    return READERS[column.kind](cell, column)


def text_of(column: Column, value: Any, language: Language = "zh") -> str:
    """A value as a cell shows it: what `value_of` reads back."""
    if value is None:
        return ""
    if column.kind == "yes_no":
        return (YES if value else NO).pick(language)
    if isinstance(value, list | tuple):
        return ";".join(str(one) for one in value)
    return str(value)


YES, NO = Text("是", "yes"), Text("否", "no")
ANSWERS = dict.fromkeys(("是", "yes", "y", "true", "1"), True) | dict.fromkeys(("否", "no", "n", "false", "0"), False)


def _bad(message: Text, remedy: Text) -> BadInput:
    return BadInput(message, remedy=remedy, code="BAD_CELL")


def _words(cell: str, _column: Column) -> str:
    return cell


def _code(cell: str, _column: Column) -> str:
    return "".join(cell.split()).upper()


def _count(cell: str, _column: Column) -> int:
    tidied = cell.replace(",", "").replace("，", "").replace(" ", "")
    if not re.fullmatch(r"\d{1,12}(\.0+)?", tidied):
        raise _bad(
            Text(f"“{cell}”不是整数。", f"“{cell}” is no whole number."),
            Text("请填写数字，例如1200。", "Write a number such as 1200."),
        )
    return int(tidied.split(".")[0])


def _exact(cell: str, _column: Column) -> int | float:
    try:
        number = Decimal(cell.replace(",", "").replace(" ", ""))
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or abs(number) > 10**9:
        raise _bad(
            Text(f"“{cell}”不是数字。", f"“{cell}” is no number."), Text("请填写数字，例如36。", "Write a number such as 36.")
        )
    return int(number) if number == number.to_integral_value() else float(number)


def _rate(cell: str, column: Column) -> int | float:
    """A rate as 0.3 or as 30 %."""
    if cell.rstrip().endswith(("%", "％")):
        number = Decimal(str(_exact(cell.rstrip()[:-1], column))) / 100
        return int(number) if number == number.to_integral_value() else float(number)
    return _exact(cell, column)


def _day(cell: str, _column: Column) -> str:
    found = re.fullmatch(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[ T]00:00(?::00)?)?", cell)
    try:
        return date(*(int(part) for part in found.groups())).isoformat() if found else _no_day(cell)
    except ValueError:
        return _no_day(cell)


def _no_day(cell: str) -> str:
    raise _bad(Text(f"“{cell}”不是日期。", f"“{cell}” is no date."), Text("请写成2027-03-03。", "Write it as 2027-03-03."))


def _yes_no(cell: str, _column: Column) -> bool:
    if (said := ANSWERS.get(cell.casefold())) is None:
        raise _bad(
            Text(f"“{cell}”不是“是”或“否”。", f"“{cell}” is neither yes nor no."), Text("请填写“是”或“否”。", "Write yes or no.")
        )
    return said


def _choice(cell: str, column: Column) -> str:
    known = column.choices()
    wanted = cell.casefold()
    for code, label in known.items():
        if wanted in {code.casefold(), *_spoken(label)}:
            return code
    raise _bad(Text(f"没有“{cell}”这一选项。", f"There is no “{cell}” to choose."), _choose(column, known))


def _spoken(label: Text) -> set[str]:
    """A label in either language, with and without the code in brackets after it."""
    whole = {label.zh.casefold(), label.en.casefold()}
    return whole | {label.zh.partition("（")[0].casefold(), label.en.partition(" (")[0].casefold()}


def _many(cell: str, column: Column) -> list[str]:
    parts = [part.strip() for part in re.split(r"[;；,，、|\n]", cell) if part.strip()]
    return list(dict.fromkeys(_choice(part, column) for part in parts))


MOST_NAMED = 12


def _choose(column: Column, known: Mapping[str, Text]) -> Text:
    """What may stand in a cell; of a long register only the form of its codes."""
    if len(known) > MOST_NAMED:
        return column.help or Text("请填写登记的代码。", "Write a registered code.")
    return Text(
        "可选：" + "、".join(f"{label.zh}（{code}）" for code, label in known.items()) + "。",
        "Choose among: " + ", ".join(known) + ".",
    )


READERS: dict[Kind, Callable[[str, Column], Any]] = {
    "text": _words,
    "code": _code,
    "count": _count,
    "year": _count,
    "exact": _exact,
    "rate": _rate,
    "day": _day,
    "yes_no": _yes_no,
    "choice": _choice,
    "many": _many,
}


def lines_of(rows: Iterable[Sequence[Any]]) -> Iterator[Row]:
    """Rows as they are kept: [line, [cell, …]]."""
    return (Row(int(line), [str(cell) for cell in cells]) for line, cells in rows)
