"""Barring an exporter for a time, and lifting the bar."""

from datetime import date, datetime
from uuid import UUID

from evexport import ledger
from evexport.accounts.actors import Actor
from evexport.enterprises import events
from evexport.enterprises.actions.parts import bad, locked
from evexport.enterprises.models import Ban
from evexport.kernel.problems import NotFound
from evexport.kernel.text import Text
from evexport.kernel.words import said
from evexport.regulation.instruments import articles
from evexport.store import acting_as


def ban(
    enterprise_id: UUID,
    *,
    valid_from: date,
    until: date,
    because: str,
    citation: str,
    by: Actor,
    at: datetime,
) -> Ban:
    """Bar an exporter from a day to the day before `until`, under the article `INSTRUMENT#article` that allows it."""
    by.must("enterprise.ban")
    if until <= valid_from:
        raise bad("until", Text("截止日须晚于起始日。", "The ban must end after it begins."))
    if citation not in articles():
        raise bad(
            "citation",
            Text("须注明依据条款。", "A ban names the article that allows it."),
            Text(
                "请按“文件#条款”填写，例如 FTL-2025#ban。",
                "Write INSTRUMENT#article, for example FTL-2025#ban.",
            ),
        )
    reason = said(because, field="because")
    with acting_as(by):
        enterprise = locked(enterprise_id)
        row = Ban.objects.create(
            enterprise=enterprise, valid_from=valid_from, until=until, because=reason, citation=citation,
            imposed_at=at,
        )  # fmt: skip
        event = events.Banned(
            subject=f"enterprise:{enterprise.id}", parties=(enterprise.id,), valid_from=valid_from.isoformat(),
            until=until.isoformat(), because=reason, citation=citation,
        )  # fmt: skip
        ledger.append(event, by=by, at=at)
    return row


def lift_ban(ban_id: UUID, *, because: str, by: Actor, at: datetime) -> Ban:
    """End a ban before its day; the row stays."""
    by.must("enterprise.ban")
    reason = said(because, field="because")
    with acting_as(by):
        row = Ban.objects.select_for_update().filter(pk=ban_id, lifted_at=None).first()
        if row is None:
            raise NotFound(
                Text("没有此有效禁令。", "There is no such ban in force."),
                remedy=Text("请核对禁令。", "Check the ban."),
            )
        row.lifted_at, row.lifted_because = at, reason
        row.save(update_fields=["lifted_at", "lifted_because"])
        event = events.BanLifted(subject=f"enterprise:{row.enterprise_id}", parties=(row.enterprise_id,), because=reason)
        ledger.append(event, by=by, at=at)
    return row
