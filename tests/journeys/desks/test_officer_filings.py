"""A filing's way to the list on the officers' desk, in a real browser: both languages, scripts off, keyboard alone, axe on each page."""

import pytest
from playwright.sync_api import expect
from tests.journeys.browsing import checked, go, page_of, tab_to

from evexport.accounts.actors import SYSTEM
from evexport.demo.year import TODAY
from evexport.desks.officer.lists import publishing
from evexport.qualification.models import Filing
from evexport.store import reading_as

pytestmark = pytest.mark.browser
YEAR = 2028
WORDS = {
    "": {
        "go on": "继续", "forward": "通过初核并上报", "consult": "启动部门会商",
        "opine": "反馈会商意见", "agree": "同意", "nominate": "列为候选并公示", "objections": "会商与异议", "decide": "处理此项异议",
        "dismiss": "异议不成立，予以驳回", "decided": "作出决定", "reasons": "理由", "lodge": "提交异议", "received": "异议已收到",
        "open": "尚未办结",
    },
    "/en": {
        "go on": "Continue", "forward": "Pass first review and forward",
        "consult": "Start the consultation", "opine": "Give an opinion", "agree": "Agree",
        "nominate": "Nominate and give public notice", "objections": "Opinions and objections", "decide": "Decide this objection",
        "dismiss": "Dismiss the objection", "decided": "Decide", "reasons": "Reasons", "lodge": "Lodge the objection",
        "received": "Your objection was received", "open": "Not decided",
    },
}  # fmt: skip


@pytest.fixture(scope="module")
def laid(waiting):
    """What the journeys need to know is read before the browser opens: beside it the database may not be asked."""
    return TODAY


@pytest.fixture(scope="module")
def waiting(office, django_db_blocker):
    """The department's filings that wait for their first review, one for each journey."""
    with django_db_blocker.unblock(), reading_as(SYSTEM):
        rows = Filing.objects.filter(year=YEAR, authority="4403", state="submitted").order_by("maker__uscc")
        return iter([str(one.pk) for one in rows])


def deed(page, address, name, say, *, fill=None, looks=True):
    """Open a deed from its case, say what it asks, see its letter, do it."""
    page.goto(address)
    go(page, page.locator(".deeds").get_by_role("link", name=name, exact=True))
    if fill:
        fill(page)
    if looks:
        page.get_by_role("button", name=say["go on"]).click()
        page.locator(".letter-part").first.wait_for()
    page.locator("main form .btn-primary").click()
    page.locator(".flash").wait_for()


@pytest.mark.parametrize(("prefix", "scripts"), [("", True), ("/en", False)], ids=["zh", "en without scripts"])
def test_from_the_first_review_to_an_objection_decided(signed_in, chromium, address, waiting, prefix, scripts):
    say, key = WORDS[prefix], next(waiting)
    case = f"{address}{prefix}/officer/filings/{key}/"
    options = {"java_script_enabled": scripts}
    province, ministry, miit = (signed_in(user, prefix, **options) for user in ("shenzhen", "ministry", "miit"))
    deed(province, case, say["forward"], say)
    deed(ministry, case, say["consult"], say, looks=False)
    deed(miit, case, say["opine"], say, fill=lambda page: page.get_by_label(say["agree"], exact=True).check(), looks=False)
    expect(miit.locator(".deed-barred")).to_have_count(1)
    ministry.goto(case)
    expect(ministry.locator(".deed-barred").first).to_contain_text(say["nominate"])

    public = page_of(chromium, **options)
    public.goto(f"{address}{prefix}/candidates/")
    public.locator("main tbody a").first.click()
    public.locator("#id_grounds").fill("所列网点与实际不符。")
    public.locator("#id_name").fill("李女士")
    public.locator("#id_contact").fill("li@example.com")
    public.get_by_role("button", name=say["lodge"]).click()
    expect(public.locator("h1")).to_contain_text(say["received"])
    public.context.close()

    ministry.goto(f"{address}{prefix}/officer/notices/?state=objected")
    ministry.locator("#found tbody a").first.click()
    ministry.get_by_role("link", name=say["decide"]).first.click()
    ministry.get_by_label(say["dismiss"]).check()
    ministry.get_by_label(say["reasons"], exact=True).fill("经核实，网点正常营业。")
    ministry.get_by_role("button", name=say["go on"]).click()
    expect(ministry.locator(".letter-part").first).to_contain_text("经核实，网点正常营业。")
    ministry.get_by_role("button", name=say["decided"], exact=True).click()
    ministry.locator(".flash").wait_for()
    ministry.goto(f"{address}{prefix}/officer/publication/{YEAR}/")
    expect(ministry.locator(".figure-row")).to_contain_text(say["open"])
    for page in (province, ministry, miit):
        assert page.troubles == []


