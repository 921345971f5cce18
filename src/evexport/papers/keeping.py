"""Keeps an original: made once for each deed, whoever asks first; two who ask at once are given the same one.

paper = keep(Sheet("licence", "licence:26-SZ-000123", entry, …), at=at)
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from evexport import ledger
from evexport.accounts.actors import SYSTEM
from evexport.kernel.ids import uuid7
from evexport.ledger.models import Entry
from evexport.papers.events import PaperMade
from evexport.papers.models import Paper
from evexport.papers.sealing import Stamp, seal
from evexport.papers.typesetting import typeset
from evexport.store.transactions import acting_as


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that makes one paper: what it is, for which entry, whose, its template and data, and its seal."""

    kind: str
    subject: str
    entry: Entry
    parties: tuple[UUID, ...]
    authority: str
    template: str
    data: Mapping[str, Any]
    reason: str
    stamp: Stamp | None = None

    def unsealed(self) -> bytes:
        """The paper before its seal: dated by its entry, the same bytes each time."""
        return typeset(self.template, self.data, at=self.entry.at)


def kept(kind: str, subject: str, entry: Entry) -> Paper | None:
    """The original of a paper, as the transaction's actor may see it; None where none was made yet."""
    return Paper.objects.filter(kind=kind, subject=subject, entry=entry).first()


def keep(sheet: Sheet, *, at: datetime) -> Paper:
    """Make the paper, seal it and keep it; the one that stands already, where another was first.

    Typesetting and sealing take place outside the transaction, which holds nobody up.
    """
    sealed = seal(sheet.unsealed(), sheet.stamp, reason=sheet.reason, at=at)
    mine = Paper(
        id=uuid7(),
        kind=sheet.kind,
        subject=sheet.subject,
        entry=sheet.entry,
        parties=list(sheet.parties),
        authority=sheet.authority,
        content=sealed.content,
        sha256=hashlib.sha256(sealed.content).hexdigest(),
        certificate=sealed.fingerprint,
        made_at=at,
    )
    with acting_as(SYSTEM):
        Paper.objects.bulk_create([mine], ignore_conflicts=True)
        found = Paper.objects.get(kind=sheet.kind, subject=sheet.subject, entry=sheet.entry)
        if found.pk == mine.pk:
            ledger.append(_made(mine), by=SYSTEM, at=at)
        return found


def _made(paper: Paper) -> PaperMade:
    return PaperMade(
        subject=paper.subject,
        parties=tuple(paper.parties),
        paper=paper.pk,
        paper_kind=paper.kind,
        entry=paper.entry_id,
        sha256=paper.sha256,
        certificate=paper.certificate,
    )
