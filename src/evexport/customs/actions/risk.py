"""A maker's risk level: how strictly customs inspects. Later stages bring their findings here."""

from datetime import datetime
from uuid import UUID

from evexport import ledger
from evexport.accounts.actors import Actor
from evexport.customs import events
from evexport.customs.models import RiskLevel
from evexport.customs.taking import reject
from evexport.kernel.text import Text
from evexport.regulation.criteria.gate_rules import LEVELS
from evexport.store import acting_as


def set_risk_level(maker_id: UUID, *, level: str, because: str, citation: str, by: Actor, at: datetime) -> RiskLevel:
    """Set how strictly a maker's consignments are inspected from now on: routine, elevated or strict."""
    by.must("customs.risk")
    with acting_as(by):
        return write_level(maker_id, level=level, because=because, citation=citation, by=by, at=at)


def write_level(maker_id: UUID, *, level: str, because: str, citation: str, by: Actor, at: datetime) -> RiskLevel:
    """The same inside a larger deed, such as the decision of a case; opens no transaction."""
    if level not in LEVELS:
        raise reject("level", Text(f"没有风险等级“{level}”。", f"There is no risk level “{level}”."))
    known = RiskLevel.objects.select_for_update().filter(pk=maker_id).first()
    before = known.level if known else "routine"
    row = known or RiskLevel(maker_id=maker_id)
    row.level, row.because, row.citation, row.since = level, because, citation, at
    row.save(
        force_insert=known is None,
        update_fields=None if known is None else ["level", "because", "citation", "since"],
    )
    event = events.RiskSet(subject=f"enterprise:{maker_id}", level=level, before=before, because=because, citation=citation)
    ledger.append(event, by=by, at=at)
    return row
