"""A list published in a real browser: checked, seen as a draft, confirmed, read by the public; by mouse, keyboard, without scripts."""

from datetime import date
from uuid import uuid4

import pytest
from playwright.sync_api import expect
from tests.journeys.browsing import page_of, tab_to
from tests.qualification.year import YEAR, at, candidate, open_year

from evexport.accounts.actions import create_user
from evexport.accounts.actors import in_role
from evexport.accounts.roles import Role

pytestmark = pytest.mark.browser
PASSWORD = "a long enough password"
WORDS = {
    "": {
        "sign in": "登录", "user": "用户名", "password": "密码", "desk": "名单公布", "check": "按今日规则逐家核对，看与上年的差异",
        "new": "新列入（1）", "publish": "公布名单", "never": "名单一经公布不得更改", "published": f"{YEAR}年度名单已公布", "public": "公众页面",
        "maker": "示例电动汽车有限公司",
    },
    "/en": {
        "sign in": "Sign in", "user": "User name", "password": "Password", "desk": "Publish the list",
        "check": "Check every candidate and see what differs", "new": "New (1)", "publish": "Publish the list",
        "never": "Once published the list never changes", "published": f"The list of {YEAR} is published", "public": "Public page",
        "maker": "MADEM0EX2 Co., Ltd.",
    },
}  # fmt: skip


WAYS = [("", "mouse"), ("/en", "mouse"), ("/en", "without scripts"), ("", "keyboard")]


@pytest.fixture(scope="module", params=WAYS, ids=["zh", "en", "en, scripts off", "zh, keyboard alone"])
def way(request):
    return request.param


@pytest.fixture(scope="module")
def laid(way, database_template, django_db_blocker):
    """A year of its own for each way: a list is published once. One candidate, its notice over."""
    with django_db_blocker.unblock(), database_template.copy():
        year = open_year()
        candidate(year)
        keeper = in_role(Role.ADMINISTRATOR, user_id=uuid4(), name="管理员")
        create_user(
            username="officer", name="公布人", password=PASSWORD, organisation_id=year.ministry.organisation_id,
            role=Role.MINISTRY_OFFICER, by=keeper, at=at(1),
        )  # fmt: skip
        yield date(2026, 12, 1)


class Hand:
    """Presses what is meant and fills in, by mouse or by keyboard alone."""

    def __init__(self, page, way):
        self.page, self.keys = page, way == "keyboard"

    def press(self, meant):
        if not self.keys:
            meant.click()
            return
        meant.evaluate("one => one.setAttribute('data-meant', '')")
        tab_to(self.page, "[data-meant]")
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def fill(self, label, words):
        if not self.keys:
            self.page.get_by_label(label).fill(words)
            return
        self.page.get_by_label(label).evaluate("one => one.setAttribute('data-meant', '')")
        tab_to(self.page, "[data-meant]")
        self.page.keyboard.type(words)
        self.page.get_by_label(label).evaluate("one => one.removeAttribute('data-meant')")


def test_from_the_check_to_the_public_list(address, chromium, way):
    prefix, by = way
    say = WORDS[prefix]
    page = page_of(chromium, java_script_enabled=by != "without scripts")
    hand, main = Hand(page, by), page.locator("main")
    page.goto(f"{address}{prefix}/lists/{YEAR}/", timeout=30_000)
    assert page.locator("main tbody tr").count() == 0, "nothing is public before"
    page.goto(f"{address}{prefix}/account/login/")
    hand.fill(say["user"], "officer")
    hand.fill(say["password"], PASSWORD)
    hand.press(main.get_by_role("button", name=say["sign in"]))
    hand.press(page.get_by_role("link", name=say["desk"], exact=True).first)
    hand.press(page.get_by_role("link", name=say["check"]))
    expect(main).to_contain_text(say["new"])
    draft = page.request.get(address + page.locator("a[href$='gazette.pdf']").get_attribute("href"))
    assert draft.body().startswith(b"%PDF")
    hand.press(page.locator("main .btn-primary"))
    expect(page.locator(".confirm-form")).to_contain_text(say["never"])
    hand.press(page.locator("main form .btn-primary"))
    expect(main).to_contain_text(say["published"])
    hand.press(main.get_by_role("link", name=say["public"], exact=True))
    expect(page.locator("main tbody")).to_contain_text(say["maker"])
    assert f"{prefix}/lists/{YEAR}/" in page.url
    assert [one for one in page.troubles if "404" not in one] == []
    page.context.close()
