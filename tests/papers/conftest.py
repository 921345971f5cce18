"""The small world of the licence tests, with a home folder of its own and nothing in the cache."""

import pytest
from django.core.cache import cache
from tests.licensing.house import NOON, House

from evexport.host.home import Home
from evexport.papers import credentials


@pytest.fixture
def home(tmp_path, settings):
    settings.HOME = Home(tmp_path)
    settings.ADDRESS = "https://licences.example"
    settings.DEMO_DAY = NOON.date()
    cache.clear()
    return settings.HOME


@pytest.fixture
def house(db_clone, home):
    return House()


@pytest.fixture
def made(house):
    """A licence and its credential."""
    licence = house.issued()
    return licence, credentials.make(licence.number, at=NOON)
