"""Applications, licences, registers and rules at the officers' desk in a real browser: both languages, scripts off, keyboard alone."""

import pytest
from playwright.sync_api import expect
from tests.journeys.browsing import checked, go, tab_to

pytestmark = pytest.mark.browser

WORDS = {
    "": {
        "pass": "初审通过", "issue": "复审发证", "ask": "要求补正", "refuse": "不予发证", "suspend": "暂停", "lift": "恢复",
        "issued": "出口许可证签发通知书", "asked": "许可证申请补正通知书", "refused": "不予签发出口许可证决定书",
        "suspended": "暂停使用出口许可证决定书", "many": "签发勾选的申请",
    },
    "/en": {
        "pass": "Pass the first review", "issue": "Issue the licence", "ask": "Request further information", "refuse": "Refuse",
        "suspend": "Suspend", "lift": "Lift the suspension", "issued": "Licence issued",
        "asked": "Request for further information on an application", "refused": "Decision to refuse a licence",
        "suspended": "Licence suspended", "many": "Issue the ticked ones",
    },
}  # fmt: skip


def troubles(page):
    """What went wrong in the browser, but for a form that was sent back on purpose."""
    return [one for one in page.troubles if "status of 422" not in one]


def begin(page, deed):
    go(page, page.locator(".deeds").get_by_role("link", name=deed, exact=True))


def go_on(page):
    page.locator("main form .btn-primary").last.click()


def confirm(page, letter):
    """The letter is there to be read; then the deed is done and says so."""
    expect(page.locator(".letter").first).to_contain_text(letter)
    page.locator("button[name=step][value=do]").click()
    page.locator(".flash:not(.flash-wrong)").wait_for()


@pytest.mark.parametrize(("prefix", "scripts"), [("", True), ("/en", False)], ids=["zh", "en, scripts off"])
def test_from_the_queue_to_a_licence_a_question_and_a_refusal(signed_in, prefix, scripts):
    say = WORDS[prefix]
    page = signed_in("examiner", prefix, java_script_enabled=scripts)
    desk = page.url
    go(page, page.locator("#found tbody a").first)
    case = page.url
    begin(page, say["pass"])
    go_on(page)
    page.locator(".wrong").wait_for()  # what needs evidence must be looked into
    page.locator("#id_note").fill("已核对合同与发票。")
    go_on(page)
    page.locator(".flash").wait_for()

    page.goto(desk)
    page.locator("#found tbody a").first.click()
    begin(page, say["ask"])
    page.locator("#id_field").select_option("lines.1.unit_price")
    page.locator("#id_question").fill("请说明单价依据。")
    go_on(page)
    confirm(page, say["asked"])
    expect(page.locator("main")).to_contain_text("请说明单价依据。")
    assert troubles(page) == []

    page = signed_in("approver", prefix, java_script_enabled=scripts)
    desk = page.url
    page.goto(case)
    begin(page, say["issue"])
    confirm(page, say["issued"])
    expect(page.locator(".timeline-part a[href*='/papers/letters/']").first).to_be_visible()

    page.goto(f"{desk}?state=reviewed")
    page.locator("#found tbody a").first.click()
    begin(page, say["refuse"])
    page.locator("#id_reason").fill("收货人与合同买方不一致。")
    page.locator("#id_citation").select_option("ISSUE-RULES-2008#materials")
    go_on(page)
    page.locator("button[value=edit]").click()
    expect(page.locator("#id_reason")).to_have_value("收货人与合同买方不一致。")
    go_on(page)
    confirm(page, say["refused"])
    assert troubles(page) == []


def test_many_are_issued_together_and_the_page_shows_how_far(signed_in):
    page = signed_in("approver", "/en")
    desk = page.url
    page.goto(f"{desk}?state=reviewed")
    page.locator("#found tbody input[name=chosen]").first.check()
    page.get_by_role("button", name=WORDS["/en"]["many"]).click()
    page.locator("progress").wait_for()
    expect(page.locator(".progress-part")).to_contain_text("of 1 done")
    page.reload()
    page.locator("progress").wait_for()
    assert troubles(page) == []


