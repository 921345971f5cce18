"""Reminders of a balance that runs low, found as declarations are decided rather than at night."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

from django.db.models import F, Sum

from evexport.kernel.clock import china_day
from evexport.ledger.models import Entry
from evexport.licensing.models import Licence, Status
from evexport.notices.reminder import Reminder, marks, passed
from evexport.regulation.law import Law

TAKING = frozenset({"declaration.released", "declaration.held"})


def crossed(entries: Iterable[Entry], *, at: datetime) -> list[Reminder]:
    """For each licence that these entries drew on: the mark that what is left of it has fallen to.

    Nothing left is no reminder: the ledger's own entry tells of a licence that is used up.
    """
    numbers = {entry.data["licence"] for entry in entries if entry.kind in TAKING and entry.data.get("licence")}
    if not numbers:
        return []
    thresholds = marks(Law.on(china_day(at)), "balance_percent")
    rows = Licence.objects.filter(number__in=numbers, standing__status=Status.ISSUED, valid_until__gte=china_day(at)).annotate(
        licensed=Sum("balances__licensed"),
        left=Sum(F("balances__licensed") - F("balances__used") - F("balances__reserved")),
    )
    found = []
    for one in rows.order_by("number"):
        mark = passed(Decimal(100 * one.left) / one.licensed, thresholds) if one.left > 0 else None
        if mark is not None:
            data = {"number": one.number, "left": one.left, "licensed": one.licensed, "percent": str(mark)}
            subject = f"licence:{one.number}"
            found.append(Reminder("reminder.balance_low", subject, f"{mark}%", (one.exporter_id,), data=data))
    return found
