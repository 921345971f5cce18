"""A firm's home: what it must do by when, what waits on others, what was decided; in a few queries, each row one link at most."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.desks.enterprise.conftest import OWNER, post_at, text
from tests.factories import enterprise

from evexport.kernel.ids import uuid7
from evexport.licensing.models import Application


@pytest.mark.parametrize(
    ("lang", "words"), [("", ("待办", "等待对方办理", "近30日已决定")), ("/en", ("To do", "Waiting on others"))]
)
@pytest.mark.parametrize("user", ["maker", "exporter"])
def test_three_lists_in_both_languages(at_desk, lang, words, user):
    html = text(at_desk(user).get(f"{lang}/enterprise/"))
    assert all(f">{word} " in html or f">{word}<" in html for word in words)
    assert html.count("<h1") == 1
    assert html.count('<section class="task-group"') == 3


def test_the_draft_of_the_round_is_to_do_by_its_last_day(maker, draft):
    first = text(maker.get("/en/enterprise/")).split("<section")[1]
    assert f"/en/enterprise/filings/{draft.pk}/" in first
    assert "31 May 2027" in first


def test_an_exporter_finds_its_applications_and_the_consent_that_is_asked_of_it(at_desk):
    first, second = text(at_desk("exporter").get("/en/enterprise/")).split("<section")[1:3]
    assert "asks to end your authorisation" in first
    assert "Further information requested" in first
    assert "Submitted, awaiting first review" in second


@pytest.mark.parametrize("state", ["further_information", "returned"])
def test_what_lies_with_the_maker_is_to_do(as_maker, state):
    client, filing = as_maker(state)
    assert f"/enterprise/filings/{filing.pk}/" in text(client.get("/enterprise/")).split("<section")[1]


@pytest.mark.parametrize("state", ["submitted", "forwarded", "in_consultation", "candidate", "objected", "in_reconsideration"])
def test_what_lies_with_an_authority_waits(as_maker, state):
    client, filing = as_maker(state)
    assert f"/enterprise/filings/{filing.pk}/" in text(client.get("/enterprise/")).split("<section")[2]


def test_a_maker_without_a_filing_may_start_one(at_desk):
    client = post_at(at_desk("maker"), enterprise("示例新厂汽车有限公司").pk)
    html = text(client.get("/en/enterprise/"))
    assert "Start the filing for 2028" in html
    assert "/en/enterprise/filings/start/" in html


def test_a_firm_without_anything_is_told_what_starts_the_year(at_desk):
    client = post_at(at_desk("exporter"), enterprise("示例新贸易有限公司").pk, user="exporter")
    html = text(client.get("/en/enterprise/"))
    assert "Nothing here yet" in html
    assert "Once a maker has named you" in html
    assert 'class="task-group"' not in html


def test_the_number_of_queries_does_not_grow_with_the_rows(at_desk):
    client = at_desk("exporter")
    counts = []
    for _ in range(2):
        client.get("/enterprise/")
        with CaptureQueriesContext(connection) as asked:
            html = text(client.get("/enterprise/"))
        counts.append((len(asked), html.count("<li><div>")))
        grow()
    assert counts[1][1] > counts[0][1], "there are more rows"
    assert counts[1][0] == counts[0][0] < 40


def grow():
    """Each open application once more."""
    rows = list(Application.objects.using(OWNER).filter(state__in=("submitted", "returned", "draft"), purpose="new"))
    for one in rows:
        one.pk, one.plan_id = uuid7(), None
    Application.objects.using(OWNER).bulk_create(rows)
