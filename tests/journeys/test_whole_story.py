"""The whole story in a real browser, each person at their own desk: a maker files and is reviewed up to the public notice, its
exporter applies, two officers issue, customs writes cars off, and everybody looks up what became of them.
"""

from datetime import timedelta

import pytest
from django.conf import settings
from playwright.sync_api import expect
from tests.desks.office import Office
from tests.journeys.browsing import do, go, page_of, sign_in
from tests.journeys.desks.test_enterprise_filing import mended, withdrawn

from evexport.customs.gate import pool
from evexport.demo.year import TODAY

pytestmark = pytest.mark.browser

AFTER_CONSULTATION = TODAY + timedelta(days=40)
"""The other agencies said nothing within their time."""
WORDS = {
    "": {
        "draft": "2028年度出口资质申报", "withdraw": "撤回申报", "start": "开始2028年度出口资质申报", "begin": "开始填写",
        "exports": "填报出口情况与计划", "failing": "1项不符合", "save": "保存并返回", "saved": "已保存", "check": "核对并提交",
        "declare": "继续：作出声明", "submit": "提交2028年度申报", "receipt": "2028年度出口资质申报已提交", "forward": "通过初核并上报",
        "consult": "启动部门会商", "opine": "反馈会商意见", "agree": "同意", "nominate": "列为候选并公示", "apply": "提交申请",
        "applied": "申请已提交", "pass": "初审通过", "issue": "复审发证", "released": "放行", "valid": "有效", "left": "剩余8辆，共10辆",
    },
    "/en": {
        "draft": "Filing for 2028", "withdraw": "Withdraw the filing", "start": "Start the filing for 2028", "begin": "Start",
        "exports": "Give the exports and the plan", "failing": "1 not met", "save": "Save and return", "saved": "is saved",
        "check": "Check and submit", "declare": "Continue to the declaration", "submit": "Submit the 2028 filing",
        "receipt": "Filing for 2028 handed in", "forward": "Pass first review and forward", "consult": "Start the consultation",
        "opine": "Give an opinion", "agree": "Agree", "nominate": "Nominate and give public notice", "apply": "Hand in the application",
        "applied": "The application is handed in", "pass": "Pass the first review", "issue": "Issue the licence", "released": "Released",
        "valid": "Valid", "left": "8 left of 10",
    },
}  # fmt: skip


@pytest.fixture(
    scope="module", params=[("", True), pytest.param(("/en", False), marks=pytest.mark.slow)], ids=["zh", "en without scripts"]
)
def told_in(request):
    """The language, and whether scripts run."""
    return request.param


@pytest.fixture(scope="module")
def office(told_in, database_template, django_db_blocker):
    """A copy of the told year for each telling: the story changes it."""
    with django_db_blocker.unblock(), database_template.copy(database_template.told()):
        yield Office(database_template.record())
        pool.close()


@pytest.fixture(scope="module")
def laid(office):
    return TODAY


@pytest.fixture
def people(office, address, chromium):
    """`people("maker")`: a page in a session of its own, signed in; kept for the whole story."""
    opened = {}

    def come(user, prefix="", **options):
        if user not in opened:
            page = opened[user] = page_of(chromium, **options)
            if user:
                sign_in(page, address + prefix, user)
        return opened[user]

    yield come
    for page in opened.values():
        page.context.close()


def test_from_the_filing_to_the_car_abroad(people, office, address, monkeypatch, told_in):
    prefix, scripts = told_in
    at = Telling(people, address + prefix, prefix, {"java_script_enabled": scripts})
    case = at.file()
    at.review(case)
    monkeypatch.setattr(settings, "DEMO_DAY", AFTER_CONSULTATION)
    at.nominate(case, office.samples["maker"]["uscc"])
    application = at.apply()
    number, code = at.issue(application)
    cars = office.samples["unused_vins"][:2]
    at.declare(number, cars)
    at.look_up(number, code, cars)
    for page in at.seen:
        assert page.troubles == []


