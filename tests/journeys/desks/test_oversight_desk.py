"""Oversight and administration in a real browser: figures and their entries, an account and a key from first to last, axe on all."""

import pytest
from playwright.sync_api import expect
from tests.journeys.browsing import checked, tab_to

pytestmark = pytest.mark.browser

WORDS = {
    "": {
        "exports": "出口", "year": "年度", "apply": "筛选", "table": "数据表",
        "behind": "来源记录", "proof": "下载证明（JSON）", "organisations": "单位", "open": "开通用户", "open it": "开通用户", "name": "姓名",
        "kept": "已告知，返回", "close": "停用账户", "why": "理由", "closed": "已停用", "reopen": "恢复账户",
        "issue": "签发密钥", "system": "使用该密钥的系统", "key kept": "已保存，返回", "withdraw": "吊销密钥", "withdrawn": "已吊销",
    },
    "/en": {
        "exports": "Exports", "year": "Year", "apply": "Apply",
        "table": "The same as a table", "behind": "Entries behind it", "proof": "Download proof (JSON)",
        "organisations": "Organisations", "open": "Open an account", "open it": "Open the account", "name": "Name", "kept": "I have handed it over",
        "close": "Close the account", "why": "Reasons", "closed": "Closed", "reopen": "Reopen the account",
        "issue": "Issue the key", "system": "The system that uses it", "key kept": "I have kept it",
        "withdraw": "Withdraw the key", "withdrawn": "Withdrawn",
    },
}  # fmt: skip


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts on", "scripts off"])
@pytest.mark.parametrize("prefix", ["", "/en"], ids=["zh", "en"])
def test_from_a_figure_to_the_proof_of_an_entry_behind_it(signed_in, prefix, scripts):
    say = WORDS[prefix]
    page = signed_in("analyst", prefix, java_script_enabled=scripts)
    page.locator("nav.sections").get_by_role("link", name=say["exports"], exact=True).click()
    page.get_by_label(say["year"]).select_option("2026")
    page.get_by_role("button", name=say["apply"]).click()
    chart = page.locator("section.chart-part").first
    table = chart.locator("table")
    if scripts:
        expect(chart.locator("canvas")).to_be_visible()
        expect(table).to_be_hidden()
        chart.get_by_text(say["table"]).click()
    expect(table).to_be_visible()
    assert table.locator("tbody tr").count() > 5
    with page.expect_download() as got:
        chart.get_by_role("link", name="CSV").click()
    assert got.value.suggested_filename == "exports-by-month.csv"
    chart.get_by_role("link", name=say["behind"]).click()
    page.locator("tbody a").first.click()
    expect(page.locator("dl.facts").first).to_contain_text("declaration:")
    assert page.troubles == []


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts on", "scripts off"])
@pytest.mark.parametrize("prefix", ["", "/en"], ids=["zh", "en"])
def test_an_account_and_a_key_from_first_to_last(signed_in, prefix, scripts):
    say, user = WORDS[prefix], f"new.{'en' if prefix else 'zh'}.{'on' if scripts else 'off'}"
    page = signed_in("administrator", prefix, java_script_enabled=scripts)
    page.goto(f"{page.base}/administration/organisations/?kind=issuing_body")
    page.locator("tbody a").first.click()
    body = page.url
    page.get_by_role("link", name=say["open"]).click()
    page.get_by_label(say["name"], exact=True).fill("吴初审")
    page.locator("#id_username").fill(user)
    page.locator("input[value=examiner]").check()
    page.get_by_role("button", name=say["open it"]).click()
    assert len(page.locator(".give code").inner_text()) >= 12
    page.get_by_role("link", name=say["kept"]).click()
    page.get_by_role("link", name=say["close"]).click()
    page.get_by_label(say["why"]).fill("离岗")
    page.get_by_role("button", name=say["close"]).click()
    expect(page.locator("dl.facts").first).to_contain_text(say["closed"])
    expect(page.get_by_role("link", name=say["reopen"])).to_be_visible()

    page.goto(body)
    page.locator("a[href*='/key/examiner/']").click()
    page.get_by_label(say["system"]).fill(f"审查系统 {user}")
    page.get_by_role("button", name=say["issue"]).click()
    assert page.locator(".give code").inner_text().startswith("evx_")
    page.get_by_role("link", name=say["key kept"]).click()
    page.get_by_role("link", name=say["withdraw"]).click()
    page.get_by_label(say["why"]).fill("停用")
    page.get_by_role("button", name=say["withdraw"]).click()
    expect(page.locator("dl.facts").first).to_contain_text(say["withdrawn"])
    assert page.troubles == []


