"""What every test of customs stands on: a fresh database with the small world in it."""

import pytest
from tests.customs.world import World

from evexport.customs.gate import pool


@pytest.fixture
def world(db_clone):
    yield World()
    pool.close()
