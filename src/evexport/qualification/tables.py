"""A filing's tables: their rows in the document, what is wrong with a row, what a handed-in table would change."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ValidationError

from evexport.kernel.tables import Column, Fault, Values
from evexport.kernel.text import Text
from evexport.qualification.draft import Document
from evexport.regulation.facts.reading import words


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a filing: where its rows stand in the document, its columns, its rows' shape and what names a row."""

    name: str
    label: Text
    one: Text
    section: str
    columns: tuple[Column, ...]
    shape: type[BaseModel]
    key: tuple[str, ...]
    criteria: tuple[str, ...]
    cites: tuple[str, ...]
    why: Text
    part: str = ""
    once: bool = True

    def column(self, name: str) -> Column | None:
        return next((one for one in self.columns if one.name == name), None)

    def key_of(self, row: Values) -> tuple[str, ...]:
        return tuple(str(row.get(name, "")) for name in self.key)


def rows_in(document: Mapping[str, Any], table: Table) -> list[Values]:
    """A table's rows as the document has them."""
    part: Any = document.get(table.section) or {}
    found = part.get(table.part) if table.part and part else part
    return [dict(row) for row in found or []]


def with_rows(document: Mapping[str, Any], table: Table, rows: Sequence[Values]) -> Document:
    """The section of the filing with these rows in the table's place, as a draft takes it."""
    if not table.part:
        return {table.section: list(rows)}
    return {table.section: {**(document.get(table.section) or {}), table.part: list(rows)}}


def faults(table: Table, row: Values) -> Iterator[Fault]:
    """What is wrong with a row's values, field by field, by the shape that the rules read."""
    try:
        table.shape.model_validate(row)
    except ValidationError as error:
        for found in error.errors(include_url=False):
            message, remedy = words(found)
            name = str(found["loc"][0]) if found["loc"] else ""
            yield name, message, remedy


@dataclass(frozen=True, slots=True)
class Compared:
    """What a handed-in table would change. `rows` is the table afterwards; `changed` pairs before with after."""

    added: tuple[Values, ...]
    changed: tuple[tuple[Values, Values], ...]
    removed: tuple[Values, ...]
    kept: int
    rows: tuple[Values, ...]

    @property
    def nothing(self) -> bool:
        return not (self.added or self.changed or self.removed)


def compare(table: Table, before: Sequence[Values], given: Sequence[Values], *, whole: bool) -> Compared:
    """Rows are told apart by the table's key. `whole`: the file is the entire table, and what it leaves out goes."""
    new = _numbered(table, given)
    old = _numbered(table, before)
    changed = tuple((row, new[key]) for key, row in old.items() if key in new and new[key] != row)
    removed = tuple(row for key, row in old.items() if key not in new) if whole else ()
    added = tuple(row for key, row in new.items() if key not in old)
    stay = {key: row for key, row in old.items() if key not in new and not whole}
    rows = tuple(new.get(key, row) for key, row in old.items() if key in new or key in stay) + added
    return Compared(added, changed, removed, len(rows) - len(added) - len(changed), rows)


def _numbered(table: Table, rows: Sequence[Values]) -> dict[tuple[str, ...], Values]:
    """Rows by their key; where a key stands more than once, each by its turn."""
    seen: Counter[tuple[str, ...]] = Counter()
    named = {}
    for row in rows:
        key = table.key_of(row)
        seen[key] += 1
        named[(*key, str(seen[key]))] = row
    return named
