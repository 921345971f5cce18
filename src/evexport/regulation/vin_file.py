"""A file of VINs checked without a database, piece by piece: in the end as much is known as on a production register."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from evexport.codes import vin as vins
from evexport.codes import vin_columns
from evexport.codes.vin_files import place_of
from evexport.kernel.problems import BadInput
from evexport.kernel.rows import RowProblem
from evexport.kernel.sheet_columns import columns_of
from evexport.kernel.sheet_pieces import Big, Piece, opened, rows_of
from evexport.kernel.sheets import MIB, Limits
from evexport.kernel.tables import headings
from evexport.kernel.text import Text
from evexport.regulation.facts.registers import RegisterFacts
from evexport.regulation.production import COLUMNS, Known, Span, check, problem

LIMITS = Limits(file_bytes=512 * MIB, unpacked_bytes=1024 * MIB, rows=10_000_000)


@dataclass(frozen=True, slots=True)
class BadVin:
    """A row that is not in order: its line, the VIN as normalised, everything that is wrong with it."""

    line: int
    vin: str
    problems: tuple[RowProblem, ...]


@dataclass(slots=True)
class VinFile:
    """A file as it is read: its bad rows one after the other, and afterwards how many rows there were."""

    path: Path
    known: Known
    total: int = 0
    bad: int = 0
    _places: list[int | None] = field(default_factory=list)
    _head: int = 0

    def rows(self) -> Iterator[BadVin]:
        """Every bad row in order. A first reading finds what stands twice, a second what else is wrong."""
        try:
            source = self.path.open("rb")
        except OSError as error:
            raise unreadable(self.path) from error
        with source, opened(source, name=self.path.name, limits=LIMITS) as big:
            again = self._repeated(big)
            for piece in big.pieces():
                for row in self._bad(big, piece, again):
                    self.bad += 1
                    yield row

    def _repeated(self, big: Big) -> dict[int, int]:
        """Line -> the line on which the same VIN stands before. In memory is a column of VINs, and no row."""
        found: list[pl.Series] = []
        lines: list[pl.Series] = []
        for piece in big.pieces():
            if not self._places:
                self._find_columns(big, piece)
            of, cells = columns_of(piece, big.delimiter, self._places, name=big.name, after=self._head)
            found.append(vin_columns.check(cells[0]).vins)
            lines.append(of)
        column, places = pl.concat(found), pl.concat(lines)
        self.total = len(column)
        if not self.total:
            raise BadInput(
                Text(f"文件“{big.name}”只有表头，没有VIN。", f"The file {big.name} has a heading but no VIN."),
                remedy=Text("请在表头下方每行填写一个VIN。", "Put one VIN in each row below the heading."),
                code="FILE_EMPTY",
            )
        frame = pl.DataFrame({"vin": column, "line": places}).filter(pl.col("vin") != "")
        twice = frame.with_columns(seen=pl.col("line").first().over("vin")) if frame["vin"].n_unique() < len(frame) else None
        if twice is None:
            return {}
        return {line: seen for line, seen in twice.select("line", "seen").iter_rows() if line != seen}

    def _find_columns(self, big: Big, piece: Piece) -> None:
        """By their headings; without headings the first column that holds a VIN."""
        first = next(rows_of(piece, big.delimiter, name=big.name))
        place, headed = place_of(first, name=big.name)
        named = headings(first.cells, COLUMNS) if headed else {}
        self._places = [place, *(named.get(column.name) for column in COLUMNS[1:])]
        self._head = first.line if headed else 0
        self.known = Known(
            self.known.today,
            self.known.wmis,
            self.known.models if self._places[1] is not None else None,
            days=None not in self._places,
            excused=False,
        )

    def _bad(self, big: Big, piece: Piece, again: dict[int, int]) -> Iterator[BadVin]:
        lines, cells = columns_of(piece, big.delimiter, self._places, name=big.name, after=self._head)
        told: dict[int, list[RowProblem]] = {}
        number_of: dict[int, str] = {}
        for line, code, number, given in check(lines, cells, self.known).faults.iter_rows():
            told.setdefault(line, []).append(problem(line, code, given))
            number_of[line] = number
        for line in again.keys() & set(lines.to_list()) if again else ():
            number = number_of.setdefault(line, vins.normalise(str(cells[0].filter(lines == line)[0])))
            told.setdefault(line, []).append(problem(line, vins.VIN_REPEATED, number, seen=again[line]))
        for line in sorted(told):
            yield BadVin(line, number_of[line], tuple(told[line]))


def known_from(registers: RegisterFacts, uscc: str, known: Known) -> Known:
    """What the registers of a folder say of a maker."""
    models = [one for one in registers.announcement or () if one.manufacturer_uscc == uscc]
    holders = [one for one in registers.wmis or () if uscc in (one.maker_uscc, one.holder_uscc)]
    return Known(
        known.today,
        spans((one.wmi, Span(one.valid_from, None)) for one in holders) if registers.wmis is not None else known.wmis,
        spans((one.model_code, Span(one.effective_from, one.withdrawn_on)) for one in models)
        if registers.announcement is not None
        else None,
    )


def spans(found: Iterator[tuple[str, Span]]) -> dict[str, Sequence[Span]]:
    made: dict[str, list[Span]] = {}
    for name, span in found:
        made.setdefault(name, []).append(span)
    return dict(made)


def unreadable(path: Path) -> BadInput:
    return BadInput(
        Text(f"无法读取文件“{path.name}”。", f"The file {path.name} cannot be read."),
        remedy=Text("请检查文件路径和读取权限。", "Check the path and the right to read it."),
        code="FILE_UNREADABLE",
    )