def test_a_question_by_keyboard_alone(signed_in, address, waiting):
    page = signed_in("shenzhen")
    page.goto(f"{address}/officer/filings/{next(waiting)}/")
    tab_to(page, ".deeds a[href$='request-information/']")
    page.keyboard.press("Enter")
    page.locator("#id_field_1").wait_for()
    tab_to(page, "#id_field_1")
    for _ in range(3):
        page.keyboard.press("ArrowDown")
    assert page.input_value("#id_field_1") == "manufacturer.name_zh", "sections hold their fields, in the form's order"
    tab_to(page, "#id_question_1")
    page.keyboard.type("新增产线何时投产？")
    tab_to(page, "button[value=look]")
    page.keyboard.press("Enter")
    page.locator(".letter-part").wait_for()
    tab_to(page, "button[value=do]")
    page.keyboard.press("Enter")
    page.locator(".flash").wait_for()
    expect(page.locator(".case-head")).to_contain_text("计时中止")
    assert page.troubles == []


@pytest.mark.parametrize(("prefix", "scripts"), [("", True), ("/en", False)], ids=["zh", "en without scripts"])
def test_the_check_of_many_candidates_says_that_it_is_being_done(signed_in, address, axe, monkeypatch, prefix, scripts):
    monkeypatch.setattr(publishing, "AT_ONCE", -1)
    page = signed_in("ministry", prefix, java_script_enabled=scripts, bypass_csp=True)
    page.route("**/check/?now", lambda route: None)  # as long as it takes
    page.goto(f"{address}{prefix}/officer/publication/{YEAR}/check/")
    expect(page.locator("#outcome progress")).to_be_visible()
    page.unroute("**/check/?now")
    if scripts:
        assert checked(page, axe) == {}
        page.reload()
    else:
        page.locator("#outcome a").click()
    expect(page.locator("#outcome h2").last).to_be_visible()
    expect(page.locator("#outcome progress")).to_have_count(0)
    assert page.troubles == []


PAGES = (
    "", "?state=all", "?q=none", "notices/", "rounds/", "rounds/2028/", "publication/2028/", "publication/2028/check/",
    "publication/2027/", "lists/", "lists/exporters/", "enterprises/",
)  # fmt: skip


def followed(page, base):
    """A case with all its pages, a finding, the forms; an entry and an enterprise with theirs."""
    page.goto(f"{base}?state=objected")
    go(page, page.locator("#found tbody a").first)
    case = page.url
    yield from (
        case + tab
        for tab in ("", "answers/", "changes/", "questions/", "opinions/", "timeline/", "letters/", "do/object/", "do/reject/")
    )
    page.goto(case)
    yield page.locator("a.finding-id").first.evaluate("a => a.href")
    page.goto(f"{case}opinions/")
    yield page.locator("a[href*='/objections/']").first.evaluate("a => a.href")
    for listing, forms in (("lists/", ("suspend/",)), ("enterprises/", ("ban/", "rename/"))):
        page.goto(base + listing)
        go(page, page.locator("#found tbody a").first)
        there = page.url
        yield there
        yield from (there + form for form in forms)


@pytest.mark.parametrize(("prefix", "theme"), [("", "dark"), pytest.param("/en", "light", marks=pytest.mark.slow)])
def test_axe_finds_nothing_on_any_page(signed_in, axe, prefix, theme):
    page = signed_in("ministry", prefix, color_scheme=theme, bypass_csp=True)
    base = page.url
    found = {}
    for address in [*(base + path for path in PAGES), *list(followed(page, base))]:
        page.goto(address)
        if broken := checked(page, axe):
            found[address] = broken
        if page.locator("button[value=look]").count():
            with page.expect_navigation():
                page.locator("button[value=look]").click()
            if broken := checked(page, axe):
                found[f"{address} sent empty"] = broken
    assert found == {}


@pytest.mark.slow  # in an ordinary run half of all pages are as narrow as this in tests/journeys/test_every_page.py
def test_no_page_scrolls_sideways_at_four_hundred_percent(signed_in):
    page = signed_in("ministry", "/en", viewport={"width": 320, "height": 800})
    base = page.url
    wide = []
    for address in [*(base + path for path in PAGES), *list(followed(page, base))]:
        page.goto(address)
        if page.evaluate("document.documentElement.scrollWidth") > 320:
            wide.append(address)
    assert wide == []
