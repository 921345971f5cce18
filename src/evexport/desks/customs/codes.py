"""Firms by identifier for a whole page at once, and the register's codes that the form of a declaration offers."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from evexport.desks.kit.codes import Codes
from evexport.desks.kit.naming import named
from evexport.enterprises.models import Enterprise
from evexport.kernel.text import Text


def firms(ids: Iterable[UUID | None]) -> dict[UUID, Text]:
    return {one.pk: named(one) for one in Enterprise.objects.filter(pk__in={one for one in ids if one})}


def firm(uscc: str) -> Text:
    """A firm by its credit code; the bare code of one that is not registered."""
    found = Enterprise.objects.filter(uscc=uscc).first()
    return Text(f"{found.name_zh}（{uscc}）", f"{named(found).en} ({uscc})") if found else Text(uscc, uscc)


def lists(on: date) -> dict[str, list[tuple[str, Text]]]:
    """What the form offers while a code is typed, by field."""
    codes = Codes(on=on)
    return {
        "customs_district": codes.districts(),
        "destination": codes.choices("country"),
        "trade_mode": codes.choices("trade_mode"),
        "transport_mode": codes.choices("transport_mode"),
    }
