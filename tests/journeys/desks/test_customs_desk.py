"""An officer's day at the customs desk in a real browser: both languages, scripts off, keyboard alone, and axe on each page."""

import pytest
from playwright.sync_api import expect
from tests.journeys.browsing import checked, go, tab_to

pytestmark = pytest.mark.browser

WORDS = {
    "": {
        "declare": "凭此证录入报关单", "decide": "验放（作出决定）",
        "preview": "试算（不作决定）", "released": "放行", "refused": "不予放行", "open": "打开报关单", "cancel": "退关",
        "go on": "继续", "confirm": "确认退关", "cancelled": "已退关", "reasons": "理由", "passed": "记录合格",
        "record": "记录结果", "found": "查验情况", "repeat": "重复报文", "hold": "布控",
    },
    "/en": {
        "declare": "Declare under this licence", "decide": "Decide",
        "preview": "Preview only", "released": "Released", "refused": "Refused", "open": "Open the declaration", "cancel": "Cancel",
        "go on": "Continue", "confirm": "Cancel these cars", "cancelled": "Cancelled", "reasons": "Reasons", "passed": "Record as passed",
        "record": "Record the result", "found": "What was found", "repeat": "This is a repeat", "hold": "Place a hold",
    },
}  # fmt: skip


@pytest.fixture(scope="module")
def cars(office):
    return iter(office.samples["unused_vins"])


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts on", "scripts off"])
@pytest.mark.parametrize("prefix", ["", "/en"], ids=["zh", "en"])
def test_from_a_scan_to_a_write_off_and_back(signed_in, office, cars, prefix, scripts):
    say, number = WORDS[prefix], office.samples["licences"]["with_balance"]["number"]
    page = signed_in("customs", prefix, java_script_enabled=scripts)
    scan(page, number)
    page.get_by_role("link", name=say["declare"]).click()
    declaration_no = f"53002027{'1' if prefix else '2'}{int(scripts)}0000001"
    page.locator("#id_declaration_no").fill(declaration_no)
    first = next(cars)
    page.locator("#id_cars").fill(f"{first[:8]} {first[8:]}\n{next(cars)}\n")
    page.get_by_role("button", name=say["preview"], exact=True).click()
    expect(page.locator(".verdict-preview .verdict-word")).to_contain_text(say["released"])
    page.get_by_role("button", name=say["decide"], exact=True).click()
    expect(page.locator(".verdict-released .verdict-word")).to_contain_text(say["released"])
    assert page.evaluate("document.activeElement.id") == "scan" if scripts else True

    page.get_by_role("link", name=say["open"]).click()
    page.locator(".deeds").get_by_role("link", name=say["cancel"], exact=True).click()
    page.locator(f"input[value='{first}']").check()
    page.get_by_label(say["reasons"], exact=False).first.fill("改配下一航次")
    page.get_by_role("button", name=say["go on"]).click()
    expect(page.locator("main")).to_contain_text(first)
    page.get_by_role("button", name=say["confirm"]).click()
    expect(page.locator(".car-list")).to_contain_text(say["cancelled"])
    assert page.troubles == []


def scan(page, text):
    page.locator("[data-scan]").fill(text)
    page.keyboard.press("Enter")
    page.locator(".result-word").wait_for()


def test_the_gate_by_keyboard_alone(signed_in, cars):
    """A scanner types and ends with Enter; everything else is Tab and Enter, and the field is ready again each time."""
    page = signed_in("customs")
    first, second = next(cars), next(cars)
    assert page.evaluate("document.activeElement.id") == "scan"
    page.keyboard.type("27AA000001\n")
    page.locator(".result-word").wait_for()
    expect(page.locator("#scan")).to_have_value("")
    expect(page.locator("#scan")).to_be_focused()
    tab_to(page, "a[href*='declare/?licence']")
    page.keyboard.press("Enter")
    page.locator("#id_cars").wait_for()
    tab_to(page, "#id_declaration_no")
    page.keyboard.type("530020279000000001")
    tab_to(page, "#id_cars")
    page.keyboard.type(f"{first}\n{second}\n{first}\n")
    expect(page.locator("#live")).to_contain_text(first)
    assert page.input_value("#id_cars").split() == [first, second], "a car scanned twice stands once"
    tab_to(page, "[name=decide]")
    page.keyboard.press("Enter")
    page.locator(".verdict-released").wait_for()
    assert page.evaluate("document.activeElement.id") == "scan"
    assert page.locator("#scan").get_attribute("aria-describedby").endswith("verdict-word")
    page.keyboard.type(f"{second}\n")
    expect(page.locator(".result-word")).to_contain_text("已出口")
    assert page.troubles == []


