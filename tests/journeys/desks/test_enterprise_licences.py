"""An exporter's licences in a real browser: draft, hand in, two officers, the wallet, the gate tried, a plan; also by keyboard."""

import re

import pytest
from playwright.sync_api import expect
from tests.journeys.browsing import checked, do, tab_to

pytestmark = pytest.mark.browser

WORDS = {
    "": {
        "new": "新建申请", "go on": "继续", "save": "保存并核对",
        "check": "提交申请", "submit": "提交申请", "done": "申请已提交", "try": "试算", "released": "放行", "look": "核对",
        "make": "建立草稿", "all": "提交全部", "press": "全部提交", "add": "增加一行",
    },
    "/en": {
        "new": "Apply for a licence", "go on": "Continue",
        "save": "Save and check", "check": "Submit the application", "submit": "Hand in the application",
        "done": "The application is handed in", "try": "Try it", "released": "Released", "look": "Check it", "make": "Make the drafts",
        "all": "Hand in all", "press": "Hand them in", "add": "Add a row",
    },
}  # fmt: skip
MODEL = "DMO7000BEVA1"


@pytest.mark.parametrize(("prefix", "scripts"), [("", True), ("/en", False)], ids=["zh", "en, scripts off"])
def test_from_the_draft_to_the_licence_and_the_gate(signed_in, address, office, prefix, scripts):
    say, contract = WORDS[prefix], f"EX-JOURNEY-{1 if prefix else 2}"
    page = signed_in("exporter", prefix, java_script_enabled=scripts)
    page.goto(f"{address}{prefix}/enterprise/applications/")
    page.get_by_role("link", name=say["new"]).first.click()
    page.locator("input[name=maker]").first.check()
    page.get_by_role("button", name=say["go on"]).click()
    page.locator("#id_contract_no").fill(contract)
    page.locator("#id_consignee").fill("Example DE Import Ltd.")
    page.locator("#id_destination").select_option("DE")
    page.locator("#id_customs_district").select_option("5300")
    page.get_by_role("button", name=say["add"]).click()
    expect(page.locator("#id_contract_no")).to_have_value(contract)
    page.locator("[id='id_lines.1.model_code']").select_option(MODEL)
    page.locator("[id='id_lines.1.quantity']").fill("3")
    page.locator("[id='id_lines.1.unit_price']").fill("19800.00")
    page.get_by_role("button", name=say["save"]).click()
    key = re.search(r"applications/([0-9a-f-]{36})/", page.url)[1]
    page.locator(".deeds").get_by_role("link", name=say["check"]).click()
    expect(page.locator("main")).to_contain_text(contract)
    page.get_by_role("button", name=say["submit"]).click()
    expect(page.locator("h1")).to_contain_text(say["done"])

    examiner = signed_in("examiner", prefix, java_script_enabled=scripts)
    decided(examiner, f"{address}{prefix}/officer/applications/{key}/pass-first-review/", note="已核对合同与发票。")
    approver = signed_in("approver", prefix, java_script_enabled=scripts)
    decided(approver, f"{address}{prefix}/officer/applications/{key}/issue/")

    page.goto(f"{address}{prefix}/enterprise/licences/?q={contract}")
    page.locator("#found tbody th a").first.click()
    expect(page.locator("main")).to_contain_text(contract)
    page.locator(".deeds a").first.click()
    page.locator("#id_cars").fill("\n".join(office.samples["unused_vins"][:2]))
    page.get_by_role("button", name=say["try"]).click()
    expect(page.locator(".verdict-preview .verdict-word")).to_contain_text(say["released"])
    assert page.troubles == []


def decided(page, address, *, note=""):
    """An officer's deed on its page: the words where it asks for some, then the deed."""
    page.goto(address)
    if note and page.locator("#id_note").is_visible():
        page.locator("#id_note").fill(note)
    do(page)


