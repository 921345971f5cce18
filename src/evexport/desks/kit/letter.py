"""A letter as it would be sent, drawn on the page that asks whether to send it: the page's language first, the other beneath."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from evexport.desks.kit import words
from evexport.desks.kit.components import Component, Tag
from evexport.kernel.text import Language, Text

HEADS = {
    "reasons": Text("理由", "Reasons, as given"),
    "findings": Text("未符合或者尚待证明的条件", "Conditions that are not met or lack evidence"),
    "basis": Text("依据", "Basis"),
    "way": Text("救济途径", "What you may do about it"),
    "copies": Text("抄送：", "Copy: "),
    "colon": Text("：", ": "),
}
TO = Text("{name}（统一社会信用代码{code}）：", "To: {name} (credit code {code})")


@dataclass(frozen=True, slots=True)
class Half:
    """A letter in one language. `data` is what the paper's template reads."""

    data: Mapping[str, Any]
    language: Language

    def _said(self, pair: Mapping[str, str]) -> str:
        return pair[self.language]

    @property
    def lang(self) -> str:
        return words.HTML_LANG[self.language]

    @property
    def chinese(self) -> bool:
        return self.language == "zh"

    @property
    def title(self) -> str:
        return self._said(self.data["title"])

    @property
    def number(self) -> str:
        return self._said(self.data["number"])

    @property
    def sender(self) -> str:
        return self._said(self.data["sender"])

    @property
    def date(self) -> str:
        return self._said(self.data["date"])

    @property
    def heads(self) -> dict[str, str]:
        """The words that stand over its parts."""
        return {name: one.pick(self.language) for name, one in HEADS.items()}

    @property
    def to(self) -> list[str]:
        return [TO.pick(self.language).format(name=self._said(one), code=one["uscc"] or "—") for one in self.data["to"]]

    @property
    def copies(self) -> str:
        return ("、" if self.language == "zh" else ", ").join(self._said(one) for one in self.data["copies"])

    @property
    def says(self) -> list[str]:
        return [self._said(one) for one in self.data["says"]]

    @property
    def rows(self) -> list[tuple[str, str]]:
        return [(self._said(row["label"]), self._said(row["value"])) for row in self.data["rows"]]

    @property
    def questions(self) -> list[tuple[str, str]]:
        return [(self._said(one), one["question"]) for one in self.data["questions"]]

    @property
    def findings(self) -> list[tuple[str, str, str]]:
        """Criterion, what was found, what mends it."""
        return [
            (f"{one['id']} {self._said(one['title'])}", self._said(one["sentence"]), self._said(one["remedy"]))
            for one in self.data["findings"]
        ]

    @property
    def basis(self) -> list[tuple[str, str]]:
        """What each article says, and its citation."""
        return [(self._said(one["summary"]) if one["summary"] else "", one["citation"]) for one in self.data["basis"]]

    @property
    def way(self) -> str:
        return self._said(self.data["way"]) if self.data["way"] else ""


@dataclass(frozen=True, slots=True)
class Letters(Component):
    """What a deed changes, and each letter it sends, before it is done. No letter: the page says that none is sent."""

    letters: Sequence[Mapping[str, Any]]
    now: Tag | None = None
    then: Tag | None = None
    template: ClassVar[str] = "kit/letter.html"

    @property
    def turns(self) -> bool:
        """Does the deed change the state?"""
        return self.now is not None and self.then is not None and self.now.label != self.then.label

    @property
    def halves(self) -> list[tuple[Half, Half]]:
        """Each letter in the page's language, and in the other."""
        here = words.language()
        return [(Half(one, here), Half(one, words.TWIN[here])) for one in self.letters]
