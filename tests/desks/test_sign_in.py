"""Signing in: own words in both languages, no hint whether a name exists, the account page, and the way out."""

import pytest
from django.test import Client
from tests.desks import shown

from evexport.accounts.models import User
from evexport.ledger.models import Entry

GIVEN = {"login": "exporter", "password": shown.PASSWORD}


def test_a_clerk_signs_in_and_sees_who_they_are(visitor):
    response = visitor.post("/account/login/", GIVEN, follow=True)
    assert response.redirect_chain[-1][0] == "/enterprise/"
    html = visitor.get("/account/").content.decode()
    assert "示例经办人" in html
    assert "示例第1汽车进出口有限公司" in html
    assert "授权出口企业经办人" in html


def test_in_english_they_stay_in_english(visitor):
    response = visitor.post("/en/account/login/", GIVEN, follow=True)
    assert response.redirect_chain[-1][0] == "/en/enterprise/"
    assert "Example Trading No. 1 Co., Ltd." in response.content.decode()


@pytest.mark.parametrize("wrong", [{"login": "nobody"}, {"password": "not the password"}])
def test_a_wrong_name_and_a_wrong_password_answer_alike(visitor, wrong):
    response = visitor.post("/en/account/login/", {**GIVEN, **wrong})
    assert response.status_code == 200
    assert "User name or password is not right" in response.content.decode()


def test_empty_fields_are_named(visitor):
    html = visitor.post("/account/login/", {}).content.decode()
    assert "请填写用户名。" in html
    assert "请填写密码。" in html


def test_a_password_is_never_sent_back(visitor):
    assert "not the password" not in visitor.post("/account/login/", {**GIVEN, "password": "not the password"}).content.decode()


def test_the_account_page_asks_a_stranger_to_sign_in(visitor):
    assert visitor.get("/account/").headers["Location"].startswith("/account/login/?next=")
    assert visitor.get("/en/account/").headers["Location"].startswith("/en/account/login/?next=")


NEW = "A-longer-word-for-2027"
CHANGED = {"old": shown.PASSWORD, "password": NEW, "again": NEW}


@pytest.fixture
def clerk(visitor):
    """Signed in; the password is as it was when the test ends."""
    kept = User.objects.using("owner").get(username="exporter")
    visitor.post("/account/login/", GIVEN)
    yield visitor
    User.objects.using("owner").filter(pk=kept.pk).update(password=kept.password)


def test_one_changes_ones_own_password_and_stays_signed_in_here_alone(clerk):
    elsewhere = Client(HTTP_HOST="localhost", headers={"X-Forwarded-Proto": "https"})
    elsewhere.post("/account/login/", GIVEN, secure=True)
    before = Entry.objects.using("owner").filter(kind="user.password_changed").count()
    response = clerk.post("/account/password/", CHANGED, follow=True)
    assert response.redirect_chain[-1][0] == "/account/"
    assert "密码已更改" in response.content.decode()
    assert clerk.get("/account/").status_code == 200
    assert elsewhere.get("/account/", secure=True).status_code == 302
    assert Entry.objects.using("owner").filter(kind="user.password_changed").count() == before + 1
    last = Entry.objects.using("owner").filter(kind="user.password_changed").latest("at", "id")
    assert NEW not in str(last.data)
    clerk.post("/account/logout/")
    assert clerk.post("/account/login/", GIVEN).status_code == 200
    assert clerk.post("/account/login/", {**GIVEN, "password": NEW}).status_code == 302


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"old": "not the password"}, "The old password is not right."),
        ({"again": "something else"}, "The new password is not the same both times."),
        ({"password": "short", "again": "short"}, "The password is too short."),
        ({"password": "password1234", "again": "password1234"}, "The password is a common one."),
        ({"password": "exporter-2027", "again": "exporter-2027"}, "too like the user name"),
        ({"old": ""}, "Give your current password."),
        ({"password": ""}, "Give a new password."),
    ],
)
def test_a_password_that_will_not_do_is_told_and_the_old_one_stands(clerk, said, words):
    response = clerk.post("/en/account/password/", {**CHANGED, **said})
    html = response.content.decode()
    assert response.status_code == 422
    assert words in html
    assert NEW not in html
    assert User.objects.using("owner").get(username="exporter").check_password(shown.PASSWORD)


def test_who_guesses_at_the_old_password_is_held_back(clerk):
    said = [clerk.post("/en/account/password/", {**CHANGED, "old": f"guess {n}"}).content.decode() for n in range(11)]
    assert "There were too many attempts" not in said[9]
    assert "There were too many attempts" in said[10]
    assert "There were too many attempts" in clerk.post("/en/account/password/", CHANGED).content.decode()
    assert User.objects.using("owner").get(username="exporter").check_password(shown.PASSWORD)


def test_a_stranger_changes_no_password(visitor):
    assert visitor.post("/account/password/", CHANGED).headers["Location"].startswith("/account/login/?next=")


def test_signing_out_ends_the_session(visitor):
    visitor.post("/account/login/", GIVEN)
    assert visitor.get("/account/").status_code == 200
    visitor.post("/account/logout/")
    assert visitor.get("/account/").status_code == 302


def test_nobody_can_register_themselves(visitor):
    assert "账户由系统管理员开通" in visitor.get("/account/opening/").content.decode()
    assert visitor.get("/account/signup/").status_code == 404
    assert visitor.get("/account/password/reset/").status_code == 404


def test_a_form_without_its_secret_is_refused_in_words(visitor):
    visitor.handler.enforce_csrf_checks = True
    response = visitor.post("/account/login/", GIVEN)
    assert response.status_code == 403
    assert "表单已失效" in response.content.decode()


def test_a_redirect_never_leads_off_the_site(visitor):
    response = visitor.post("/account/login/?next=https://elsewhere.example/", GIVEN)
    assert response.headers["Location"].startswith("/")
