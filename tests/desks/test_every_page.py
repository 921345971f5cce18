"""Every page that links lead to, as each account of the told year: no link is dead, both languages stand, few statements are asked."""

import re

import psycopg
import pytest
from benchmarks.scale import lay
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.desks.at_work import NEWCOMERS, desks_at_work
from tests.desks.pages import ACCOUNTS, addresses, walk

from evexport.config import environment

PEOPLE = (*ACCOUNTS, *NEWCOMERS)
MOST_STATEMENTS, MOST_REHEARSED = 45, 60
"""Of one page: who is signed in takes six, an application seen from all sides some thirty. A page that shows a letter rehearses the deed."""
BY_MESSAGE = {"public:confirm-address", "public:objected"}
NOT_TOLD = {
    "administration:reopen-person", "administration:send-anew", "customs:exchange-answer", "customs:give-up",
    "customs:rework", "enterprise:application-done", "enterprise:ask-removal", "enterprise:cars",
    "enterprise:cars-bad", "enterprise:cars-deed", "enterprise:exporters",
    "enterprise:filing-answer", "enterprise:filing-paper", "enterprise:filing-paper-take-off", "enterprise:filing-same",
    "enterprise:network-mended", "enterprise:network-sheet", "enterprise:plan", "enterprise:plan-to-mend",
    "enterprise:production-mended", "enterprise:production-sheet", "enterprise:reconsider-application",
    "enterprise:record-close", "enterprise:record-mended", "enterprise:record-sheet", "enterprise:renounce",
    "enterprise:submit-plan", "inbox:again", "officer:carry-over", "officer:change-deed", "officer:filing-paper",
    "officer:gazette-draft", "officer:publish", "officer:register-decide", "officer:register-upload",
}  # fmt: skip
"""Addresses of a state in which the told year leaves nothing, or that lead on at once: the tests of their own desks see them."""
CHINESE = re.compile(r"[\u3400-\u9fff]")
MARKED = re.compile(r'<(\w+)[^>]*\blang="zh-Hans"[^>]*>.*?</\1>', re.DOTALL)
FREE = re.compile(r"<title>.*?</title>|<(code|textarea|select)\b.*?</\1>|<!--.*?-->|<[^>]+>", re.DOTALL)
UNDRAWN = re.compile(r"\{[{%]|[%}]\}|\bText\(|&lt;\w+ object|__proxy__")
NOTHING = re.compile(r">None<|[\u3400-\u9fff] ?None\b")
SWITCH = re.compile(r'<a class="tool" href="([^"]*)" lang="([^"]*)" hreflang')


@pytest.fixture(scope="module")
def office(database_template, django_db_blocker):
    with django_db_blocker.unblock(), desks_at_work(database_template) as found:
        yield found


@pytest.fixture(scope="module")
def walks(office):
    return {account: walk(office.client(account), account, office.samples) for account in PEOPLE}


def test_a_link_leads_to_every_page(walks):
    """A page that this names is not linked from where people look, or no thing of the told year has it: link it, tell it in demo/,
    or name a sample in tests/desks/pages.py."""
    reached = {kind.split()[0] for one in walks.values() for kind in (*one.kinds, *one.deeds) if kind}
    assert not (lost := set(addresses()) - reached - BY_MESSAGE - NOT_TOLD), " ".join(sorted(lost))


@pytest.mark.parametrize("account", PEOPLE, ids=lambda account: account or "visitor")
def test_no_link_is_dead(walks, account):
    assert walks[account].broken == {}


def whole(walks, account):
    return [page for page in walks[account].worth_seeing if page.whole]


@pytest.mark.parametrize("account", PEOPLE, ids=lambda account: account or "visitor")
def test_each_page_stands_in_both_languages(walks, office, account):
    """The switch keeps page and query; on the English page every Chinese word says that it is; nothing is left undrawn."""
    client, wrong = office.client(account), {}
    for page in whole(walks, account):
        english = client.get("/en" + page.address)
        html = english.content.decode()
        said = {
            "the switch to English": switch(page.html) == ("/en" + page.address, "en"),
            "the switch to Chinese": switch(html) == (page.address, "zh-Hans"),
            "the language": '<html lang="en">' in html and '<html lang="zh-Hans">' in page.html,
            "Chinese marked": not (strange := CHINESE.search(FREE.sub(" ", MARKED.sub(" ", html[html.index("<body") :])))),
            "everything drawn": not any(UNDRAWN.search(one) for one in (html, page.html)) and not NOTHING.search(page.html),
        }
        if lacking := [name for name, sound in said.items() if not sound]:
            wrong[page.address] = lacking, strange and strange.string[max(strange.start() - 60, 0) : strange.end() + 60]
    assert wrong == {}


def switch(html):
    found = SWITCH.search(html)
    return (found[1].replace("&amp;", "&"), found[2]) if found else None


@pytest.mark.parametrize("account", PEOPLE, ids=lambda account: account or "visitor")
def test_no_page_asks_for_much(walks, office, account):
    client = office.client(account)
    asked = [(page, statements(client, page)) for page in walks[account].worth_seeing]
    assert {page.address: count for page, count in asked if count > most_of(page)} == {}


def most_of(page):
    """Deeds have their word in the address; a file is a paper or an export."""
    return MOST_REHEARSED if " " in page.kind or not page.whole else MOST_STATEMENTS


def statements(client, page):
    connection.queries_log.clear()
    with CaptureQueriesContext(connection) as asked:
        client.get(page.address)
    return len(asked)


def test_more_rows_ask_no_more_statements(walks, office):
    """Thirty makers with four licences each come on top, sixty cases, a hundred notices: every page asks for as much as before."""
    seen = [(office.client(account), page) for account, one in walks.items() for page in one.worth_seeing if page.whole]
    before = [statements(client, page) for client, page in seen]
    with psycopg.connect(environment.address("owner")) as owner:
        lay(owner, makers=30, licences=120, cars=1200)
    after = [statements(client, page) for client, page in seen]
    grown = {page.address: (few, many) for (_, page), few, many in zip(seen, before, after, strict=True) if many > few}
    assert grown == {}
