"""What long work writes in the ledger: asked for, steered, ended. Each item's deed has an entry of its own."""

from dataclasses import dataclass
from typing import ClassVar

from evexport.kernel.text import Text
from evexport.ledger.events import Event


@dataclass(frozen=True, kw_only=True)
class OfWork(Event):
    """Which work, how large, and how far it was."""

    work_kind: str
    request: str
    total: int
    done: int = 0
    failed: int = 0


@dataclass(frozen=True, kw_only=True)
class Started(OfWork):
    kind: ClassVar[str] = "work.started"
    label: ClassVar[Text] = Text("提交批量事项", "Long work asked for")


@dataclass(frozen=True, kw_only=True)
class Paused(OfWork):
    kind: ClassVar[str] = "work.paused"
    label: ClassVar[Text] = Text("暂停批量事项", "Long work paused")


@dataclass(frozen=True, kw_only=True)
class Resumed(OfWork):
    kind: ClassVar[str] = "work.resumed"
    label: ClassVar[Text] = Text("继续批量事项", "Long work resumed")


@dataclass(frozen=True, kw_only=True)
class Cancelled(OfWork):
    kind: ClassVar[str] = "work.cancelled"
    label: ClassVar[Text] = Text("取消批量事项", "Long work cancelled")


@dataclass(frozen=True, kw_only=True)
class Finished(OfWork):
    kind: ClassVar[str] = "work.finished"
    label: ClassVar[Text] = Text("批量事项结束", "Long work ended")
    state: str
    problem: str | None = None
