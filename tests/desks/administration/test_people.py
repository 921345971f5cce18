"""The administrator's pages of people: found, opened, given and refused roles, closed, reopened, each in both languages."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from evexport.accounts import queries
from evexport.accounts.models import Membership, Organisation, User
from evexport.demo.cast import PASSWORD
from evexport.store import reading_as
from evexport.store.scopes import SYSTEM


def person(name):
    return User.objects.by_name(name)


def organisation(kind):
    with reading_as(SYSTEM):
        return Organisation.objects.filter(kind=kind).order_by("pk").first()


def signs_in(username, password):
    client = Client(SERVER_NAME="localhost")
    client.post("/account/login/", {"login": username, "password": password})
    return "_auth_user_id" in client.session


@pytest.mark.parametrize(("lang", "heading"), [("", "<h1>人员</h1>"), ("/en", "<h1>People</h1>")])
def test_everybody_is_listed_with_role_and_last_sign_in(at_desk, lang, heading):
    assert signs_in("examiner", PASSWORD)
    page = at_desk("administrator").get(f"{lang}/administration/")
    assert heading in page.content.decode()
    rows = {cells[0].value: cells for _, cells in page.context["body"]}
    assert {"examiner", "approver", "administrator", "auditor"} <= set(rows)
    assert "2027" in str(rows["examiner"][4].value)


def test_the_auditor_looks_on_and_changes_nothing(at_desk):
    client = at_desk("auditor")
    key = person("examiner").pk
    page = client.get(f"/en/administration/people/{key}/").content.decode()
    assert "Close the account" not in page
    assert "Last sign-in" in page
    assert "/en/administration/keys/" in client.get("/en/oversight/").content.decode()
    assert client.post(f"/administration/people/{key}/close/", {"because": "x"}).status_code == 403


def test_found_by_words_and_role(at_desk):
    client = at_desk("administrator")
    found = client.get("/administration/", {"q": "复审"}).context["body"]
    assert [cells[0].value for _, cells in found] == ["approver"]
    found = client.get("/administration/", {"role": "auditor"}).context["body"]
    assert [cells[0].value for _, cells in found] == ["auditor"]
    assert not client.get("/administration/", {"state": "closed", "q": "approver"}).context["body"]


def test_an_account_is_opened_with_a_password_shown_once_and_signs_in(at_desk):
    client, body = at_desk("administrator"), organisation("issuing_body")
    address = f"/en/administration/organisations/{body.pk}/person/"
    assert client.get(address).status_code == 200
    page = client.post(address, {"name": "吴初审", "username": "Wu.Chushen", "role": "examiner"}).content.decode()
    password = re.search(r'<p class="give"><code>(.+?)</code>', page)[1]
    assert signs_in("wu.chushen", password)
    again = client.post(address, {"name": "吴", "username": "wu.chushen", "role": "examiner"})
    assert again.status_code == 422
    assert "is taken" in again.content.decode()
    assert client.post(address, {"name": "吴", "username": "u", "role": "maker"}).status_code == 422


def test_a_lost_password_is_set_anew(at_desk):
    key = person("miit").pk
    client = at_desk("administrator")
    assert "shown once" in client.get(f"/en/administration/people/{key}/password/").content.decode()
    page = client.post(f"/en/administration/people/{key}/password/").content.decode()
    password = re.search(r'<p class="give"><code>(.+?)</code>', page)[1]
    assert not signs_in("miit", PASSWORD)
    assert signs_in("miit", password)


def test_a_role_is_given_and_withdrawn(at_desk):
    client, user = at_desk("administrator"), person("examiner")
    body = organisation("issuing_body")
    given = client.post(f"/administration/people/{user.pk}/role/", {"where": str(body.pk), "role": "approver"}, follow=True)
    assert "已授予" in given.content.decode()
    assert {one.role for one in queries.memberships(user)} == {"examiner", "approver"}
    with reading_as(SYSTEM):
        held = Membership.objects.get(user=user, role="approver", revoked_at=None)
    address = f"/en/administration/people/{user.pk}/role/{held.pk}/withdraw/"
    assert client.post(address, {"because": ""}).status_code == 422
    assert client.post(address, {"because": "轮岗"}).status_code == 302
    assert {one.role for one in queries.memberships(user)} == {"examiner"}
    assert client.get(address).status_code == 404


def test_somebody_gets_a_role_at_another_organisation(at_desk):
    with reading_as(SYSTEM):
        there = Organisation.objects.get(kind="oversight")
    client, address = at_desk("administrator"), f"/en/administration/organisations/{there.pk}/role/"
    unknown = client.post(address, {"username": "nobody.here", "role": "auditor"})
    assert unknown.status_code == 422
    assert "There is no such open account" in unknown.content.decode()
    assert client.post(address, {"username": "approver", "role": "auditor"}).status_code == 302
    assert {(one.organisation_id, one.role) for one in queries.memberships(person("approver"))} >= {(there.pk, "auditor")}


def test_an_account_is_closed_and_reopened(at_desk):
    client, user = at_desk("administrator"), person("shenzhen")
    closed = client.post(f"/en/administration/people/{user.pk}/close/", {"because": "离岗"}, follow=True).content.decode()
    assert "The account is closed" in closed
    assert "Reopen the account" in closed
    assert not signs_in("shenzhen", PASSWORD)
    client.post(f"/administration/people/{user.pk}/reopen/", {"because": "返岗"})
    assert signs_in("shenzhen", PASSWORD)


def test_nobody_closes_their_own_account(at_desk):
    answer = at_desk("administrator").post(f"/en/administration/people/{person('administrator').pk}/close/", {"because": "x"})
    assert answer.status_code == 422
    assert "Ask another administrator" in answer.content.decode()


def test_more_people_ask_no_more_queries(at_desk, monkeypatch):
    counts = []
    for size in (2, 10):
        client = at_desk("administrator")
        monkeypatch.setattr("evexport.desks.administration.people.A_PAGE", size)
        with CaptureQueriesContext(connection) as asked:
            assert len(client.get("/administration/").context["body"]) == size
        counts.append(len(asked))
    assert counts[0] == counts[1]
