"""How a criterion of a filing answers: one finding with its rule's citation, bound and standing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from evexport.kernel.text import Text
from evexport.regulation.findings import NOBODY, NOTHING_TO_DO, Finding, Measure, Outcome
from evexport.regulation.law import Value


@dataclass(frozen=True, slots=True)
class Asked:
    """One criterion put to one subject. `also` are further values that it rests on."""

    id: str
    rule: Value
    also: tuple[Value, ...] = ()
    subject: Mapping[str, str] = field(default_factory=lambda: NOBODY)
    source: str = "declared"

    def met(self, zh: str, en: str, **measured: Measure) -> Finding:
        return self._say(Outcome.MET, Text(zh, en), NOTHING_TO_DO, measured)

    def not_met(self, zh: str, en: str, *, mend: Text, **measured: Measure) -> Finding:
        return self._say(Outcome.NOT_MET, Text(zh, en), mend, measured)

    def lacking(self, zh: str, en: str, *, mend: Text, **measured: Measure) -> Finding:
        """Understood, but evidence is missing."""
        return self._say(Outcome.NEEDS_EVIDENCE, Text(zh, en), mend, measured)

    def not_asked(self, zh: str, en: str) -> Finding:
        return self._say(Outcome.NOT_APPLICABLE, Text(zh, en), NOTHING_TO_DO, {})

    def _say(self, outcome: Outcome, sentence: Text, remedy: Text, measured: Mapping[str, Measure]) -> Finding:
        numerator, denominator = measured.get("numerator"), measured.get("denominator")
        assert numerator is None or isinstance(numerator, int)
        assert denominator is None or isinstance(denominator, int)
        value = self.rule.value
        return Finding(
            self.id,
            outcome,
            sentence,
            self.rule.cite,
            remedy=remedy,
            subject=self.subject,
            observed=measured.get("observed"),
            numerator=numerator,
            denominator=denominator,
            required=value if isinstance(value, (int, Decimal, str)) else None,
            unit=self.rule.unit,
            working_value=self.rule.working or any(one.working for one in self.also),
            source=self.source,
        )
