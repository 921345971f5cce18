"""The timeline of a case, from the ledger, each moment leading to its entry."""

from evexport.desks.kit.parts import Moment, Timeline
from evexport.licensing.cases import history


def timeline(subject: str) -> Timeline:
    """What happened to a subject, as far as the reader may read it. Inside the reader's transaction."""
    return Timeline([Moment(one.what, one.at, one.who, one.role, one.said, one.law) for one in history(subject)])
