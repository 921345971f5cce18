"""What gate 1 writes in the ledger: one kind a deed. A draft is the maker's own and leaves no entry."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from evexport.kernel.text import Text
from evexport.ledger.events import Event


@dataclass(frozen=True, kw_only=True)
class RoundSet(Event):
    kind: ClassVar[str] = "round.set"
    label: ClassVar[Text] = Text("设定申报日程", "Round calendar set")
    year: int
    dates: dict[str, Any]
    before: dict[str, Any] | None = None


@dataclass(frozen=True, kw_only=True)
class _OfFiling(Event):
    """What every entry on a filing says: whose, for which year, into which state."""

    year: int
    maker: UUID
    state: str


@dataclass(frozen=True, kw_only=True)
class Assigned(_OfFiling):
    """Who of the department handles it from now on; nobody where it was put back. The maker need not know."""

    kind: ClassVar[str] = "filing.assigned"
    label: ClassVar[Text] = Text("分派经办人", "Given to an officer")
    holder: UUID | None
    holder_name: str


@dataclass(frozen=True, kw_only=True)
class _HandedIn(_OfFiling):
    """A version was handed in: its digest, what the assessment found, the papers with it."""

    version: int
    digest: str
    outcome: str
    category: str | None
    failed: list[str] = field(default_factory=list)
    papers: list[str] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class Submitted(_HandedIn):
    kind: ClassVar[str] = "filing.submitted"
    label: ClassVar[Text] = Text("提交申报", "Filing submitted")


@dataclass(frozen=True, kw_only=True)
class Answered(_HandedIn):
    kind: ClassVar[str] = "filing.answered"
    label: ClassVar[Text] = Text("答复补正", "Further information given")
    request: UUID
    changes: list[dict[str, Any]]


@dataclass(frozen=True, kw_only=True)
class Corrected(_HandedIn):
    kind: ClassVar[str] = "filing.corrected"
    label: ClassVar[Text] = Text("提交更正", "Correction handed in")
    changes: list[dict[str, Any]]


@dataclass(frozen=True, kw_only=True)
class _Reasoned(_OfFiling):
    reasons: str = ""


@dataclass(frozen=True, kw_only=True)
class Withdrawn(_Reasoned):
    kind: ClassVar[str] = "filing.withdrawn"
    label: ClassVar[Text] = Text("撤回申报", "Filing withdrawn")


@dataclass(frozen=True, kw_only=True)
class InformationRequested(_OfFiling):
    kind: ClassVar[str] = "filing.information_requested"
    label: ClassVar[Text] = Text("要求补正", "Further information asked")
    request: UUID
    questions: list[dict[str, str]]
    due_on: date


@dataclass(frozen=True, kw_only=True)
class Returned(_Reasoned):
    kind: ClassVar[str] = "filing.returned"
    label: ClassVar[Text] = Text("退回修改", "Filing returned")
    findings: list[str] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class Forwarded(_Reasoned):
    kind: ClassVar[str] = "filing.forwarded"
    label: ClassVar[Text] = Text("通过初核并上报", "First review passed, filing forwarded")
    second_review: bool = False


@dataclass(frozen=True, kw_only=True)
class ConsultationStarted(_OfFiling):
    kind: ClassVar[str] = "filing.consultation_started"
    label: ClassVar[Text] = Text("启动部门会商", "Consultation started")
    agencies: list[str]
    until: date


@dataclass(frozen=True, kw_only=True)
class OpinionGiven(Event):
    """Not the maker's to read: an opinion is given to the ministry."""

    kind: ClassVar[str] = "filing.opinion_given"
    label: ClassVar[Text] = Text("反馈会商意见", "Opinion given")
    year: int
    agency: str
    stance: str
    late: bool
    text: str


@dataclass(frozen=True, kw_only=True)
class Nominated(_Reasoned):
    kind: ClassVar[str] = "filing.nominated"
    label: ClassVar[Text] = Text("列为候选并公示", "Nominated, public notice given")
    notice: UUID
    until: date


@dataclass(frozen=True, kw_only=True)
class Objected(_OfFiling):
    """The objector's name stays out of the entry: the maker reads it."""

    kind: ClassVar[str] = "filing.objected"
    label: ClassVar[Text] = Text("提出异议", "Objection lodged")
    objection: UUID
    grounds: str


@dataclass(frozen=True, kw_only=True)
class ObjectionDecided(_Reasoned):
    kind: ClassVar[str] = "filing.objection_decided"
    label: ClassVar[Text] = Text("异议处理决定", "Objection decided")
    objection: UUID
    decision: str


