"""Chosen columns of a table's piece, without a Python object for each cell where no cell is quoted."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import polars as pl

from evexport.kernel.sheet_pieces import Piece, rows_of


class Columns(NamedTuple):
    """The lines on which rows begin, and beside them each column that was asked for."""

    lines: pl.Series
    cells: tuple[pl.Series, ...]


def columns_of(piece: Piece, delimiter: str, places: Sequence[int | None], *, name: str, after: int = 0) -> Columns:
    """The columns at these places of the rows past line `after`; a place of None is a column of empty cells."""
    read = _quoted if '"' in piece.text else _plain
    lines, found = read(piece, delimiter, [place for place in places if place is not None], name)
    past = lines > after
    lines = lines.filter(past)
    cells = iter([one.filter(past) for one in found])
    empty = pl.repeat("", len(lines), dtype=pl.String, eager=True)
    return Columns(lines, tuple(empty if place is None else next(cells) for place in places))


def _plain(piece: Piece, delimiter: str, places: list[int], _name: str) -> tuple[pl.Series, list[pl.Series]]:
    rows = pl.Series(piece.text.split("\n"), dtype=pl.String)
    filled = rows.str.strip_chars(f"{delimiter} \t") != ""
    numbers = pl.Series(np.arange(piece.line, piece.line + len(rows), dtype=np.int64))
    # One field more than is asked for takes what stands behind it.
    parts = rows.filter(filled).str.splitn(delimiter, max(places, default=0) + 2).struct
    return numbers.filter(filled), [parts.field(f"field_{place}").fill_null("") for place in places]


def _quoted(piece: Piece, delimiter: str, places: list[int], name: str) -> tuple[pl.Series, list[pl.Series]]:
    rows = list(rows_of(piece, delimiter, name=name))
    cells = [[row.cells[place] if place < len(row.cells) else "" for row in rows] for place in places]
    lines = pl.Series([row.line for row in rows], dtype=pl.Int64)
    return lines, [pl.Series(one, dtype=pl.String) for one in cells]
