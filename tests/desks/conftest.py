"""A site with something to show, on the demonstration's day, and a visitor to it."""

import pytest
from django.core.cache import cache
from django.test import Client
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
    cache.clear()
    return Client(SERVER_NAME="localhost")
