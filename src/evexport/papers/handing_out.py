"""From a draft to the paper that is handed out: its original, sealed over the signature and kept; or one sealed for who asks."""

from datetime import datetime
from typing import Final

from evexport.accounts.actors import SYSTEM
from evexport.papers.drafts import Draft
from evexport.papers.keeping import Sheet, keep, kept
from evexport.papers.models import Paper
from evexport.papers.sealing import Stamp, seal
from evexport.papers.stamp import SIDE
from evexport.papers.typesetting import seal_place
from evexport.store.transactions import reading_as

SEAL_FOR: Final = "电子公文专用章"
PAGE_HEIGHT: Final = 841.89
"""A4 upright, in points: what is signed stands on such a page."""


def original(draft: Draft, *, at: datetime) -> Paper:
    """The paper of a decision: made and sealed when first asked for, the same bytes ever after, whoever asks.

    Raises SealUnavailable where no seal can be set now.
    """
    with reading_as(SYSTEM):
        found = kept(draft.kind, draft.subject, draft.entry)
    return found or keep(_sheet(draft), at=at)


def sealed_now(draft: Draft, *, at: datetime) -> bytes:
    """A paper for whoever asks, sealed as it leaves and not kept: it says how a thing stands, which the ledger proves later."""
    return seal(draft.unsealed(), _stamp(draft), reason=draft.reason, at=at).content


def _sheet(draft: Draft) -> Sheet:
    return Sheet(
        kind=draft.kind,
        subject=draft.subject,
        entry=draft.entry,
        parties=draft.parties,
        authority=draft.authority,
        template=draft.template,
        data=draft.data,
        reason=draft.reason,
        stamp=_stamp(draft),
    )


def _stamp(draft: Draft) -> Stamp | None:
    """The seal's middle lies over the signature."""
    place = seal_place(draft.template, draft.data)
    if place is None:
        return None
    left, bottom = place.x - SIDE / 2, PAGE_HEIGHT - place.y - SIDE / 2
    return Stamp(draft.data["sender"]["zh"], SEAL_FOR, at=(left, bottom), page=place.page - 1)
