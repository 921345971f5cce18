"""What every journey does in a browser: open a page that notes its troubles, sign in, go by keyboard, ask axe."""

from evexport.demo.cast import PASSWORD

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
FIRST_PAGE = 40_000
"""Milliseconds: the first page of a run reads every route and template."""


def page_of(chromium, **options):
    """A page in a session of its own that notes every script error and every request the policy blocked."""
    page = chromium.new_context(**options).new_page()
    page.set_default_timeout(10_000)
    page.troubles = []
    page.on("pageerror", lambda error: page.troubles.append(str(error)))
    page.on("console", lambda said: page.troubles.append(said.text) if said.type in {"error", "warning"} else None)
    return page


def sign_in(page, base, user):
    """Sign in as an account of the demonstration; the page then shows that account's desk."""
    page.goto(f"{base}/account/login/", timeout=FIRST_PAGE)
    page.locator("[name=login]").fill(user)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main button[type=submit]").click()
    page.locator(".desk-name").wait_for()


def go(page, link):
    """Follow a link, and stand on the page it leads to before anything is read off it or counted on it."""
    link.wait_for()
    here = page.url
    link.click()
    page.wait_for_url(lambda address: address != here)


def do(page):
    """Press a deed's form through to its end: the page that shows what it will do, where there is one, then the deed."""
    if page.locator("button[value=look]").count():
        page.locator("button[value=look]").click()
        page.locator("button[value=do]").click()
    else:
        page.locator("main form .btn-primary").last.click()
    page.locator(".flash:not(.flash-wrong)").wait_for()


def tab_to(page, selector):
    """Tab until what is meant has the focus; it must be seen to have it."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
            return
    raise AssertionError(f"{selector} cannot be reached by keyboard")


def checked(page, axe):
    """The rules that the page breaks, each with the first place."""
    page.evaluate(axe)
    result = page.evaluate("rules => axe.run({runOnly: rules})", RULES)
    return {one["id"]: one["nodes"][0]["html"][:200] for one in result["violations"]}
