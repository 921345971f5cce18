"""A maker keeps its network, and parts with an exporter, in a real browser: both languages, scripts off, keyboard alone."""

import csv
from io import StringIO

import pytest
from playwright.sync_api import expect
from tests.journeys.browsing import checked, go, tab_to

pytestmark = pytest.mark.browser

WORDS = {
    "": {
        "network": "服务网络", "parts": "常见故障零部件", "upload": "上传文件", "preview": "上传并预览", "take": "写入草稿",
        "taken": "已写入草稿", "not met": "不符合", "mended": "待改正文件（CSV）", "again": "改正后重新上传", "heads": "市场,应备种数,在库种数",
        "nothing": "尚未写入草稿", "drop": "撤回变更事项", "drop it": "撤回该事项", "ask": "提请撤销授权", "ask it": "提请撤销",
    },
    "/en": {
        "network": "Service network", "parts": "Parts in stock", "upload": "Upload a file", "preview": "Upload and preview",
        "take": "Take it into the draft", "taken": "Taken:", "not met": "Not met", "mended": "File to be mended (CSV)",
        "again": "Upload the mended file", "heads": "Market,Part numbers,In stock", "nothing": "Nothing is taken yet",
        "consent": "Consent to the removal", "consented": "You have consented",
    },
}  # fmt: skip


def hand_in(page, content, say):
    """Choose a file on the upload page and send it."""
    page.locator("#id_file").set_input_files({"name": "parts.csv", "mimeType": "text/csv", "buffer": content.encode()})
    page.get_by_role("button", name=say["preview"]).click()
    expect(page.locator(".step-word")).to_contain_text(say["nothing"])


def to_parts(page, say):
    page.locator(".sections").get_by_role("link", name=say["network"]).click()
    page.locator(".figure").filter(has_text=say["parts"]).get_by_role("link").click()


@pytest.mark.parametrize(
    ("prefix", "scripts"), [("", True), ("/en", True), ("", False), ("/en", False)],
    ids=["zh", "en", "zh scripts off", "en scripts off"],
)  # fmt: skip
def test_bad_rows_come_back_and_once_mended_the_findings_are_met(signed_in, axe, prefix, scripts):
    say = WORDS[prefix]
    page = signed_in("maker", prefix, java_script_enabled=scripts, bypass_csp=scripts)
    to_parts(page, say)
    page.get_by_role("link", name=say["upload"]).click()
    hand_in(page, f"{say['heads']}\nDE,1200,239\n", say)
    page.get_by_role("button", name=say["take"]).click()
    expect(page.locator(".flash")).to_contain_text(say["taken"])
    expect(page.locator(".findings")).to_contain_text(say["not met"])

    page.get_by_role("link", name=say["upload"]).click()
    hand_in(page, f"{say['heads']}\nDE,1200,2400\nAtlantis,10,5\nFR,1200,600\n", say)
    expect(page.locator(".bad-rows")).to_contain_text("Atlantis")
    if scripts:
        assert checked(page, axe) == {}
    with page.expect_download() as had:
        page.get_by_role("link", name=say["mended"]).click()
    rows = list(csv.reader(StringIO(had.value.path().read_text(encoding="utf-8-sig"))))
    assert [row[1] for row in rows[1:]] == ["DE", "Atlantis", "FR"]
    rows[1][3], rows[2][1] = "240", "IT"
    paper = StringIO()
    csv.writer(paper).writerows(rows)
    page.get_by_role("link", name=say["again"]).click()
    hand_in(page, paper.getvalue(), say)
    expect(page.locator("main")).to_contain_text("Q7")
    page.get_by_role("button", name=say["take"]).click()
    expect(page.locator(".findings")).not_to_contain_text(say["not met"])
    assert page.troubles == []


def test_a_row_is_added_by_keyboard_alone(signed_in):
    page = signed_in("maker", "/en")
    page.goto(f"{page.url}network/2028/rescue/")
    tab_to(page, "a[href$='rescue/add/']")
    page.keyboard.press("Enter")
    page.locator("#id_market").wait_for()
    tab_to(page, "#id_market")
    page.keyboard.type("Portugal")
    tab_to(page, "#id_provider")
    page.keyboard.type("Example Towing")
    tab_to(page, "input[name=round_the_clock]")
    page.keyboard.press("Space")
    tab_to(page, "main button[type=submit]")
    page.keyboard.press("Enter")
    page.locator(".flash").wait_for()
    expect(page.locator("#found")).to_contain_text("Portugal")
    assert page.troubles == []


def test_a_maker_asks_and_its_exporter_consents(signed_in):
    zh, en = WORDS[""], WORDS["/en"]
    maker = signed_in("maker")
    maker.goto(f"{maker.url}authorisations/?year=2027")
    go(maker, maker.locator("#found tbody a").first)
    authorisation = maker.url
    maker.get_by_role("link", name=zh["drop"]).click()
    maker.get_by_role("button", name=zh["drop it"]).click()
    maker.get_by_role("link", name=zh["ask"]).click()
    expect(maker.locator("main")).to_contain_text("有余额的许可证")
    maker.locator("#id_reasons").fill("双方协商终止。")
    maker.get_by_role("button", name=zh["ask it"]).click()
    maker.locator(".flash").wait_for()

    exporter = signed_in("exporter", "/en")
    exporter.goto(f"{exporter.url}authorisations/{authorisation.rstrip('/').rsplit('/', 1)[1]}/")
    expect(exporter.locator("main")).to_contain_text("双方协商终止。")
    exporter.get_by_role("link", name=en["consent"]).click()
    exporter.locator("#id_statement").fill("We consent.")
    exporter.get_by_role("button", name=en["consent"]).click()
    expect(exporter.locator(".flash")).to_contain_text(en["consented"])
    maker.goto(authorisation)
    expect(maker.locator(".case-head")).to_contain_text("已撤销授权")
    assert maker.troubles == exporter.troubles == []
