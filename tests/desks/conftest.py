"""A site with something to show, on the demonstration's day, and a visitor to it."""

import pytest
from django.test import Client
from tests.database import forget_counts
from tests.desks import shown


@pytest.fixture(scope="module")
def site(db_module, django_db_blocker):
    """The rows are laid once a module; its tests only look."""
    with django_db_blocker.unblock():
        shown.lay()
    return db_module


@pytest.fixture
def visitor(site, settings):
    """A browser's session, without scripts; nobody is held back for what an earlier test asked."""
    settings.DEMO_DAY = shown.TODAY
    settings.SECURE_SSL_REDIRECT = False
    forget_counts()
    return Client(SERVER_NAME="localhost")


@pytest.fixture(scope="module")
def office(database_template, django_db_blocker):
    """A copy of the told demonstration year for one module: accounts, cases in each state, cars."""
    from tests.desks.office import Office

    with django_db_blocker.unblock(), database_template.copy(database_template.told()):
        yield Office(database_template.record())


@pytest.fixture
def at_desk(office, settings):
    """`at_desk("examiner")`: that account's signed-in session on the demonstration's day."""
    from evexport.demo.year import TODAY

    settings.DEMO_DAY = TODAY
    settings.SECURE_SSL_REDIRECT = False
    forget_counts()
    return office.client
