"""A maker's yearly filing in a real browser, from home to the answer of a question: both languages, scripts off, keyboard alone."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest
from playwright.sync_api import expect
from tests.database import close_thread
from tests.journeys.browsing import checked, go, tab_to

from evexport.accounts.actors import in_role
from evexport.accounts.roles import Role
from evexport.kernel.clock import CHINA
from evexport.kernel.ids import uuid7
from evexport.qualification.actions import review
from evexport.qualification.models import Filing

pytestmark = pytest.mark.browser

OWNER, YEAR = "owner", 2028
AT = datetime(2027, 3, 3, 10, tzinfo=CHINA)
WORDS = {
    "": {
        "draft": "2028年度出口资质申报", "withdraw": "撤回申报",
        "start": "开始2028年度出口资质申报", "begin": "开始填写", "exports": "填报出口情况与计划", "failing": "1项不符合", "save": "保存并返回",
        "saved": "已保存", "check": "核对并提交", "declare": "继续：作出声明", "submit": "提交2028年度申报", "missing": "提交前须作出声明",
        "receipt": "2028年度出口资质申报已提交", "home": "首页", "answer": "答复", "send": "提交答复", "answered": "补正已答复",
    },
    "/en": {
        "draft": "Filing for 2028", "withdraw": "Withdraw the filing",
        "start": "Start the filing for 2028", "begin": "Start", "exports": "Give the exports and the plan", "failing": "1 not met",
        "save": "Save and return", "saved": "is saved", "check": "Check and submit", "declare": "Continue to the declaration",
        "submit": "Submit the 2028 filing", "missing": "The declaration must be made", "receipt": "Filing for 2028 handed in",
        "home": "Home", "answer": "Answer", "send": "Hand in the answer", "answered": "questions answered",
    },
}  # fmt: skip


@pytest.fixture
def asked(office, elsewhere):
    """The department asks about the capacity of what the maker has just submitted."""

    def ask():
        filing = Filing.objects.using(OWNER).get(maker__uscc=office.samples["maker"]["uscc"], year=YEAR, state="submitted")
        by = in_role(
            Role.PROVINCE_OFFICER,
            user_id=uuid7(),
            organisation_id=filing.department_id,
            authority=filing.authority,
            name="示例初核员",
        )
        review.request_information(filing.pk, [{"field": "production_capacity", "question": "请说明新增产线。"}], by=by, at=AT)

    return lambda: elsewhere(ask)


@pytest.fixture
def elsewhere():
    """Runs a deed beside the browser's event loop, in a thread that gives its connections back."""

    def run(deed):
        def work():
            try:
                deed()
            finally:
                close_thread()

        with ThreadPoolExecutor(1) as pool:
            pool.submit(work).result()

    return run


def test_a_section_by_keyboard_alone(signed_in):
    """From home to the draft, a section filled in and saved, the error told where the focus is."""
    page, say = signed_in("maker"), WORDS[""]
    tab_to(page, ".task-group:first-of-type .task-list a")
    page.keyboard.press("Enter")
    page.locator(".case-head").wait_for()
    tab_to(page, "a[href$='sections/quality_management/']")
    page.keyboard.press("Enter")
    page.locator("#id_standard").wait_for()
    tab_to(page, "#id_standard")
    page.keyboard.press("Control+A")
    page.keyboard.type("IATF 16949")
    tab_to(page, "main form .btn-primary")
    page.keyboard.press("Enter")
    expect(page.locator(".flash")).to_contain_text(say["saved"])
    tab_to(page, "a[href$='check/']")
    page.keyboard.press("Enter")
    page.locator(".checked").first.wait_for()
    tab_to(page, "a[href$='hand-in/']")
    page.keyboard.press("Enter")
    page.locator("#id_true").wait_for()
    tab_to(page, "main form .btn-primary")
    page.keyboard.press("Enter")
    page.locator(".wrong").wait_for()
    assert page.evaluate("document.activeElement.classList.contains('wrong')")
    assert untold(page) == []


