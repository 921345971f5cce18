"""What shipment plans write in the ledger: that one was taken in. Each application's handing in has its own entry."""

from dataclasses import dataclass
from typing import ClassVar

from evexport.kernel.text import Text
from evexport.ledger.events import Event


@dataclass(frozen=True, kw_only=True)
class PlanMade(Event):
    kind: ClassVar[str] = "plan.made"
    label: ClassVar[Text] = Text("建立发运计划", "Shipment plan made")
    name: str
    applications: int
    bad_rows: int
    digest: str
