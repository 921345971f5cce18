"""What every decision on a licence's status leaves: the standing that the gate reads, and what was asked before it."""

from datetime import datetime

from evexport.accounts.actors import Actor
from evexport.kernel.text import Text
from evexport.licensing.models import LicenceStanding, Reconsideration, Status
from evexport.licensing.queries import Case
from evexport.licensing.states.bars import reconsidered_until
from evexport.regulation.reasons import spelt


def decide(case: Case, status: Status, *, reason: str, citation: str, by: Actor, at: datetime) -> None:
    """Keep what was decided: the gate reads this very row, so its next declaration meets the new status.

    A reconsideration that was open is overtaken: what it asked about no longer stands.
    """
    LicenceStanding.objects.filter(pk=case.licence.pk).update(
        status=status, since=at, reason=reason, citation=citation, decided_by=by.identity
    )
    if case.reconsideration is not None and case.reconsideration.state == "asked":
        Reconsideration.objects.filter(pk=case.reconsideration.pk).update(state="overtaken", decided_at=at)


def how_to_contest(at: datetime) -> Text:
    """How the holder asks that a suspension or a revocation be looked at again, and until when."""
    day = spelt(reconsidered_until(at))
    return Text(
        f"不服本决定的，出口商可在{day.zh}（含当日）前通过本系统“申请复议”提出，由另一名工作人员办理；复议期间不停止执行。",
        f"The exporter may ask in this system that the decision be reconsidered, until {day.en}, that day included; another "
        "officer looks at it, and the decision stands meanwhile.",
    )
