"""Reading enterprises: by code, as they were called on a day, whose WMIs they use, whether they are banned."""

from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from evexport.enterprises.models import Ban, CustomsCodeHistory, Enterprise, EnterpriseWmi, NameHistory


def by_uscc(uscc: str) -> Enterprise | None:
    return Enterprise.objects.filter(uscc=uscc).first()


def name_on(enterprise_id: UUID, on: date) -> NameHistory | None:
    """The name in force on a day; None before the first on record."""
    rows = NameHistory.objects.filter(enterprise_id=enterprise_id, valid_from__lte=on)
    return rows.order_by("-valid_from").first()


def customs_code_on(enterprise_id: UUID, on: date) -> str | None:
    """The customs registration code in force on a day; None before the first on record."""
    rows = CustomsCodeHistory.objects.filter(enterprise_id=enterprise_id, valid_from__lte=on)
    return rows.order_by("-valid_from").values_list("customs_code", flat=True).first()


def wmis_on(maker_id: UUID, on: date) -> frozenset[str]:
    """Every WMI under which this maker's cars may be built on a day."""
    rows = EnterpriseWmi.objects.filter(maker_id=maker_id, valid_from__lte=on)
    standing = rows.filter(Q(valid_until=None) | Q(valid_until__gte=on))
    return frozenset(standing.values_list("wmi", flat=True))


def bans_on(enterprise_id: UUID, on: date) -> QuerySet[Ban]:
    """The bans in force on a day and not lifted."""
    return standing_bans(on).filter(enterprise_id=enterprise_id)


def standing_bans(on: date) -> QuerySet[Ban]:
    """Every ban in force on a day and not lifted."""
    return Ban.objects.filter(valid_from__lte=on, until__gt=on, lifted_at=None).order_by("valid_from", "id")
