"""A paper before it is set: what it is, of which entry, its file's name, its date, its template and data."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from evexport.kernel.text import Text
from evexport.ledger.models import Entry
from evexport.papers.typesetting import typeset


@dataclass(frozen=True, slots=True)
class Draft:
    """All that setting, sealing and keeping a paper takes. One `kind`, `subject` and `entry` stand for the same data, for good.

    `reason` is what the seal says it was set for; `parties` may read the kept original, `authority` is whose paper it is.
    """

    kind: str
    subject: str
    entry: Entry
    name: Text
    at: datetime
    template: str
    data: dict[str, Any]
    reason: str
    parties: tuple[UUID, ...] = ()
    authority: str = ""

    @property
    def mark(self) -> str:
        """The digest of its content: what tells two readers that they have the same paper, whoever sealed it when."""
        whole = json.dumps([self.template, self.data], ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(whole.encode()).hexdigest()[:32]

    def unsealed(self) -> bytes:
        """The paper without a seal: the same bytes each time."""
        return typeset(self.template, self.data, at=self.at)
