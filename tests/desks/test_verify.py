"""The licence check tells valid, not valid or replaced, and nothing by which a stranger could learn more."""

import re

import pytest
from tests.desks import shown

from evexport.licensing.public_check import CHECKS


def answer(visitor, number, code=shown.CODE, prefix=""):
    html = visitor.get(f"{prefix}/verify/", {"number": number, "code": code}).content.decode()
    found = re.search(r'<span class="answer-word">.*?</svg>\s*(.*?)</span>', html, re.DOTALL)
    return found[1].strip() if found else None


@pytest.mark.parametrize(
    ("number", "word"),
    [
        ("26-AA-000001", "有效"),
        ("26-AA-000002", "已被新证取代"),
        ("26-AA-000003", "无效"),
        ("26-AA-000004", "无效"),
    ],
    ids=["in force", "replaced", "revoked", "expired yesterday"],
)
def test_a_licence_is_told_by_one_word(visitor, number, word):
    assert answer(visitor, number) == word


def test_in_english_too(visitor):
    assert answer(visitor, "26-AA-000001", prefix="/en") == "Valid"


@pytest.mark.parametrize("path", ["/verify/?number={}&code={}", "/en/verify/?number={}&code={}", "/api/v1/verify/{}?code={}"])
def test_an_unknown_number_and_a_wrong_code_answer_alike(visitor, path):
    """Status, headers and body, but for the number and code that the visitor gave."""
    asked = (("26-AA-999999", "WR2NG1"), ("26-AA-000001", "WR2NG1"))
    answers = [visitor.get(path.format(*given)) for given in asked]
    assert {answer.status_code for answer in answers} == {200}
    headers = [{name: value for name, value in answer.headers.items() if name != "Set-Cookie"} for answer in answers]
    assert headers[0] == headers[1]
    bodies = [answer.content.decode().replace(number, "") for answer, (number, _) in zip(answers, asked, strict=True)]
    assert bodies[0] == bodies[1]


def test_the_answer_is_kept_by_no_cache_and_found_by_no_search(visitor):
    page = visitor.get("/verify/", {"number": "26-AA-000001", "code": shown.CODE})
    assert (page.headers["Cache-Control"], page.headers["X-Robots-Tag"]) == ("no-store", "noindex")
    assert page.headers["Referrer-Policy"] == "same-origin"
    assert visitor.get(f"/api/v1/verify/26-AA-000001?code={shown.CODE}").headers["Cache-Control"] == "no-store"


def test_page_and_interface_share_one_count(visitor):
    given = {"number": "26-AA-000001", "code": shown.CODE}
    for _ in range(CHECKS.most // 2):
        visitor.get("/verify/", given)
        visitor.get(f"/api/v1/verify/{given['number']}?code={given['code']}")
    assert visitor.get("/verify/", given).status_code == 429


def test_the_answer_is_the_first_thing_on_the_page(visitor):
    html = visitor.get("/verify/", {"number": "26-AA-000001", "code": shown.CODE}).content.decode()
    main = html.split("<main", 1)[1]
    assert main.index("有效") < main.index("截至2026年12月18日") < main.index("<form")
    assert html.count("<h1") == 1


@pytest.mark.parametrize("typed", ["26aa000001", " 26-aa-000001 ", "26－AA－000001", "26 AA 000001"])
def test_spaces_case_and_hyphens_do_not_matter(visitor, typed):
    assert answer(visitor, typed) == "有效"


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"number": "abc", "code": "x"}, "许可证号应形如"),
        ({"number": "", "code": "x"}, "请填写许可证号"),
        ({"number": "26-AA-000001", "code": ""}, "请填写校验码"),
    ],
)
def test_what_cannot_be_a_number_is_an_error_of_the_form(visitor, given, message):
    html = visitor.get("/verify/", given).content.decode()
    assert message in html
    assert "answer-word" not in html


def test_nothing_of_the_trade_is_shown(visitor):
    html = visitor.get("/verify/", {"number": "26-AA-000001", "code": shown.CODE}).content.decode()
    for secret in ("EXEV-DE-2026-007", "19800", shown.FIRST_EXPORTER, shown.FIRST_MAKER, "DM17010BEVA1"):
        assert secret not in html


def test_who_asks_too_often_has_to_wait(visitor):
    given = {"number": "26-AA-000001", "code": "GUESS1"}
    pages = [visitor.get("/verify/", given) for _ in range(CHECKS.most + 1)]
    assert [page.status_code for page in pages] == [200] * CHECKS.most + [429]
    assert 0 < int(pages[-1].headers["Retry-After"]) <= 60
    assert "查询过于频繁" in pages[-1].content.decode()


def test_the_form_itself_may_be_opened_as_often_as_one_likes(visitor):
    assert {visitor.get("/verify/").status_code for _ in range(CHECKS.most + 5)} == {200}
