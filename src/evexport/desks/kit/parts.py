"""Typed parts of the desks' pages: findings, timelines, task lists, summaries, balances, figures, progress, charts."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar, Literal

from evexport.desks.kit import words
from evexport.desks.kit.components import Component, Tag, Tone
from evexport.kernel.text import Text

QUIET = frozenset({"met", "not_applicable"})
"""Outcomes that need nobody's work: folded, unless there is nothing else to read."""


@dataclass(frozen=True, slots=True)
class FindingRow:
    """A finding as a page draws it; from the dict that interface, letters and database share."""

    id: str
    outcome: str
    sentence: Text
    remedy: Text | None
    citation: str
    working: bool
    subject: str
    url: str = ""
    note: Text | None = None

    @classmethod
    def of(cls, finding: Mapping[str, Any], *, url: str = "", note: Text | None = None) -> "FindingRow":
        remedy = finding.get("remedy") if finding["outcome"] not in QUIET else None
        return cls(
            finding["id"],
            finding["outcome"],
            Text(**finding["sentence"]),
            Text(**remedy) if remedy and remedy.get("zh") else None,
            finding["citation"],
            bool(finding.get("working_value")),
            " ".join(str(value) for value in finding.get("subject", {}).values()),
            url,
            note,
        )


OUTCOMES: tuple[tuple[str, Text, Tone, str], ...] = (
    ("not_met", Text("不符合", "Not met"), "no", "circle-x"),
    ("needs_evidence", Text("需补充证明", "Needs evidence"), "note", "help-circle"),
    ("met", Text("符合", "Met"), "yes", "circle-check"),
    ("not_applicable", Text("不适用", "Does not apply"), "plain", "circle-minus"),
)


@dataclass(frozen=True, slots=True)
class FindingGroup:
    """The findings of one outcome."""

    label: Text
    mark: Tag
    rows: tuple[FindingRow, ...]
    folded: bool


@dataclass(frozen=True, slots=True)
class Findings(Component):
    """All findings of an assessment: failed first, then what needs evidence, then the rest, folded.

    `url` gives a finding's own page, `note` what is to be said beside it (how it stood last year).
    """

    findings: Sequence[Mapping[str, Any]]
    title: Text = Text("判定", "Findings")
    url: Callable[[Mapping[str, Any]], str] | None = None
    note: Callable[[Mapping[str, Any]], Text | None] | None = None
    template: ClassVar[str] = "kit/findings.html"

    @property
    def groups(self) -> list[FindingGroup]:
        rows = [
            FindingRow.of(one, url=self.url(one) if self.url else "", note=self.note(one) if self.note else None)
            for one in self.findings
        ]
        made: list[FindingGroup] = []
        for name, label, tone, icon in OUTCOMES:
            if some := tuple(row for row in rows if row.outcome == name):
                made.append(FindingGroup(label, Tag(label, tone, icon), some, folded=bool(made) and name in QUIET))
        return made


@dataclass(frozen=True, slots=True)
class Moment:
    """One thing that happened: what, who, when, in which words, under which law, and its place in the ledger."""

    what: Text
    at: datetime
    who: str = ""
    role: Text | None = None
    said: Text | str = ""
    law: str = ""
    entry: str = ""
    letter: str = ""


@dataclass(frozen=True, slots=True)
class Timeline(Component):
    """What happened to a thing, the latest first."""

    moments: Sequence[Moment]
    title: Text = Text("经过", "What happened")
    template: ClassVar[str] = "kit/timeline.html"


@dataclass(frozen=True, slots=True)
class Task:
    """One task of a list; without an address it cannot start yet."""

    label: Text
    url: str
    state: Tag | Text
    note: Text | None = None


@dataclass(frozen=True, slots=True)
class TaskGroup:
    """Tasks that belong together."""

    label: Text
    tasks: Sequence[Task]


