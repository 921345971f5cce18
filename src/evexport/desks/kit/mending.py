"""Rows of a file that could not be taken: told line by line on the page, and given back in a file that says what to mend."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from evexport.desks.kit import words
from evexport.desks.kit.components import Component
from evexport.kernel.given_back import FAULT
from evexport.kernel.rows import RowProblem
from evexport.kernel.tables import MEND, Column, bare, safe
from evexport.kernel.text import Text

SHOWN = 50


@dataclass(frozen=True, slots=True)
class BadRow:
    """One fault: the line, the column's name, what is wrong and what mends it."""

    line: int
    field: Text | None
    message: Text
    remedy: Text


@dataclass(frozen=True, slots=True)
class BadRowsPart(Component):
    """The faults of a file; `lines` counts the lines they are on. `xlsx` is where the file to be mended is had; CSV beside it."""

    rows: tuple[BadRow, ...]
    faults: int
    lines: int
    xlsx: str
    template: ClassVar[str] = "kit/bad_rows.html"

    @classmethod
    def of(cls, found: Sequence[RowProblem], columns: Sequence[Column], xlsx: str) -> "BadRowsPart | None":
        """Nothing where no row is bad."""
        if not found:
            return None
        labels = {one.name: one.label for one in columns}
        rows = tuple(BadRow(one.row, labels.get(one.field), one.message, one.remedy) for one in found[:SHOWN])
        return cls(rows, len(found), len({one.row for one in found}), xlsx)

    @property
    def csv(self) -> str:
        return self.xlsx.removesuffix("xlsx") + "csv"

    @property
    def more(self) -> int:
        return self.faults - len(self.rows)


def mended(heads: Sequence[str], rows: Sequence[Sequence[Any]], bad: Sequence[RowProblem]) -> Iterator[list[str | int | float]]:
    """The file again, with a first column that says what to mend: the bad rows before the good ones, which stay as they were."""
    said: dict[int, list[str]] = defaultdict(list)
    for one in bad:
        said[one.row].append(f"{words.say(one.message)}{'' if words.language() == 'zh' else ' '}{words.say(one.remedy)}")
    keep = [place for place, head in enumerate(heads) if bare(head) not in {MEND.zh, MEND.en}]
    yield [words.say(MEND), *(safe(heads[place]) for place in keep)]
    for wanted in (True, False):
        for line, cells in rows:
            if (int(line) in said) is wanted:
                why = " ".join(said.get(int(line), []))
                yield [safe(why), *(safe(bare(cells[place]) if place < len(cells) else "") for place in keep)]


def given_back(heads: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> Iterator[list[str | int | float]]:
    """The rows that could not be used (GivenBack, as stored), as they were given, with a last column that says why."""
    keep = [place for place, head in enumerate(heads) if head != FAULT]
    yield [*(safe(heads[place]) for place in keep), FAULT]
    for row in rows:
        given = row["given"]
        cells = [safe(given[place] if place < len(given) else "") for place in keep]
        yield [*cells, safe(words.say(Text(**row["why"])))]
