"""What the figures of a page are narrowed to, in its address: a year, a maker by its credit code, a market."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from evexport.desks.kit.codes import Codes
from evexport.desks.kit.components import Component
from evexport.desks.kit.naming import named
from evexport.desks.kit.posts import DeskRequest
from evexport.enterprises.models import Enterprise
from evexport.kernel.text import Text
from evexport.oversight.statistics import figures
from evexport.oversight.statistics.figures import Asked


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a filter."""

    value: str
    label: Text | str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Narrowed(Component):
    """The filters as the page draws them, and what they ask. An unknown maker is told and asks for nothing."""

    asked: Asked
    years: Sequence[Option]
    markets: Sequence[Option]
    maker: str = ""
    maker_name: Text | None = None
    unknown: bool = False
    by_maker: bool = True
    template: ClassVar[str] = "oversight/narrow.html"

    @property
    def narrowed(self) -> bool:
        return bool(self.asked.market or self.maker)


def narrowed(request: DeskRequest, codes: Codes, *, by_firm: bool = True) -> Narrowed:
    """From the page's query; the latest year where none is named, `all` for every one. Inside a scope."""
    given = request.GET
    known = figures.years()
    chosen = given.get("year", str(known[0]) if known else "")
    year = int(chosen) if chosen in {str(one) for one in known} else None
    years = [
        Option("all", Text("全部年度", "All years"), year is None),
        *(Option(str(one), str(one), one == year) for one in known),
    ]
    if not by_firm:
        return Narrowed(Asked(year), years, (), by_maker=False)
    market = given.get("market", "").upper()
    market = market if market in codes.names("country") else ""
    words = given.get("maker", "").replace("\0", "").strip()[:40]
    found = Enterprise.objects.filter(uscc=words.upper()).first() if words else None
    markets = [Option(code, label, code == market) for code, label in codes.choices("country", only=_markets(market))]
    asked = Asked(year, found.pk if found else None, market or None)
    return Narrowed(
        asked, years, [Option("", Text("全部市场", "All markets"), not market), *markets],
        words, named(found) if found else None, bool(words) and found is None,
    )  # fmt: skip


def _markets(chosen: str) -> set[str]:
    """Those to which anything was exported; the one that is chosen stays."""
    return {one.key for one in figures.exports("market", Asked())} | ({chosen} if chosen else set())
