"""Tables as files to download: CSV and XLSX without live formulas, lists and templates alike."""

import csv
import io
from collections.abc import Iterable, Sequence

import xlsxwriter
from django.http import HttpResponse

from evexport.kernel.tables import safe

Line = Sequence[str | int | float]
MIMES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

__all__ = ["as_csv", "as_xlsx", "attached", "csv_line", "safe", "sheet_file"]


def sheet_file(kind: str, rows: Iterable[Line], name: str, *, notes: Iterable[Line] = ()) -> HttpResponse:
    """A table to download as `name`.csv or `name`.xlsx; `notes` go on a second sheet, where the file can have one."""
    content = as_csv(rows) if kind == "csv" else as_xlsx(rows, notes=notes)
    return attached(content, MIMES[kind], f"{name}.{kind}")


def attached(content: bytes, mime: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=mime)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def csv_line(cells: Line) -> bytes:
    """One line of a CSV file that is sent as it is made."""
    paper = io.StringIO(newline="")
    csv.writer(paper).writerow(cells)
    return paper.getvalue().encode()


def as_csv(rows: Iterable[Line]) -> bytes:
    """UTF-8 with its mark, as Chinese spreadsheet programs want it."""
    paper = io.StringIO(newline="")
    csv.writer(paper).writerows(rows)
    return paper.getvalue().encode("utf-8-sig")


def as_xlsx(rows: Iterable[Line], *, notes: Iterable[Line] = ()) -> bytes:
    paper = io.BytesIO()
    with xlsxwriter.Workbook(paper, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        for table in (rows, [*notes]):
            if table is rows or table:
                _sheet(book, table)
    return paper.getvalue()


def _sheet(book: xlsxwriter.Workbook, rows: Iterable[Line]) -> None:
    sheet = book.add_worksheet()
    bold = book.add_format({"bold": True})
    for number, row in enumerate(rows):
        for place, value in enumerate(row):
            sheet.write(number, place, value, bold if number == 0 else None)
    sheet.freeze_panes(1, 0)
    sheet.autofit()
