"""Publishing a list from the ministry's desk: checked, seen as a draft, published once, and what it leads to."""

from datetime import date
from uuid import uuid4

import pytest
from django.test import Client
from tests.qualification.year import YEAR, at, candidate, open_year, submitted

from evexport.accounts.actions import create_user
from evexport.accounts.actors import SYSTEM, in_role
from evexport.accounts.models import User
from evexport.accounts.roles import Role
from evexport.desks.officer.lists import publishing
from evexport.qualification.actions import decision, review
from evexport.qualification.actions.assign import assign
from evexport.qualification.models import ListedMaker, Listing
from evexport.registers.models import CccCertificate
from evexport.store import reading_as

ADMINISTRATOR = in_role(Role.ADMINISTRATOR, user_id=uuid4(), name="管理员")


@pytest.fixture
def year(db_clone, settings):
    settings.DEMO_DAY = date(2026, 12, 1)
    settings.SECURE_SSL_REDIRECT = False
    return open_year()


@pytest.fixture
def ministry(year):
    """A browser's session, signed in as an officer of this world's ministry."""
    person = create_user(
        username="officer", name="公布人", password="a long enough password", organisation_id=year.ministry.organisation_id,
        role=Role.MINISTRY_OFFICER, by=ADMINISTRATOR, at=at(1),
    )  # fmt: skip
    client = Client(SERVER_NAME="localhost")
    client.force_login(person, backend="evexport.accounts.backends.NamedAccounts")
    return client


def test_a_list_is_checked_seen_and_published_once(year, ministry):
    candidate(year)
    overview = ministry.get(f"/en/officer/publication/{YEAR}/").content.decode()
    assert "No case is open" in overview
    check = ministry.get(f"/en/officer/publication/{YEAR}/check/").content.decode()
    assert "New (1)" in check
    assert f"/en/officer/publication/{YEAR}/publish/" in check
    assert ministry.get(f"/officer/publication/{YEAR}/gazette.pdf").content.startswith(b"%PDF")
    with reading_as(SYSTEM):
        assert not Listing.objects.exists(), "a draft leaves nothing behind"
    page = ministry.get(f"/en/officer/publication/{YEAR}/publish/")
    assert "Once published the list never changes" in page.content.decode()
    done = ministry.post(f"/en/officer/publication/{YEAR}/publish/", {"step": "do"}, follow=True)
    assert f"The list of {YEAR} is published" in done.content.decode()
    with reading_as(SYSTEM):
        listing = Listing.objects.get()
        assert listing.by_name == "公布人"
        assert ListedMaker.objects.count() == 1
    again = ministry.post(f"/officer/publication/{YEAR}/publish/", {"step": "do"})
    assert again.status_code == 422
    assert ministry.get(f"/lists/{YEAR}/").status_code == 200


def test_a_filing_that_no_longer_meets_the_criteria_holds_the_list_up_at_the_check(year, ministry):
    """Only the check assesses anew: the overview counts cases, the check reads them."""
    filing = candidate(year)
    with reading_as(SYSTEM):
        CccCertificate.objects.filter(manufacturer_uscc=year.code(year.maker)).update(status="revoked")
    html = ministry.get(f"/en/officer/publication/{YEAR}/check/").content.decode()
    assert f"/officer/filings/{filing}/" in html
    assert ministry.post(f"/officer/publication/{YEAR}/publish/", {"step": "do"}).status_code == 422


def test_of_many_candidates_the_page_comes_at_once_and_the_check_after_it(year, ministry, monkeypatch):
    monkeypatch.setattr(publishing, "AT_ONCE", 0)
    candidate(year)
    with reading_as(SYSTEM):
        CccCertificate.objects.filter(manufacturer_uscc=year.code(year.maker)).update(status="revoked")
    page = f"/en/officer/publication/{YEAR}/check/"
    html = ministry.get(page).content.decode()
    assert "1 candidates are being assessed" in html
    assert 'hx-get="?now" hx-trigger="load"' in html
    assert f"/en/officer/publication/{YEAR}/publish/" not in html, "nothing is published before it has been looked at"
    outcome = ministry.get(f"{page}?now").content.decode()
    assert "being assessed" not in outcome
    assert "1 matter unresolved" in outcome


def test_with_nobody_to_list_nothing_is_published(year, ministry):
    blocked = ministry.get(f"/en/officer/publication/{YEAR}/publish/")
    assert blocked.status_code == 422
    assert "nobody to list" in blocked.content.decode()


def test_who_rejected_is_told_why_another_reconsiders(year, ministry):
    filing = submitted(year)
    person = User.objects.by_name("officer")
    officer = in_role(Role.MINISTRY_OFFICER, user_id=person.pk, organisation_id=year.ministry.organisation_id, name=person.name)
    review.forward(filing, by=year.shenzhen, at=at(8))
    assign([filing], to=officer.user_id, by=officer, at=at(9))
    decision.reject(filing, reasons="数据不实。", by=officer, at=at(10))
    decision.ask_reconsideration(filing, reasons="数据属实。", by=year.maker, at=at(12))
    html = ministry.get(f"/en/officer/filings/{filing}/").content.decode()
    assert html.count("an officer other than the one who rejected") == 2
    assert ministry.get(f"/officer/filings/{filing}/do/uphold-rejection/").status_code == 409
