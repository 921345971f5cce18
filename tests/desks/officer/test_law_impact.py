"""What a change of the rules touches: two days compared, a value tried, each open case told finding by finding; nothing decided."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from evexport.desks.officer import impact
from evexport.ledger.models import Entry
from evexport.store import reading_as
from evexport.store.scopes import SYSTEM

PARTS = "qualification.service.parts_in_stock_at_least"
TRIED = f"from=2026-01-01&to=2027-03-03&path={PARTS}&value="


@pytest.mark.parametrize("lang", ["", "/en"])
@pytest.mark.parametrize("user", ["ministry", "analyst"])
def test_it_opens_with_two_days_to_compare(at_desk, lang, user):
    html = at_desk(user).get(f"{lang}/officer/law/").content.decode()
    assert 'name="from"' in html
    assert 'name="to"' in html


@pytest.mark.parametrize("user", ["examiner", "approver", "shenzhen", "maker", "auditor"])
def test_only_who_may_try_the_law_opens_it(at_desk, user):
    assert at_desk(user).get("/officer/law/").status_code == 403


def changed(html):
    return re.findall(r'<code class="finding-id">(\w+)</code>', html)


def test_a_harder_value_turns_the_findings_it_is_about_and_no_others(at_desk):
    html = at_desk("ministry").get(f"/en/officer/law/?{TRIED}99%25").content.decode()
    assert changed(html)
    assert set(changed(html)) <= {"Q7", "Q11"}
    assert "becomes" in html
    assert "99%" in html
    assert re.search(r'href="/en/officer/filings/[0-9a-f-]{36}/"', html), "each case is one click away"


def test_the_value_in_force_touches_nothing(at_desk):
    html = at_desk("ministry").get(f"/en/officer/law/?from=2027-03-03&to=2027-03-03&path={PARTS}&value=0.2").content.decode()
    assert changed(html) == []


def test_applications_are_tried_too_and_lead_to_their_case(at_desk):
    query = "from=2027-03-03&to=2027-03-03&path=licence.form.contract_characters_at_most&value=3&kind=application"
    html = at_desk("ministry").get(f"/officer/law/?{query}").content.decode()
    assert len(set(changed(html))) == 1, "the one criterion that reads it"
    assert re.search(r'href="/officer/applications/[0-9a-f-]{36}/"', html)


def test_the_analyst_sees_cases_without_links_to_pages_that_are_not_theirs(at_desk):
    html = at_desk("analyst").get(f"/officer/law/?{TRIED}99%25").content.decode()
    assert changed(html)
    assert "/officer/filings/" not in html


@pytest.mark.parametrize(
    ("query", "field"),
    [("from=x&to=2027-01-01", "from"), (TRIED + "many", "value"), ("from=2027-01-01&to=2027-03-03&path=nowhere&value=1", "path")],
)
def test_what_cannot_be_understood_is_told_at_its_field(at_desk, query, field):
    answer = at_desk("ministry").get(f"/officer/law/?{query}")
    assert answer.status_code == 422
    assert f'id="id_{field}_error"' in answer.content.decode()


def test_a_day_before_any_rule_is_told(at_desk):
    answer = at_desk("ministry").get("/officer/law/?from=2010-01-01&to=2027-03-03")
    assert answer.status_code == 422


def test_nothing_is_written(at_desk, office):
    with reading_as(SYSTEM):
        before = Entry.objects.count()
    at_desk("ministry").get(f"/officer/law/?{TRIED}99%25")
    with reading_as(SYSTEM):
        assert Entry.objects.count() == before


def test_only_a_page_of_cases_is_assessed_at_once(at_desk, monkeypatch):
    monkeypatch.setattr(impact, "AT_ONCE", 2)
    html = at_desk("ministry").get(f"/officer/law/?{TRIED}99%25").content.decode()
    assert 'rel="next"' in html
    counts = []
    for most in (2, 4):
        monkeypatch.setattr(impact, "AT_ONCE", most)
        with CaptureQueriesContext(connection) as asked:
            at_desk("ministry").get(f"/officer/law/?{TRIED}99%25")
        counts.append(len(asked))
    assert counts[1] - counts[0] <= 2 * 8, "registers are looked up for each case, and nothing else"
