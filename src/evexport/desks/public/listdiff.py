"""What changed on the list since last year: who came, who went, what changed for those who stayed."""

from collections.abc import Iterable
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
    name: str
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
    name: str
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


def read(diff: dict[str, Any]) -> Diff:
    """The differences as published with the list."""
    return Diff(
        added=_briefs(diff.get("added", ())),
        removed=_briefs(diff.get("removed", ())),
        changed=tuple(_stayed(one) for one in diff.get("changed", ())),
    )


def _briefs(rows: Iterable[dict[str, Any]]) -> tuple[Brief, ...]:
    return tuple(Brief(row["uscc"], row["name_zh"], row["category"]) for row in rows)


def _stayed(one: dict[str, Any]) -> Stayed:
    return Stayed(one["uscc"], one["name_zh"], tuple(_change(change) for change in one["changes"]))


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
