"""Reads one XLSX from standard input in a process of its own, whose memory and time the system bounds.

A spreadsheet of a few kilobytes can ask for a terabyte: one cell in the far corner, or a long text that a
million cells share. The reading library takes the memory before it can be asked how much, and may die of it;
so it reads here, where its death is an answer.
"""

import csv
import io
import json
import resource
import sys
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from typing import IO

from python_calamine import CalamineWorkbook

MEMORY = 2 * 1024**3
SECONDS = 120


def main(rows: int, columns: int, *, as_csv: bool) -> None:
    """Print the first sheet that holds anything as JSON: {"rows": [[line, [cell, …]], …]} or {"over": …}; or as CSV."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # macOS knows this bound but may refuse to set it: there the time alone is bounded.
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    if as_csv:
        write_out(sys.stdin.buffer, rows, columns)
    else:
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


def write_out(content: IO[bytes], rows: int, columns: int) -> None:
    """Row after row as CSV, the empty ones above it too, so that line and sheet row are the same number. Exit 3: too much."""
    book = CalamineWorkbook.from_filelike(content)
    sheets = (book.get_sheet_by_index(index) for index in range(len(book.sheet_names)))
    sheet = next((one for one in sheets if one.start is not None), None)
    if sheet is None:
        return
    if sheet.width > columns or sheet.height > rows:
        sys.stderr.write("columns" if sheet.width > columns else "rows")
        sys.exit(3)
    writer = csv.writer(io.TextIOWrapper(sys.stdout.buffer, "utf-8", newline=""), lineterminator="\n")
    # iter_rows begins at the sheet's first row, whatever the first cell that is filled.
    for values in sheet.iter_rows():
        # A line break within a cell would shift the lines below it.
        writer.writerow([" ".join(text(value).splitlines()) for value in values])


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
    main(int(sys.argv[1]), int(sys.argv[2]), as_csv=sys.argv[3:] == ["csv"])
