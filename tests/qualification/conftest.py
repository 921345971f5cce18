"""A fresh database with the people of a round in it."""

import pytest
from tests.qualification.year import open_year


@pytest.fixture
def year(db_clone):
    return open_year()
