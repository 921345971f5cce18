"""The maker's years and the start of the next filing: the same as last year, or empty; once a round."""

import pytest
from tests.desks.enterprise.conftest import NEXT, OWNER, post_at, text
from tests.factories import enterprise

from evexport.qualification.models import Filing


@pytest.mark.parametrize(("lang", "words"), [("", "2028年度出口资质申报"), ("/en", "Filing for 2028")])
def test_every_year_that_was_filed_for(maker, lang, words):
    html = text(maker.get(f"{lang}/enterprise/filings/"))
    assert words in html
    assert html.count('<th scope="row">') == 3


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_years_leave_as_a_file(maker, kind):
    assert maker.get(f"/enterprise/filings/?export={kind}").headers["Content-Disposition"].endswith(f'filings.{kind}"')


def test_nothing_can_be_started_while_the_rounds_filing_stands(maker):
    html = text(maker.get("/en/enterprise/filings/start/"))
    assert "No filing can be started now" in html


def begun(client, organisation, start_from):
    response = client.post("/enterprise/filings/start/", {"year": NEXT, "start_from": start_from})
    assert response.status_code == 302, text(response)
    return Filing.objects.using(OWNER).exclude(state="withdrawn").get(maker_id=organisation, year=NEXT)


@pytest.mark.parametrize("start_from", ["last", "empty"])
def test_a_withdrawn_filing_is_begun_anew_from_last_year_or_empty(as_maker, start_from):
    state = {"last": "submitted", "empty": "forwarded"}[start_from]
    client, filing = as_maker(state)
    assert client.post(f"/enterprise/filings/{filing.pk}/deeds/withdraw/", {"reasons": ""}).status_code == 302
    made = begun(client, filing.maker_id, start_from)
    assert ("models" in made.document) == (start_from == "last")
    assert made.document["manufacturer"]["uscc"] == filing.maker.uscc


def test_who_never_filed_is_not_asked_about_last_year(at_desk):
    firm = enterprise("示例新厂二汽车有限公司")
    client = post_at(at_desk("maker"), firm.pk)
    assert "No filing yet" in text(client.get("/en/enterprise/filings/"))
    assert "start_from" not in text(client.get("/enterprise/filings/start/"))
    assert client.post("/enterprise/filings/start/", {"year": NEXT}).status_code == 302
    assert Filing.objects.using(OWNER).get(maker_id=firm.pk).state == "draft"


def test_an_unknown_year_is_refused_at_its_field(at_desk):
    client = post_at(at_desk("maker"), enterprise("示例新厂三汽车有限公司").pk)
    response = client.post("/en/enterprise/filings/start/", {"year": 2031})
    assert response.status_code == 422
    assert 'href="#id_year"' in text(response)
