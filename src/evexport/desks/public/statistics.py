"""National statistics for everyone: whole months, and nothing that stands for too few firms to be told."""

from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from evexport.accounts.actors import PUBLIC
from evexport.desks.kit import charts
from evexport.desks.kit.codes import Codes
from evexport.desks.kit.components import Choice, Tabs
from evexport.desks.kit.parts import Chart, Figure, Figures
from evexport.desks.kit.reasons import short
from evexport.desks.kit.words import MONTHS
from evexport.kernel.text import Text
from evexport.oversight.models import PublishedFigure
from evexport.oversight.statistics.publishing import DECISIONS, IN_TIME, MARKET, MONTH, REASON, TOTAL
from evexport.regulation.law import Law
from evexport.store import browsing_as
from evexport.store.browsing import as_of
from evexport.store.moment import today

MOST = 20
"""Bars of a ranking; its table has every row."""
CARS, DECLARATIONS = Text("辆", "vehicles"), Text("份", "declarations")
WITHHELD = Text("不公布", "withheld")
BY_MONTH = Text(
    "各月凭许可证放行的新纯电动乘用车，减去当月退关和退运的。",
    "New battery-electric passenger cars released under a licence in a month, less those cancelled or returned in it.",
)
BY_MARKET = Text(
    "按报关单最终目的国（地区），同样减去退关和退运的。", "By final destination, likewise less those cancelled or returned."
)
BY_REASON = Text(
    "不予放行的报关单，按理由计；一份报关单有几项理由的，各计一次。",
    "Declarations that the gate refused, by reason; one with several reasons counts under each.",
)


def statistics(request: HttpRequest, year: int | None = None) -> HttpResponse:
    with browsing_as(PUBLIC):
        rows, copied = list(PublishedFigure.objects.order_by("series", "year", "key")), as_of()
        codes = Codes(on=today())
        years = sorted({one.year for one in rows}, reverse=True)
        if year is not None and year not in years:
            raise Http404
        chosen = year or (years[0] if years else None)
        found = [one for one in rows if one.year == chosen]
        drawn = [months(of(found, MONTH)), markets(of(found, MARKET), codes), reasons(of(found, REASON))]
    shown = [chart for chart in drawn if chart.rows]
    context = {
        "year": chosen,
        "years": tabs(years, chosen),
        "figures": sums(found),
        "charts": [with_file(request, chart) for chart in shown],
        "through": max((one.through for one in rows), default=None),
        "as_of": copied,
        "fewest": Law.on(today())["statistics.publication.fewest_firms"],
        "withheld": any(one.value is None for one in found),
        "twin": f"{reverse('api-v1:national')}{f'?year={chosen}' if chosen else ''}",
    }
    return charts.file(request, shown) or render(request, "public/statistics.html", context)


def with_file(request: HttpRequest, chart: Chart) -> Chart:
    return replace(chart, csv=charts.link(request, chart.name))


def months(rows: list[PublishedFigure]) -> Chart:
    def label(key: str) -> Text:
        month = int(key.partition("-")[2])
        return Text(f"{month}月", MONTHS[month - 1])

    return Chart(
        "exports-by-month",
        Text("各月净出口", "Net exports by month"),
        BY_MONTH,
        (Text("月份", "Month"), Text("净出口", "Net exports")),
        [(label(one.key), (one.value,)) for one in rows],
        unit=CARS,
    )


def markets(rows: list[PublishedFigure], codes: Codes) -> Chart:
    return Chart(
        "exports-by-market",
        Text("出口去向", "Where they went"),
        BY_MARKET,
        (Text("目的国（地区）", "Market"), Text("净出口", "Net exports")),
        [(codes.text("country", one.key), (one.value,)) for one in ranked(rows)],
        kind="rank",
        unit=CARS,
        most=shown(rows),
    )


def reasons(rows: list[PublishedFigure]) -> Chart:
    return Chart(
        "refusals-by-reason",
        Text("不予放行的理由", "Why declarations were refused"),
        BY_REASON,
        (Text("理由", "Reason"), Text("报关单", "Declarations")),
        [(short(one.key), (one.value,)) for one in ranked(rows)],
        kind="rank",
        unit=DECLARATIONS,
        most=shown(rows),
    )


def shown(rows: list[PublishedFigure]) -> int:
    """How many bars are drawn: what is withheld has none."""
    return min(MOST, sum(one.value is not None for one in rows))


def of(rows: list[PublishedFigure], series: str) -> list[PublishedFigure]:
    return [one for one in rows if one.series == series]


def ranked(rows: list[PublishedFigure]) -> list[PublishedFigure]:
    """The largest first; what is withheld stands last, without a figure."""
    return sorted(rows, key=lambda one: (one.value is None, -(one.value or 0), one.key))


def sums(found: list[PublishedFigure]) -> Figures:
    values = {one.series: one.value for one in found if one.key == "all"}
    decided, in_time = values.get(DECISIONS) or 0, values.get(IN_TIME) or 0
    figures = []
    if TOTAL in values:
        figures.append(Figure(Text("净出口", "Net exports"), WITHHELD if values[TOTAL] is None else values[TOTAL], CARS))
    if decided:
        share = int(100 * in_time / decided)
        figures += [
            Figure(Text("许可证决定", "Licence decisions"), decided, Text("签发或不予签发", "granted or refused")),
            Figure(
                Text("按期作出", "Decided in time"), Text(f"{share}%", f"{share}%"),
                Text(f"{decided}件中的{in_time}件", f"{in_time} of {decided}"),
            ),
        ]  # fmt: skip
    return Figures(tuple(figures), Text("合计", "In all"))


def tabs(years: list[int], chosen: int | None) -> Tabs | None:
    if not years:
        return None
    links = ((one, reverse("public:statistics-year", args=[one])) for one in years)
    return Tabs(Text("年度", "Year"), tuple(Choice(Text(f"{one}年", str(one)), url, one == chosen) for one, url in links))
