"""A day's report as a file: CSV or XLSX with a row for each car, under the declaration it left on."""

from evexport.codes import vin as vins
from evexport.codes.vin_files import VIN_HEADINGS
from evexport.customs.actions.reconcile import MOST_ROWS
from evexport.customs.reconciliation import Reported
from evexport.kernel.problems import BadInput
from evexport.kernel.sheets import Limits, Row, read_bytes
from evexport.kernel.text import Text

NUMBER_HEADINGS = frozenset({"declaration_no", "declaration number", "报关单号", "报关单编号"})
LIMITS = Limits(file_bytes=16 * 1024 * 1024, rows=1_000_000, columns=40)
TEMPLATE = (("declaration_no", "vin"), ("530120270000000001", "LDMEV7EB0VD000001"))


def read_report(content: bytes, *, name: str) -> list[Reported]:
    """The declarations of a report with their cars. Raises BadInput that names the row which cannot be understood."""
    head, *rows = read_bytes(content, name=name, limits=LIMITS)
    titles = [cell.strip().lower() for cell in head.cells]
    number_at, vin_at = _place(titles, NUMBER_HEADINGS, name), _place(titles, VIN_HEADINGS, name)
    found: dict[str, list[str]] = {}
    for row in rows:
        number, vin = _cell(row, number_at), vins.normalise(_cell(row, vin_at))
        if not number or not vin:
            raise _row(name, row.line)
        found.setdefault(number, []).append(vin)
    if len(found) > MOST_ROWS:
        raise BadInput(
            Text(f"一日最多{MOST_ROWS}份报关单。", f"A day has at most {MOST_ROWS:,} declarations."),
            remedy=Text("请核对文件是否只含一日数据。", "Check that the file holds one day alone."),
            code="FILE_TOO_MANY_ROWS",
            field="file",
        )
    return [Reported(number, tuple(cars)) for number, cars in found.items()]


def _place(titles: list[str], wanted: frozenset[str], name: str) -> int:
    place = next((place for place, title in enumerate(titles) if title in wanted), None)
    if place is None:
        raise BadInput(
            Text(f"文件“{name}”首行缺少报关单号列或VIN列。", f"The first row of {name} lacks the declaration or the VIN column."),
            remedy=Text("首行请写“declaration_no”和“vin”。", "Head the columns declaration_no and vin."),
            code="FILE_NO_COLUMN",
            field="file",
        )
    return place


def _cell(row: Row, place: int) -> str:
    return row.cells[place].strip() if place < len(row.cells) else ""


def _row(name: str, line: int) -> BadInput:
    return BadInput(
        Text(f"文件“{name}”第{line}行缺少报关单号或VIN。", f"Row {line} of {name} lacks a declaration number or a VIN."),
        remedy=Text("每行填写一辆车及其报关单号。", "Give one car and its declaration in each row."),
        code="FILE_BAD_ROW",
        field="file",
    )