def test_the_ledger_by_keyboard_alone(signed_in):
    page = signed_in("auditor")
    page.goto(f"{page.base}/oversight/ledger/")
    tab_to(page, "#id_person")
    page.keyboard.type("林初审")
    tab_to(page, "#id_since")
    page.keyboard.type("01012026")
    tab_to(page, "main form button[type=submit]")
    page.keyboard.press("Enter")
    page.wait_for_url("**person=**")
    names = page.locator("tbody td:nth-child(3)").all_inner_texts()
    assert names
    assert all(name.startswith("林初审") for name in names)
    tab_to(page, "tbody a")
    page.keyboard.press("Enter")
    expect(page.locator("dl.facts").first).to_contain_text("林初审")
    assert page.troubles == []


OVERSIGHT = (
    "", "exports/", "exports/?year=all&maker=none", "licences/", "processing/?year=2026", "gate/", "ledger/", "ledger/?since=x",
    "ledger/?subject=none:0", "blocks/",
)  # fmt: skip
ADMINISTRATION = ("", "?q=nobody", "keys/", "organisations/", "organisations/new/", "deliveries/")


@pytest.mark.parametrize(("prefix", "theme"), [("", "dark"), pytest.param("/en", "light", marks=pytest.mark.slow)])
def test_axe_finds_nothing_on_any_page(signed_in, axe, prefix, theme):
    found = {}
    analyst = signed_in("analyst", prefix, color_scheme=theme, bypass_csp=True)
    for path in OVERSIGHT:
        analyst.goto(f"{analyst.base}/oversight/{path}")
        if broken := checked(analyst, axe):
            found[path] = broken
    analyst.goto(f"{analyst.base}/statistics/")
    if broken := checked(analyst, axe):
        found["statistics"] = broken
    keeper = signed_in("administrator", prefix, color_scheme=theme, bypass_csp=True)
    for address in [f"{keeper.base}/administration/{path}" for path in ADMINISTRATION] + list(followed(keeper)):
        keeper.goto(address)
        if broken := checked(keeper, axe):
            found[address] = broken
    keeper.goto(f"{keeper.base}/administration/organisations/new/")
    keeper.locator("main form .btn-primary").last.click()
    keeper.locator(".wrong").wait_for()
    if broken := checked(keeper, axe):
        found["an error"] = broken
    assert found == {}


def followed(page):
    """The pages behind the lists, with their deeds."""
    page.goto(f"{page.base}/administration/?q=examiner")
    person = page.locator("tbody a").first.evaluate("a => a.href")
    page.goto(f"{page.base}/administration/keys/?q=examiner&state=live")
    key = page.locator("tbody a").first.evaluate("a => a.href")
    page.goto(f"{page.base}/administration/organisations/?kind=issuing_body")
    body = page.locator("tbody a").first.evaluate("a => a.href")
    yield person
    yield from (f"{person}{deed}/" for deed in ("role", "password", "close"))
    yield key
    yield from (f"{key}{deed}/" for deed in ("rotate", "withdraw"))
    yield body
    yield from (f"{body}{deed}/" for deed in ("person", "contact", "key/examiner"))


@pytest.mark.slow  # in an ordinary run half of all pages are as narrow as this in tests/journeys/test_every_page.py
def test_no_page_scrolls_sideways_at_four_hundred_percent(signed_in):
    wide = []
    for user, part, paths in (("analyst", "oversight", OVERSIGHT), ("administrator", "administration", ADMINISTRATION)):
        page = signed_in(user, "/en", viewport={"width": 320, "height": 800})
        for path in paths:
            page.goto(f"{page.base}/{part}/{path}")
            if page.evaluate("document.documentElement.scrollWidth") > 320:
                wide.append(f"{part}/{path}")
    assert wide == []
