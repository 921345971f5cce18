"""What customs writes into the ledger: one kind a deed. The gate's function writes the four decisions itself."""

from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from evexport.kernel.text import Text
from evexport.ledger.events import Event


@dataclass(frozen=True, kw_only=True)
class Decided(Event):
    """A decision of the gate. `message_sha256` is of the message; models and counts stand in the same order."""

    declaration_no: str
    licence: str | None
    declared_on: date
    destination: str
    quantity: int
    models: list[str]
    counts: list[int]
    message_sha256: str
    reasons: list[str]
    paper: dict[str, Any] | None = None


@dataclass(frozen=True, kw_only=True)
class Released(Decided):
    kind: ClassVar[str] = "declaration.released"
    label: ClassVar[Text] = Text("放行并核销", "Declaration released, vehicles written off")


@dataclass(frozen=True, kw_only=True)
class Refused(Decided):
    kind: ClassVar[str] = "declaration.refused"
    label: ClassVar[Text] = Text("不予放行", "Declaration refused")


@dataclass(frozen=True, kw_only=True)
class Held(Decided):
    kind: ClassVar[str] = "declaration.held"
    label: ClassVar[Text] = Text("暂扣待查", "Declaration held for inspection")


@dataclass(frozen=True, kw_only=True)
class NotRequired(Decided):
    kind: ClassVar[str] = "declaration.not_required"
    label: ClassVar[Text] = Text("无需本许可证", "No licence of this regime needed")
    regime: str | None = None


@dataclass(frozen=True, kw_only=True)
class _Afterwards(Event):
    """What befell a decided declaration: which cars, under which licence, why."""

    declaration_no: str
    licence: str | None
    vins: list[str]
    because: str


@dataclass(frozen=True, kw_only=True)
class Cancelled(_Afterwards):
    """退关. `credited` is the licence that got the quantity back, none where it had ended; `whole`: no car is left."""

    kind: ClassVar[str] = "declaration.cancelled"
    label: ClassVar[Text] = Text("退关", "Declaration cancelled")
    credited: str | None
    whole: bool


@dataclass(frozen=True, kw_only=True)
class Corrected(_Afterwards):
    kind: ClassVar[str] = "declaration.corrected"
    label: ClassVar[Text] = Text("更正车辆识别代号", "Mistyped VIN corrected")
    evidence: str


@dataclass(frozen=True, kw_only=True)
class GoodsReturned(_Afterwards):
    kind: ClassVar[str] = "declaration.goods_returned"
    label: ClassVar[Text] = Text("退运", "Goods returned after export")
    evidence: str
    whole: bool


@dataclass(frozen=True, kw_only=True)
class Settled(_Afterwards):
    """An inspection's result decided a held declaration again."""

    kind: ClassVar[str] = "declaration.settled"
    label: ClassVar[Text] = Text("查验后作出决定", "Held declaration decided after inspection")
    decision: str
    reasons: list[str]


@dataclass(frozen=True, kw_only=True)
class Inspected(Event):
    """A round of an inspection: ordered rework, passed, failed, refused for good."""

    kind: ClassVar[str] = "inspection.recorded"
    label: ClassVar[Text] = Text("记录查验", "Inspection recorded")
    declaration_no: str
    state: str
    round: int
    note: str


@dataclass(frozen=True, kw_only=True)
class HoldPlaced(Event):
    kind: ClassVar[str] = "hold.placed"
    label: ClassVar[Text] = Text("布控", "Hold placed on a car")
    vin: str
    because: Text


@dataclass(frozen=True, kw_only=True)
class HoldLifted(Event):
    kind: ClassVar[str] = "hold.lifted"
    label: ClassVar[Text] = Text("解除布控", "Hold lifted")
    vin: str
    because: str


@dataclass(frozen=True, kw_only=True)
class RiskSet(Event):
    kind: ClassVar[str] = "risk.set"
    label: ClassVar[Text] = Text("确定风险等级", "Risk level set")
    level: str
    before: str
    because: str
    citation: str


@dataclass(frozen=True, kw_only=True)
class CodingRecorded(Event):
    """A maker's coding without a check digit for one market was put on record, or ended."""

    kind: ClassVar[str] = "coding.recorded"
    label: ClassVar[Text] = Text("备案无校验位编码", "Coding without a check digit recorded")
    wmi: str
    destination: str
    valid_from: date
    valid_until: date | None
    evidence: str


@dataclass(frozen=True, kw_only=True)
class Reconciled(Event):
    """Customs' report of a day was laid beside what is held here."""

    kind: ClassVar[str] = "customs.reconciled"
    label: ClassVar[Text] = Text("对账", "Day reconciled")
    day: date
    office: str = ""
    reported: int
    held: int
    differences: int
    digest: str


@dataclass(frozen=True, kw_only=True)
class FileTaken(Event):
    """A file of declarations was taken in; each has an entry of its own once it is decided."""

    kind: ClassVar[str] = "customs.file_taken"
    label: ClassVar[Text] = Text("接收报关单文件", "File of declarations taken in")
    name: str
    digest: str
    declarations: int
    bad_lines: int


@dataclass(frozen=True, kw_only=True)
class ExchangeTaken(Event):
    """A run of the offline exchange was taken in; its declarations are decided next, each with an entry of its own."""

    kind: ClassVar[str] = "exchange.taken"
    label: ClassVar[Text] = Text("接收交换文件", "Exchange file taken in")
    sender: str
    run: int
    day: date
    declarations: int
    cleared: int
    digest: str


@dataclass(frozen=True, kw_only=True)
class ExchangeAnswered(Event):
    """The answer file of a run is complete and stays as it is. `counts`: answers by decision; `problems`: lines not decided."""

    kind: ClassVar[str] = "exchange.answered"
    label: ClassVar[Text] = Text("交换文件已答复", "Exchange file answered")
    sender: str
    run: int
    counts: dict[str, int]
    problems: int
    differences: int
    digest: str
