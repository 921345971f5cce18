"""Handing a filing in: the first time, again after it came back, as an answer, as a correction; or taking it back."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from evexport import ledger
from evexport.accounts.actors import Actor
from evexport.kernel.clock import china_day
from evexport.kernel.problems import BadInput, Barred
from evexport.kernel.text import Text
from evexport.qualification import deadlines, draft, events, facts
from evexport.qualification.actions.case import calendar_of, move, not_yet_published, opened, said, signed
from evexport.qualification.changes import differences, digest
from evexport.qualification.models import Attachment, Filing, FilingStep, FilingVersion, InformationRequest
from evexport.qualification.states import FILING
from evexport.regulation.findings import Outcome


def submit(filing_id: UUID, *, by: Actor, at: datetime) -> FilingVersion:
    """Hand the filing in, first or again after a return.

    A form error stops it (`draft.FormErrors` names every field); a finding that is not met does not: the maker
    has seen it and may file all the same, and the officers see it too.
    """
    with acting_on(filing_id, by) as filing:
        FILING.take("submit", filing, by=by)
        not_yet_published(filing.year)
        _in_time(filing, at)
        version = hand_in(filing, "submit", by=by, at=at)
        filing.submitted_at = at
        move(filing, "submit", by=by, at=at, law=version.law, also=["submitted_at"])
        _append(events.Submitted, filing, version, by=by, at=at)
        return version
