"""Taking in what customs reports of a day."""

import hashlib
from collections.abc import Sequence
from datetime import date, datetime

import msgspec

from evexport import ledger
from evexport.accounts.actors import Actor
from evexport.codes import vin as vins
from evexport.customs import events
from evexport.customs.models import DayReport
from evexport.customs.reconciliation import Reported, differences_of, held_on
from evexport.customs.taking import reject
from evexport.kernel.clock import china_day
from evexport.kernel.text import Text
from evexport.store import acting_as

MOST_ROWS = 50_000


def take_report(day: date, rows: Sequence[Reported], *, office: str = "", by: Actor, at: datetime) -> DayReport:
    """Keep a day's report and lay it beside what is held here. A later report of the same day and office takes its place."""
    by.must("customs.reconcile")
    with acting_as(by):
        return keep_report(day, rows, office=office, by=by, at=at)


def keep_report(day: date, rows: Sequence[Reported], *, office: str, by: Actor, at: datetime) -> DayReport:
    """The same inside the caller's transaction; opens nothing."""
    if day > china_day(at):
        raise reject("day", Text("对账日期晚于今日。", "That day has not come yet."))
    if len(rows) > MOST_ROWS or len({row.declaration_no for row in rows}) != len(rows):
        raise reject("rows", Text("报关单重复或超过上限。", "A declaration stands twice, or there are too many."))
    kept = [
        {"declaration_no": row.declaration_no, "vins": sorted(vins.normalise(vin) for vin in row.vins)}
        for row in sorted(rows, key=lambda row: row.declaration_no)
    ]
    digest = "sha256:" + hashlib.sha256(msgspec.json.encode(kept)).hexdigest()
    report = DayReport.objects.create(client=by.client, day=day, office=office, rows=kept, digest=digest, received_at=at)
    event = events.Reconciled(
        subject=f"customs-day:{day}",
        day=day,
        office=office,
        reported=len(kept),
        held=len(held_on(day, office=office)),
        differences=len(differences_of(report)),
        digest=digest,
    )
    ledger.append(event, by=by, at=at)
    return report
