"""The ledger's entries as a timeline tells them: what, when, who in which role, in which words, under which law."""

from django.urls import reverse

from evexport.accounts.roles import ROLES, Role
from evexport.desks.kit.parts import Moment, Timeline
from evexport.kernel.text import Text
from evexport.ledger.events import label
from evexport.ledger.models import Entry
from evexport.ledger.reading import about
from evexport.papers.letters.table import letter_for

SAID = ("reason", "reasons", "because", "note", "question")
"""Fields of an entry in which people say why."""
MOST = 200


def moment(entry: Entry, *, what: Text | None = None, said: Text | str | None = None, letter: str = "") -> Moment:
    """One entry; `what` and `said` where a page has better words than the entry's own."""
    role = entry.actor.get("role", "")
    return Moment(
        what or label(entry.kind),
        entry.at,
        entry.actor.get("name") or "",
        ROLES[Role(role)].label if role in set(Role) else None,
        words_of(entry) if said is None else said,
        entry.law or "",
        letter=letter,
    )


def words_of(entry: Entry) -> str:
    """Why it was done, as its actor said it, or the codes of a decision; empty where nothing was said."""
    said = next((entry.data[name] for name in SAID if entry.data.get(name)), "")
    return ", ".join(said) if isinstance(said, list) else str(said)


def timeline(subject: str, *, letters: bool = False, without: frozenset[str] = frozenset()) -> Timeline:
    """What happened to a subject, the latest first, as far as the reader may read it. Inside the reader's transaction.

    `letters`: with a link to the letter of each entry that has one, for readers who may have it. `without`: kinds that
    are no news to them.
    """
    return Timeline(
        [
            moment(entry, letter=letter_of(entry) if letters else "")
            for entry in about(subject)[:MOST]
            if entry.kind not in without
        ]
    )


def letter_of(entry: Entry) -> str:
    """Where an entry's letter is read; none of an entry on a whole list, which speaks to many."""
    if entry.kind.startswith("list.") or letter_for(entry.kind, entry.data) is None:
        return ""
    return reverse("letter", args=[entry.pk])
