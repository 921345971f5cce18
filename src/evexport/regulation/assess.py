"""Assesses a filing: each criterion in order, a finding per criterion and subject, one answer."""

from dataclasses import dataclass
from datetime import date

from evexport.kernel.problems import BadInput
from evexport.kernel.text import Text
from evexport.regulation.criteria import authorisation, category, maker, models, plan, scope, service
from evexport.regulation.facts.filing import FilingFacts
from evexport.regulation.facts.registers import RegisterFacts
from evexport.regulation.findings import Finding, Outcome, overall
from evexport.regulation.known import Known
from evexport.regulation.law import Law

ORDER = (
    scope.in_scope,
    models.announced,
    models.certified,
    maker.informed,
    maker.capable,
    maker.quality,
    category.category,
    service.parts,
    service.response,
    service.layout,
    service.rescue,
    plan.plan,
    category.commensurate,
    authorisation.within_limit,
    authorisation.contracted,
)
"""S1, Q1 to Q12, A1, A2."""


@dataclass(frozen=True, slots=True)
class Assessment:
    """The answer to a filing. `category` is the one that holds, none above the claim; `law` is a digest."""

    outcome: Outcome
    category: str | None
    authorised_exporters_limit: int | None
    law: str
    findings: tuple[Finding, ...]

    def as_dict(self) -> dict[str, object]:
        return {
            "outcome": self.outcome.value,
            "category": self.category,
            "authorised_exporters_limit": self.authorised_exporters_limit,
            "law": self.law,
            "findings": [finding.as_dict() for finding in self.findings],
        }


def assess(facts: FilingFacts, law: Law, *, on: date | None = None, registers: RegisterFacts | None = None) -> Assessment:
    """Assess under a law. Certificates must be valid `on` that day, the law's own unless given.

    Raises BadInput on a day before any qualification rule was in force.
    """
    first = law.parameter("qualification.outlets.category_i_more_than").values[0].since
    if law.day < first:
        raise BadInput(
            Text(
                f"{law.day}尚无资质规则；规则自{first}起有记载。",
                f"No qualification rule was in force on {law.day}; they begin on {first}.",
            ),
            remedy=Text(f"请选择{first}或以后的日期。", f"Choose {first} or a later day."),
            code="NO_RULES_YET",
        )
    known = Known.of(facts, law, on=on or law.day, registers=registers)
    findings = tuple(finding for ask in ORDER for finding in ask(known, law))
    holds = category.established(known, law)
    limit = category.exporters_at_most(holds, law).whole if holds else None
    return Assessment(overall(findings), holds, limit, law.digest, findings)
