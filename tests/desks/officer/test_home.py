"""The officer's queue: whose it is, in which order, and what leaves it as a file."""

import pytest


@pytest.mark.parametrize("user", ["examiner", "approver", "shenzhen", "ministry", "miit"])
@pytest.mark.parametrize("lang", ["", "/en"])
def test_each_officer_has_a_queue(at_desk, user, lang):
    assert at_desk(user).get(f"{lang}/officer/").status_code == 200


@pytest.mark.parametrize("user", ["maker", "customs", "auditor"])
def test_others_are_told_whose_page_it_is(at_desk, user):
    assert at_desk(user).get("/officer/").status_code == 403


def test_a_stranger_signs_in_first(at_desk):
    assert at_desk("").get("/officer/").headers["Location"] == "/account/login/?next=/officer/"


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_queue_leaves_as_a_file(at_desk, kind):
    response = at_desk("examiner").get(f"/officer/?export={kind}")
    assert response.headers["Content-Disposition"] == f'attachment; filename="applications.{kind}"'
