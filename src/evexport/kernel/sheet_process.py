"""Reads one XLSX from standard input in a process of its own, whose memory and time the system bounds.

A spreadsheet of a few kilobytes can ask for a terabyte: one cell in the far corner, or a long text that a
million cells share. The reading library takes the memory before it can be asked how much, and may die of it;
so it reads here, where its death is an answer.
"""

import io
import json
import resource
import sys
from contextlib import suppress
from datetime import date, datetime, time, timedelta

from python_calamine import CalamineWorkbook

MEMORY = 2 * 1024**3
SECONDS = 120


def main(rows: int, columns: int) -> None:
    """Print the first sheet that holds anything as JSON: {"rows": [[line, [cell, …]], …]} or {"over": …}."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # macOS knows this bound but may refuse to set it: there the time alone is bounded.
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    json.dump(answer(sys.stdin.buffer.read(), rows, columns), sys.stdout)


def answer(content: bytes, rows: int, columns: int) -> dict[str, object]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    for index in range(len(book.sheet_names)):
        sheet = book.get_sheet_by_index(index)
        if sheet.start is None:
            continue
        if sheet.width > columns:
            return {"over": "columns"}
        if sheet.height > rows:
            return {"over": "rows"}
        # Formulas are never run: these are the values that were last saved.
        lines = enumerate(sheet.to_python(skip_empty_area=True), start=sheet.start[0] + 1)
        return {"rows": [(line, cells) for line, values in lines if any(cells := [*map(text, values)])]}
    return {"rows": []}


def text(value: object) -> str:
    """A cell as its text: whole numbers without a point, dates as ISO 8601."""
    match value:
        case str():
            return value
        case bool():
            return "true" if value else "false"
        case float() if value.is_integer():
            return str(int(value))
        case datetime() if value.time() == time():
            return value.date().isoformat()
        case date() | time():
            return value.isoformat()
    return str(value.total_seconds() if isinstance(value, timedelta) else value)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
