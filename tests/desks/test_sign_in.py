"""Signing in: own words in both languages, no hint whether a name exists, the account page, and the way out."""

import pytest
from tests.desks import shown

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
