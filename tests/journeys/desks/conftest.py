"""The desks in a real browser: a copy of the told year for each module, and people who sign in to it."""

import pytest
from tests.desks.office import Office
from tests.journeys.browsing import page_of, sign_in

from evexport.customs.gate import pool
from evexport.demo.year import TODAY


@pytest.fixture(scope="module")
def office(database_template, django_db_blocker):
    """A copy of the told year for the module; the gate's pool ends with it."""
    with django_db_blocker.unblock(), database_template.copy(database_template.told()):
        yield Office(database_template.record())
        pool.close()


@pytest.fixture(scope="module")
def laid(office):
    return TODAY


@pytest.fixture
def signed_in(address, chromium):
    """`signed_in("ministry", "/en")`: a page in a session of its own, at that account's desk; `page.base` is the site in that language."""
    opened = []

    def come(user, prefix="", **options):
        page = page_of(chromium, **options)
        opened.append(page)
        page.base = address + prefix
        sign_in(page, page.base, user)
        return page

    yield come
    for page in opened:
        page.context.close()
