"""What the ledger says of production registers."""

from dataclasses import dataclass
from typing import ClassVar

from evexport.kernel.text import Text
from evexport.ledger.events import Event


@dataclass(frozen=True, kw_only=True)
class ProductionRecorded(Event):
    """A batch: how many cars, and the digest of the rows as they were sent."""

    kind: ClassVar[str] = "production.recorded"
    label: ClassVar[Text] = Text("登记生产车辆", "Production recorded")
    vehicles: int
    digest: str
