"""Signing in: before anybody acts, one account by its name; no sign-up; each sign-in in the ledger."""

import pytest
from django.contrib.auth import authenticate
from django.db import connection
from django.db.utils import ProgrammingError
from django.test import Client
from tests import factories
from tests.factories import ADMIN, AT, PASSWORD

from evexport.accounts import actions, queries
from evexport.accounts.models import User
from evexport.accounts.roles import Role
from evexport.kernel.problems import NotAllowed
from evexport.ledger.models import Entry
from evexport.store import DbRole, Scope, acting_as


@pytest.fixture
def clerk(db_clone):
    return factories.person(Role.EXAMINER, factories.organisation("issuing_body", "AA"), username="examiner.a")


def sign_in(name, password):
    return Client().post("/account/login/", {"login": name, "password": password}, secure=True)


def test_a_person_signs_in_by_name_in_any_case_and_the_ledger_says_so(clerk):
    assert sign_in("Examiner.A", PASSWORD).status_code == 302
    with acting_as(Scope(DbRole.STAFF)):
        entry = Entry.objects.get(kind="user.signed_in")
    assert (entry.subject, entry.actor["role"]) == (f"user:{clerk.id}", "examiner")


@pytest.mark.parametrize(
    ("name", "password"), [("examiner.a", "not the password"), ("examiner.b", PASSWORD), ("examiner.a\0", PASSWORD), ("", "")]
)
def test_a_wrong_name_or_password_opens_nothing(clerk, name, password):
    answer = sign_in(name, password)
    assert answer.status_code == 200
    assert "_auth_user_id" not in answer.wsgi_request.session


def test_a_closed_account_no_longer_signs_in_nor_acts(clerk):
    actions.close_user(clerk.id, because="离职", by=ADMIN, at=AT)
    assert authenticate(None, username="examiner.a", password=PASSWORD) is None
    with pytest.raises(NotAllowed):
        queries.actor_for(clerk)


def test_who_is_signed_in_is_asked_by_identifier(clerk):
    client = Client()
    client.post("/account/login/", {"login": "examiner.a", "password": PASSWORD}, secure=True)
    assert client.get("/account/", secure=True).wsgi_request.user == clerk
    actions.close_user(clerk.id, because="离职", by=ADMIN, at=AT)
    assert not client.get("/account/", secure=True).wsgi_request.user.is_authenticated


def test_without_a_scope_one_account_can_be_had_and_none_listed(clerk):
    assert User.objects.by_name("EXAMINER.A") == clerk
    assert User.objects.by_name("examiner.a\0") is None
    assert User.objects.by_id(clerk.id) == clerk
    assert User.objects.filter(pk=clerk.id).first() == clerk
    assert User.objects.filter(pk=factories.uuid7()).first() is None
    with pytest.raises(ProgrammingError, match="permission denied"):
        list(User.objects.all())
    with pytest.raises(ProgrammingError, match="permission denied"):
        list(User.objects.filter(username__startswith="e"))


def test_nobody_who_acts_may_search_by_name(clerk):
    with acting_as(Scope(DbRole.TENANT)), pytest.raises(ProgrammingError, match="permission denied"):
        User.objects.by_name("examiner.a")


def test_a_password_is_kept_as_a_slow_hash_only(clerk, owner_connection):
    (kept,) = owner_connection.execute("SELECT password FROM accounts_user").fetchone()
    assert kept.startswith("pbkdf2_sha256$")
    assert PASSWORD not in kept


def test_nobody_signs_up(db_clone):
    answer = Client().post(
        "/account/opening/",
        {"username": "guest", "password1": PASSWORD, "password2": PASSWORD},
        secure=True,
    )
    assert answer.status_code in {200, 405}
    assert User.objects.by_name("guest") is None
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM django_session")
        assert cursor.fetchone() == (0,)
