"""The public statistics: national sums of whole months in both languages, without a sign-in, and the same as JSON."""

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from evexport.oversight.models import PublishedFigure
from evexport.store import acting_as
from evexport.store.scopes import SYSTEM


@pytest.mark.parametrize(
    ("lang", "said"), [("", "截至2027年2月28日"), ("/en", "National sums of whole months, through 28 February 2027.")]
)
def test_it_says_through_when_and_what_is_withheld(at_desk, lang, said):
    page = at_desk("").get(f"{lang}/statistics/")
    assert page.status_code == 200
    text = page.content.decode()
    assert said in text
    assert "DESIGN/" in text or "small-cells" in text
    assert [chart.name for chart in page.context["charts"]][:2] == ["exports-by-month", "exports-by-market"]


def test_the_same_figures_as_json_and_as_a_file(at_desk):
    client = at_desk("")
    page = client.get("/en/statistics/2026/")
    twin = client.get(page.context["twin"], secure=True).json()["figures"]
    months = {one["key"]: one["value"] for one in twin if one["series"] == "exports_by_month"}
    chart = page.context["charts"][0]
    assert [values[0] for _, values in chart.rows] == [months[key] for key in sorted(months)]
    rows = list(csv.reader(io.StringIO(client.get("/en/statistics/2026/" + chart.csv).content.decode("utf-8-sig"))))
    assert rows[0] == ["Month", "Net exports"]
    assert [row[1] for row in rows[1:]] == [str(months[key]) if months[key] is not None else "" for key in sorted(months)]


def test_no_firm_is_named(at_desk, office):
    text = at_desk("").get("/statistics/2026/").content.decode()
    maker = office.samples["maker"]
    assert maker["name_zh"] not in text
    assert maker["uscc"] not in text


def test_an_unknown_year_is_not_found(at_desk):
    assert at_desk("").get("/statistics/1999/").status_code == 404


def test_more_figures_ask_no_more_queries(at_desk):
    counts = []
    client = at_desk("")
    for year in (2026, 2027):
        with CaptureQueriesContext(connection) as asked:
            client.get(f"/statistics/{year}/")
        counts.append(len(asked))
    assert counts[0] == counts[1]


@pytest.mark.parametrize(("lang", "said"), [("", "还没有统计数据"), ("/en", "No figures yet")])
def test_before_the_first_month_is_over(at_desk, lang, said):
    """The last of the module: what it removes is not laid back."""
    with acting_as(SYSTEM):
        PublishedFigure.objects.all().delete()
    page = at_desk("").get(f"{lang}/statistics/")
    assert page.status_code == 200
    assert said in page.content.decode()
