"""With a read copy configured the pages of figures and lists are the same, and say until when the copy has everything."""

import pytest
from django.test.utils import CaptureQueriesContext
from tests.database import read_copy

from evexport.config import environment

FIGURES = ["/oversight/", "/oversight/exports/", "/oversight/licences/", "/oversight/processing/", "/oversight/gate/"]


def charts(page):
    return [(chart.name, chart.rows) for chart in page.context["charts"]]


@pytest.mark.parametrize(("lang", "said"), [("", "数据读自只读副本，副本截至"), ("/en", "Read from a copy of the database")])
@pytest.mark.parametrize("path", [*FIGURES, "/statistics/"])
def test_figures_are_the_same_and_say_how_old_they_are(at_desk, path, lang, said):
    client = at_desk("analyst")
    before = client.get(lang + path)
    assert said not in before.content.decode()
    with read_copy(environment.address("default")):
        page = client.get(lang + path)
    assert said in page.content.decode()
    assert charts(page) == charts(before)


@pytest.mark.parametrize("path", ["/", "/lists/2027/", "/registers/"])
def test_lists_are_read_from_the_copy(at_desk, path):
    from django.db import connections

    client = at_desk("")
    with read_copy(environment.address("default")), CaptureQueriesContext(connections["replica"]) as asked:
        assert client.get(path).status_code == 200
        assert len(asked) > 3
