"""An organisation's licences as a query, narrowed by what they are worth on a day, whatever their number."""

from datetime import date, timedelta
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from evexport.licensing.models import Balance, Licence, Status
from evexport.licensing.queries import ENDED, Derived
from evexport.regulation.law import Law

HELD = "held"
MADE = "made"


def held(organisation_id: UUID) -> QuerySet[Licence]:
    """Those it holds as exporter or made the cars for, the latest first."""
    mine = Q(exporter=organisation_id) | Q(maker=organisation_id)
    return Licence.objects.filter(mine).select_related("standing").order_by("-issued_at", "-number")


def worth(rows: QuerySet[Licence], state: Derived, *, on: date) -> QuerySet[Licence]:
    """Those that `queries.derive` gives this state on the day: the same rule, as the database reads it."""
    if state in ENDED:
        return rows.filter(standing__status=state)
    if state == "expired":
        return rows.exclude(standing__status__in=ENDED).filter(valid_until__lt=on)
    rows = rows.filter(valid_until__gte=on)
    if state == "suspended":
        return rows.filter(standing__status=Status.SUSPENDED)
    something = Exists(Balance.objects.filter(licence=OuterRef("pk"), licensed__gt=F("used") + F("reserved")))
    usable = Q(something, standing__clearances_allowed__gt=F("standing__clearances_used"))
    rows = rows.filter(standing__status=Status.ISSUED)
    if state == "exhausted":
        return rows.exclude(usable)
    begun = Q(valid_from__gt=on) if state == "not_yet_valid" else Q(valid_from__lte=on)
    return rows.filter(usable & begun)


def ending(rows: QuerySet[Licence], *, on: date) -> QuerySet[Licence]:
    """Those in force whose last day is so near that their holder has been reminded of it."""
    days = max(int(word) for word in Law.on(on)["notices.reminders.licence_expiry_days"].words)
    return worth(rows, "in_force", on=on).filter(valid_until__lte=on + timedelta(days=days))


def holding(rows: QuerySet[Licence], words: str) -> QuerySet[Licence]:
    """Those whose number or contract begins so, or that name this model."""
    word = "".join(words.split()).upper()
    number = word if "-" in word else "-".join(filter(None, (word[:2], word[2:4], word[4:])))
    model = Exists(Balance.objects.filter(licence=OuterRef("pk"), model_code__iexact=word))
    return rows.filter(Q(number__startswith=number) | Q(contract_no__istartswith=words.strip()) | model)
