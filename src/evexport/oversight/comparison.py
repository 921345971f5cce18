"""Two assessments of one filing side by side: which criteria answer otherwise, and who falls out or comes in."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from evexport.regulation.assess import Assessment
from evexport.regulation.findings import Finding, Outcome

RANK: Mapping[Outcome, int] = {
    Outcome.NOT_MET: 0,
    Outcome.NEEDS_EVIDENCE: 1,
    Outcome.NOT_APPLICABLE: 2,
    Outcome.MET: 2,
}
"""How good an answer is for the maker: what does not apply hinders as little as what is met."""


@dataclass(frozen=True, slots=True)
class Change:
    """A criterion on one subject under the law and under the draft; None where it is not asked there."""

    before: Finding | None
    after: Finding | None

    @property
    def worse(self) -> bool:
        return _rank(self.after) < _rank(self.before)

    @property
    def said(self) -> Finding:
        """The finding that tells of the change: the draft's, or the law's that is asked no more."""
        found = self.after or self.before
        assert found is not None
        return found

    def as_dict(self) -> dict[str, object]:
        return {
            "worse": self.worse,
            "before": self.before.as_dict() if self.before else None,
            "after": self.after.as_dict() if self.after else None,
        }


@dataclass(frozen=True, slots=True)
class Comparison:
    """The answers to one filing under the law (`before`) and under the draft (`after`)."""

    before: Assessment
    after: Assessment
    changes: tuple[Change, ...]

    @property
    def same(self) -> bool:
        """Whether nothing that a maker holds or is told comes out otherwise."""
        was, is_ = self.before, self.after
        return not self.changes and _holds(was) == _holds(is_)

    @property
    def falls_out(self) -> bool:
        return self.before.outcome is Outcome.MET and self.after.outcome is Outcome.NOT_MET

    @property
    def comes_in(self) -> bool:
        return self.before.outcome is Outcome.NOT_MET and self.after.outcome is Outcome.MET


def compare(before: Assessment, after: Assessment) -> Comparison:
    """Two assessments of one filing, with what is said otherwise in the second."""
    return Comparison(before, after, changes(before.findings, after.findings))


def changes(before: Iterable[Finding], after: Iterable[Finding]) -> tuple[Change, ...]:
    """Match the findings by criterion and subject; those whose outcome differs are the changes, in the later order."""
    old, new = _by_key(before), _by_key(after)
    pairs = [(old.get(key), new.get(key)) for key in [*new, *(key for key in old if key not in new)]]
    return tuple(Change(was, is_) for was, is_ in pairs if was is None or is_ is None or was.outcome is not is_.outcome)


Key = tuple[str, tuple[tuple[str, str], ...]]


def _by_key(findings: Iterable[Finding]) -> dict[Key, Finding]:
    """By criterion and subject; of several on the same, the one that is worst for the maker."""
    found: dict[Key, Finding] = {}
    for finding in findings:
        key = finding.id, tuple(sorted(finding.subject.items()))
        if key not in found or _rank(finding) < _rank(found[key]):
            found[key] = finding
    return found


def _rank(finding: Finding | None) -> int:
    """What is not asked hinders nobody."""
    return RANK[Outcome.NOT_APPLICABLE if finding is None else finding.outcome]


def _holds(answer: Assessment) -> tuple[Outcome, str | None, int | None]:
    return answer.outcome, answer.category, answer.authorised_exporters_limit
