"""A filing's page in every state: tasks with live findings while it is the maker's, its story and papers afterwards."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.desks.enterprise.conftest import OWNER, stored, text

from evexport.qualification.models import Filing

STATES = (
    "submitted",
    "further_information",
    "returned",
    "forwarded",
    "in_consultation",
    "candidate",
    "objected",
    "in_reconsideration",
)
SECTIONS = (
    "manufacturer", "production_capacity", "quality_management", "models", "exports", "claimed_category", "service_network",
    "authorised_exporters",
)  # fmt: skip


@pytest.mark.parametrize("lang", ["", "/en"])
@pytest.mark.parametrize("state", STATES)
def test_it_opens_in_every_state(as_maker, lang, state):
    client, filing = as_maker(state)
    html = text(client.get(f"{lang}/enterprise/filings/{filing.pk}/"))
    assert html.count("<h1") == 1
    assert ('class="task-list"' in html) == (state == "returned")


@pytest.mark.parametrize("page", ["", "whole/", "check/", "hand-in/", "papers/", "models/add/", "models/1/", "deeds/withdraw/"])
def test_another_makers_filing_is_not_found(maker, draft, page):
    other = Filing.objects.using(OWNER).exclude(maker_id=draft.maker_id).filter(year=draft.year).first()
    assert maker.get(f"/enterprise/filings/{draft.pk}/{page}").status_code == 200
    assert maker.get(f"/enterprise/filings/{other.pk}/{page}").status_code == 404


def test_the_tasks_say_what_the_officers_would_find(maker, draft):
    html = text(maker.get(f"/en/enterprise/filings/{draft.pk}/"))
    assert html.count('class="task-list"') == 4
    assert "1 not met" in html
    assert "Check and submit" in html


def test_it_cannot_be_submitted_while_something_cannot_be_understood(maker, draft):
    document = {**draft.document, "production_capacity": {"vehicles_per_year": "many"}}
    Filing.objects.using(OWNER).filter(pk=draft.pk).update(document=document)
    try:
        html = text(maker.get(f"/en/enterprise/filings/{draft.pk}/"))
        assert "Cannot start yet" in html
        assert "1 to correct" in html
        assert "1 to correct before it can be handed in" in text(maker.get(f"/en/enterprise/filings/{draft.pk}/check/"))
        assert maker.get(f"/en/enterprise/filings/{draft.pk}/hand-in/").status_code == 302
    finally:
        Filing.objects.using(OWNER).filter(pk=draft.pk).update(document=draft.document)


def test_a_returned_filing_says_why(as_maker):
    client, filing = as_maker("returned")
    assert "请按所列判定逐项整改后重新提交。" in text(client.get(f"/enterprise/filings/{filing.pk}/"))


def test_an_objection_is_shown_without_its_objector(as_maker):
    client, filing = as_maker("objected")
    html = text(client.get(f"/enterprise/filings/{filing.pk}/"))
    assert "所列一处海外网点据称已停业。" in html
    assert "objector@example.com" not in html
    assert "示例举报人" not in html


def test_a_listed_filing_leads_to_the_list_its_papers_and_its_letters(maker, office):
    filing = Filing.objects.using(OWNER).get(maker__uscc=office.samples["maker"]["uscc"], year=2027)
    html = text(maker.get(f"/en/enterprise/filings/{filing.pk}/"))
    assert f"/en/lists/2027/{filing.maker.uscc}/" in html
    assert "/en/papers/letters/" in html
    assert "category I" in html
    assert "Original of a paper made" not in html
    assert maker.get(f"/en/enterprise/filings/{filing.pk}/whole/").status_code == 200


@pytest.mark.parametrize("state", ["submitted", "candidate"])
def test_sections_of_what_was_handed_in_are_read_and_not_changed(as_maker, state):
    client, filing = as_maker(state)
    for section in SECTIONS:
        page = f"/enterprise/filings/{filing.pk}/sections/{section}/"
        assert client.get(page).status_code in {200, 302}
        client.post(page, {"revision": filing.revision})
    assert stored(filing).document == filing.document


def test_barred_pages_of_a_filing_say_why(as_maker):
    client, filing = as_maker("candidate")
    response = client.get(f"/en/enterprise/filings/{filing.pk}/deeds/ask-reconsideration/")
    assert response.status_code == 409
    assert "is not open from there" in text(response)
    assert client.get(f"/enterprise/filings/{filing.pk}/deeds/list/").status_code == 404


def test_the_number_of_queries_does_not_grow_with_the_filing(maker, draft):
    page = f"/enterprise/filings/{draft.pk}/"
    counts = []
    models = draft.document["models"]
    for many in (models, [*models, *({**models[0], "model_code": f"DMO7{n:03d}BEV"} for n in range(40))]):
        Filing.objects.using(OWNER).filter(pk=draft.pk).update(document={**draft.document, "models": many})
        for path in (page, page + "check/", page + "sections/models/"):
            maker.get(path)
            with CaptureQueriesContext(connection) as asked:
                maker.get(path)
            counts.append(len(asked))
    Filing.objects.using(OWNER).filter(pk=draft.pk).update(document=draft.document)
    assert counts[:3] == counts[3:]
    assert max(counts) < 40
