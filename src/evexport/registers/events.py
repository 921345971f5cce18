"""What the registers tell the ledger."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from evexport.kernel.text import Text
from evexport.ledger.events import Event


@dataclass(frozen=True, kw_only=True)
class RegisterImported(Event):
    """A batch was taken in: how many rows it added, changed and withdrew, and its file's digest."""

    kind: ClassVar[str] = "register.imported"
    label: ClassVar[Text] = Text("登记数据导入", "Register imported")
    register: str
    batch: UUID
    file_name: str
    sha256: str
    partial: bool
    added: int
    changed: int
    withdrawn: int
