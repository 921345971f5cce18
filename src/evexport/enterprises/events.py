"""What the ledger says of enterprises."""

from dataclasses import dataclass
from typing import ClassVar

from evexport.kernel.text import Text
from evexport.ledger.events import Event


@dataclass(frozen=True, kw_only=True)
class Registered(Event):
    kind: ClassVar[str] = "enterprise.registered"
    label: ClassVar[Text] = Text("企业登记", "Enterprise registered")
    uscc: str
    name_zh: str
    name_en: str
    division: str


@dataclass(frozen=True, kw_only=True)
class Renamed(Event):
    kind: ClassVar[str] = "enterprise.renamed"
    label: ClassVar[Text] = Text("企业更名", "Enterprise renamed")
    before: str
    after: str
    valid_from: str
    because: str


@dataclass(frozen=True, kw_only=True)
class CustomsCodeChanged(Event):
    kind: ClassVar[str] = "enterprise.customs_code_changed"
    label: ClassVar[Text] = Text("海关编码变更", "Customs code changed")
    before: str
    after: str
    valid_from: str


@dataclass(frozen=True, kw_only=True)
class WmiRecorded(Event):
    kind: ClassVar[str] = "enterprise.wmi_recorded"
    label: ClassVar[Text] = Text("登记世界制造厂识别代号", "WMI recorded")
    wmi: str
    holder_name: str
    valid_from: str


@dataclass(frozen=True, kw_only=True)
class WmiEnded(Event):
    kind: ClassVar[str] = "enterprise.wmi_ended"
    label: ClassVar[Text] = Text("终止世界制造厂识别代号", "WMI ended")
    wmi: str
    valid_until: str


@dataclass(frozen=True, kw_only=True)
class Banned(Event):
    kind: ClassVar[str] = "enterprise.banned"
    label: ClassVar[Text] = Text("禁止出口", "Exporter banned")
    valid_from: str
    until: str
    because: str
    citation: str


@dataclass(frozen=True, kw_only=True)
class BanLifted(Event):
    kind: ClassVar[str] = "enterprise.ban_lifted"
    label: ClassVar[Text] = Text("解除禁止", "Ban lifted")
    because: str
