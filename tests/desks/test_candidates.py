"""Candidates in public notice: everybody sees them and may object, by name, while the notice runs and not too often."""

import pytest
from django.test import Client
from tests.database import forget_counts

from evexport.accounts.actors import PUBLIC, SYSTEM
from evexport.demo.year import TODAY
from evexport.qualification import queries
from evexport.qualification.models import CandidateNotice, Filing, Objection
from evexport.store import reading_as

SAID = {"grounds": "所列墨尔本网点已停业，见附照片链接。", "name": "王先生", "contact": "wang@example.com"}


@pytest.fixture
def anybody(office, settings):
    settings.DEMO_DAY = TODAY
    settings.SECURE_SSL_REDIRECT = False
    forget_counts()
    return Client(SERVER_NAME="localhost")


@pytest.fixture
def notice(office):
    """One whose filing is still a candidate."""
    with reading_as(SYSTEM):
        standing = Filing.objects.filter(state__in=("candidate", "objected")).values("pk")
        return CandidateNotice.objects.filter(until__gte=TODAY, filing__in=standing).order_by("uscc").first()


@pytest.mark.parametrize("lang", ["", "/en"])
def test_the_running_notices_are_listed(anybody, lang):
    html = anybody.get(f"{lang}/candidates/").content.decode()
    with reading_as(PUBLIC):
        running = [str(one.pk) for one in queries.candidates(TODAY)]
    assert running
    assert all(f"{lang}/candidates/{key}/" in html for key in running)


@pytest.mark.parametrize("lang", ["", "/en"])
def test_a_notice_shows_models_and_exporters_with_the_form(anybody, notice, lang):
    html = anybody.get(f"{lang}/candidates/{notice.pk}/").content.decode()
    assert notice.models_named[0]["model_code"] in html
    assert 'name="grounds"' in html


def test_a_notice_that_is_over_takes_no_objection(anybody):
    with reading_as(PUBLIC):
        over = CandidateNotice.objects.filter(until__lt=TODAY).first()
    page = f"/en/candidates/{over.pk}/"
    assert 'name="grounds"' not in anybody.get(page).content.decode()
    refused = anybody.post(page, SAID)
    assert refused.status_code == 422


def test_what_is_missing_is_told_at_its_field(anybody, notice):
    response = anybody.post(f"/candidates/{notice.pk}/", {"grounds": "", "name": "", "contact": ""})
    assert response.status_code == 422
    assert response.content.decode().count("ask-error") >= 3


def test_an_objection_reaches_the_case_and_names_nobody_in_public(anybody, notice, office):
    done = anybody.post(f"/en/candidates/{notice.pk}/", SAID, follow=True)
    assert done.redirect_chain[-1][0] == f"/en/candidates/{notice.pk}/objected/"
    assert SAID["name"] not in done.content.decode()
    with reading_as(SYSTEM):
        lodged = Objection.objects.select_related("objector").filter(filing_id=notice.filing_id).latest("lodged_at")
        assert (lodged.grounds, lodged.objector.name) == (SAID["grounds"], SAID["name"])
        assert Filing.objects.get(pk=notice.filing_id).state == "objected"
    page = f"/officer/filings/{notice.filing_id}/opinions/"
    assert SAID["contact"] in office.client("ministry").get(page).content.decode()


def test_who_objects_too_often_is_held_back(anybody, notice):
    for _ in range(5):
        anybody.post(f"/candidates/{notice.pk}/", SAID)
    held = anybody.post(f"/candidates/{notice.pk}/", SAID)
    assert held.status_code == 429
    assert int(held.headers["Retry-After"]) > 0


def test_an_unknown_notice_is_not_found(anybody):
    assert anybody.get("/candidates/0193f3a2-6c1e-7bd0-9c55-1f2a7f6f0001/").status_code == 404
    assert anybody.get("/candidates/0193f3a2-6c1e-7bd0-9c55-1f2a7f6f0001/objected/").status_code == 404
