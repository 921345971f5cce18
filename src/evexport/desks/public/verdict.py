"""What a classification means for the person who asked: the word, what it rests on, and what to do next."""

from dataclasses import dataclass
from typing import Literal

from evexport.desks.kit.components import Tag
from evexport.kernel.text import Text
from evexport.regulation.classify import REGIMES, Classification
from evexport.regulation.findings import Finding, Outcome

MARKS = {
    Outcome.MET: Tag(Outcome.MET.label, "yes", "circle-check"),
    Outcome.NOT_MET: Tag(Outcome.NOT_MET.label, "no", "circle-x"),
    Outcome.NEEDS_EVIDENCE: Tag(Outcome.NEEDS_EVIDENCE.label, "note", "help-circle"),
    Outcome.NOT_APPLICABLE: Tag(Outcome.NOT_APPLICABLE.label, "plain", "circle-minus"),
}


@dataclass(frozen=True, slots=True)
class Said:
    """A finding with its mark."""

    finding: Finding

    @property
    def mark(self) -> Tag:
        return MARKS[self.finding.outcome]

    @property
    def open(self) -> bool:
        """Is there something to mend or to prove?"""
        return self.finding.outcome in (Outcome.NOT_MET, Outcome.NEEDS_EVIDENCE)


@dataclass(frozen=True, slots=True)
class Verdict:
    """`yes`: this licence is needed; `no`: it is not; `open`: evidence is missing."""

    word: Literal["yes", "no", "open"]
    title: Text
    body: Text
    reasons: tuple[Said, ...]


def verdict(found: Classification, *, complete: bool) -> Verdict:
    """`complete`: was everything asked? If not, what was not asked is left out of the reasons."""
    reasons = tuple(Said(f) for f in found.reasons if complete or f.outcome is not Outcome.NEEDS_EVIDENCE)
    if found.in_scope:
        return Verdict("yes", YES, YES_BODY, reasons)
    if found.in_scope is None:
        return Verdict("open", OPEN, OPEN_BODY, reasons)
    if found.regime is None:
        return Verdict("no", NO, NO_BODY, reasons)
    other = Text(
        "属于：{regime}。按该制度办理；本结论不代替该制度下的许可。",
        "They fall under: {regime}. Follow those rules; this answer is no permission under them.",
    )
    return Verdict("no", NO_BUT, other.fill(regime=REGIMES[found.regime]), reasons)


YES = Text("需要纯电动乘用车出口许可证", "Yes: an export licence for battery-electric passenger cars is needed")
YES_BODY = Text(
    "报关前，须由列入当年名单的生产企业或其授权出口企业申领许可证。",
    "Before declaring, a maker on the year’s list, or an exporter it authorises, must draw the licence.",
)
OPEN = Text("还不能确定，需要补充证明", "Not certain yet: evidence is missing")
OPEN_BODY = Text(
    "下列标为“需补充证明”的各项齐备后才能判断。",
    "It can be decided once the items marked “needs evidence” are supplied.",
)
NO = Text("不需要本许可证", "No: this licence is not needed")
NO_BODY = Text(
    "这些货物不属于纯电动乘用车出口许可管理范围。其他监管要求仍可能适用。",
    "The goods are outside this licence regime. Other controls may still apply.",
)
NO_BUT = Text("不需要本许可证，但属于另一种出口许可管理", "Not this licence, but another export licence")
