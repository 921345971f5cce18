"""Exports: vehicles written off less those taken back, by month, market, maker, exporter, model and customs district."""

from django.http import HttpResponse

from evexport.desks.kit.codes import Codes
from evexport.desks.kit.parts import Chart, Figure, Figures
from evexport.desks.kit.posts import DeskRequest, post
from evexport.desks.oversight import board
from evexport.desks.oversight.asked import narrowed
from evexport.kernel.text import Text
from evexport.oversight.statistics import figures
from evexport.oversight.statistics.figures import Asked, Exports
from evexport.store import browsing_as

NET = Text("净出口", "Net exports")
BY_MONTH = Text("按月", "By month")
HEADS = (NET, Text("放行核销", "Written off"), Text("退关", "Cancelled"), Text("退运", "Returned"))
MONTHLY = Text(
    "各月放行核销的车辆，减去当月退关和退运的车辆；退关和退运计入其发生的月份，不改动以前的月份。月份按北京时间。",
    "Vehicles written off in a month, less those cancelled or returned in it. A cancellation or return counts in the month in"
    " which it happened and changes no earlier one. Months are China's.",
)
RANKED = Text(
    "按净出口（放行核销减退关、退运）排列的前{n}名；选定市场或企业可看其余。",
    "The {n} largest by net exports (written off less cancelled and returned); narrow by market or maker to see others.",
)
RANKINGS = (
    ("market", Text("按目的国（地区）", "By market"), Text("目的国（地区）", "Market")),
    ("maker", Text("按生产企业", "By maker"), Text("生产企业", "Maker")),
    ("model", Text("按车型", "By model"), Text("车型", "Model")),
    ("exporter", Text("按出口企业", "By exporter"), Text("出口企业", "Exporter")),
    ("district", Text("按直属海关", "By customs district"), Text("直属海关", "Customs district")),
)


@post(*board.READERS)
def exports(request: DeskRequest) -> HttpResponse:
    with browsing_as(request.actor):
        codes = Codes(on=request.at.date())
        asked = narrowed(request, codes)
        drawn = [monthly(asked.asked), *(ranking(*one, asked.asked, codes) for one in RANKINGS)]
        whole = figures.exports_in_all(asked.asked)
        context = {"narrowed": asked, "figures": sums(whole)}
        return board.page(request, Text("出口", "Exports"), drawn, context)


def sums(whole: Exports) -> Figures:
    return Figures(
        (
            Figure(NET, whole.net, Text("辆", "vehicles")),
            Figure(HEADS[1], whole.released, Text("辆", "vehicles")),
            Figure(HEADS[2], whole.cancelled, Text("辆", "vehicles")),
            Figure(HEADS[3], whole.returned, Text("辆", "vehicles")),
        ),
        Text("合计", "In all"),
    )


def monthly(asked: Asked, title: Text = BY_MONTH) -> Chart:
    rows = figures.exports("month", asked)
    return Chart(
        "exports-by-month",
        title,
        MONTHLY,
        (Text("月份", "Month"), *HEADS),
        [(board.month(one.key), values(one)) for one in rows],
        unit=board.VEHICLES,
        drawn=1,
        source=board.entries("declaration.released", asked.year),
    )


def ranking(by: str, title: Text, head: Text, asked: Asked, codes: Codes) -> Chart:
    rows = figures.exports(by, asked, most=board.MOST)
    names = board.firm_names(one.key for one in rows)

    def label(one: Exports) -> Text | str:
        match by:
            case "market":
                return codes.text("country", one.key)
            case "district":
                return codes.text("customs_district", one.key)
            case "model":
                return str(one.key)
        return names.get(one.key, board.NO_FIRM)

    return Chart(
        f"exports-by-{by}",
        title,
        RANKED.fill(n=board.MOST),
        (head, NET),
        [(label(one), (one.net,)) for one in rows],
        kind="rank",
        unit=board.VEHICLES,
    )


def values(one: Exports) -> tuple[int, ...]:
    return one.net, one.released, one.cancelled, one.returned