@dataclass(frozen=True, slots=True)
class TaskList(Component):
    """Grouped tasks in any order, each with its state."""

    groups: Sequence[TaskGroup]
    template: ClassVar[str] = "kit/task_list.html"


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of a summary, and where it is changed. A missing value is a link that asks for it."""

    label: Text
    value: Text | str | int | float | date | Component | None
    change: str = ""
    what: Text | None = None

    @property
    def drawn(self) -> bool:
        return isinstance(self.value, Component)

    @property
    def missing(self) -> bool:
        return self.value is None or self.value == ""


@dataclass(frozen=True, slots=True)
class Summary(Component):
    """A card of answers, to be read through before a deed or to be looked up later."""

    title: Text
    answers: Sequence[Answer]
    change: str = ""
    below: Component | None = None
    template: ClassVar[str] = "kit/summary.html"


@dataclass(frozen=True, slots=True)
class Done(Component):
    """A deed was done: its reference, what happens next and by when."""

    title: Text
    reference: str
    next: Sequence[Text]
    paper: str = ""
    paper_label: Text = Text("下载回执（PDF）", "Download the receipt (PDF)")
    template: ClassVar[str] = "kit/done.html"


@dataclass(frozen=True, slots=True)
class Balance(Component):
    """How much of a quantity is used, reserved and left, as a bar and in words."""

    licensed: int
    used: int
    reserved: int = 0
    label: Text = Text("余额", "Balance")
    template: ClassVar[str] = "kit/balance.html"

    @property
    def left(self) -> int:
        return self.licensed - self.used - self.reserved

    def _width(self, part: int) -> str:
        return f"{100 * part / self.licensed:.2f}" if self.licensed else "0"

    @property
    def used_width(self) -> str:
        return self._width(self.used)

    @property
    def reserved_width(self) -> str:
        return self._width(self.reserved)

    @property
    def held_words(self) -> Text | str:
        """What customs holds, where it holds anything."""
        return Text(f"，海关待查{self.reserved}", f", held at customs {self.reserved}") if self.reserved else ""


@dataclass(frozen=True, slots=True)
class Figure:
    """One number that matters, with what it means and where it opens."""

    label: Text
    value: int | float | str | Text | None
    note: Text | None = None
    url: str = ""
    tone: Tone = "plain"


@dataclass(frozen=True, slots=True)
class Figures(Component):
    """A few numbers in a row."""

    figures: Sequence[Figure]
    label: Text = Text("数字", "Figures")
    template: ClassVar[str] = "kit/figures.html"


@dataclass(frozen=True, slots=True)
class Progress(Component):
    """Long work as it goes on; it looks again by itself, and with scripts off by a link. Survives a reload."""

    title: Text
    done: int
    total: int
    state: Tag
    said: Text
    url: str
    running: bool
    failed: int = 0
    also: str = ""
    """Another part of the page, by its id, that comes along where the answer holds it."""
    template: ClassVar[str] = "kit/progress.html"


@dataclass(frozen=True, slots=True)
class Chart(Component):
    """Bars or lines, always with the table they are drawn from, what they count, and their CSV."""

    name: str
    title: Text
    definition: Text
    heads: Sequence[Text]
    rows: Sequence[tuple[Text | str, Sequence[float | int | None]]]
    kind: Literal["bar", "line", "stack", "rank", "shares"] = "bar"
    """Upright bars, side by side or one on the other; lines; bars across, the largest first, whole or in parts."""
    unit: Text | None = None
    csv: str = ""
    source: str = ""
    colours: Sequence[Literal["azurite", "malachite", "gamboge-line", "cinnabar", "quiet", "edge"]] = ()
    """Of the columns, where they mean something; the palette's order else."""
    most: int | None = None
    """How many of the rows are drawn, from the first; the table has every one."""
    drawn: int | None = None
    """How many of the columns are drawn, from the first; all where none is said. The table has every one."""
    template: ClassVar[str] = "kit/chart.html"

    @property
    def told(self) -> bool:
        """Is there anything to draw? Where every figure is withheld the table alone says so."""
        return any(value is not None for _, values in self.rows for value in values)

    @property
    def option(self) -> str:
        """What the script draws, as JSON; words are in the page's language."""
        return json.dumps(
            {
                "kind": self.kind,
                "colours": list(self.colours),
                "categories": [words.say(label) if isinstance(label, Text) else label for label, _ in self.rows[: self.most]],
                "series": [
                    {"name": words.say(head), "values": [values[place] for _, values in self.rows[: self.most]]}
                    for place, head in enumerate(self.heads[1 : None if self.drawn is None else self.drawn + 1])
                ],
            },
            ensure_ascii=False,
        )