@pytest.mark.parametrize(("prefix", "scripts"), [("", False), ("/en", True)], ids=["zh, scripts off", "en"])
def test_a_plan_becomes_drafts_that_are_handed_in(signed_in, address, prefix, scripts):
    say = WORDS[prefix]
    page = signed_in("exporter", prefix, java_script_enabled=scripts)
    page.goto(f"{address}{prefix}/enterprise/plans/new/")
    page.locator("#id_name").fill("示例轮003航次")
    page.locator("#id_maker").select_option(index=0)
    for number, quantity in ((1, "2"), (2, "two")):
        fill_row(page, number, f"PLAN-{number}{len(prefix)}", quantity)
    page.get_by_role("button", name=say["look"]).click()
    expect(page.locator("#bad-title")).to_be_visible()
    page.get_by_role("button", name=say["make"]).click()
    expect(page.locator("#found tbody")).to_contain_text(f"PLAN-1{len(prefix)}")
    page.get_by_role("link", name=say["all"]).click()
    page.get_by_role("button", name=say["press"]).click()
    expect(page.locator("progress")).to_be_visible()
    page.reload()
    expect(page.locator("progress")).to_be_visible()
    assert page.troubles == []


def fill_row(page, number, contract, quantity):
    cells = {"contract_no": contract, "consignee": "Example Ltd.", "quantity": quantity, "unit_price": "19800.00"}
    for name, value in cells.items():
        page.locator(f"[id='id_rows.{number}.{name}']").fill(value)
    for name, value in {"destination": "DE", "customs_district": "5300", "model_code": MODEL}.items():
        page.locator(f"[id='id_rows.{number}.{name}']").select_option(value)


def test_the_gate_is_tried_by_keyboard_alone(signed_in, address, office):
    page = signed_in("exporter")
    page.goto(f"{address}/enterprise/licences/27-AA-000001/")
    tab_to(page, ".deeds a")
    page.keyboard.press("Enter")
    page.locator("#id_cars").wait_for()
    tab_to(page, "#id_cars")
    page.keyboard.type("\n".join(office.samples["unused_vins"][:2]))
    tab_to(page, "main form .btn-primary")
    page.keyboard.press("Enter")
    page.locator(".verdict-preview").wait_for()
    assert page.evaluate("document.activeElement.id") == "preview"
    assert page.troubles == []


PAGES = (
    "enterprise/applications/", "enterprise/applications/?q=none", "enterprise/applications/new/", "enterprise/licences/",
    "enterprise/licences/?state=suspended", "enterprise/licences/27-AA-000001/", "enterprise/licences/27-AA-000001/would-pass/",
    "enterprise/licences/27-AA-000001/amend/", "enterprise/licences/27-AA-000001/reapply/", "enterprise/plans/",
    "enterprise/plans/new/", "inbox/", "inbox/?state=unread", "inbox/channels/", "inbox/channels/email/", "inbox/deliveries/",
)  # fmt: skip
FORMS = ("enterprise/licences/27-AA-000001/would-pass/", "enterprise/licences/27-AA-000001/return/", "inbox/channels/webhook/")


@pytest.mark.parametrize(("prefix", "theme"), [("", "dark"), pytest.param("/en", "light", marks=pytest.mark.slow)])
def test_axe_finds_nothing_on_any_page(signed_in, address, axe, prefix, theme):
    page = signed_in("exporter", prefix, color_scheme=theme, bypass_csp=True)
    base, found = f"{address}{prefix}/", {}
    page.goto(f"{base}enterprise/applications/?state=draft")
    draft = page.locator("#found tbody th a").first.evaluate("a => a.href")
    page.goto(f"{base}inbox/")
    notice = page.locator("#found tbody th a").first.evaluate("a => a.href")
    for one in [*(base + path for path in PAGES), draft, f"{draft}edit/", f"{draft}submit/", notice]:
        page.goto(one)
        if broken := checked(page, axe):
            found[one] = broken
    for path in FORMS:
        page.goto(base + path)
        page.locator("main form .btn-primary").last.click()
        page.locator(".wrong").wait_for()
        if broken := checked(page, axe):
            found[f"{path} with errors"] = broken
    assert found == {}
