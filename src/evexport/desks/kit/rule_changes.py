"""What differs between two states of the rules, as a page tells it: what stands where, before and after, by which article."""

from dataclasses import dataclass

from evexport.desks.kit.components import WORKING, Tag
from evexport.desks.kit.values import shown
from evexport.kernel.text import Text
from evexport.regulation.law import Law, Value
from evexport.regulation.proposals import PROPOSED

TRIED = Tag(Text("拟议值", "Proposed value"), "note")


@dataclass(frozen=True, slots=True)
class Difference:
    """One place in the law that says something else on the later day."""

    description: Text
    path: str
    before: Text
    after: Text
    cite: str
    working: bool
    mark: Tag = WORKING


def differences(first: Law, second: Law) -> list[Difference]:
    """What changes from one law to another."""
    return [_difference(second, c.path, c.before, c.after) for c in first.diff(second)]


def _difference(law: Law, path: str, before: Value | None, after: Value | None) -> Difference:
    decisive = after or before
    assert decisive is not None
    description = law.parameter(path).description
    mark = TRIED if law.reason(path) == PROPOSED else WORKING
    return Difference(description, path, shown(before), shown(after), decisive.cite, decisive.working, mark)
