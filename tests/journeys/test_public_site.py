"""A visitor goes through the public site in a real browser: both languages, scripts off, keyboard alone, and axe on each page."""

from urllib.parse import quote

import pytest
from playwright.sync_api import expect
from tests.desks import shown
from tests.journeys.browsing import checked, page_of

from evexport.codes import vin

pytestmark = pytest.mark.browser

ANSWERED = (
    "/need/?used=new&propulsion=electric&persons=yes&vin=yes&number="
    f"{vin.make('LDM', 'EV7EB', 2026, 'D', 17)}&name={quote('纯电动轿车')}&model=&hs=8703801090&on=2026-12-18"
)
PAGES = (
    "/",
    "/need/",
    "/need/?used=new&asked=drive",
    ANSWERED,
    "/need/?used=used",
    "/lists/2026/",
    f"/lists/2026/?q={quote('不存在')}",
    "/lists/2026/changes/",
    f"/lists/2026/{shown.FIRST_MAKER}/",
    "/verify/",
    "/verify/?number=x&code=",
    f"/verify/?number=26-AA-000001&code={shown.CODE}",
    f"/verify/?number=26-AA-000002&code={shown.CODE}",
    f"/verify/?number=26-AA-000003&code={shown.CODE}",
    "/authorisation/",
    "/authorisation/?year=2026&maker=x&exporter=",
    f"/authorisation/?year=2026&maker={quote('示例')}&exporter={quote('进出口')}",
    f"/authorisation/?year=2026&maker={shown.FIRST_MAKER}&exporter={shown.FIRST_EXPORTER}",
    f"/authorisation/?year=2026&maker={shown.FIRST_MAKER}&exporter={shown.FIRST_MAKER}",
    f"/authorisation/?year=2026&maker={shown.FIRST_EXPORTER}&exporter={shown.FIRST_MAKER}",
    "/law/",
    "/law/changes/",
    "/law/criteria/",
    "/law/reasons/",
    "/law/instruments/",
    "/law/instruments/SCF-318-2012/",
    "/registers/",
    "/registers/models/",
    "/account/login/",
    "/account/opening/",
    "/about/",
    "/accessibility/",
    "/nowhere/",
)
WORDS = {
    "": {
        "wizard": "我需要许可证吗？",
        "go on": "继续",
        "new": "新车",
        "electric": "纯电动",
        "car": "是，轿车",
        "has one": "有",
        "vin": "任意一辆车的VIN",
        "name": "车辆名称",
        "code": "海关商品编号",
        "yes": "需要纯电动乘用车出口许可证",
        "list": "资质名单",
        "find": "企业名称、统一社会信用代码或车型",
        "search": "查询",
        "check": "核验许可证",
        "number": "许可证号",
        "secret": "校验码",
        "do check": "核验",
        "valid": "有效",
        "sign in": "登录",
        "user": "用户名",
        "password": "密码",
        "desk": "今天的事项",
    },
    "/en": {
        "wizard": "Do I need a licence?",
        "go on": "Continue",
        "new": "New",
        "electric": "Battery-electric",
        "car": "Yes: saloon",
        "has one": "Yes",
        "vin": "The VIN of any one of the cars",
        "name": "Vehicle name",
        "code": "Customs code",
        "yes": "Yes: an export licence for battery-electric passenger cars is needed",
        "list": "Published list",
        "find": "Name, credit code or model",
        "search": "Search",
        "check": "Check a licence",
        "number": "Licence number",
        "secret": "Code",
        "do check": "Check",
        "valid": "Valid",
        "sign in": "Sign in",
        "user": "User name",
        "password": "Password",
        "desk": "Your work today",
    },
}


def answer_the_wizard(page, say):
    page.locator("label.choice", has_text=say["new"]).first.click()
    page.get_by_role("button", name=say["go on"]).click()
    page.locator("label.choice", has_text=say["electric"]).first.click()
    page.get_by_role("button", name=say["go on"]).click()
    page.locator("label.choice", has_text=say["car"]).first.click()
    page.get_by_role("button", name=say["go on"]).click()
    page.locator("label.choice", has_text=say["has one"]).first.click()
    page.get_by_label(say["vin"]).fill(vin.make("LDM", "EV7EB", 2026, "D", 17))
    page.get_by_role("button", name=say["go on"]).click()
    page.get_by_label(say["name"]).fill("纯电动轿车")
    page.get_by_role("button", name=say["go on"]).click()
    page.get_by_label(say["code"]).fill("8703801090")
    page.get_by_role("button", name=say["go on"]).click()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts on", "scripts off"])
