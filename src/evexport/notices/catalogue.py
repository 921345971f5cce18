"""What is told of which entry, and to whom: the texts in `texts/`, checked whole as they are loaded."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from string import Formatter
from typing import Final

from evexport.kernel.text import Text
from evexport.ledger.events import COMMON, kinds
from evexport.regulation.lawfile import Entry, open_file

WRITERS: Final = ("enterprises", "qualification", "licensing", "customs", "notices")
"""The packages whose entries somebody may be told of."""
FOLDER: Final = Path(__file__).parent / "texts"
PARTS: Final = ("title", "happened", "means", "todo")
ROLES: Final[Mapping[str, Text]] = {
    "owner": Text("当事单位", "whom it concerns"),
    "maker": Text("生产企业", "maker"),
    "exporter": Text("出口企业", "exporter"),
    "exporters": Text("其授权出口企业", "its authorised exporters"),
    "department": Text("初核的商务主管部门", "reviewing department"),
    "issuing_body": Text("发证机构", "issuing body"),
    "ministry": Text("商务部", "ministry"),
    "agencies": Text("会商部门", "consulted agencies"),
    "customs": Text("海关", "customs"),
    "listed_makers": Text("在列生产企业", "makers on the list"),
    "listed_exporters": Text("在列授权出口企业", "exporters on the list"),
    "dropped_makers": Text("移出名单的生产企业", "makers who fell off the list"),
    "all_makers": Text("各生产企业", "all makers"),
    "departments": Text("各商务主管部门", "all commerce departments"),
    "issuing_bodies": Text("各发证机构", "all issuing bodies"),
}
DERIVED: Final = frozenset({"maker", "exporter", "department", "due", "why", "cars", "count", "refusal"})
"""Words that a text may use beside the fields of its entry (`compose.py` says what they stand for)."""
RECKONED: Final = ("case", "reconsideration")
"""Deadlines that no field holds: of whoever has the filing, and of whoever does not agree with a decision."""
WITHIN: Final = {"round.set": frozenset({"opens", "filing_until", "forward_until", "list_by"})}
"""Words that stand one level deeper in the entries of a kind."""
REMINDED: Final = frozenset(
    {"number", "days", "left", "licensed", "percent", "due_on", "model_code", "certificate", "count", "markets", "year"}
)


@dataclass(frozen=True, slots=True)
class Template:
    """One text for one circle of recipients. `when` narrows it to entries whose fields have these values."""

    kind: str
    name: str
    to: tuple[str, ...]
    weight: str
    parts: Mapping[str, Text]
    due: str | None
    when: Mapping[str, tuple[str, ...]]

    @property
    def id(self) -> str:
        return f"{self.kind}:{self.name}"

    def fits(self, data: Mapping[str, object]) -> bool:
        return all(str(data.get(field)).lower() in values for field, values in self.when.items())


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Every template by kind, and the kinds of which nobody is told, each with its reason."""

    templates: Mapping[str, tuple[Template, ...]]
    silent: Mapping[str, Text]

    def of(self, kind: str) -> tuple[Template, ...]:
        return self.templates.get(kind, ())

    def kinds(self) -> list[str]:
        """Kinds that a channel may ask for: a kind, or its first word for all that begin with it."""
        return sorted({*self.templates, *(kind.partition(".")[0] for kind in self.templates)})


@cache
def shipped() -> Catalogue:
    """The texts that ship with the product. Raises LawError, naming file and line, where one is wrong."""
    for package in WRITERS:
        import_module(f"evexport.{package}.events")
    templates: dict[str, tuple[Template, ...]] = {}
    silent: dict[str, Text] = {}
    for path in sorted(FOLDER.glob("*.yaml")):
        for kind, entry in open_file(path, root=FOLDER).entries():
            if kind in templates or kind in silent:
                raise entry.fail(f"“{kind}”出现两次。", f"{kind} stands twice.")
            if "none" in entry.data:
                silent[kind] = entry.text("none")
            else:
                templates[kind] = tuple(_template(kind, name, one) for name, one in entry.entries())
    return Catalogue(templates, silent)


def _template(kind: str, name: str, entry: Entry) -> Template:
    entry.only("to", "weight", "due", "when", *PARTS)
    made = Template(
        kind=kind,
        name=name,
        to=tuple(entry.need("to")),
        weight=entry.word("weight"),
        parts={part: entry.text(part) for part in PARTS if part != "todo" or part in entry.data},
        due=entry.word("due") if "due" in entry.data else None,
        when={field: tuple(values) for field, values in entry.data.get("when", {}).items()},
    )
    for fault in faults(made):
        raise entry.fail(fault.zh, fault.en)
    return made


def faults(one: Template) -> Iterator[Text]:
    """What is wrong with a template, if anything."""
    if unknown := sorted(set(one.to) - ROLES.keys()):
        yield Text(f"未知的接收方：{unknown}", f"Unknown recipients: {unknown}")
    if one.weight not in {"act", "know", "record"}:
        yield Text(f"未知的轻重：{one.weight}", f"Unknown weight: {one.weight}")
    if (one.weight == "act") != ("todo" in one.parts):
        yield Text("需办理的通知须写明办理事项，其他通知不写。", "What is to be acted on says what to do, and nothing else does.")
    known = fields(one.kind)
    used = {word for text in one.parts.values() for half in (text.zh, text.en) for word in words(half)}
    if strange := sorted({*used - DERIVED, *one.when, *([one.due] if one.due and one.due not in RECKONED else [])} - known):
        yield Text(f"记录没有字段：{strange}", f"The entry has no such fields: {strange}")
    if "due" in used and one.due is None:
        yield Text("使用了期限，但未说明期限。", "It speaks of a deadline and names none.")
    if uneven := [part for part, text in one.parts.items() if set(words(text.zh)) != set(words(text.en))]:
        yield Text(f"中英文所用字段不一致：{uneven}", f"The two languages do not say the same: {uneven}")


def fields(kind: str) -> frozenset[str]:
    """The fields that an entry of that kind has; of a reminder, those that it is given."""
    if kind.startswith("reminder."):
        return REMINDED
    event = kinds().get(kind)
    return frozenset() if event is None else (frozenset(event.__dataclass_fields__) - COMMON) | WITHIN.get(kind, frozenset())


def words(half: str) -> list[str]:
    return [name for _, name, _, _ in Formatter().parse(half) if name]
