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


@dataclass(frozen=True, kw_only=True)
class OfFile(Event):
    """A large file of cars, by the digest of the file as it was handed in."""

    name: str
    digest: str
    rows: int


@dataclass(frozen=True, kw_only=True)
class FileTaken(OfFile):
    kind: ClassVar[str] = "production.file_taken"
    label: ClassVar[Text] = Text("接收生产登记文件", "Production file taken in")


@dataclass(frozen=True, kw_only=True)
class FileReturned(OfFile):
    """Nothing of it was recorded; `bad` rows are to be mended."""

    kind: ClassVar[str] = "production.file_returned"
    label: ClassVar[Text] = Text("退回生产登记文件", "Production file handed back")
    bad: int


@dataclass(frozen=True, kw_only=True)
class GoodTaken(OfFile):
    kind: ClassVar[str] = "production.file_good_taken"
    label: ClassVar[Text] = Text("要求只登记无误的车辆", "The good cars of a file asked for")
    bad: int


@dataclass(frozen=True, kw_only=True)
class FileRecorded(OfFile):
    """`vehicles` were recorded, `bad` rows left out at the maker's own word."""

    kind: ClassVar[str] = "production.file_recorded"
    label: ClassVar[Text] = Text("按文件登记生产车辆", "Production recorded from a file")
    vehicles: int
    bad: int
