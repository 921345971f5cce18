"""Loads the parameters: every value dated and cited, or the file is refused with its line."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from evexport.kernel.text import Text
from evexport.regulation import instruments
from evexport.regulation.instruments import Article
from evexport.regulation.lawfile import Entry, LawError, open_file


@dataclass(frozen=True, slots=True)
class Dated:
    """A value from a day on, until the next begins or the last day `until`."""

    since: date
    until: date | None
    value: Any
    cite: str
    reason: Text | None

    @property
    def working(self) -> bool:
        """No official text confirms it; the reason says why it was chosen."""
        return self.reason is not None


@dataclass(frozen=True, slots=True)
class Alternative:
    """A reading of the law that is not in use, kept with its citation and why it is off."""

    name: str
    value: Any
    cite: str
    reason: Text


@dataclass(frozen=True, slots=True)
class Parameter:
    """One place in the law where a value stands."""

    path: str
    unit: str
    description: Text
    values: tuple[Dated, ...]
    alternatives: tuple[Alternative, ...]
    file: str
    line: int

    def on(self, day: date) -> Dated | None:
        """The value in force on a day."""
        found = next((dated for dated in reversed(self.values) if dated.since <= day), None)
        return found if found and (found.until is None or day <= found.until) else None


@dataclass(frozen=True, slots=True)
class Rulebook:
    """All articles and all parameters of one rule-set."""

    articles: Mapping[str, Article]
    parameters: Mapping[str, Parameter]


def load(root: Path = instruments.ROOT) -> Rulebook:
    """The rule-set of a folder that holds instruments/ and parameters/."""
    articles = instruments.load(root)
    found: dict[str, Parameter] = {}
    for path, entry in _entries(root):
        found[path] = _parameter(entry, path=path, articles=articles)
    return Rulebook(articles, found)


def overlay(base: Rulebook, root: Path) -> Rulebook:
    """A draft over a rule-set: its values replace the shipped ones from their first day on.

    The draft folder has the same lay-out; a parameter in it needs only `values`, and must exist in the base.
    """
    articles = {**base.articles, **instruments.load(root)}
    found = dict(base.parameters)
    for path, entry in _entries(root):
        if path not in found:
            near = get_close_matches(path, found, n=1)
            hint = near[0] if near else "law show"
            raise entry.fail(
                f"未知的参数路径“{path}”。",
                f"Unknown parameter path “{path}”.",
                mend=Text(f"相近路径：{hint}", f"Nearest known: {hint}"),
            )
        found[path] = _drafted(found[path], entry, articles=articles)
    if not any((root / folder).is_dir() for folder in ("parameters", "instruments")):
        raise LawError(
            Text(
                "该目录没有 parameters/ 或 instruments/。",
                "The folder has neither parameters/ nor instruments/.",
            ),
            remedy=Text("请按规则目录的布局放置草案。", "Lay the draft out as the rule-set's own folder is."),
            file=str(root),
        )
    return Rulebook(articles, found)


def _entries(root: Path) -> list[tuple[str, Entry]]:
    folder = root / "parameters"
    return [
        (".".join((*path.relative_to(folder).with_suffix("").parts, key)), entry)
        for path in sorted(folder.rglob("*.yaml"))
        for key, entry in open_file(path, root=root).entries()
    ]


def _parameter(entry: Entry, *, path: str, articles: Mapping[str, Article]) -> Parameter:
    entry.only("unit", "description", "values", "alternatives")
    return Parameter(
        path=path,
        unit=entry.word("unit"),
        description=entry.text("description"),
        values=_values(entry, articles),
        alternatives=tuple(_alternative(item, articles) for item in entry.listed("alternatives")),
        file=entry.document.file,
        line=entry.document.line(entry.place),
    )


def _drafted(shipped: Parameter, entry: Entry, *, articles: Mapping[str, Article]) -> Parameter:
    entry.only("unit", "description", "values", "alternatives")
    values = _values(entry, articles)
    first = values[0].since
    kept = tuple(dated for dated in shipped.values if dated.since < first)
    return replace(shipped, values=kept + values, file=entry.document.file, line=entry.document.line(entry.place))


def _values(entry: Entry, articles: Mapping[str, Article]) -> tuple[Dated, ...]:
    items = entry.listed("values")
    if not items:
        raise entry.fail("没有任何取值（values）。", "It has no values.")
    found: list[Dated] = []
    for item in items:
        dated = _dated(item, articles)
        if found and _overlap(found[-1], dated):
            raise item.fail(
                f"生效日期与前一取值重叠：{dated.since}。",
                f"Its dates overlap the value before: {dated.since}.",
                mend=Text("请按日期先后排列，且不得重叠。", "List values by date, without overlap."),
            )
        found.append(dated)
    kinds = {type(dated.value) for dated in found} - {int, Decimal}
    if len(kinds) > 1 or (kinds and any(isinstance(d.value, (int, Decimal)) and type(d.value) is not bool for d in found)):
        raise entry.fail("各取值的类型不一致。", "Its values are of different kinds.")
    return tuple(found)


def _overlap(before: Dated, after: Dated) -> bool:
    return after.since <= before.since or (before.until is not None and after.since <= before.until)


def _dated(item: Entry, articles: Mapping[str, Article]) -> Dated:
    item.only("from", "until", "value", "cite", "working", "reason")
    since, until = item.day("from"), item.day("until")
    if since is None:
        raise item.fail("取值缺少生效日期（from）。", "The value has no first day (from).")
    if until is not None and until < since:
        raise item.fail("止日早于起日。", "It ends before it begins.", at=("until",))
    return Dated(since, until, _value(item), _cite(item, articles), _working(item))


def _working(item: Entry) -> Text | None:
    working = item.data.get("working", False)
    if not isinstance(working, bool):
        raise item.fail("“working”应为 true 或 false。", "“working” must be true or false.", at=("working",))
    if working:
        return item.text("reason")
    if "reason" in item.data:
        raise item.fail("只有工作取值才写理由。", "Only a working value gives a reason.", at=("reason",))
    return None


def _alternative(item: Entry, articles: Mapping[str, Article]) -> Alternative:
    item.only("name", "value", "cite", "reason")
    return Alternative(item.word("name"), _value(item), _cite(item, articles), item.text("reason"))


def _cite(item: Entry, articles: Mapping[str, Article]) -> str:
    if not item.data.get("cite"):
        raise item.fail(
            "取值没有引用依据（cite）。",
            "A value without a citation.",
            mend=Text("请写明 cite: 文件#条款。", "Write cite: INSTRUMENT#article."),
        )
    cite = item.word("cite")
    if cite not in articles:
        near = get_close_matches(cite, articles, n=1)
        hint = near[0] if near else "INSTRUMENT#article"
        raise item.fail(
            f"引用的条款不存在：{cite}。",
            f"The citation does not resolve: {cite}.",
            at=("cite",),
            mend=Text(f"是否应为 {hint}？", f"Did you mean {hint}?"),
        )
    return cite


def _value(item: Entry) -> Any:
    value = item.need("value")
    if isinstance(value, list):
        if not value or not all(isinstance(one, str) for one in value):
            raise item.fail("列表取值应为文字。", "A list value holds texts only.", at=("value",))
        return tuple(value)
    if isinstance(value, dict):
        raise item.fail("取值不得为映射。", "A value may not be a mapping.", at=("value",))
    return value
