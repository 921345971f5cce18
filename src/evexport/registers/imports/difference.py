"""What an edition of a register would add, change and withdraw, against what stands; and doing so."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Manager, Model

from evexport.ledger.events import plain
from evexport.registers.imports.kinds import Kind
from evexport.registers.imports.parsing import Parsed

_AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class Change:
    """One row's difference: what it is known by, its line in the file if it has one, old and new values."""

    key: dict[str, Any]
    line: int | None
    before: dict[str, Any]
    after: dict[str, Any]
    row: Model | None = field(default=None, compare=False, repr=False)

    def as_dict(self) -> dict[str, Any]:
        told: dict[str, Any] = plain({"key": self.key, "line": self.line, "before": self.before, "after": self.after})
        return told


@dataclass(frozen=True, slots=True)
class Diff:
    """What an edition adds, changes and withdraws. `batch` is the import that did so; None for a dry run."""

    register: str
    added: tuple[Change, ...]
    changed: tuple[Change, ...]
    withdrawn: tuple[Change, ...]
    unchanged: int
    batch: UUID | None = None

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.withdrawn)

    def as_dict(self) -> dict[str, Any]:
        return {
            "register": self.register,
            "added": [change.as_dict() for change in self.added],
            "changed": [change.as_dict() for change in self.changed],
            "withdrawn": [change.as_dict() for change in self.withdrawn],
            "unchanged": self.unchanged,
        }


Key = tuple[Any, ...]


def _rows(kind: Kind) -> Manager[Any]:
    return kind.model._default_manager  # noqa: SLF001 - Django's documented way


class Standing:
    """The rows of a register by their key: those that stand on a day, and those withdrawn by then."""

    def __init__(self, kind: Kind, rows: Iterable[Model], on: date) -> None:
        self.kind = kind
        self.now: dict[Key, Model] = {}
        self.gone: dict[Key, dict[date, Model]] = defaultdict(dict)
        for row in rows:
            end: date | None = getattr(row, "withdrawn_on")  # noqa: B009 - every register has it
            if end is None or end > on:
                self.now[self.key(row)] = row
            else:
                self.gone[self.key(row)][end] = row

    def key(self, row: Model) -> Key:
        return tuple(getattr(row, name) for name in self.kind.key)

    def fitting(self, row: Parsed) -> Model | None:
        """The row that a line of the file speaks of; None where it speaks of a new one."""
        key, end = row.of(self.kind.key), row.values.get("withdrawn_on")
        if end in self.gone[key]:
            return self.gone[key][end]
        if key in self.now:
            return self.now[key]
        if not self.kind.episodes and self.gone[key]:
            return self.gone[key][max(self.gone[key])]
        return None

    def begun(self, row: Parsed, on: date, *, known: Model | None) -> dict[str, Any]:
        """The line's values. After a withdrawal a row begins anew, not before the day it came back."""
        values, begins = dict(row.values), self.kind.begins
        if not begins or values.get("withdrawn_on") or not self.gone[row.of(self.kind.key)]:
            return values
        again = getattr(known, begins) if known else on
        values[begins] = max(values.get(begins) or date.min, again or date.min)
        return values


def difference(kind: Kind, rows: Sequence[Parsed], *, on: date, partial: bool) -> Diff:
    """Compare a file's rows with the register as it stands on a day.

    Columns that the file does not have are left as they are. Unless the file is `partial`, what stands and is
    not in it is withdrawn from that day on.
    """
    standing = Standing(kind, _rows(kind).filter(**kind.fixed), on)
    added: list[Change] = []
    changed: list[Change] = []
    withdrawn: list[Change] = []
    for row in rows:
        known = standing.fitting(row)
        values = standing.begun(row, on, known=known)
        if known is None:
            added.append(Change(dict(zip(kind.key, row.of(kind.key), strict=True)), row.line, {}, values))
            continue
        if not kind.episodes and known.withdrawn_on is not None:  # type: ignore[attr-defined]
            values["withdrawn_on"] = None
        if change := _change(kind, known, values, row.line):
            ends = change.after.get("withdrawn_on") is not None
            (withdrawn if ends else changed).append(change)
    if not partial:
        withdrawn += _missing(kind, standing, rows, on)
    touched = sum(change.line is not None for change in (*added, *changed, *withdrawn))
    return Diff(kind.name, tuple(added), tuple(changed), tuple(withdrawn), len(rows) - touched)


def _change(kind: Kind, known: Model, values: dict[str, Any], line: int | None) -> Change | None:
    before = {name: getattr(known, name) for name, value in values.items() if getattr(known, name) != value}
    if not before:
        return None
    key = {name: getattr(known, name) for name in kind.key}
    return Change(key, line, before, {name: values[name] for name in before}, known)


def _missing(kind: Kind, standing: Standing, rows: Sequence[Parsed], on: date) -> list[Change]:
    names = kind.belongs_to or kind.key
    present = {row.of(names) for row in rows}
    return [
        change
        for row in standing.now.values()
        if tuple(getattr(row, name) for name in names) not in present
        and (change := _change(kind, row, {"withdrawn_on": on}, None))
    ]


def apply(kind: Kind, diff: Diff, *, source: str) -> None:
    """Bring the difference about; a new row that names no source comes from `source`."""
    _rows(kind).bulk_create([kind.model(**{"source": source, **change.after}) for change in diff.added], batch_size=_AT_ONCE)
    rows: list[Model] = []
    names: set[str] = set()
    for change in (*diff.changed, *diff.withdrawn):
        assert change.row is not None
        for name, value in change.after.items():
            setattr(change.row, name, value)
        rows.append(change.row)
        names |= change.after.keys()
    if rows:
        _rows(kind).bulk_update(rows, sorted(names), batch_size=_AT_ONCE)
