"""Files of VINs (.txt, .csv, .xlsx): read within bounds, checked as a column, faults named by line."""

from dataclasses import dataclass
from typing import NamedTuple

import polars as pl

from evexport.codes import vin, vin_columns
from evexport.kernel.problems import BadInput
from evexport.kernel.sheets import LIMITS, Limits, Row, read_bytes
from evexport.kernel.text import Text

VIN_HEADINGS = frozenset({"vin", "vins", "vin码", "车辆识别代号", "车辆识别代码", "车架号"})


class VinFileRow(NamedTuple):
    """A VIN that is not valid: the line it stands on, the VIN as normalised, the reason codes."""

    line: int
    vin: str
    codes: tuple[str, ...]


class FileVins(NamedTuple):
    """The VINs of a file as they stand there, and beside each its line."""

    lines: list[int]
    vins: list[str]


@dataclass(frozen=True, slots=True)
class VinFileReport:
    """How many VINs a file holds, how many are valid, and a row for each that is not."""

    total: int
    valid: int
    rows: tuple[VinFileRow, ...]

    def as_dict(self) -> dict[str, object]:
        rows = [{"line": row.line, "vin": row.vin, "codes": list(row.codes)} for row in self.rows]
        return {"total": self.total, "valid": self.valid, "rows": rows}


def check_upload(content: bytes, *, name: str, limits: Limits = LIMITS) -> VinFileReport:
    """Check every VIN of a file, repetitions within it included; what cannot be understood is BadInput."""
    return check_vins(vins_of(read_bytes(content, name=name, limits=limits), name=name))


def check_vins(given: FileVins) -> VinFileReport:
    """The report on VINs that were read from a file."""
    column = vin_columns.check(given.vins)
    again = vin_columns.repeated(column.vins)
    faulty = pl.Series((column.faults != 0) | again).arg_true()
    rows = tuple(
        VinFileRow(
            given.lines[place],
            column.vins[place],
            column.codes(place) + ((vin.VIN_REPEATED,) if again[place] else ()),
        )
        for place in faulty
    )
    return VinFileReport(total=len(given.vins), valid=len(given.vins) - len(rows), rows=rows)


def vins_of(rows: list[Row], *, name: str) -> FileVins:
    """The VIN column: the one under a VIN heading; without headings, where the first row holds a VIN."""
    place, headed = place_of(rows[0], name=name)
    return _column(rows[1:] if headed else rows, place, name)


def place_of(head: Row, *, name: str) -> tuple[int, bool]:
    """Where the VINs stand, by a file's first row, and whether that row holds headings."""
    headed = [place for place, cell in enumerate(head.cells) if cell.strip().lower() in VIN_HEADINGS]
    if headed:
        return headed[0], True
    looking = [place for place, cell in enumerate(head.cells) if len(vin.normalise(cell)) == vin.LENGTH]
    if looking or len(head.cells) == 1:
        return (looking or [0])[0], False
    raise BadInput(
        Text(
            f"文件“{name}”第 {head.line} 行未找到VIN列。",
            f"No VIN column is found in row {head.line} of {name}.",
        ),
        remedy=Text("请将该列的表头写为“VIN”。", "Write “VIN” at the head of the column."),
        code="FILE_NO_VIN_COLUMN",
        field=f"{name}:{head.line}",
    )


def _column(rows: list[Row], place: int, name: str) -> FileVins:
    if not rows:
        raise BadInput(
            Text(f"文件“{name}”只有表头，没有VIN。", f"The file {name} has a heading but no VIN."),
            remedy=Text("请在表头下方每行填写一个VIN。", "Put one VIN in each row below the heading."),
            code="FILE_EMPTY",
        )
    return FileVins(
        [row.line for row in rows],
        [row.cells[place] if place < len(row.cells) else "" for row in rows],
    )
