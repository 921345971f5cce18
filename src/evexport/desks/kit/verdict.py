"""The verdict of the gate as it is read from two metres: one word with its icon and colour, then every reason with its remedy."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from evexport.customs.models import Declaration
from evexport.desks.kit.components import Component, Tag
from evexport.desks.kit.marks import DECISIONS, LEVEL_TAGS
from evexport.desks.kit.parts import Balance
from evexport.kernel.text import Text
from evexport.regulation.classify import REGIMES
from evexport.regulation.criteria.gate import Verdict


@dataclass(frozen=True, slots=True)
class Why:
    """One reason: its code, what it is about, the sentence, the remedy, the article."""

    code: str
    about: str
    message: Text
    remedy: Text
    citation: str

    @classmethod
    def of(cls, reason: Mapping[str, Any]) -> "Why":
        about = reason.get("vin") or reason.get("model_code") or ""
        return cls(reason["code"], about, Text(**reason["message"]), Text(**reason["remedy"]), reason["citation"])


@dataclass(frozen=True, slots=True)
class Line:
    """A model's line of the licence after the decision."""

    model_code: str
    licensed: int
    used: int
    left: int

    @property
    def bar(self) -> Balance:
        return Balance(self.licensed, self.used, self.licensed - self.used - self.left)


@dataclass(frozen=True, slots=True)
class Answer(Component):
    """A decision, or with `preview` what it would be. `repeat`: the same message had been answered at `at` already."""

    decision: str
    cars: int
    reasons: tuple[Why, ...]
    lines: tuple[Line, ...] = ()
    inspection: Mapping[str, Any] | None = None
    regime: str | None = None
    at: datetime | None = None
    law: str = ""
    repeat: bool = False
    preview: bool = False
    number: str = ""
    licence_no: str = ""
    template: ClassVar[str] = "kit/verdict.html"

    @property
    def mark(self) -> Tag:
        return DECISIONS[self.decision]

    @property
    def level(self) -> Tag | None:
        return LEVEL_TAGS.get(self.inspection["level"]) if self.inspection and self.inspection["required"] else None

    @property
    def other_regime(self) -> Text | None:
        return next((label for regime, label in REGIMES.items() if regime == self.regime), None)


def of_declaration(row: Declaration, *, repeat: bool = False) -> Answer:
    """The answer as it was given."""
    return Answer(
        row.decision,
        row.quantity,
        whys(row.reasons),
        tuple(Line(one["model_code"], one["licensed"], one["used"], one["left"]) for one in row.balance),
        row.inspection,
        row.regime,
        row.decided_at,
        row.law,
        repeat,
        number=row.declaration_no,
        licence_no=row.licence_no or "",
    )


def of_preview(verdict: Verdict, cars: int) -> Answer:
    """What the gate would answer now; nothing was decided."""
    reasons = whys([reason.as_dict() for reason in verdict.reasons])
    return Answer(verdict.decision, cars, reasons, inspection=verdict.inspection.as_dict(), regime=verdict.regime, preview=True)


def whys(reasons: Sequence[Mapping[str, Any]]) -> tuple[Why, ...]:
    return tuple(Why.of(reason) for reason in reasons)
