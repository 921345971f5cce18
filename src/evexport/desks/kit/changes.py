"""What differs between two versions of a filing, as a table people read: field by field, in words, with its two values.

{% show differences %}      Differences(title, told(queries.differs_from_last_year(filing), codes))
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol

from evexport.desks.kit.codes import Codes
from evexport.desks.kit.components import Component, Tag
from evexport.desks.kit.filing import BY_KEY, EXPORT_FIELDS, NETWORK
from evexport.desks.kit.filing import told as in_words
from evexport.kernel.text import Text

STEP = re.compile(r"(?:^|\.)([a-z_0-9]+)(?:\[(.*?)\](?=\.|$))?")
"""One step of a path: a name and, where it stands among rows, what tells the row apart."""
LONE = {
    "year": Text("申报年度", "Filing year"),
    "filed_on": Text("申报日期", "Day of filing"),
    "claimed_category": Text("申报类别", "Category claimed"),
    "sources": Text("数据来源", "Sources"),
}
INSIDE = {
    "last_year": Text("上年出口", "Last year's exports"),
    "planned": Text("本年度计划", "Planned exports"),
    "basis": Text("统计期间", "Basis period"),
    "from": Text("起", "From"),
    "to": Text("止", "To"),
    "plants": Text("工厂", "Plants"),
    "name": Text("名称", "Name"),
    **{name: title for name, (title, _) in NETWORK.items()},
    **EXPORT_FIELDS,
    **{name: label for _, fields in NETWORK.values() for name, label in fields.items()},
}
ADDED = Tag(Text("新增", "added"), "yes")
REMOVED = Tag(Text("移除", "removed"), "no")
CHANGED = Tag(Text("变更", "changed"), "note")


class Differing(Protocol):
    """A field that differs, as `qualification.changes.Change` has it."""

    @property
    def path(self) -> str: ...
    @property
    def before(self) -> Any: ...
    @property
    def after(self) -> Any: ...


@dataclass(frozen=True, slots=True)
class Row:
    """One difference: where, how, and the two values."""

    what: Text
    how: Tag
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Differences(Component):
    """Differences as a table; past `shown` rows the rest is folded into its number."""

    title: Text
    rows: Sequence[Row]
    heads: tuple[Text, Text] = (Text("原为", "Before"), Text("现为", "Now"))
    none: Text = Text("没有变化。", "Nothing differs.")
    shown: int = 200
    template: ClassVar[str] = "kit/differences.html"

    @property
    def first(self) -> Sequence[Row]:
        return self.rows[: self.shown]

    @property
    def more(self) -> int:
        return max(0, len(self.rows) - self.shown)


def told(changes: Iterable[Differing | Mapping[str, Any]], codes: Codes) -> list[Row]:
    """Changes in words, section by section. A document's day of filing changes with each version and is left out."""
    plain = ((c["path"], c["before"], c["after"]) if isinstance(c, Mapping) else (c.path, c.before, c.after) for c in changes)
    kept = sorted((one for one in plain if one[0] != "filed_on"), key=lambda one: _rank(one[0]))
    return [_row(path, before, after, codes) for path, before, after in kept]


def _rank(path: str) -> int:
    """The place of its section in a filing; what stands in none comes first."""
    head = path.split(".", 1)[0].split("[", 1)[0]
    return list(BY_KEY).index(head) if head in BY_KEY else -1


def _row(path: str, before: Any, after: Any, codes: Codes) -> Row:
    how = ADDED if before is None else REMOVED if after is None else CHANGED
    leaf = STEP.findall(path)[-1][0] if STEP.findall(path) else path
    return Row(place(path, codes), how, value(leaf, before, codes), value(leaf, after, codes))


def place(path: str, codes: Codes) -> Text:
    """`exports.planned[DE].vehicles` → 出口情况与计划 › 本年度计划（德国）› 车辆数."""
    steps = STEP.findall(path)
    if not steps:
        return Text(path, path)
    head = steps[0][0]
    section = BY_KEY.get(head)
    fields = section.fields if section else {}
    parts = []
    for number, (name, row) in enumerate(steps):
        if number == 0:
            label = section.label if section else LONE.get(name, Text(name, name))
        else:
            label = fields.get(name) or INSIDE.get(name) or Text(name, name)
        which = _which(row, codes)
        parts.append(Text(f"{label.zh}（{which.zh}）", f"{label.en} ({which.en})") if which else label)
    return Text(" › ".join(one.zh for one in parts), " › ".join(one.en for one in parts))


def _which(row: str, codes: Codes) -> Text | None:
    """What tells a row apart: a market by its name, anything else as it stands."""
    if not row:
        return None
    first, _, rest = row.partition(" ")
    market = codes.names("country").get(first)
    if market is None:
        return Text(row, row)
    return Text(f"{market.zh} {rest}".strip(), f"{market.en} {rest}".strip())


def value(name: str, given: Any, codes: Codes) -> Any:
    """A value in words; a whole row as its fields, one after the other."""
    if isinstance(given, Mapping):
        parts = [
            (INSIDE.get(key) or _label(key), value(key, one, codes))
            for key, one in given.items()
            if one not in (None, "", [], {})
        ]
        texts = [(label, one if isinstance(one, Text) else Text(str(one), str(one))) for label, one in parts if one is not None]
        return Text("；".join(f"{k.zh} {v.zh}" for k, v in texts), "; ".join(f"{k.en} {v.en}" for k, v in texts))
    if isinstance(given, list) and any(isinstance(one, Mapping) for one in given):
        count = len(given)
        return Text(f"{count}行", f"{count} row" + ("" if count == 1 else "s"))
    return in_words(name, given, codes)


def _label(name: str) -> Text:
    return next((one.fields[name] for one in BY_KEY.values() if name in one.fields), Text(name, name))
