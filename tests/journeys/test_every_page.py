"""Every page of every desk in a real browser: filled, empty and with errors; in both languages, light and dark, wide and narrow.

The pages are those that links lead to (tests/desks/pages.py). On each axe-core finds nothing, and neither do the eyes of look.js:
one heading, a title, one language, nothing cut off or sideways, targets of 24 px, a focus that is seen, no error in the console.
"""

from dataclasses import dataclass
from itertools import product
from pathlib import Path
from zlib import crc32

import pytest
from tests.desks.at_work import NEWCOMERS, desks_at_work
from tests.desks.pages import ACCOUNTS, VISITOR, walk
from tests.journeys.browsing import RULES

from evexport.demo.cast import PASSWORD
from evexport.demo.year import TODAY

pytestmark = pytest.mark.browser

LOOKS = list(product(("", "/en"), ("light", "dark"), (1280, 320)))
"""Language, colours and width; 320 px are a wide window at 400 %."""
EVERY_LOOK = range(len(LOOKS))
NOTHING = "q=zzzz-nothing-is-called-this"
QUICK = "{runOnly: rules, resultTypes: ['violations'], elementRef: false}"


@dataclass(frozen=True)
class State:
    """A page in one of its states: as found, with a search that finds nothing, its form sent empty."""

    kind: str
    address: str
    name: str

    def look(self):
        """The one look in which an ordinary run sees it; others see their neighbours in it."""
        return crc32(f"{self.kind} {self.name}".encode()) % len(LOOKS)


@pytest.fixture(scope="module")
def office(database_template, django_db_blocker):
    with django_db_blocker.unblock(), desks_at_work(database_template) as found:
        yield found


@pytest.fixture(scope="module")
def laid(office):
    return TODAY


@pytest.fixture(scope="module")
def states(office, address):
    """What there is to be seen by account; a kind of page that several see, by the first. Walked before the browser opens."""
    found, taken = {}, set()
    for account in (*ACCOUNTS, *NEWCOMERS):
        new = account in NEWCOMERS
        walked = walk(office.client(account), account, office.samples)
        found[account] = []
        for page in walked.worth_seeing:
            if page.whole and (page.kind, page.query, new) not in taken:
                taken.add((page.kind, page.query, new))
                found[account] += [State(page.kind, page.address, "empty")] if new else states_of(page)
    return found


def states_of(page):
    yield State(page.kind, page.address, "filled")
    if page.reading.searched:
        yield State(page.kind, f"{page.path}?{NOTHING}", "nothing found")
    if page.reading.asks:
        yield State(page.kind, page.address, "sent empty")


@pytest.fixture(scope="module")
def seat(address, states, request):
    """`seat("maker")`: that account's page, signed in; one browser for all, one page at a time."""
    chromium = request.getfixturevalue("chromium")
    eyes = (Path(__file__).parent / "look.js").read_text("utf-8") + request.getfixturevalue("axe")
    opened = {}

    def sit(account):
        if account not in opened:
            page = opened[account] = Seat(chromium.new_context().new_page(), address, eyes)
            if account != VISITOR:
                page.sign_in(account)
        return opened[account]

    yield sit
    for page in opened.values():
        page.page.context.close()


class Seat:
    """One person before the screen: goes to a page in a look and tells what is wrong with it."""

    def __init__(self, page, address, eyes):
        self.page, self.base, self.eyes, self.troubles = page, address, eyes, []
        page.set_default_timeout(15_000)
        page.on("pageerror", lambda error: self.troubles.append(f"script: {error}"))
        page.on("console", self._heard)
        page.on("requestfailed", self._not_loaded)
        page.on("response", self._answered)

    def _heard(self, said):
        if said.type in {"error", "warning"} and "status of 422" not in said.text:
            self.troubles.append(f"console: {said.text}")

    def _not_loaded(self, asked):
        if asked.failure != "net::ERR_ABORTED":  # aborted: the page was left before its icon had come
            self.troubles.append(f"not loaded: {asked.url} ({asked.failure})")

    def _answered(self, response):
        if response.status >= 400 and response.request.resource_type != "document":
            self.troubles.append(f"{response.status}: {response.url}")

    def sign_in(self, account):
        self.page.goto(f"{self.base}/account/login/")
        self.page.fill("[name=login]", account)
        self.page.fill("[name=password]", PASSWORD)
        self.page.click("main button[type=submit]")
        self.page.wait_for_load_state()

    def wrong_with(self, state, look):
        prefix, theme, width = LOOKS[look]
        self.troubles.clear()
        self.page.set_viewport_size({"width": width, "height": 800})
        self.page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        answer = self.page.goto(self.base + prefix + state.address)
        if answer.status != 200:
            return [f"status {answer.status}"]
        self.page.evaluate(self.eyes)
        if state.name == "sent empty" and not self._send_empty():
            return ["sent without what it asks for, it says nothing of it"]
        self.page.keyboard.press("Tab")
        found = self.page.evaluate("look.all()")
        result = self.page.evaluate(f"rules => axe.run({QUICK})", RULES)
        found += [f"axe {one['id']}: {one['nodes'][0]['html'][:160]}" for one in result["violations"]]
        self.page.emulate_media(media="print")
        found += self.page.evaluate("look.printed()")
        self.page.emulate_media(media="screen")
        return found + self.troubles

    def _send_empty(self):
        self.page.evaluate("look.empty()")
        with self.page.expect_navigation():
            self.page.click("[data-press]")
        if not self.page.query_selector(".wrong"):
            return False
        focused = self.page.evaluate("document.activeElement.classList.contains('wrong')")
        self.page.evaluate(self.eyes)
        return focused


BY_DESK = [pytest.param(account, id=account or "visitor") for account in (*ACCOUNTS, *NEWCOMERS)]


@pytest.mark.parametrize("account", BY_DESK)
def test_nothing_is_wrong_with_any_page(seat, states, account):
    """Each state of each page in one look; neighbours stand in different ones."""
    look_at(seat(account), [(state, state.look()) for state in states[account]])


@pytest.mark.slow
@pytest.mark.parametrize("account", BY_DESK)
def test_nothing_is_wrong_with_any_page_in_any_look(seat, states, account):
    look_at(seat(account), product(states[account], EVERY_LOOK))


def look_at(seat, wanted):
    """Fails with all that is wrong, a line each."""
    lines = []
    for state, look in wanted:
        if found := seat.wrong_with(state, look):
            lines += [f"{state.name} {' '.join(map(str, LOOKS[look]))} {state.address}", *(f"    {one}" for one in found)]
    if lines:
        pytest.fail("\n".join(lines), pytrace=False)