@dataclass(frozen=True, kw_only=True)
class Rejected(_Reasoned):
    kind: ClassVar[str] = "filing.rejected"
    label: ClassVar[Text] = Text("不予列入", "Filing rejected")
    findings: list[str] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class ReconsiderationAsked(_Reasoned):
    kind: ClassVar[str] = "filing.reconsideration_asked"
    label: ClassVar[Text] = Text("申请复议", "Reconsideration asked")


@dataclass(frozen=True, kw_only=True)
class Reconsidered(_Reasoned):
    kind: ClassVar[str] = "filing.reconsidered"
    label: ClassVar[Text] = Text("复议决定", "Reconsideration decided")
    upheld: bool


@dataclass(frozen=True, kw_only=True)
class ListPublished(Event):
    kind: ClassVar[str] = "list.published"
    label: ClassVar[Text] = Text("公布名单", "List published")
    year: int
    digest: str
    entries: list[dict[str, Any]]
    added: int
    removed: int
    changed: int


@dataclass(frozen=True, kw_only=True)
class MakerAdmitted(Event):
    kind: ClassVar[str] = "list.admitted"
    label: ClassVar[Text] = Text("复议后增补列入", "Admitted after reconsideration")
    year: int
    maker: UUID
    digest: str


@dataclass(frozen=True, kw_only=True)
class _OfEntry(Event):
    """What befell a published entry. `exporter` and `model_code` name the part it befell."""

    year: int
    maker: UUID
    reasons: str
    citation: str = ""
    exporter: UUID | None = None
    model_code: str = ""
    data: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class EntrySuspended(_OfEntry):
    kind: ClassVar[str] = "list.suspended"
    label: ClassVar[Text] = Text("暂停出口资质", "Entry suspended")


@dataclass(frozen=True, kw_only=True)
class EntryLifted(_OfEntry):
    kind: ClassVar[str] = "list.lifted"
    label: ClassVar[Text] = Text("恢复出口资质", "Suspension lifted")


@dataclass(frozen=True, kw_only=True)
class EntryCancelled(_OfEntry):
    kind: ClassVar[str] = "list.cancelled"
    label: ClassVar[Text] = Text("取消出口资质", "Entry cancelled")


@dataclass(frozen=True, kw_only=True)
class EntryLapsed(_OfEntry):
    kind: ClassVar[str] = "list.lapsed"
    label: ClassVar[Text] = Text("出口资质失效", "Entry lapsed")


@dataclass(frozen=True, kw_only=True)
class AuthorisationSuspended(_OfEntry):
    kind: ClassVar[str] = "list.authorisation_suspended"
    label: ClassVar[Text] = Text("暂停出口授权", "Authorisation suspended")


@dataclass(frozen=True, kw_only=True)
class AuthorisationLifted(_OfEntry):
    kind: ClassVar[str] = "list.authorisation_lifted"
    label: ClassVar[Text] = Text("恢复出口授权", "Authorisation suspension lifted")


@dataclass(frozen=True, kw_only=True)
class ExporterRemoved(_OfEntry):
    kind: ClassVar[str] = "list.exporter_removed"
    label: ClassVar[Text] = Text("撤销出口授权", "Exporter removed with its consent")


@dataclass(frozen=True, kw_only=True)
class ModelWithdrawn(_OfEntry):
    kind: ClassVar[str] = "list.model_withdrawn"
    label: ClassVar[Text] = Text("车型撤出名单", "Model withdrawn")


@dataclass(frozen=True, kw_only=True)
class Renamed(_OfEntry):
    kind: ClassVar[str] = "list.renamed"
    label: ClassVar[Text] = Text("企业更名", "Entry renamed")


ENTRY_EVENTS: dict[str, type[_OfEntry]] = {
    event.kind.removeprefix("list."): event
    for event in (
        EntrySuspended,
        EntryLifted,
        EntryCancelled,
        EntryLapsed,
        AuthorisationSuspended,
        AuthorisationLifted,
        ExporterRemoved,
        ModelWithdrawn,
        Renamed,
    )
}
"""The ledger's word for each kind of list event."""


@dataclass(frozen=True, kw_only=True)
class _OfChange(Event):
    year: int
    maker: UUID
    change: str
    reasons: str
    exporter: UUID | None = None
    data: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class ChangeProposed(_OfChange):
    kind: ClassVar[str] = "list.change_proposed"
    label: ClassVar[Text] = Text("提出名单变更", "Change proposed")


@dataclass(frozen=True, kw_only=True)
class ChangeDeclined(_OfChange):
    kind: ClassVar[str] = "list.change_declined"
    label: ClassVar[Text] = Text("名单变更未获同意", "Change declined")


@dataclass(frozen=True, kw_only=True)
class ChangeDropped(_OfChange):
    kind: ClassVar[str] = "list.change_dropped"
    label: ClassVar[Text] = Text("撤回名单变更", "Change taken back")
