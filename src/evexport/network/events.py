"""What the ledger says of service networks."""

from dataclasses import dataclass
from typing import ClassVar

from evexport.kernel.text import Text
from evexport.ledger.events import Event


@dataclass(frozen=True, kw_only=True)
class OutletsRecorded(Event):
    kind: ClassVar[str] = "network.outlets_recorded"
    label: ClassVar[Text] = Text("登记海外网点", "Outlets recorded")
    outlets: int
    markets: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class OutletClosed(Event):
    kind: ClassVar[str] = "network.outlet_closed"
    label: ClassVar[Text] = Text("关闭海外网点", "Outlet closed")
    outlet: str
    market: str
    closed_on: str


@dataclass(frozen=True, kw_only=True)
class MarketServiceRecorded(Event):
    kind: ClassVar[str] = "network.market_service_recorded"
    label: ClassVar[Text] = Text("登记市场服务能力", "Service in markets recorded")
    markets: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class PlanRecorded(Event):
    kind: ClassVar[str] = "network.plan_recorded"
    label: ClassVar[Text] = Text("登记网络建设规划", "Construction plan recorded")
    years: tuple[int, ...]
    markets: tuple[str, ...]
