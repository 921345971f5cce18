"""A whole column of VINs checked at once, with the results of `codes.vin.check` for each."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from evexport.codes import vin

FAULTS: tuple[str | None, ...] = (None, vin.VIN_MALFORMED, vin.VIN_CHECK_DIGIT, vin.VIN_NO_CHECK_POSITION)
"""What the numbers in a column of faults mean: the place in this tuple; 0 is a valid VIN."""

CHARACTERS = [chr(code) for code in range(256)]
"""A character by its byte."""

_MALFORMED = FAULTS.index(vin.VIN_MALFORMED)
_CHECK_DIGIT = FAULTS.index(vin.VIN_CHECK_DIGIT)
_NO_CHECK_POSITION = FAULTS.index(vin.VIN_NO_CHECK_POSITION)

# A weighted sum stays below 1024 (89 × 9); a character that no VIN holds adds 1024, so one sum tells both.
_ALIEN = 1024
_BLOCK = 16_384
"""Rows reckoned at a time: the block's characters and sums stay in the processor's cache."""


def _weighted_numbers() -> NDArray[np.uint16]:
    """For each of the 17 positions and 256 bytes: the character's number times the position's weight."""
    table = np.full((vin.LENGTH, 256), _ALIEN, dtype=np.uint16)
    for character, number in vin.NUMBER_OF.items():
        table[:, ord(character)] = np.array(vin.WEIGHTS, dtype=np.uint16) * number
    return table


_TABLE = _weighted_numbers()
_EXPECTED = np.frombuffer(vin.CHECK_CHARACTERS.encode(), dtype=np.uint8)
_IS_CHECK_CHARACTER = np.isin(np.arange(256, dtype=np.uint8), _EXPECTED)


@dataclass(frozen=True, slots=True)
class CheckedColumn:
    """A column of VINs as normalised, and beside each the number of its fault (see FAULTS)."""

    vins: pl.Series
    faults: NDArray[np.uint8]

    @property
    def valid(self) -> int:
        return int(np.count_nonzero(self.faults == 0))

    def codes(self, place: int) -> tuple[str, ...]:
        """The reason codes at a place, as `codes.vin.check` gives them."""
        fault = FAULTS[int(self.faults[place])]
        return () if fault is None else (fault,)


def check(column: Sequence[str] | pl.Series, *, check_position_excused: bool = False) -> CheckedColumn:
    """Normalise and check a column of text; a missing value counts as malformed.

    Rows that are VINs as they stand never become Python objects; only the others are normalised one by one.
    """
    given = column if isinstance(column, pl.Series) else pl.Series(values=column, dtype=pl.String)
    vins = given.fill_null("")
    faults = _faults(vins)
    suspects = np.flatnonzero(faults == _MALFORMED)
    if suspects.size:
        mended = pl.Series([vin.normalise(text) for text in vins.gather(suspects)], dtype=pl.String)
        vins = vins.scatter(suspects, mended)
        faults[suspects] = _faults(mended)
    if check_position_excused:
        faults[faults == _NO_CHECK_POSITION] = 0
    return CheckedColumn(vins, faults)


def repeated(vins: pl.Series) -> NDArray[np.bool_]:
    """Marks each VIN that stood earlier in the column; blanks do not count."""
    return ((~vins.is_first_distinct()) & (vins != "")).to_numpy()


def characters(vins: pl.Series) -> NDArray[np.uint8]:
    """The bytes of a column whose values are all 17 bytes long, as an array of shape (n, 17)."""
    joined = vins.str.join("").item().encode() if len(vins) else b""
    return np.frombuffer(joined, dtype=np.uint8).reshape(-1, vin.LENGTH)


def wmis(rows: NDArray[np.uint8]) -> tuple[list[str], NDArray[np.int64]]:
    """The makers' identifiers that differ (as `codes.vin.wmi` tells them), and which of them each row of characters bears."""
    heads = np.zeros((len(rows), 8), dtype=np.uint8)
    heads[:, :3] = rows[:, :3]
    few = rows[:, 2] == ord("9")
    heads[few, 3:6] = rows[few, 11:14]
    distinct, of = np.unique(heads.view(np.uint64).ravel(), return_inverse=True)
    return [one.tobytes().rstrip(b"\0").decode() for one in distinct], of


def _faults(vins: pl.Series) -> NDArray[np.uint8]:
    full = (vins.str.len_bytes() == vin.LENGTH).to_numpy()
    if full.all():
        return _faults_of_characters(characters(vins))
    faults = np.full(len(vins), _MALFORMED, dtype=np.uint8)
    faults[full] = _faults_of_characters(characters(vins.filter(pl.Series(full))))
    return faults


def _faults_of_characters(rows: NDArray[np.uint8]) -> NDArray[np.uint8]:
    faults = np.empty(len(rows), dtype=np.uint8)
    for start in range(0, len(rows), _BLOCK):
        faults[start : start + _BLOCK] = _block_faults(np.ascontiguousarray(rows[start : start + _BLOCK].T))
    return faults


def _block_faults(positions: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The faults of a block, given position by position: shape (17, rows)."""
    total = np.zeros(positions.shape[1], dtype=np.uint16)
    for position, table in zip(positions, _TABLE, strict=True):
        total += np.take(table, position)
    given = positions[8]
    faults = np.where(_IS_CHECK_CHARACTER[given], _CHECK_DIGIT, _NO_CHECK_POSITION).astype(np.uint8)
    faults[_EXPECTED[total % 11] == given] = 0
    faults[total >= _ALIEN] = _MALFORMED
    return faults
