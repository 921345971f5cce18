"""Every public page in both languages: it is there, speaks one language, says which, and is sent with its headers."""

import re

import pytest
from tests.desks import shown

from evexport.desks.kit.headers import HEADERS

PAGES = (
    "/",
    "/need/",
    "/need/?used=new&propulsion=electric",
    "/need/?used=used",
    "/lists/2026/",
    "/lists/2026/?q=不存在",
    "/lists/2026/changes/",
    f"/lists/2026/{shown.FIRST_MAKER}/",
    "/verify/",
    f"/verify/?number=26-AA-000001&code={shown.CODE}",
    "/law/",
    "/law/?on=2011-01-01",
    "/law/changes/",
    "/law/criteria/",
    "/law/reasons/",
    "/law/instruments/",
    "/law/instruments/SCF-318-2012/",
    "/registers/",
    "/registers/models/",
    "/registers/wmi/",
    "/registers/customs/",
    "/registers/trade-modes/",
    "/registers/units/",
    "/registers/hs-codes/",
    "/registers/issuing-bodies/",
    "/statistics/",
    "/account/login/",
    "/account/opening/",
    "/about/",
    "/accessibility/",
)
CHINESE = re.compile(r"[\u3400-\u9fff]")
MARKED_CHINESE = re.compile(r'<(\w+)[^>]*\blang="zh-Hans"[^>]*>.*?</\1>', re.DOTALL)
FREE = re.compile(r"<title>.*?</title>|<code.*?</code>|<td[^>]*class=\"source\".*?</td>|<!--.*?-->|<[^>]+>", re.DOTALL)


def body_of(response):
    html = response.content.decode()
    return html[html.index("<body") :]


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_there_in_chinese(visitor, path):
    response = visitor.get(path)
    assert response.status_code == 200
    assert '<html lang="zh-Hans">' in response.content.decode()


@pytest.mark.parametrize("path", PAGES)
def test_the_same_page_is_there_in_english(visitor, path):
    response = visitor.get("/en" + path)
    assert response.status_code == 200
    assert '<html lang="en">' in response.content.decode()


@pytest.mark.parametrize("path", [path for path in PAGES if "不存在" not in path])
def test_an_english_page_marks_every_chinese_word(visitor, path):
    """WCAG 3.1.2: what is Chinese on an English page says so."""
    html = FREE.sub(" ", MARKED_CHINESE.sub(" ", body_of(visitor.get("/en" + path))))
    assert CHINESE.findall(html) == []


@pytest.mark.parametrize("path", PAGES)
def test_the_switch_leads_to_the_twin_with_the_same_query(visitor, path):
    html = visitor.get(path).content.decode()
    target = re.search(r'<a class="tool" href="([^"]*)" lang="en"', html)[1].replace("&amp;", "&")
    assert visitor.get(target).content.decode().count('<html lang="en">') == 1
    assert ("?" in target) == ("?" in path)


@pytest.mark.parametrize("path", ["/", "/need/", "/account/login/", "/nowhere/"])
def test_every_answer_carries_the_security_headers(visitor, path):
    response = visitor.get(path)
    for name, value in HEADERS.items():
        assert response.headers[name] == value
    assert "unsafe" not in response.headers["Content-Security-Policy"]


@pytest.mark.parametrize("path", PAGES)
def test_no_page_holds_what_the_policy_would_block(visitor, path):
    html = visitor.get(path).content.decode()
    assert " style=" not in html
    assert not re.search(r"<script(?![^>]*\bsrc=)", html)
    assert not re.search(r"\bon[a-z]+=\"", html)
    assert not re.search(r'(?:src|href)="(?:https?:)?//', html)


def test_the_demonstrations_day_stands_on_the_page(visitor):
    assert "今天是2026年12月18日" in visitor.get("/").content.decode()
    assert "today is 18 December 2026" in visitor.get("/en/").content.decode()


def test_the_real_site_says_nothing_of_a_demonstration(visitor, settings):
    settings.DEMO_DAY = None
    assert "演示" not in body_of(visitor.get("/about/"))


@pytest.mark.parametrize(
    ("path", "lang", "word"),
    [("/nowhere/", "zh-Hans", "没有这一页"), ("/en/nowhere/", "en", "There is no such page")],
)
def test_a_page_that_is_not_there_says_so(visitor, path, lang, word):
    response = visitor.get(path)
    assert response.status_code == 404
    assert f'<html lang="{lang}">' in response.content.decode()
    assert word in response.content.decode()


def test_a_fault_is_told_without_the_frame(visitor, monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError("a fault")

    monkeypatch.setattr("evexport.desks.public.about.render", fail)
    visitor.raise_request_exception = False
    response = visitor.get("/en/about/")
    assert response.status_code == 500
    assert "Something went wrong here" in response.content.decode()


@pytest.mark.parametrize("path", ["/lists/2019/", "/lists/2026/000/", "/registers/nothing/", "/law/instruments/NOTHING/"])
def test_what_was_never_published_is_not_found(visitor, path):
    assert visitor.get(path).status_code == 404
