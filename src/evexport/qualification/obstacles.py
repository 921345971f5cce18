"""What bars a step of a filing beyond its transition table: told on the page before anybody tries."""

from datetime import datetime

from evexport.accounts.actors import Actor
from evexport.kernel.problems import Problem
from evexport.qualification.actions.consultation import nomination_barred, opinion_given
from evexport.qualification.actions.decision import makers_time_runs
from evexport.qualification.actions.publication import admission_barred
from evexport.qualification.models import Filing


def obstacle(verb: str, filing: Filing, *, by: Actor, at: datetime) -> Problem | None:
    """Why this step would be refused now; None where nothing is known to bar it. Inside the reader's transaction."""
    match verb:
        case "nominate":
            return nomination_barred(filing, at)
        case "opine":
            return opinion_given(filing, by.authority or "")
        case "reject":
            return makers_time_runs(filing, at)
        case "list":
            return admission_barred(filing)
    return None
