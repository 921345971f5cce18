"""What tests of notices stand on: the customs world, a home folder of their own, and a receiver that keeps what it gets."""

import pytest
from tests.customs.world import NOON, World
from tests.notices.receiver import Receiver

from evexport.customs.gate import pool
from evexport.host.home import Home


@pytest.fixture
def home(tmp_path, settings):
    settings.HOME = Home(tmp_path)
    settings.PLAIN_HTTP = True
    settings.DEMO_DAY = NOON.date()
    return settings.HOME


@pytest.fixture
def world(db_clone, home):
    yield World()
    pool.close()


@pytest.fixture
def receiver():
    with Receiver.opened() as found:
        yield found
