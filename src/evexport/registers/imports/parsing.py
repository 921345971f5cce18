"""From a register file's rows to values, every bad row named with its line, its column and how to mend it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from evexport.kernel.problems import BadInput
from evexport.kernel.sheets import MIB, Limits, Row
from evexport.kernel.text import Text
from evexport.registers.imports.cells import LEFT_OUT
from evexport.registers.imports.kinds import Column, Kind

LIMITS = Limits(file_bytes=32 * MIB, unpacked_bytes=256 * MIB, rows=200_000, columns=64)
"""How large a register file may be."""

BLANK = Text("此处不能为空。", "This cell may not be blank.")

TOLD = 1_000
"""Bad rows told one by one; of the others only the number."""


@dataclass(frozen=True, slots=True)
class RowProblem:
    """Where a row is wrong, what is wrong, how to mend it. Line 1 is a file's first."""

    line: int
    column: str
    message: Text
    remedy: Text

    def as_dict(self) -> dict[str, object]:
        return {
            "line": self.line,
            "column": self.column,
            "message": self.message.as_dict(),
            "remedy": self.remedy.as_dict(),
        }


class BadRows(BadInput):
    """Rows that cannot be taken in; nothing was. `rows` holds the first thousand, `count` their number."""

    code = "REGISTER_ROWS"

    def __init__(self, problems: Sequence[RowProblem], *, name: str) -> None:
        first, count = problems[0], len(problems)
        super().__init__(
            Text(
                f"“{name}”有{count}处错误，未导入任何内容。第{first.line}行“{first.column}”列：{first.message.zh}",
                f"{name} has {count} faults; nothing was imported. Line {first.line}, {first.column}: {first.message.en}",
            ),
            remedy=first.remedy,
            field=f"{name}:{first.line}:{first.column}",
        )
        self.rows = tuple(problems[:TOLD])
        self.count = count

    def as_dict(self) -> dict[str, object]:
        return {
            **super().as_dict(),
            "count": self.count,
            "rows": [problem.as_dict() for problem in self.rows],
        }


@dataclass(frozen=True, slots=True)
class Parsed:
    """A row of the file as values; columns that the file does not have are not in it."""

    line: int
    values: dict[str, Any]

    def of(self, names: tuple[str, ...]) -> tuple[Any, ...]:
        return tuple(self.values.get(name) for name in names)


def parsed(kind: Kind, rows: Sequence[Row], *, name: str) -> list[Parsed]:
    """The rows below the heading. Raises BadRows where any row is wrong."""
    columns = _heading(kind, rows[0], name)
    if len(rows) == 1:
        raise BadInput(
            Text(f"“{name}”只有表头，没有数据行。", f"{name} has a heading but no row."),
            remedy=Text("请在表头下方填写数据行。", "Put the rows below the heading."),
            code="REGISTER_EMPTY",
        )
    # A column of the key that the file does not have is blank in every row.
    absent = {**kind.fixed, **{c.name: c.reader.blank for c in kind.columns if c.name in kind.key}}
    problems: list[RowProblem] = []
    found = []
    for row in rows[1:]:
        values, wrong = _values(columns, row)
        problems += wrong
        if not wrong and kind.check and (fault := kind.check(values)):
            problems.append(RowProblem(row.line, fault.column, fault.message, fault.remedy))
        found.append(Parsed(row.line, {**absent, **values}))
    problems = problems or list(_repeated(kind, found))
    if problems:
        raise BadRows(problems, name=name)
    return found


def _heading(kind: Kind, head: Row, name: str) -> list[Column]:
    """The column of each place, after the heading was found complete and known."""
    known = {column.name: column for column in kind.columns}
    given = [cell.strip().lower() for cell in head.cells]
    problems = [
        RowProblem(
            head.line,
            word or f"#{place}",
            Text("无法识别或重复的列。", "This column is unknown or stands twice."),
            Text(f"可用的列：{', '.join(known)}。", f"Columns there are: {', '.join(known)}."),
        )
        for place, word in enumerate(given, start=1)
        if word not in known or given.index(word) != place - 1
    ]
    problems += [
        RowProblem(
            head.line,
            word,
            Text("缺少这一列。", "This column is missing."),
            Text("请在表头中加上这一列。", "Add the column to the heading."),
        )
        for word in kind.required
        if word not in given
    ]
    if problems:
        raise BadRows(problems, name=name)
    return [known[word] for word in given]


def _values(columns: list[Column], row: Row) -> tuple[dict[str, Any], list[RowProblem]]:
    values: dict[str, Any] = {}
    problems = []
    cells = [cell.strip() for cell in row.cells]
    if any(cells[len(columns) :]):
        problems.append(_too_many(row.line, columns))
    cells += [""] * (len(columns) - len(cells))
    for column, cell in zip(columns, cells, strict=False):
        reader = column.reader
        if not cell and column.required:
            problems.append(RowProblem(row.line, column.name, BLANK, reader.mend))
        elif not cell and reader.blank is not LEFT_OUT:
            values[column.name] = reader.blank
        elif cell:
            try:
                values[column.name] = reader.read(cell)
            except ValueError:
                problems.append(RowProblem(row.line, column.name, _misread(cell), reader.mend))
    return values, problems


def _misread(cell: str) -> Text:
    shown = cell if len(cell) <= 40 else cell[:39] + "…"
    return Text(f"无法识别“{shown}”。", f"“{shown}” cannot be understood.")


def _too_many(line: int, columns: list[Column]) -> RowProblem:
    return RowProblem(
        line,
        columns[-1].name,
        Text("该行的单元格多于表头。", "The row has more cells than the heading."),
        Text("请检查该行的分隔符和引号。", "Check the separators and quotes of the row."),
    )


def _repeated(kind: Kind, rows: list[Parsed]) -> Iterator[RowProblem]:
    """Two rows for the same thing in one file: which of them holds cannot be told."""
    first: dict[tuple[Any, ...], int] = {}
    for row in rows:
        same = (*row.of(kind.key), row.values.get("withdrawn_on"))
        if same in first:
            yield RowProblem(
                row.line,
                kind.key[0],
                Text(f"与第{first[same]}行重复。", f"It repeats line {first[same]}."),
                Text("请只保留其中一行。", "Keep only one of the two."),
            )
        first.setdefault(same, row.line)
