"""Every licence criterion on one application today, and the bar that a criterion not met puts in its way."""

from collections.abc import Sequence

from evexport.kernel.problems import Barred
from evexport.kernel.text import Text, join
from evexport.licensing import facts, form
from evexport.licensing.models import Application
from evexport.regulation.criteria import licence as criteria
from evexport.regulation.facts.application import ApplicationDocument
from evexport.regulation.findings import Finding, Outcome
from evexport.regulation.law import Law


class CriteriaNotMet(Barred):
    """Understood, and not enough: carries every finding, met or not."""

    code = "CRITERIA_NOT_MET"

    def __init__(self, findings: Sequence[Finding]) -> None:
        failed = [finding for finding in findings if finding.outcome is Outcome.NOT_MET]
        super().__init__(
            join(finding.sentence for finding in failed),
            remedy=join(finding.remedy for finding in failed),
            citation=failed[0].citation,
        )
        self.findings = tuple(findings)

    def as_dict(self) -> dict[str, object]:
        return {**super().as_dict(), "findings": [finding.as_dict() for finding in self.findings]}


def checked(application: Application, document: ApplicationDocument, law: Law) -> tuple[Finding, ...]:
    """L1 to L21 on the law's day. What a licence to be replaced still covers is not counted twice."""
    known = facts.application_facts(document, law, amends=application.amends, not_before=application.code_on)
    return criteria.check(known, law)


def preview(document: ApplicationDocument, law: Law) -> tuple[Finding, ...]:
    """The same before anything is handed in, in the scope of the applicant."""
    return criteria.check(facts.application_facts(document, law), law)


def as_it_stands(application: Application, law: Law) -> tuple[Finding, ...]:
    """What the criteria say of a draft today, once every field is understood; before that, nothing."""
    if form.faults(application.document):
        return ()
    return checked(application, form.read(application.document), law)


def require_met(findings: Sequence[Finding]) -> None:
    """Raises CriteriaNotMet where any criterion is not met; missing evidence does not bar."""
    if any(finding.outcome is Outcome.NOT_MET for finding in findings):
        raise CriteriaNotMet(findings)


def evidence_missing(findings: Sequence[Finding]) -> Text | None:
    """What an examiner must have looked at before the first review passes."""
    open_ones = [finding.sentence for finding in findings if finding.outcome is Outcome.NEEDS_EVIDENCE]
    return join(open_ones) if open_ones else None