class Telling:
    """The story in one language: each step is told by whom it is for, and seen by the next."""

    def __init__(self, people, base, prefix, options):
        self.people, self.base, self.prefix, self.options, self.seen = people, base, prefix, options, []
        self.say = WORDS[prefix]

    def at(self, user, path=""):
        page = self.people(user, self.prefix, **self.options)
        if page not in self.seen:
            self.seen.append(page)
        page.goto(self.base + path)
        return page

    def deed(self, page, name, **fields):
        """Open a deed of the page, give what it asks, do it."""
        go(page, page.locator(".deeds").get_by_role("link", name=name, exact=True))
        for field, value in fields.items():
            page.locator(f"#id_{field}").fill(value)
        do(page)

    def file(self):
        page, say = self.at("maker", "/enterprise/"), self.say
        withdrawn(page, say)
        page.goto(f"{self.base}/enterprise/")
        page.get_by_role("link", name=say["start"]).first.click()
        page.get_by_role("button", name=say["begin"], exact=True).click()
        mended(page, say)
        page.get_by_role("link", name=say["check"], exact=True).click()
        page.get_by_role("link", name=say["declare"]).click()
        page.locator("#id_true").check()
        page.get_by_role("button", name=say["submit"]).click()
        expect(page.locator("h1")).to_contain_text(say["receipt"])
        return page.url.split("/filings/")[1].split("/")[0]

    def review(self, case):
        filing = f"/officer/filings/{case}/"
        self.deed(self.at("shenzhen", filing), self.say["forward"])
        self.deed(self.at("ministry", filing), self.say["consult"])
        page = self.at("miit", filing)
        page.locator(".deeds").get_by_role("link", name=self.say["opine"], exact=True).click()
        page.get_by_label(self.say["agree"], exact=True).check()
        page.locator("main form .btn-primary").click()
        page.locator(".flash").wait_for()

    def nominate(self, case, maker):
        self.deed(self.at("ministry", f"/officer/filings/{case}/"), self.say["nominate"], reasons="授权合同原件已核对。")
        expect(self.at("", "/candidates/").locator("main")).to_contain_text(maker)

    def apply(self):
        page = self.at("exporter", "/enterprise/applications/new/")
        page.locator("[name=maker]").first.check()
        page.locator("main form .btn-primary").click()
        page.locator("#id_contract_no").fill("EX-STORY-1")
        page.locator("#id_consignee").fill("Example Importer GmbH")
        page.locator("#id_destination").select_option("DE")
        page.locator("#id_customs_district").select_option("5300")
        page.locator("[name$=quantity]").first.fill("10")
        page.locator("main form button:not([name=more]).btn-primary").click()
        page.locator(".flash").wait_for()
        page.locator(".deeds a[href$='submit/']").click()
        page.get_by_role("button", name=self.say["apply"]).click()
        expect(page.locator("h1")).to_contain_text(self.say["applied"])
        return page.url.split("/applications/")[1].split("/")[0]

    def issue(self, application):
        """Two officers, one after the other; the exporter finds the licence with its code."""
        self.deed(self.at("examiner", f"/officer/applications/{application}/"), self.say["pass"], note="已核对合同与发票。")
        self.deed(self.at("approver", f"/officer/applications/{application}/"), self.say["issue"])
        page = self.at("exporter", f"/enterprise/applications/{application}/")
        page.locator("main a[href*='/enterprise/licences/']").first.click()
        codes = page.locator(".case-head code")
        return codes.nth(0).inner_text(), codes.nth(1).inner_text()

    def declare(self, number, cars):
        page = self.at("customs", f"/customs/gate/declare/?licence={number}")
        page.locator("#id_declaration_no").fill("530020270000000077")
        page.locator("#id_cars").fill("\n".join(cars))
        page.locator("button[name=decide]").click()
        expect(page.locator(".verdict-released .verdict-word")).to_contain_text(self.say["released"])

    def look_up(self, number, code, cars):
        """The write-off at customs, the balance with the exporter, the check in public, the entry in the ledger."""
        written = self.at("customs", f"/customs/writeoffs/?q={cars[0]}").locator("#found")
        expect(written).to_contain_text("530020270000000077")
        balance = self.at("exporter", f"/enterprise/licences/{number}/").locator(".balance").first
        expect(balance).to_contain_text(self.say["left"])
        answer = self.at("", f"/verify/?number={number}&code={code}").locator(".answer-word")
        expect(answer).to_contain_text(self.say["valid"])
        entries = self.at("auditor", f"/oversight/ledger/?subject=licence:{number}").locator("main")
        expect(entries).to_contain_text(number)
