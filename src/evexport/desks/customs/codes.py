"""Names behind the codes of a declaration, each looked up at once for all the codes of a page."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from evexport.desks.kit.words import named
from evexport.enterprises.models import Enterprise
from evexport.kernel.text import Text
from evexport.registers.models import Country, CustomsDistrict, TradeMode, TransportMode


@dataclass(frozen=True, slots=True)
class Option:
    """A code that may be typed, with its name beside it."""

    code: str
    name: Text


def with_code(code: str, name: Text | None) -> Text:
    """深圳海关（5300）, and the bare code where the registers do not know it."""
    return Text(f"{name.zh}（{code}）", f"{name.en} ({code})") if name else Text(code, code)


def countries(codes: Iterable[str]) -> dict[str, Text]:
    return {one.code: named(one) for one in Country.objects.filter(code__in=set(codes))}


def offices(codes: Iterable[str]) -> dict[str, Text]:
    return {one.code: Text(one.name_zh, one.name_zh) for one in CustomsDistrict.objects.filter(code__in=set(codes))}


def firms(ids: Iterable[UUID | None]) -> dict[UUID, Text]:
    return {one.pk: named(one) for one in Enterprise.objects.filter(pk__in={one for one in ids if one})}


def firm(uscc: str) -> Text | None:
    found = Enterprise.objects.filter(uscc=uscc).first()
    return named(found) if found else None


def trade(code: str) -> Text | None:
    found = TradeMode.objects.filter(code=code).first()
    return named(found) if found else None


def transport(code: str) -> Text | None:
    found = TransportMode.objects.filter(code=code).first()
    return named(found) if found else None


def districts() -> list[Option]:
    """The directly subordinate customs districts."""
    rows = CustomsDistrict.objects.filter(level="district", withdrawn_on=None).order_by("code")
    return [Option(one.code, Text(one.name_zh, one.name_zh)) for one in rows]


def lists() -> dict[str, list[Option]]:
    """What the form offers while a code is typed, by field."""
    return {
        "customs_district": districts(),
        "destination": [Option(one.code, named(one)) for one in Country.objects.order_by("code")],
        "trade_mode": [Option(one.code, named(one)) for one in TradeMode.objects.order_by("code")],
        "transport_mode": [Option(one.code, named(one)) for one in TransportMode.objects.order_by("code")],
    }
