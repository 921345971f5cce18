"""A draft as the officers would judge it today, counted by section: the same criteria under the same law."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from evexport.desks.kit.components import Tag
from evexport.desks.kit.filing import BY_KEY, Section
from evexport.desks.kit.parts import Findings
from evexport.kernel.text import Text
from evexport.qualification.draft import FieldProblem
from evexport.qualification.facts import self_check
from evexport.regulation.assess import Assessment

DONE = Text("已完成", "Done")
EMPTY = Tag(Text("未填写", "Not filled in"), "plain")


@dataclass(frozen=True, slots=True)
class Judged:
    """What cannot be understood, and what the criteria find where everything can be."""

    document: Mapping[str, Any]
    problems: Sequence[FieldProblem]
    assessment: Assessment | None

    @classmethod
    def of(cls, document: dict[str, Any], on: date) -> "Judged":
        """Inside the reader's transaction: the registers are asked."""
        return cls(document, *self_check(document, on))

    @property
    def findings(self) -> list[Mapping[str, Any]]:
        return [one.as_dict() for one in self.assessment.findings] if self.assessment else []

    def of_section(self, section: Section) -> Findings:
        return Findings([one for one in self.findings if one["id"] in section.criteria])

    def problems_of(self, key: str) -> list[FieldProblem]:
        return [one for one in self.problems if one.section == key]

    def count(self, outcome: str, criteria: Sequence[str] = ()) -> int:
        return sum(one["outcome"] == outcome and (not criteria or one["id"] in criteria) for one in self.findings)

    def state(self, key: str) -> Tag | Text:
        """A section's state in few words: what needs work stands out, what is done stands plain."""
        section = BY_KEY[key]
        if found := len(self.problems_of(key)):
            return Tag(Text(f"{found}处需更正", f"{found} to correct"), "no", "alert-triangle")
        if not filled(self.document.get(key)):
            return EMPTY
        wrong, open_ = (self.count(outcome, section.criteria) for outcome in ("not_met", "needs_evidence"))
        if wrong and open_:
            said = Text(f"{wrong}项不符合，{open_}项需补充", f"{wrong} not met, {open_} need{'s' if open_ == 1 else ''} evidence")
            return Tag(said, "no", "circle-x")
        if wrong:
            return Tag(Text(f"{wrong}项不符合", f"{wrong} not met"), "no", "circle-x")
        if open_:
            said = Text(f"{open_}项需补充证明", f"{open_} need{'s' if open_ == 1 else ''} evidence")
            return Tag(said, "note", "help-circle")
        return DONE


def filled(part: Any) -> bool:
    """Is there anything in a part of the document beside empty lists and the period that is set by itself?"""
    if isinstance(part, Mapping):
        return any(filled(value) for name, value in part.items() if name != "basis")
    return part not in (None, "", [], ())
