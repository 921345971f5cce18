"""How a licence criterion speaks: one finding in both languages, and what would mend it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypedDict, Unpack

from evexport.kernel.text import Text
from evexport.regulation.findings import NOBODY, NOTHING_TO_DO, Finding, Measure, Outcome


class Measures(TypedDict, total=False):
    """What was compared with what."""

    observed: Measure
    numerator: int | None
    denominator: int | None
    required: Measure
    unit: str | None
    working_value: bool
    source: str


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one criterion on one subject, before its outcome is known."""

    id: str
    citation: str
    subject: Mapping[str, str] = field(default_factory=lambda: NOBODY)

    def met(self, zh: str, en: str, **measures: Unpack[Measures]) -> Finding:
        return self._say(Outcome.MET, Text(zh, en), NOTHING_TO_DO, measures)

    def not_met(self, zh: str, en: str, *, mend: Text, **measures: Unpack[Measures]) -> Finding:
        return self._say(Outcome.NOT_MET, Text(zh, en), mend, measures)

    def lacking(self, zh: str, en: str, *, mend: Text, **measures: Unpack[Measures]) -> Finding:
        """Evidence is missing or an officer must look: it does not bar the application."""
        return self._say(Outcome.NEEDS_EVIDENCE, Text(zh, en), mend, measures)

    def not_asked(self, zh: str, en: str) -> Finding:
        return self._say(Outcome.NOT_APPLICABLE, Text(zh, en), NOTHING_TO_DO, {})

    def _say(self, outcome: Outcome, sentence: Text, remedy: Text, measures: Measures) -> Finding:
        return Finding(self.id, outcome, sentence, self.citation, remedy=remedy, subject=self.subject, **measures)