@pytest.mark.parametrize(("prefix", "theme"), [("", "dark"), pytest.param("/en", "light", marks=pytest.mark.slow)])
def test_axe_finds_nothing_on_the_filings_pages(signed_in, axe, prefix, theme):
    page = signed_in("maker", prefix, color_scheme=theme, bypass_csp=True)
    home = page.url
    go(page, page.get_by_role("link", name=WORDS[prefix]["draft"]).first)
    one = page.url
    sections = ("manufacturer", "production_capacity", "models", "exports", "claimed_category")
    rest = ("", *(f"sections/{name}/" for name in sections), "models/add/", "papers/", "check/", "hand-in/", "deeds/withdraw/")
    found = {}
    for address in (home, f"{home}filings/", *(one + path for path in rest)):
        page.goto(address)
        if broken := checked(page, axe):
            found[address] = broken
    for path in ("hand-in/", "papers/", "models/add/"):
        page.goto(one + path)
        page.locator("main form .btn-primary").last.click()
        page.locator(".wrong").wait_for()
        if broken := checked(page, axe):
            found[f"{path} with errors"] = broken
    assert found == {}


@pytest.mark.parametrize(("prefix", "scripts"), [("", True), ("/en", False)], ids=["zh", "en, scripts off"])
def test_from_home_to_the_answer(signed_in, asked, prefix, scripts):
    say = WORDS[prefix]
    page = signed_in("maker", prefix, java_script_enabled=scripts)
    home = page.url
    withdrawn(page, say)
    page.goto(home)
    page.get_by_role("link", name=say["start"]).first.click()
    page.get_by_role("button", name=say["begin"], exact=True).click()
    mended(page, say)
    page.get_by_role("link", name=say["check"], exact=True).click()
    page.get_by_role("link", name=say["declare"]).click()
    page.get_by_role("button", name=say["submit"]).click()
    expect(page.locator(".wrong")).to_contain_text(say["missing"])
    page.locator("#id_true").check()
    page.get_by_role("button", name=say["submit"]).click()
    expect(page.locator("h1")).to_contain_text(say["receipt"])
    kept = page.url
    asked()
    page.goto(home)
    page.locator(".task-group").first.get_by_role("link", name=say["draft"]).click()
    page.get_by_role("link", name=say["answer"], exact=True).first.click()
    page.locator("#id_answer-1").fill("七月投产，见附件。")
    page.locator("details summary").first.click()
    page.locator("#id_production_capacity-vehicles_built_last_year").fill("46000")
    page.get_by_role("button", name=say["send"]).click()
    expect(page.locator("h1")).to_contain_text(say["answered"])
    assert page.url == kept, "the receipt stays where it was"
    assert untold(page) == []


def untold(page):
    """Troubles beside the 422 with which a form comes back, which the browser notes as well."""
    return [one for one in page.troubles if "422" not in one]


def withdrawn(page, say):
    """The filing that stands is taken back, so that the year begins anew."""
    page.get_by_role("link", name=say["draft"]).first.click()
    page.locator(".deeds").get_by_role("link", name=say["withdraw"]).click()
    page.locator("main").get_by_role("button", name=say["withdraw"]).click()
    page.locator(".flash").wait_for()


def mended(page, say):
    """Last year's exports were left out: without them the category fails, with them it holds."""
    row = page.locator(".task-list li", has=page.get_by_role("link", name=say["exports"]))
    expect(row).to_contain_text(say["failing"])
    page.get_by_role("link", name=say["exports"]).click()
    for number, (market, count) in enumerate((("DE", "1,300"), ("GB", "900"), ("IL", "800"))):
        page.locator(f"#id_last_year-{number}-market").fill(market)
        page.locator(f"#id_last_year-{number}-vehicles").fill(count)
    page.get_by_role("button", name=say["save"]).click()
    expect(page.locator(".flash")).to_contain_text(say["saved"])
    expect(row).not_to_contain_text(say["failing"])