def test_a_form_sent_twice_is_decided_once(signed_in, office, cars):
    page = signed_in("customs", "/en")
    page.goto(f"{page.url}gate/declare/?licence={office.samples['licences']['with_balance']['number']}")
    page.locator("#id_declaration_no").fill("530020278000000001")
    page.locator("#id_cars").fill(next(cars))
    form = page.evaluate("Object.fromEntries(new FormData(document.querySelector('main form')))")
    address = page.url
    page.get_by_role("button", name="Decide", exact=True).click()
    page.locator(".verdict-released").wait_for()
    answer = page.request.post(address, form={**form, "decide": ""}, headers={"Referer": address})
    assert WORDS["/en"]["repeat"] in answer.text()


def test_a_held_consignment_is_inspected_and_released(signed_in):
    page = signed_in("customs", "/en")
    page.goto(f"{page.url}inspections/?state=ordered&level=strict")
    page.locator("#found tbody a").first.click()
    page.get_by_role("link", name=WORDS["/en"]["passed"]).click()
    assert page.locator("input[value=passed]").is_checked()
    page.get_by_label(WORDS["/en"]["found"]).fill("two cars opened, plates agree")
    page.get_by_role("button", name=WORDS["/en"]["record"]).click()
    expect(page.locator(".case-head")).to_contain_text("Released")
    expect(page.locator(".timeline-part")).to_contain_text("two cars opened")
    assert page.troubles == []


PAGES = (
    "", "?q=27-AA-000001", "?q=nothing", "gate/declare/?licence=27-AA-000001", "gate/paper/", "declarations/", "declarations/?q=none",
    "files/", "files/upload/", "inspections/", "holds/", "holds/place/", "writeoffs/", "reconciliation/",
    "reconciliation/?first=2026-01-01", "reconciliation/report/", "risk/",
)  # fmt: skip


def followed(page, base):
    """The pages behind the lists, and the error state of each form."""
    for path in ("declarations/?days=all&state=released", "inspections/", "risk/?level=strict", "holds/"):
        page.goto(base + path)
        yield page.locator("#found tbody a").first.evaluate("a => a.href")
    page.goto(base + "declarations/?days=all&state=released")
    go(page, page.locator("#found tbody a").first)
    released = page.url
    yield from (f"{released}{deed}/" for deed in ("cancel", "correct", "return"))


FORMS = ("gate/declare/", "gate/paper/", "holds/place/", "reconciliation/report/", "files/upload/")


@pytest.mark.parametrize(("prefix", "theme"), [("", "dark"), pytest.param("/en", "light", marks=pytest.mark.slow)])
def test_axe_finds_nothing_on_any_page(signed_in, axe, prefix, theme):
    page = signed_in("customs", prefix, color_scheme=theme, bypass_csp=True)
    base = page.url
    found, addresses = {}, [base + path for path in PAGES]
    for address in [*addresses, *followed(page, base)]:
        page.goto(address)
        if broken := checked(page, axe):
            found[address] = broken
    for path in FORMS:
        page.goto(base + path)
        page.locator("main form .btn-primary").last.click()
        page.locator(".wrong").wait_for()
        if broken := checked(page, axe):
            found[f"{path} with errors"] = broken
    assert found == {}


@pytest.mark.slow  # in an ordinary run half of all pages are as narrow as this in tests/journeys/test_every_page.py
def test_no_page_scrolls_sideways_at_four_hundred_percent(signed_in):
    page = signed_in("customs", "/en", viewport={"width": 320, "height": 800})
    base = page.url
    wide = []
    for address in [*(base + path for path in PAGES), *followed(page, base)]:
        page.goto(address)
        if page.evaluate("document.documentElement.scrollWidth") > 320:
            wide.append(address)
    assert wide == []