@pytest.mark.parametrize(("prefix", "scripts"), [("", False), ("/en", True)], ids=["zh, scripts off", "en"])
def test_a_licence_is_found_suspended_and_lifted(signed_in, office, prefix, scripts):
    say, number = WORDS[prefix], office.samples["licences"]["with_balance"]["number"]
    page = signed_in("approver", prefix, java_script_enabled=scripts)
    desk = page.url
    page.goto(f"{desk}licences/")
    page.locator("#q").fill(number.replace("-", ""))
    page.locator("#q").press("Enter")
    page.locator(f"#found a:has-text('{number}')").click()
    begin(page, say["suspend"])
    page.locator("#id_reason").fill("涉嫌转让，待查。")
    go_on(page)
    confirm(page, say["suspended"])
    begin(page, say["lift"])
    page.locator("#id_reason").fill("已查清。")
    go_on(page)
    page.locator("button[value=do]").click()
    page.locator(".flash").wait_for()
    assert troubles(page) == []


def test_a_revocation_begins_by_keyboard_alone(signed_in, office):
    page = signed_in("approver")
    desk = page.url
    page.goto(f"{desk}licences/{office.samples['licences']['with_balance']['number']}/")
    tab_to(page, ".deeds a[href$='propose-revocation/']")
    page.keyboard.press("Enter")
    page.locator("#id_facts").wait_for()
    tab_to(page, "#id_facts")
    page.keyboard.type("合同签订日期晚于申请日期。")
    tab_to(page, "#id_reason")
    page.keyboard.type("以虚假材料取得。")
    tab_to(page, "main form .btn-primary")
    page.keyboard.press("Enter")
    page.locator(".letter").first.wait_for()
    tab_to(page, "button[value=do]")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("须由周复审以外的工作人员决定")
    assert troubles(page) == []


def test_a_register_is_looked_at_before_it_is_taken_in(signed_in, tmp_path):
    edition = tmp_path / "units.csv"
    edition.write_text("code,name_zh,name_en\n998,示例单位,example unit\n", encoding="utf-8")
    page = signed_in("ministry", "/en")
    desk = page.url
    page.goto(f"{desk}registers/unit/import/")
    page.locator("#id_file").set_input_files(edition)
    page.locator("#id_partial").check()
    go_on(page)
    expect(page.locator("main")).to_contain_text("998")
    page.get_by_role("button", name="Take it in").click()
    expect(page.locator(".flash")).to_contain_text("1 added, 0 changed, 0 withdrawn")
    expect(page.locator("main")).to_contain_text("units.csv")
    assert troubles(page) == []


def test_a_proposed_value_shows_whom_it_touches(signed_in):
    page = signed_in("ministry")
    desk = page.url
    page.goto(f"{desk}law/")
    page.locator("#id_path").select_option("qualification.service.response_hours_at_most")
    page.locator("#id_value").fill("24")
    go_on(page)
    expect(page.locator(".finding-id").first).to_have_text("Q8")
    assert troubles(page) == []


LICENCE = "licences/27-AA-000001/"
PAGES = {
    "approver": (
        "", "?state=all", "licences/", "licences/?q=none", LICENCE, f"{LICENCE}writeoffs/", f"{LICENCE}suspend/", "licences/27-AA-000035/",
        "code-changes/", "code-changes/?old=8703801090&new=8703801091&since=2028-01-01", "code-changes/?old=1&new=2&since=x",
    ),
    "ministry": (
        "law/", "law/?from=2027-01-01&to=2027-03-03&path=qualification.service.response_hours_at_most&value=24",
        "law/?from=x&to=y", "registers/", "registers/announcement/", "registers/country/?q=none", "registers/unit/import/",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("user", "prefix", "theme"), [("approver", "", "dark"), ("ministry", "/en", "light")])
def test_axe_finds_nothing_on_any_page(signed_in, axe, user, prefix, theme):
    page = signed_in(user, prefix, color_scheme=theme, bypass_csp=True)
    desk = page.url
    found, wide = {}, []
    for path in PAGES[user]:
        page.goto(desk + path)
        if broken := checked(page, axe):
            found[path] = broken
    page.goto(desk + PAGES[user][-1] if user == "ministry" else f"{desk}{LICENCE}suspend/")
    go_on(page)
    page.locator(".wrong").wait_for()
    if broken := checked(page, axe):
        found["with errors"] = broken
    if user == "approver":
        page.locator("#id_reason").fill("待查。")
        go_on(page)
        page.locator(".letter").first.wait_for()
        if broken := checked(page, axe):
            found["the letter"] = broken
    page.set_viewport_size({"width": 320, "height": 800})
    for path in PAGES[user]:
        page.goto(desk + path)
        if page.evaluate("document.documentElement.scrollWidth") > 320:
            wide.append(path)
    assert (found, wide) == ({}, [])
