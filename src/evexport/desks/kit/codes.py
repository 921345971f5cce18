"""Codes by their registered names: a destination, a district, a way of payment, as choices of a form and as words of a page.

codes = Codes(on=request.at.date())
codes.text("country", "DE")         # 德国（DE） · Germany (DE)
codes.choices("customs_district")   # [("0100", Text), …]
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from evexport.kernel.text import Text
from evexport.registers.models import Code, Country, CustomsDistrict, Division, HsCode, IssuingBody
from evexport.registers.queries import standing

if TYPE_CHECKING:
    from django.db.models import QuerySet

Register = Literal[
    "country", "customs_district", "trade_mode", "transport_mode", "payment", "price_terms", "currency", "unit",
    "issuing_body", "division", "hs_code",
]  # fmt: skip


def of_table(name: str) -> Callable[[], "QuerySet[Any]"]:
    return lambda: Code.objects.filter(table=name).order_by("code")


ROWS: dict[str, Callable[[], "QuerySet[Any]"]] = {
    "country": lambda: Country.objects.order_by("code"),
    "customs_district": lambda: CustomsDistrict.objects.order_by("code"),
    "issuing_body": lambda: IssuingBody.objects.order_by("code"),
    "division": lambda: Division.objects.order_by("code"),
    "hs_code": lambda: HsCode.objects.order_by("code"),
    **{name: of_table(name) for name in ("trade_mode", "transport_mode", "payment", "price_terms", "currency", "unit")},
}


@dataclass(slots=True)
class Codes:
    """The registers as they stand on a day; each is read once, when first asked. Inside a transaction of the reader's."""

    on: date
    _read: dict[str, dict[str, Text]] = field(default_factory=dict)

    def names(self, register: Register) -> dict[str, Text]:
        """Code -> name, of the codes that stand."""
        if register not in self._read:
            rows = standing(ROWS[register](), on=self.on)
            self._read[register] = {one.code: Text(one.name_zh, getattr(one, "name_en", "") or one.name_zh) for one in rows}
        return self._read[register]

    def text(self, register: Register, code: str | None) -> Text | str:
        """The name with its code; the code alone where the register does not have it."""
        name = self.names(register).get(code or "")
        if name is None or code is None:
            return code or ""
        if name.zh == code:
            return name
        return Text(f"{name.zh}（{code}）", f"{name.en} ({code})")

    def choices(self, register: Register, *, only: Iterable[str] | None = None) -> list[tuple[str, Text]]:
        """Every code with its name, by code; `only` keeps some."""
        kept = None if only is None else set(only)
        return [
            (code, Text(f"{code} {n.zh}", f"{code} {n.en}"))
            for code, n in self.names(register).items()
            if kept is None or code in kept
        ]

    def districts(self) -> list[tuple[str, Text]]:
        """The directly subordinate districts alone: a licence names one of them."""
        rows = standing(CustomsDistrict.objects.filter(level="district").order_by("code"), on=self.on)
        return [(one.code, Text(f"{one.code} {one.name_zh}", f"{one.code} {one.name_zh}")) for one in rows]
