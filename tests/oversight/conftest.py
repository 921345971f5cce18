"""The told year for a module, when its figures are looked at."""

import pytest


@pytest.fixture(scope="module")
def told_year(database_template, django_db_blocker):
    """A copy of the demonstration's database; what it says of itself."""
    with django_db_blocker.unblock(), database_template.copy(database_template.told()) as addresses:
        yield addresses
