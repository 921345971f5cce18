"""Reading enterprises: by code, as they were called on a day, whose WMIs they use, whether they are banned."""

from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from evexport.enterprises.models import Ban, Enterprise, EnterpriseWmi, NameHistory


def by_uscc(uscc: str) -> Enterprise | None:
    return Enterprise.objects.filter(uscc=uscc).first()


def name_on(enterprise_id: UUID, on: date) -> NameHistory | None:
    """The name in force on a day."""
    return NameHistory.objects.filter(enterprise_id=enterprise_id, valid_from__lte=on).order_by("-valid_from").first()


def wmis_on(maker_id: UUID, on: date) -> frozenset[str]:
    """Every WMI under which this maker's cars may be built on a day."""
    rows = EnterpriseWmi.objects.filter(Q(valid_until=None) | Q(valid_until__gte=on), maker_id=maker_id, valid_from__lte=on)
    return frozenset(rows.values_list("wmi", flat=True))


def bans_on(enterprise_id: UUID, on: date) -> QuerySet[Ban]:
    """The bans in force on a day and not lifted."""
    return Ban.objects.filter(enterprise_id=enterprise_id, valid_from__lte=on, until__gt=on, lifted_at=None)
