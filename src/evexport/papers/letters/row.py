"""What a letter is made of: one row of the table, and the ways open to whoever does not agree with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from evexport.kernel.text import Text


class To(StrEnum):
    """Whom a letter addresses: the maker, the exporter, or both; the other one named by the entry gets a copy."""

    MAKER = "maker"
    EXPORTER = "exporter"
    BOTH = "both"


class Part(StrEnum):
    """What follows the sentences of a letter."""

    HANDED_IN = "handed_in"
    FINDINGS = "findings"
    QUESTIONS = "questions"
    REASONS = "reasons"
    LICENCE = "licence"
    APPLICATION = "application"
    ENTRY = "entry"


class Way(StrEnum):
    """What the addressee may do about it."""

    FILING_RECONSIDERATION = "filing_reconsideration"
    LICENCE_RECONSIDERATION = "licence_reconsideration"
    STATUS_RECONSIDERATION = "status_reconsideration"
    FINAL = "final"
    LAW = "law"


WAYS: Mapping[Way, Text] = MappingProxyType(
    {
        Way.FILING_RECONSIDERATION: Text(
            "如不服本决定，可以自本决定作出之日起{days}日内（至{until}止）向{to}申请复议，写明理由并附证明材料；"
            "复议由未参与本决定的人员办理。逾期未申请的，可参加下一轮申报。",
            "You may ask {to} for reconsideration within {days} days of this decision, through {until}, giving your reasons and "
            "evidence; an officer who had no part in this decision decides it. After that day the next round is open to you.",
        ),
        Way.LICENCE_RECONSIDERATION: Text(
            "如不服本决定，可以自本决定作出之日起{days}日内（至{until}止）向{to}申请复议，写明理由并附证明材料；"
            "复议由作出本决定以外的人员办理。也可以补齐条件后另行申请。",
            "You may ask {to} for reconsideration within {days} days of this decision, through {until}, giving your reasons and "
            "evidence; another officer decides it. You may also apply anew once the conditions are met.",
        ),
        Way.STATUS_RECONSIDERATION: Text(
            "出口商如不服本决定，可以自本决定作出之日起{days}日内（至{until}止）向{to}申请复议，写明理由并附证明材料；"
            "复议由作出本决定以外的人员办理，其间本决定不停止执行。也可以依法申请行政复议或者提起行政诉讼。",
            "The exporter may ask {to} for reconsideration within {days} days of this decision, through {until}, giving "
            "its reasons and evidence; another officer decides it, and the decision stands meanwhile. Administrative "
            "reconsideration and the people's court are open as the law provides.",
        ),
        Way.FINAL: Text(
            "本复议决定不再复议。如仍不服，可以依法向人民法院提起行政诉讼。",
            "This decision is not reconsidered again. You may still bring it before the people's court as the law provides.",
        ),
        Way.LAW: Text(
            "如不服本决定，可以自本决定作出之日起{days}日内（至{until}止）依法申请行政复议，也可以依法提起行政诉讼；"
            "复议或者诉讼期间，本决定一般不停止执行。",
            "You may ask for administrative reconsideration within {days} days of this decision, through {until}, or bring it "
            "before the people's court as the law provides; meanwhile the decision as a rule stays in effect.",
        ),
    }
)
WAYS_CITE: Mapping[Way, tuple[str, ...]] = MappingProxyType(
    {
        Way.FILING_RECONSIDERATION: ("DESIGN#reconsideration", "DESIGN#reconsideration-time"),
        Way.LICENCE_RECONSIDERATION: ("DESIGN#reconsideration", "DESIGN#reconsideration-time"),
        Way.STATUS_RECONSIDERATION: ("DESIGN#reconsideration", "DESIGN#reconsideration-time"),
        Way.FINAL: ("DESIGN#reconsideration",),
        Way.LAW: ("DESIGN#reconsideration-time",),
    }
)

NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A kind of letter. `when` narrows it to entries whose data say so; `mark` is its word in the reference number.

    Sentences may name what `facts` knows of the entry: {maker}, {exporter}, {year}, {number}, {until} and the like.
    """

    kind: str
    mark: Text
    title: Text
    to: To
    says: tuple[Text, ...]
    parts: tuple[Part, ...] = ()
    basis: tuple[str, ...] = ()
    way: Way | None = None
    when: Mapping[str, Any] = field(default_factory=lambda: NOTHING)

    def fits(self, data: Mapping[str, Any]) -> bool:
        return all(data.get(name) == value for name, value in self.when.items())
