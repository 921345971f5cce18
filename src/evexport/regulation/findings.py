"""What a criterion must say: an outcome, of whom, by which measure and article, and what would mend it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType
from typing import ParamSpec

from evexport.kernel.text import Text

Measure = int | Decimal | Fraction | bool | str | None
"""A measured or required quantity; rates and hours are exact, never binary floats."""

NOBODY: Mapping[str, str] = MappingProxyType({})
NOTHING_TO_DO = Text("无需处理。", "Nothing to do.")


class Outcome(StrEnum):
    """What an assessment can say of one criterion and subject."""

    MET = "met"
    NOT_MET = "not_met"
    NOT_APPLICABLE = "not_applicable"
    NEEDS_EVIDENCE = "needs_evidence"

    @property
    def label(self) -> Text:
        return _LABELS[self]


_LABELS = {
    Outcome.MET: Text("符合", "met"),
    Outcome.NOT_MET: Text("不符合", "not met"),
    Outcome.NOT_APPLICABLE: Text("不适用", "not applicable"),
    Outcome.NEEDS_EVIDENCE: Text("需补充证明", "needs evidence"),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One criterion's answer on one subject. `subject` is empty for the filing as a whole."""

    id: str
    outcome: Outcome
    sentence: Text
    citation: str
    remedy: Text = NOTHING_TO_DO
    subject: Mapping[str, str] = field(default_factory=lambda: NOBODY)
    observed: Measure = None
    numerator: int | None = None
    denominator: int | None = None
    required: Measure = None
    unit: str | None = None
    working_value: bool = False
    source: str = "declared"

    def as_dict(self) -> dict[str, object]:
        """The machine-readable shape: rates as numbers that never round across the requirement."""
        return {
            "id": self.id,
            "outcome": self.outcome.value,
            "subject": dict(self.subject),
            "observed": shown(self.observed, against=self.required),
            "numerator": self.numerator,
            "denominator": self.denominator,
            "required": shown(self.required),
            "unit": self.unit,
            "sentence": self.sentence.as_dict(),
            "remedy": self.remedy.as_dict(),
            "citation": self.citation,
            "working_value": self.working_value,
            "source": self.source,
        }


def shown(value: Measure, *, against: Measure = None) -> int | float | bool | str | None:
    """A measure as JSON shows it: five decimals, more where rounding would cross what is required."""
    if value is None or isinstance(value, (bool, int, str)):
        return value
    exact = Fraction(value)
    if exact.denominator == 1:
        return int(exact)
    bound = Fraction(against) if isinstance(against, (int, Decimal, Fraction)) else None
    digits = 5
    while digits < 15 and bound is not None and _side(round(exact, digits), bound) != _side(exact, bound):
        digits += 1
    return float(round(exact, digits))


def _side(value: Fraction, bound: Fraction) -> int:
    return (value > bound) - (value < bound)


def overall(findings: Iterable[Finding]) -> Outcome:
    """One answer for many: any failure fails, else any gap asks for evidence, else all is met."""
    outcomes = {finding.outcome for finding in findings}
    for outcome in (Outcome.NOT_MET, Outcome.NEEDS_EVIDENCE):
        if outcome in outcomes:
            return outcome
    return Outcome.MET


P = ParamSpec("P")


@dataclass(frozen=True, slots=True)
class Criterion:
    """An entry of the register of criteria: what is asked, by which articles, and what answers it."""

    id: str
    title: Text
    asks: Text
    cites: tuple[str, ...]
    check: Callable[..., Iterable[Finding]]


CRITERIA: dict[str, Criterion] = {}
"""Every registered criterion by its id, in the order of registration."""


def criterion(
    id: str,  # noqa: A002 - it is the criterion's id, here and in every finding
    *,
    title: Text,
    asks: Text,
    cites: tuple[str, ...],
) -> Callable[[Callable[P, Iterable[Finding]]], Callable[P, Iterable[Finding]]]:
    """Register a function `(facts, law, …) -> findings` as the criterion of that id."""

    def register(check: Callable[P, Iterable[Finding]]) -> Callable[P, Iterable[Finding]]:
        if id in CRITERIA:
            raise ValueError(f"Two criteria are called {id}")
        if not cites:
            raise ValueError(f"Criterion {id} cites nothing")
        CRITERIA[id] = Criterion(id, title, asks, cites, check)
        return check

    return register
