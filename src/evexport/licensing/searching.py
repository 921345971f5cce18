"""Licences to look through: the latest first, narrowed by words, state, year, district and by how soon they end.

Each narrowing is one that an index or a bounded look answers; a page of the list is cut from the query, never counted whole.
"""

import re
from datetime import date, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.expressions import RawSQL

from evexport.enterprises.models import Enterprise
from evexport.licensing.models import Balance, Licence, Status
from evexport.licensing.queries import ENDED, Derived

NUMBER = re.compile(r"[0-9]{2}-?[A-Z0-9]{0,2}-?[0-9]{0,6}")
NAMED_AT_MOST = 200
"""Enterprises that a word may name; who types one that names more will type another."""


def licences() -> QuerySet[Licence]:
    """All that the reader may see, the latest first."""
    return Licence.objects.select_related("standing").order_by("-issued_at", "-number")


def in_state(rows: QuerySet[Licence], state: Derived, on: date) -> QuerySet[Licence]:
    """Those whose derived state on a day is this one; the same as `queries.derive`, asked of the database."""
    if state in ENDED:
        return rows.filter(standing__status=state)
    rows = rows.filter(standing__status__in=(Status.ISSUED, Status.SUSPENDED))
    if state == "expired":
        return rows.filter(valid_until__lt=on)
    rows = rows.filter(valid_until__gte=on)
    if state == "suspended":
        return rows.filter(standing__status=Status.SUSPENDED)
    rows = rows.filter(standing__status=Status.ISSUED)
    if state == "exhausted":
        return rows.filter(pk__in=RawSQL("SELECT licensing_nothing_left()", ()))
    something = Exists(Balance.objects.filter(licence=OuterRef("pk"), licensed__gt=F("used") + F("reserved")))
    rows = rows.filter(something, standing__clearances_used__lt=F("standing__clearances_allowed"))
    return rows.filter(valid_from__gt=on) if state == "not_yet_valid" else rows.filter(valid_from__lte=on)


def ending(rows: QuerySet[Licence], on: date, *, within: int) -> QuerySet[Licence]:
    """Those that stand and whose last day comes within so many days, the nearest first."""
    last = on + timedelta(days=within)
    found = rows.filter(valid_until__gte=on, valid_until__lte=last, standing__status__in=(Status.ISSUED, Status.SUSPENDED))
    return found.order_by("valid_until", "number")


def of_year(rows: QuerySet[Licence], year: int) -> QuerySet[Licence]:
    """Those numbered in a year."""
    return rows.filter(number__startswith=f"{year % 100:02d}-")


def called(rows: QuerySet[Licence], words: str) -> QuerySet[Licence]:
    """By number, as far as it is typed and with or without its hyphens; by contract; by exporter or maker, code or name."""
    asked = words.strip().upper()
    if NUMBER.fullmatch(asked) and len(asked) > 2:
        digits = asked.replace("-", "")
        number = "-".join(part for part in (digits[:2], digits[2:4], digits[4:]) if part)
        return rows.filter(Q(number__startswith=number) | Q(contract_no=asked))
    firms = Enterprise.objects.filter(Q(uscc__startswith=asked) | Q(name_zh__icontains=words) | Q(name_en__icontains=words))
    ids = list(firms.order_by("uscc").values_list("pk", flat=True)[:NAMED_AT_MOST])
    return rows.filter(Q(contract_no=asked) | Q(exporter__in=ids) | Q(maker__in=ids))
