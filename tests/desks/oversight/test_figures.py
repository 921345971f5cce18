"""Figures on the oversight desk: both languages, narrowed by the address, each chart with its table and its file."""

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from evexport.desks.kit.reasons import NAMES
from evexport.desks.oversight import board
from evexport.oversight.models import Counted, ExportMonth, GateMonth, LicenceUse
from evexport.oversight.statistics import figures
from evexport.oversight.statistics.figures import Asked
from evexport.regulation.reasons import templates
from evexport.store import acting_as, reading_as
from evexport.store.scopes import SYSTEM

PAGES = ("", "exports/", "licences/", "processing/", "gate/")


@pytest.mark.parametrize("user", ["analyst", "auditor"])
@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("lang", ["", "/en"])
def test_each_chart_has_its_table_its_definition_and_its_file(at_desk, user, path, lang):
    page = at_desk(user).get(f"{lang}/oversight/{path}")
    assert page.status_code == 200
    charts = page.context["charts"]
    assert len(charts) >= 2
    for chart in charts:
        assert chart.definition.zh
        assert chart.definition.en
        assert chart.csv == f"?csv={chart.name}"
    assert page.content.decode().count("<details open>") == sum(bool(chart.rows) for chart in charts)


def rows_of(answer):
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_a_file_says_what_its_chart_says(at_desk):
    client = at_desk("analyst")
    found = rows_of(client.get("/en/oversight/exports/?year=2026&csv=exports-by-month"))
    assert found[0] == ["Month", "Net exports", "Written off", "Cancelled", "Returned"]
    chart = next(one for one in client.get("/oversight/exports/?year=2026").context["charts"] if one.name == "exports-by-month")
    assert [[int(cell) for cell in row[1:]] for row in found[1:]] == [list(values) for _, values in chart.rows]
    assert client.get("/oversight/exports/?csv=nothing").headers["Content-Type"].startswith("text/html")


def test_the_address_narrows_by_year_market_and_maker(at_desk, office):
    uscc = office.samples["maker"]["uscc"]
    page = at_desk("analyst").get("/oversight/exports/", {"year": "2027", "market": "de", "maker": uscc})
    asked = page.context["narrowed"].asked
    with reading_as(SYSTEM):
        whole = figures.exports_in_all(asked)
        every = figures.exports_in_all(Asked(2027))
    assert asked.year == 2027
    assert asked.market == "DE"
    assert page.context["figures"].figures[0].value == whole.net < every.net
    (maker,) = next(one for one in page.context["charts"] if one.name == "exports-by-maker").rows or [(None,)]
    assert maker[0].zh == office.samples["maker"]["name_zh"]


def test_an_unknown_maker_is_told_and_narrows_nothing(at_desk):
    page = at_desk("analyst").get("/en/oversight/exports/", {"maker": "91440300MA00000000\0", "year": "nineteen"})
    assert page.context["narrowed"].unknown
    assert page.context["narrowed"].asked == Asked()
    assert "No enterprise has this code" in page.content.decode()


def test_a_chart_leads_to_the_entries_behind_it(at_desk):
    client = at_desk("auditor")
    chart = client.get("/oversight/exports/?year=2026").context["charts"][0]
    found = client.get(chart.source).context["rows"]
    assert found
    assert {one.kind for one, _, _ in found} == {"declaration.released"}
    assert {one.at.year for one, _, _ in found} == {2026}


def test_figures_lead_from_the_first_page_to_where_they_open(at_desk):
    client = at_desk("analyst")
    for figure in client.get("/oversight/").context["figures"].figures:
        assert client.get(figure.url).status_code == 200


def test_every_reason_has_a_short_name():
    assert set(NAMES) == set(templates())


@pytest.mark.parametrize("path", PAGES)
def test_more_rows_ask_no_more_queries(at_desk, monkeypatch, path):
    counts = []
    for size in (1, 15):
        monkeypatch.setattr(board, "MOST", size)
        client = at_desk("analyst")
        with CaptureQueriesContext(connection) as asked:
            assert client.get(f"/oversight/{path}").status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("path", PAGES)
def test_before_anything_is_counted(at_desk, path):
    """The last tests of the module: what they remove is not laid back."""
    with acting_as(SYSTEM):
        for table in (ExportMonth, GateMonth, LicenceUse, Counted):
            table.objects.all().delete()
    page = at_desk("analyst").get(f"/en/oversight/{path}")
    assert page.status_code == 200
    assert "Nothing is counted yet" in page.content.decode()
