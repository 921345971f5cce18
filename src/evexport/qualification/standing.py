"""What a published entry amounts to at a moment: its rows and the events since, folded by one rule.

The small standing tables hold the same answer for now; these functions give it for any moment.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from evexport.kernel.clock import start_of
from evexport.qualification.models import ListedMaker, ListEvent

AFTER_MAKER = {"suspended": "suspended", "lifted": "in_force", "cancelled": "cancelled", "lapsed": "lapsed"}
AFTER_EXPORTER = {
    "authorisation_suspended": "suspended",
    "authorisation_lifted": "in_force",
    "exporter_removed": "removed",
}
AFTER_MODEL = {"model_withdrawn": "withdrawn"}


@dataclass(frozen=True, slots=True)
class Standing:
    """A state, since when, and the reasons of the event that brought it (empty for the publication itself)."""

    state: str
    since: datetime
    reasons: str = ""

    @property
    def in_force(self) -> bool:
        return self.state == "in_force"


def as_moment(on: date | datetime) -> datetime:
    """The moment before which events count: a moment itself, or the end of a day in China."""
    return on if isinstance(on, datetime) else start_of(on + timedelta(days=1))


def maker_state(entry: ListedMaker, events: Iterable[ListEvent], moment: datetime) -> Standing:
    """An entry serves its own year alone: when that is over it has lapsed, unless it was cancelled before."""
    standing = _fold(Standing("in_force", entry.listed_at), events, AFTER_MAKER)
    end = start_of(date(entry.year + 1, 1, 1))
    if standing.state in {"in_force", "suspended"} and moment > end:
        return Standing("lapsed", end)
    return standing


def exporter_states(entry: ListedMaker, events: Sequence[ListEvent]) -> dict[UUID, Standing]:
    """Every authorised exporter of an entry."""
    return {
        one.exporter_id: _fold(
            Standing("in_force", entry.listed_at),
            (e for e in events if e.exporter_id == one.exporter_id),
            AFTER_EXPORTER,
        )
        for one in entry.exporters.all()
    }


def model_states(entry: ListedMaker, events: Sequence[ListEvent]) -> dict[str, Standing]:
    """Every model of an entry."""
    return {
        one.model_code: _fold(
            Standing("in_force", entry.listed_at),
            (e for e in events if e.model_code == one.model_code),
            AFTER_MODEL,
        )
        for one in entry.models.all()
    }


def _fold(start: Standing, events: Iterable[ListEvent], after: dict[str, str]) -> Standing:
    for event in events:
        if event.kind in after:
            start = Standing(after[event.kind], event.at, event.reasons)
    return start
