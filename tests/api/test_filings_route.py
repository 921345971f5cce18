"""A filing over HTTP from its start to the ministry, and what others see of it on the way."""

import pytest
from tests import factories
from tests.api.conftest import Caller
from tests.qualification.year import YEAR, at, document, open_year

from evexport.accounts.actions import issue_key
from evexport.accounts.roles import Role


@pytest.fixture
def year(db_clone, settings):
    settings.DEMO_DAY = at(1).date()
    return open_year()


def as_(actor, role):
    _, key = issue_key(organisation_id=actor.organisation_id, role=role, label="test", by=factories.ADMIN, at=at(1, 8))
    return Caller(key)


@pytest.fixture
def maker(year):
    return as_(year.maker, Role.MAKER)


@pytest.fixture
def filing(year, maker):
    """A filing begun with its whole document."""
    answer = maker.post("filings", {"year": YEAR, "document": document(year)})
    assert answer.status_code == 201, answer.content
    return answer.json()


def test_a_filing_from_draft_to_the_ministry(year, maker, filing):
    path = f"filings/{filing['id']}"
    assert (filing["state"], filing["document"]["claimed_category"]) == ("draft", "II")
    submitted = maker.post(f"{path}/submit", {})
    assert (submitted.status_code, submitted.json()["state"]) == (200, "submitted")
    assessed = maker.get(f"{path}/assessment").json()
    assert (assessed["outcome"], assessed["category"]) == ("met", "II")
    assert all(finding["sentence"]["zh"] and finding["citation"] for finding in assessed["findings"])
    forwarded = as_(year.shenzhen, Role.PROVINCE_OFFICER).post(f"{path}/forward", {"reasons": "材料齐全。"})
    assert (forwarded.status_code, forwarded.json()["state"]) == (200, "forwarded")
    ministry = as_(year.ministry, Role.MINISTRY_OFFICER)
    assert [row["id"] for row in ministry.get(f"filings?year={YEAR}&state=forwarded").json()["items"]] == [filing["id"]]
    assert ministry.post(f"{path}/consult", {}).json()["state"] == "in_consultation"
    opinion = as_(year.miit, Role.AGENCY_OFFICER).post(f"{path}/opine", {"stance": "agree"})
    assert opinion.status_code == 200


def test_a_rival_and_another_province_find_nothing(year, maker, filing):
    maker.post(f"filings/{filing['id']}/submit", {})
    for caller in (as_(year.rival, Role.MAKER), as_(year.shanghai, Role.PROVINCE_OFFICER)):
        assert caller.get("filings").json()["items"] == []
        for path in (f"filings/{filing['id']}", f"filings/{filing['id']}/assessment"):
            assert caller.get(path).status_code == 404
    assert as_(year.rival, Role.MAKER).post(f"filings/{filing['id']}/withdraw", {"reasons": "x"}).status_code == 404


def test_sections_are_saved_against_the_revision_that_was_read(maker, filing):
    path = f"filings/{filing['id']}/save"
    changed = {"quality_management": {**filing["document"]["quality_management"], "certificate_no": "QMS-2026-0002"}}
    saved = maker.post(path, {"revision": filing["revision"], "sections": changed})
    assert saved.json()["document"]["quality_management"]["certificate_no"] == "QMS-2026-0002"
    assert saved.json()["revision"] > filing["revision"]
    stale = maker.post(path, {"revision": filing["revision"], "sections": changed})
    assert stale.status_code == 409
    assert stale.json()["remedy"]["zh"]


def test_an_unknown_field_of_the_document_is_named_and_leaves_no_draft(year, maker):
    answer = maker.post("filings", {"year": YEAR, "document": {**document(year), "colour": "red"}})
    assert answer.status_code == 422
    assert "colour" in answer.json()["errors"][0]["field"]
    assert maker.get("filings").json()["items"] == []


def test_a_verb_that_the_state_bars_says_why(maker, filing):
    answer = maker.post(f"filings/{filing['id']}/answer", {"answers": [{"field": "models", "answer": "已补充。"}]})
    assert answer.status_code == 409
    assert answer.json()["message"]["zh"]
    offered = {offer["verb"]: offer["allowed"] for offer in maker.get(f"filings/{filing['id']}").json()["actions"]}
    assert offered["submit"] is True


def test_no_assessment_before_the_filing_is_handed_in(maker, filing):
    assert maker.get(f"filings/{filing['id']}/assessment").status_code == 404
