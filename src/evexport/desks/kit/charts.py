"""A chart's table as a file, in the page's language: `?csv=` with the chart's name asks for it."""

from collections.abc import Iterator, Sequence

from django.http import HttpRequest, HttpResponse

from evexport.desks.kit import words
from evexport.desks.kit.files import sheet_file
from evexport.desks.kit.listing import plain
from evexport.desks.kit.parts import Chart

ASKED = "csv"


def link(request: HttpRequest, name: str) -> str:
    """The page's own address with its filters, as the file of one chart."""
    query = request.GET.copy()
    query[ASKED] = name
    return f"?{query.urlencode()}"


def file(request: HttpRequest, charts: Sequence[Chart]) -> HttpResponse | None:
    """The file where one is asked for; None where the page is."""
    name = request.GET.get(ASKED)
    chart = next((one for one in charts if one.name == name), None)
    if chart is None:
        return None
    return sheet_file("csv", _table(chart), chart.name)


def _table(chart: Chart) -> Iterator[list[str | int | float]]:
    yield [words.say(head) for head in chart.heads]
    for label, values in chart.rows:
        yield [plain(label), *(plain(value) for value in values)]
