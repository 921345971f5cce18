"""What gate 2 writes in the ledger: one kind a deed. A draft is the applicant's own and leaves no entry."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from evexport.kernel.text import Text
from evexport.ledger.events import Event


@dataclass(frozen=True, kw_only=True)
class _OfApplication(Event):
    """What every entry on an application says: whose, and into which state."""

    exporter: UUID
    maker: UUID | None
    issuing_body: str
    state: str


@dataclass(frozen=True, kw_only=True)
class HandedIn(_OfApplication):
    """A version was handed in, with the outcome of each criterion that was not simply met."""

    revision: int
    purpose: str
    ground: str
    quantity: int
    destination: str
    needs_evidence: list[str] = field(default_factory=list)
    due_on: date


@dataclass(frozen=True, kw_only=True)
class Submitted(HandedIn):
    kind: ClassVar[str] = "application.submitted"
    label: ClassVar[Text] = Text("提交许可证申请", "Licence application submitted")


@dataclass(frozen=True, kw_only=True)
class Corrected(HandedIn):
    kind: ClassVar[str] = "application.corrected"
    label: ClassVar[Text] = Text("更正许可证申请", "Licence application corrected")


@dataclass(frozen=True, kw_only=True)
class Answered(HandedIn):
    kind: ClassVar[str] = "application.answered"
    label: ClassVar[Text] = Text("答复补正", "Further information given")
    field_asked: str


@dataclass(frozen=True, kw_only=True)
class InformationRequested(_OfApplication):
    kind: ClassVar[str] = "application.information_requested"
    label: ClassVar[Text] = Text("要求补正", "Further information asked")
    field_asked: str
    question: str


@dataclass(frozen=True, kw_only=True)
class FirstReviewPassed(_OfApplication):
    kind: ClassVar[str] = "application.first_review_passed"
    label: ClassVar[Text] = Text("初审通过", "First review passed")
    note: str


@dataclass(frozen=True, kw_only=True)
class Assigned(_OfApplication):
    """Who of the issuing body handles it from now on; nobody where it was put back. The applicant need not know."""

    kind: ClassVar[str] = "application.assigned"
    label: ClassVar[Text] = Text("分派经办人", "Given to an officer")
    holder: UUID | None
    holder_name: str


@dataclass(frozen=True, kw_only=True)
class _Reasoned(_OfApplication):
    reason: str
    citation: str | None = None


@dataclass(frozen=True, kw_only=True)
class Returned(_Reasoned):
    kind: ClassVar[str] = "application.returned"
    label: ClassVar[Text] = Text("退回许可证申请", "Licence application returned")


@dataclass(frozen=True, kw_only=True)
class Refused(_Reasoned):
    kind: ClassVar[str] = "application.refused"
    label: ClassVar[Text] = Text("不予发证", "Licence refused")


@dataclass(frozen=True, kw_only=True)
class ReconsiderationAsked(_Reasoned):
    kind: ClassVar[str] = "application.reconsideration_asked"
    label: ClassVar[Text] = Text("申请复议", "Reconsideration asked")


@dataclass(frozen=True, kw_only=True)
class Reopened(_Reasoned):
    kind: ClassVar[str] = "application.reopened"
    label: ClassVar[Text] = Text("撤销不予发证并重新审查", "Refusal set aside, reviewed again")


@dataclass(frozen=True, kw_only=True)
class Upheld(_Reasoned):
    kind: ClassVar[str] = "application.upheld"
    label: ClassVar[Text] = Text("维持不予发证", "Refusal upheld")


@dataclass(frozen=True, kw_only=True)
class Withdrawn(_Reasoned):
    kind: ClassVar[str] = "application.withdrawn"
    label: ClassVar[Text] = Text("撤回许可证申请", "Licence application withdrawn")


@dataclass(frozen=True, kw_only=True)
class Issued(Event):
    """A licence was issued: its face in short, its lines, and the licence it replaces, if any."""

    kind: ClassVar[str] = "licence.issued"
    label: ClassVar[Text] = Text("签发出口许可证", "Licence issued")
    number: str
    application: UUID
    purpose: str
    ground: str
    exporter: UUID
    maker: UUID | None
    contract_no: str
    destination: str
    customs_district: str
    valid_from: date
    valid_until: date
    clearances: int
    lines: list[dict[str, Any]]
    replaces: str | None = None
    examined_by: str


@dataclass(frozen=True, kw_only=True)
class _OfLicence(Event):
    """What every later entry on a licence says: its number, what is left, why, by which article."""

    number: str
    left: int
    reason: str = ""
    citation: str | None = None


@dataclass(frozen=True, kw_only=True)
class AmendmentOpened(_OfLicence):
    kind: ClassVar[str] = "licence.amendment_opened"
    label: ClassVar[Text] = Text("申请更改许可证", "Amendment of a licence opened")
    application: UUID


@dataclass(frozen=True, kw_only=True)
class CodeChangeOpened(_OfLicence):
    """The issuing body asks, in the exporter's place, for another licence on the code that takes the old one's place."""

    kind: ClassVar[str] = "licence.code_change_opened"
    label: ClassVar[Text] = Text("因商品编号调整办理换证", "Change of a licence's customs code opened")
    application: UUID
    old_code: str
    new_code: str
    effective_from: date


@dataclass(frozen=True, kw_only=True)
class _Contestable(_OfLicence):
    """A decision against the holder: until when and how it may ask that it be looked at again."""

    contest_by: date
    how_to_contest: Text


@dataclass(frozen=True, kw_only=True)
class Suspended(_Contestable):
    kind: ClassVar[str] = "licence.suspended"
    label: ClassVar[Text] = Text("暂停许可证", "Licence suspended")


@dataclass(frozen=True, kw_only=True)
class Lifted(_OfLicence):
    kind: ClassVar[str] = "licence.lifted"
    label: ClassVar[Text] = Text("恢复许可证", "Suspension of a licence lifted")


@dataclass(frozen=True, kw_only=True)
class RevocationProposed(_OfLicence):
    """Notice of a revocation: what was found, and until when and how the parties may answer."""

    kind: ClassVar[str] = "licence.revocation_proposed"
    label: ClassVar[Text] = Text("拟撤销许可证告知", "Notice that a licence is to be revoked")
    facts: str
    answer_by: date
    how_to_answer: Text


@dataclass(frozen=True, kw_only=True)
class _OfAParty(_OfLicence):
    """What a party did in a revocation: the exporter or the maker, in time or late."""

    party: str
    late: bool


@dataclass(frozen=True, kw_only=True)
class CaseStated(_OfAParty):
    kind: ClassVar[str] = "licence.case_stated"
    label: ClassVar[Text] = Text("陈述申辩", "Case stated against a revocation")
    personal: ClassVar[frozenset[str]] = frozenset({"statement"})
    statement: str


@dataclass(frozen=True, kw_only=True)
class StatementWaived(_OfAParty):
    kind: ClassVar[str] = "licence.statement_waived"
    label: ClassVar[Text] = Text("放弃陈述申辩", "Statement against a revocation waived")


@dataclass(frozen=True, kw_only=True)
class RevocationDropped(_OfLicence):
    kind: ClassVar[str] = "licence.revocation_dropped"
    label: ClassVar[Text] = Text("终止撤销程序", "Revocation dropped")


@dataclass(frozen=True, kw_only=True)
class Revoked(_Contestable):
    """A licence was revoked: on which facts, proposed by whom, and how its exporter was heard (stated, waived, silent)."""

    kind: ClassVar[str] = "licence.revoked"
    label: ClassVar[Text] = Text("撤销许可证", "Licence revoked")
    facts: str
    proposed_by: str
    proposed_at: datetime
    heard: str


@dataclass(frozen=True, kw_only=True)
class _OfADecision(_OfLicence):
    """A reconsideration: of which decision, suspended or revoked."""

    decision: str


@dataclass(frozen=True, kw_only=True)
class LicenceReconsiderationAsked(_OfADecision):
    kind: ClassVar[str] = "licence.reconsideration_asked"
    label: ClassVar[Text] = Text("就许可证决定申请复议", "Reconsideration of a decision on a licence asked")


@dataclass(frozen=True, kw_only=True)
class DecisionUpheld(_OfADecision):
    kind: ClassVar[str] = "licence.decision_upheld"
    label: ClassVar[Text] = Text("复议维持许可证决定", "Decision on a licence upheld")


@dataclass(frozen=True, kw_only=True)
class DecisionSetAside(_OfADecision):
    kind: ClassVar[str] = "licence.decision_set_aside"
    label: ClassVar[Text] = Text("复议撤销许可证决定", "Decision on a licence set aside")
    stands_as: str


@dataclass(frozen=True, kw_only=True)
class LicenceReturned(_OfLicence):
    kind: ClassVar[str] = "licence.returned"
    label: ClassVar[Text] = Text("退回许可证", "Licence returned unused or partly used")


@dataclass(frozen=True, kw_only=True)
class LossReported(_OfLicence):
    kind: ClassVar[str] = "licence.loss_reported"
    label: ClassVar[Text] = Text("许可证挂失", "Loss of a licence reported")
    application: UUID | None


@dataclass(frozen=True, kw_only=True)
class ReissueAsked(_OfLicence):
    kind: ClassVar[str] = "licence.reissue_asked"
    label: ClassVar[Text] = Text("申请补发许可证", "Reissue of a lost licence asked")
    application: UUID


@dataclass(frozen=True, kw_only=True)
class Expired(_OfLicence):
    kind: ClassVar[str] = "licence.expired"
    label: ClassVar[Text] = Text("许可证过期", "Licence expired")


@dataclass(frozen=True, kw_only=True)
class Exhausted(_OfLicence):
    kind: ClassVar[str] = "licence.exhausted"
    label: ClassVar[Text] = Text("许可证用完", "Licence exhausted")
