"""What changed on the list since last year: who came, who went, what changed for those who stayed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from evexport.kernel.text import Text

FIELDS = {
    "name_zh": Text("企业名称", "Name"),
    "division": Text("行政区划", "Division"),
    "customs_code": Text("海关编码", "Customs code"),
    "category": Text("类别", "Category"),
    "exporter_limit": Text("可授权出口企业数", "Exporters it may authorise"),
}
ROWS = {"models": Text("车型", "Model"), "exporters": Text("授权出口企业", "Authorised exporter")}
ADDED = Text("新增", "added")
REMOVED = Text("移除", "removed")


@dataclass(frozen=True, slots=True)
class Brief:
    """A maker in a line."""

    uscc: str
    name: Text
    category: str


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that changed for a maker."""

    what: Text
    before: str
    after: str
    how: Text | None = None


@dataclass(frozen=True, slots=True)
class Stayed:
    """A maker that stayed, and what changed for it."""

    uscc: str
    name: Text
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Diff:
    """A year's list against the one before."""

    added: tuple[Brief, ...]
    removed: tuple[Brief, ...]
    changed: tuple[Stayed, ...]

    @property
    def nothing(self) -> bool:
        return not (self.added or self.removed or self.changed)


def read(diff: dict[str, Any], names: Mapping[str, Text]) -> Diff:
    """The differences as published with the list; `names` gives makers by code, both languages."""
    return Diff(
        added=_briefs(diff.get("added", ()), names),
        removed=_briefs(diff.get("removed", ()), names),
        changed=tuple(_stayed(one, names) for one in diff.get("changed", ())),
    )


def codes(diff: dict[str, Any]) -> set[str]:
    """The makers that a difference speaks of."""
    return {row["uscc"] for rows in diff.values() for row in rows}


def _name(row: dict[str, Any], names: Mapping[str, Text]) -> Text:
    return names.get(row["uscc"]) or Text(row["name_zh"], row["name_zh"])


def _briefs(rows: Iterable[dict[str, Any]], names: Mapping[str, Text]) -> tuple[Brief, ...]:
    return tuple(Brief(row["uscc"], _name(row, names), row["category"]) for row in rows)


def _stayed(one: dict[str, Any], names: Mapping[str, Text]) -> Stayed:
    return Stayed(one["uscc"], _name(one, names), tuple(_change(change) for change in one["changes"]))


def _change(change: dict[str, Any]) -> Change:
    """`models[X]` that came or went as a whole is told as such; else the field with its two values."""
    path, before, after = change["path"], change["before"], change["after"]
    head = path.partition("[")[0]
    if head in ROWS and (before is None or after is None):
        row = after if before is None else before
        name = row.get("name_zh") or row.get("model_code") if isinstance(row, dict) else path
        return Change(ROWS[head], "", str(name), ADDED if before is None else REMOVED)
    what = FIELDS.get(path) or ROWS.get(head) or Text(path, path)
    return Change(what, _plain(before), _plain(after))


def _plain(value: object) -> str:
    return "—" if value in (None, "") else str(value)
