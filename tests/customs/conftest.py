"""What every test of customs stands on: a fresh database with the small world in it."""

import pytest

from evexport.customs.gate import pool
from tests.customs.world import World


@pytest.fixture
def world(db_clone):  # noqa: ARG001 - the world lies in it
    yield World()
    pool.close()
