"""Nightly work on licences: the ledger is told once of each that has expired and of each that is used up."""

from datetime import datetime

from django.conf import settings
from django.db.models import F, Q, Sum
from procrastinate.contrib.django import app

from evexport import ledger
from evexport.accounts.actors import SYSTEM
from evexport.kernel.clock import Clock, china_day
from evexport.licensing import events
from evexport.licensing.actions import recoding
from evexport.licensing.actions.taking import of_licence
from evexport.licensing.models import Announced, Licence, Status
from evexport.licensing.queries import Case, cases
from evexport.store.transactions import acting_as

__all__ = ["announce", "announce_endings", "nightly", "recoding"]

LIVE = (Status.ISSUED, Status.SUSPENDED)


def announce_endings(at: datetime) -> int:
    """Tell the ledger of licences that expired or are used up. Safe to repeat; returns how many.

    One licence a transaction: an entry stands or falls with its own mark.
    """
    told = 0
    with acting_as(SYSTEM):
        waiting = [
            *((number, "expired") for number in _expired(at)),
            *((number, "exhausted") for number in _exhausted()),
        ]
    for number, what in waiting:
        told += announce(number, what, at)
    return told


def _expired(at: datetime) -> list[str]:
    rows = Licence.objects.filter(standing__status__in=LIVE, valid_until__lt=china_day(at))
    return list(rows.exclude(announced__what="expired").values_list("number", flat=True))


def _exhausted() -> list[str]:
    rows = (
        Licence.objects.filter(standing__status__in=LIVE)
        .exclude(announced__what__in=("expired", "exhausted"))
        .annotate(unused=Sum(F("balances__licensed") - F("balances__used")))
        .filter(Q(unused__lte=0) | Q(standing__clearances_used__gte=F("standing__clearances_allowed")))
    )
    return list(rows.values_list("number", flat=True))


def announce(number: str, what: str, at: datetime) -> int:
    """Tell the ledger, once, that a licence has expired or is used up; 1 where it was news."""
    with acting_as(SYSTEM):
        case = cases([Licence.objects.get(number=number)], at)[0]
        _, new = Announced.objects.get_or_create(licence=case.licence, what=what, defaults={"at": at})
        if new:
            ledger.append(_ending(what, case), by=SYSTEM, at=at)
        return int(new)


def _ending(what: str, case: Case) -> events.Expired | events.Exhausted:
    event = events.Expired if what == "expired" else events.Exhausted
    return event(**of_licence(case))


@app.periodic(cron="20 16 * * *")
@app.task(name="licensing.announce_endings", queueing_lock="licensing.announce_endings")
def nightly(timestamp: int) -> int:
    """Twenty past midnight in China (the schedule is in UTC), on the installation's day."""
    del timestamp
    return announce_endings(Clock(settings.DEMO_DAY).now())
