"""The service network of a year at one look: what each market has, against what is asked there and by which article."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render

from evexport.accounts.roles import Role
from evexport.desks.enterprise.network import filings
from evexport.desks.enterprise.network.filings import Kept, Looked, address, kept, looked_at, tabs
from evexport.desks.kit import citations
from evexport.desks.kit.components import Empty, Tag
from evexport.desks.kit.parts import OUTCOMES, Figure, Figures, Findings
from evexport.desks.kit.posts import DeskRequest, post
from evexport.kernel.text import Text
from evexport.qualification import tables
from evexport.qualification.columns import TABLES
from evexport.regulation.findings import CRITERIA
from evexport.regulation.markets import market_name
from evexport.store import reading_as

ASKED = ("Q9", "Q7", "Q8", "Q10", "Q11")
"""The criteria that are asked of each market, in the order in which the page shows them."""
WHERE = {"Q9": "outlets", "Q7": "parts", "Q8": "response", "Q10": "rescue", "Q11": "plan"}
ALL = ("Q6", "Q7", "Q8", "Q9", "Q10", "Q11", "Q12")
MARKS = {name: Tag(label, tone, icon) for name, label, tone, icon in OUTCOMES}
NO_FILING = Empty(
    Text("还没有申报", "There is no filing yet"),
    Text(
        "服务网络随年度申报填写；开始申报后，上年的网络会自动带入。",
        "The service network is part of the yearly filing. Once a filing is begun, last year’s network is carried into it.",
    ),
    Text("返回首页", "Back to the home page"),
    "../",
)


@dataclass(frozen=True, slots=True)
class Met:
    """One criterion in one market: its mark, the measured figure, and where it is mended."""

    mark: Tag | None
    figure: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Market:
    """A market's row: its name, its outlets, what each criterion finds."""

    name: Text
    outlets: int
    cells: tuple[tuple[Text, Met], ...]


@post(Role.MAKER)
def network(request: DeskRequest, year: int | None = None) -> HttpResponse:
    """The network of a year's filing, the latest where none is named."""
    with reading_as(request.actor):
        one = kept(request, year)
        if one is None:
            return render(request, "enterprise/no_filing.html", {"title": filings.NETWORK, "empty": NO_FILING})
        looked = looked_at(one, request)
    failed = [row for row in looked.of(ALL) if row["outcome"] in {"not_met", "needs_evidence"}]
    context = {
        "one": one,
        "year": one.filing.year,
        "tabs": tabs(one),
        "looked": looked,
        "figures": figures(one, looked),
        "heads": [(CRITERIA[name].title, citations.address(CRITERIA[name].cites[0])) for name in ASKED],
        "markets": markets(one, looked),
        "general": Findings(looked.of(("Q6", "Q12")), Text("全网判定", "The network as a whole")),
        "failed": len(failed),
        "findings": Findings(looked.of(ASKED), Text("各市场判定", "Market by market")),
    }
    return render(request, "enterprise/network.html", context)


@post(Role.MAKER)
def exporters(request: DeskRequest) -> HttpResponse:
    """The authorised exporters of the latest filing."""
    with reading_as(request.actor):
        one = kept(request, None)
    if one is None:
        return render(request, "enterprise/no_filing.html", {"title": filings.EXPORTERS, "empty": NO_FILING})
    return redirect(address(TABLES["exporters"], one.filing.year))


def figures(one: Kept, looked: Looked) -> Figures:
    """How many rows each table has, each leading to its table; marked where its criteria are not met."""
    made = []
    for table in TABLES.values():
        found = {row["outcome"] for row in looked.of(table.criteria)}
        bad, open_ = "not_met" in found, "needs_evidence" in found
        note = Text("有不符合项", "something is not met") if bad else Text("待补充", "something is missing") if open_ else None
        rows = len(tables.rows_in(one.document, table))
        made.append(Figure(table.label, rows, note, address(table, one.filing.year), "no" if bad else "note" if open_ else "yes"))
    return Figures(made, Text("各表行数", "Rows of each table"))


def markets(one: Kept, looked: Looked) -> list[Market]:
    """Every market that has an outlet or must have one; those that must come first, as the rules order them."""
    found: dict[str, dict[str, Mapping[str, Any]]] = {}
    for row in looked.of(ASKED):
        if market := row["subject"].get("market"):
            found.setdefault(market, {})[row["id"]] = row
    counts: dict[str, int] = {}
    for outlet in tables.rows_in(one.document, TABLES["outlets"]):
        counts[outlet.get("market", "")] = counts.get(outlet.get("market", ""), 0) + 1
    names = sorted(found, key=lambda code: ("Q9" not in found[code], -counts.get(code, 0), code))
    return [Market(market_name(code), counts.get(code, 0), tuple(cells(found[code], code, one))) for code in names]


def cells(found: Mapping[str, Mapping[str, Any]], market: str, one: Kept) -> list[tuple[Text, Met]]:
    made = []
    for name in ASKED:
        row, title = found.get(name), CRITERIA[name].title
        if row is None:
            made.append((title, Met(None)))
            continue
        mend = f"{address(TABLES[WHERE[name]], one.filing.year)}?market={market}"
        made.append((title, Met(MARKS[row["outcome"]], figure(row), mend if row["outcome"] != "met" else "")))
    return made


def figure(row: Mapping[str, Any]) -> str:
    """What was measured, in short."""
    if row.get("numerator") is not None and row.get("denominator") is not None:
        return f"{row['numerator']}/{row['denominator']}"
    observed = row.get("observed")
    return f"{observed} h" if row["unit"] == "hours" and observed is not None else ""
