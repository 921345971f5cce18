"""What a handed-in table would change, in words: rows added, changed field by field, removed; and which findings turn."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from evexport.desks.enterprise.network.filings import Looked
from evexport.desks.kit.components import Tag
from evexport.desks.kit.filing import WORDS
from evexport.desks.kit.parts import OUTCOMES
from evexport.kernel.tables import NO, YES, Column
from evexport.kernel.text import Text
from evexport.qualification.tables import Compared, Table
from evexport.regulation.markets import market_name

SHOWN = 12
MARKS = {name: Tag(label, tone, icon) for name, label, tone, icon in OUTCOMES}


@dataclass(frozen=True, slots=True)
class Line:
    """A row by what names it, and its fields that differ: label, before, after."""

    name: Text
    fields: tuple[tuple[Text, Text, Text], ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """Rows with one fate: their number, the first of them."""

    label: Text
    count: int
    lines: tuple[Line, ...]

    @property
    def more(self) -> int:
        return self.count - len(self.lines)


@dataclass(frozen=True, slots=True)
class Preview:
    """The whole effect on the table; `kept` rows stay as they are."""

    parts: tuple[Part, ...]
    kept: int
    rows: int
    nothing: bool

    @classmethod
    def of(cls, table: Table, made: Compared) -> "Preview":
        added = [Line(name_of(table, row)) for row in made.added[:SHOWN]]
        changed = [Line(name_of(table, row), differences(table, row, after)) for row, after in made.changed[:SHOWN]]
        removed = [Line(name_of(table, row)) for row in made.removed[:SHOWN]]
        parts = (
            Part(Text("新增", "Added"), len(made.added), tuple(added)),
            Part(Text("更改", "Changed"), len(made.changed), tuple(changed)),
            Part(Text("删除", "Removed"), len(made.removed), tuple(removed)),
        )
        return cls(parts, made.kept, len(made.rows), made.nothing)


def name_of(table: Table, row: Mapping[str, Any]) -> Text:
    """A row by its key, in words."""
    parts = [shown(table.column(name), row.get(name)) for name in table.key]
    return Text(" · ".join(one.zh for one in parts), " · ".join(one.en for one in parts))


def differences(table: Table, before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[tuple[Text, Text, Text], ...]:
    columns = [column for column in table.columns if before.get(column.name) != after.get(column.name)]
    return tuple((one.label, shown(one, before.get(one.name)), shown(one, after.get(one.name))) for one in columns)


def shown(column: Column | None, value: Any) -> Text:
    if value in (None, "", []):
        return Text("（空）", "(empty)")
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, list):
        parts = [shown(column, one) for one in value]
        return Text("、".join(one.zh for one in parts), ", ".join(one.en for one in parts))
    if column is not None and column.name == "market":
        return market_name(str(value))
    return WORDS.get(str(value), Text(str(value), str(value)))


@dataclass(frozen=True, slots=True)
class Effect:
    """A finding that would turn: which, where, from what to what, and its sentence afterwards."""

    id: str
    market: Text | None
    before: Tag | None
    after: Tag | None
    sentence: Text


def effects(before: Looked, after: Looked) -> list[Effect]:
    """The findings that a change would turn, those that would fail first."""
    old, new = (keyed(one.findings) for one in (before, after))
    made = []
    for key in dict.fromkeys((*old, *new)):
        was, will = old.get(key), new.get(key)
        if was and will and was["outcome"] == will["outcome"]:
            continue
        said = will or was
        assert said is not None, "each key stands in one of them"
        market = said["subject"].get("market")
        made.append(
            Effect(
                said["id"],
                market_name(market) if market else None,
                MARKS[was["outcome"]] if was else None,
                MARKS[will["outcome"]] if will else None,
                Text(**said["sentence"]),
            )
        )
    return sorted(made, key=lambda one: one.after is not MARKS["not_met"])


def keyed(findings: Sequence[Mapping[str, Any]]) -> dict[tuple[str, ...], Mapping[str, Any]]:
    return {(one["id"], *(str(part) for part in one["subject"].values())): one for one in findings}
