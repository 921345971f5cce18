"""Licences by the year in which they begin: how many, and where their vehicles stand."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.http import HttpResponse

from evexport.desks.kit.codes import Codes
from evexport.desks.kit.parts import Chart, Figure, Figures
from evexport.desks.kit.posts import DeskRequest, post
from evexport.desks.oversight import board
from evexport.desks.oversight.asked import narrowed
from evexport.kernel.text import Text
from evexport.oversight.statistics import figures
from evexport.store import browsing_as

SUMS = ("used", "reserved", "open", "expired", "ended")
HEADS = (
    Text("已使用", "Used"),
    Text("海关待查", "Held at customs"),
    Text("可使用", "Open"),
    Text("过期未用", "Expired unused"),
    Text("终止未用", "Ended unused"),
)
DEFINED = Text(
    "许可证按有效期起始年度计。许可数量＝已使用＋海关待查＋可使用＋过期未用＋终止未用；终止指撤销、退证、挂失和换证，"
    "换证转入新证的数量计在新证。",
    "Licences count in the year in which they begin. The quantity licensed is used, held at customs, open, expired unused or"
    " ended unused; ended means revoked, returned, lost or replaced. What a replacement took over counts with the new licence.",
)


@post(*board.READERS)
def licences(request: DeskRequest) -> HttpResponse:
    with browsing_as(request.actor):
        codes = Codes(on=request.at.date())
        asked = narrowed(request, codes)
        years = figures.licences("year", replace(asked.asked, year=None))
        chosen = [one for one in years if asked.asked.year in {None, one["key"]}]
        makers = figures.licences("maker", asked.asked, most=board.MOST)
        markets = figures.licences("market", asked.asked, most=board.MOST)
        names = board.firm_names(one["key"] for one in makers)
        drawn = [
            chart("year", Text("按年度", "By year"), Text("年度", "Year"), years, str),
            chart(
                "maker", Text("按生产企业", "By maker"), Text("生产企业", "Maker"), makers,
                lambda key: names.get(key, board.NO_FIRM),
            ),
            chart(
                "market", Text("按目的国（地区）", "By market"), Text("目的国（地区）", "Market"), markets,
                lambda key: codes.text("country", key),
            ),
        ]  # fmt: skip
        context = {"narrowed": asked, "figures": in_all(chosen), "of_makers": of_makers(makers, names)}
        return board.page(request, Text("许可证使用", "Use of licences"), drawn, context, template="oversight/licences.html")


def chart(name: str, title: Text, head: Text, rows: list[dict[str, Any]], label: Callable[[Any], Text | str]) -> Chart:
    return Chart(
        f"licences-by-{name}",
        title,
        DEFINED,
        (head, *HEADS),
        [(label(one["key"]), [one[what] for what in SUMS]) for one in rows],
        kind="stack" if name == "year" else "shares",
        colours=("azurite", "gamboge-line", "malachite", "cinnabar", "quiet"),
        unit=board.VEHICLES,
        source=board.entries("licence.issued", None) if name == "year" else "",
    )


def in_all(years: list[dict[str, Any]]) -> Figures:
    def total(what: str) -> int:
        return sum(one[what] for one in years)

    licensed, unused = total("licensed"), total("unused_licences")
    share = Text("许可数量的{n}%", "{n}% of the quantity licensed").fill(
        n=round(100 * total("used") / licensed) if licensed else 0
    )
    return Figures(
        (
            Figure(
                Text("签发的许可证", "Licences issued"), total("licences"),
                Text(f"许可{licensed:,}辆", f"for {licensed:,} vehicles"),
            ),
            Figure(HEADS[0], total("used"), share),
            Figure(HEADS[2], total("open"), Text("辆", "vehicles")),
            Figure(
                HEADS[3], total("expired"),
                Text(f"{unused}份许可证从未使用即过期或终止", f"{unused} licences expired or ended without a car"),
                tone="note" if total("expired") else "plain",
            ),
        ),
        Text("合计", "In all"),
    )  # fmt: skip


def of_makers(rows: list[dict[str, Any]], names: dict[Any, Text]) -> list[tuple[Text, dict[str, Any], int]]:
    """Each maker with its counts and how much of its quantity was used, in percent."""
    return [
        (names.get(one["key"], board.NO_FIRM), one, round(100 * one["used"] / one["licensed"]) if one["licensed"] else 0)
        for one in rows
    ]