@pytest.mark.parametrize("prefix", ["", "/en"], ids=["zh", "en"])
def test_from_the_front_page_to_ones_desk(address, chromium, prefix, scripts):
    say = WORDS[prefix]
    page = page_of(chromium, java_script_enabled=scripts)
    page.goto(f"{address}{prefix}/")
    page.locator(".entrances a").first.click()
    answer_the_wizard(page, say)
    assert page.locator("h1").inner_text() == say["yes"]

    page.get_by_role("navigation").get_by_role("link", name=say["list"]).first.click()
    page.get_by_label(say["find"]).fill(shown.FIRST_EXPORTER)
    page.get_by_role("button", name=say["search"]).click()
    found = page.locator("#found th a")
    expect(found).to_have_count(1)
    found.click()
    assert shown.FIRST_EXPORTER in page.locator("main").inner_text()

    page.get_by_role("link", name=say["check"], exact=True).click()
    page.get_by_label(say["number"]).fill("26aa000001")
    page.get_by_label(say["secret"], exact=True).fill(shown.CODE.lower())
    page.get_by_role("button", name=say["do check"], exact=True).click()
    assert page.locator(".answer-word").inner_text().strip() == say["valid"]

    page.get_by_role("link", name=say["sign in"], exact=True).click()
    page.get_by_label(say["user"]).fill("exporter")
    page.get_by_label(say["password"]).fill(shown.PASSWORD)
    page.locator("main").get_by_role("button", name=say["sign in"]).click()
    assert page.locator("h1").inner_text() == say["desk"]
    assert page.troubles == []
    page.context.close()


def test_the_wizard_by_keyboard_alone(address, chromium):
    """Tab to the first choice, arrows and space choose, Enter goes on; focus is always on something visible."""
    page = page_of(chromium)
    page.goto(f"{address}/need/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")  # new
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="靠什么驱动？").wait_for()
    focus_on(page, "propulsion")
    page.keyboard.press("ArrowDown")  # from the first choice to the second: hybrid
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="主要用于载人吗？").wait_for()
    focus_on(page, "persons")
    page.keyboard.press("Enter")  # nothing was chosen
    page.locator(".wrong").wait_for()
    assert page.evaluate("document.activeElement.classList.contains('wrong')")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # the error leads to its field
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name") == "persons"
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
    assert page.troubles == []
    page.context.close()


def focus_on(page, name):
    """Tab from the head of the page until a field of that name has the focus."""
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name || ''") == name:
            return
    raise AssertionError(f"the field {name} cannot be reached by keyboard")


def test_a_search_as_one_types_tells_the_number_and_keeps_the_focus(address, chromium):
    page = page_of(chromium)
    page.goto(f"{address}/lists/2026/")
    page.get_by_label("企业名称、统一社会信用代码或车型").press_sequentially("示例远航", delay=20)
    page.locator("#found th a").filter(has_text="示例远航").wait_for()
    expect(page.locator("#live")).to_contain_text("1家")
    assert page.evaluate("document.activeElement.id") == "id_q"
    assert "q=" in page.url
    page.context.close()


def test_light_and_dark_are_chosen_by_the_system_and_kept_when_changed(address, chromium):
    page = page_of(chromium, color_scheme="dark")
    page.goto(f"{address}/")
    assert page.locator("html").get_attribute("data-bs-theme") == "dark"
    page.get_by_role("button", name="浅色显示").click()
    page.goto(f"{address}/about/")
    assert page.locator("html").get_attribute("data-bs-theme") == "light"
    page.context.close()


def test_no_page_scrolls_sideways_at_four_hundred_percent(address, chromium):
    """1280 px at 400 % zoom are 320 px (WCAG 1.4.10)."""
    page = page_of(chromium, viewport={"width": 320, "height": 800})
    wide = []
    for path in PAGES:
        for prefix in ("", "/en"):
            page.goto(address + prefix + path)
            if page.evaluate("document.documentElement.scrollWidth") > 320:
                wide.append(prefix + path)
    assert wide == []
    page.context.close()


LOOKS = [
    ("", "dark"),
    ("/en", "light"),
    *(pytest.param(*look, marks=pytest.mark.slow) for look in (("", "light"), ("/en", "dark"))),
]


@pytest.mark.parametrize(("prefix", "theme"), LOOKS)
def test_axe_finds_nothing_on_any_page(address, chromium, axe, prefix, theme):
    page = page_of(chromium, color_scheme=theme, bypass_csp=True)
    found = {path: broken for path in PAGES if (broken := violations(page, address + prefix + path, axe))}
    assert found == {}
    page.context.close()


def test_axe_does_find_what_is_broken(address, chromium, axe):
    """The checker runs: a picture without words is reported."""
    page = page_of(chromium, bypass_csp=True)
    page.goto(f"{address}/about/")
    page.evaluate("document.querySelector('main').appendChild(document.createElement('img'))")
    assert "image-alt" in checked(page, axe)
    page.context.close()


def violations(page, url, axe):
    page.goto(url)
    return checked(page, axe)
