"""Pages that are only looked at are read from the read copy where there is one, and from the database itself where it fails."""

from datetime import UTC, datetime

import pytest
from django.db import connection, connections
from tests.database import read_copy

from evexport.ledger.models import Epoch
from evexport.store import acting_as, browsing, browsing_as
from evexport.store.scopes import SYSTEM

NOWHERE = "postgresql://evx_app@127.0.0.1:1/evexport"


def where():
    """The connection from which an entry is read."""
    return Epoch.objects.get().pk and Epoch.objects.all().db


def test_without_a_copy_the_database_itself_is_read(db_clone):
    with browsing_as(SYSTEM):
        assert (where(), browsing.as_of()) == ("default", None)
    assert browsing.standing() == "none"


def test_a_copy_is_read_in_the_readers_name_and_says_until_when_it_has_everything(db_clone):
    with read_copy(db_clone.app):
        with browsing_as(SYSTEM):
            assert where() == "replica"
            assert abs((datetime.now(UTC) - browsing.as_of()).total_seconds()) < 60
            with connections["replica"].cursor() as cursor:
                cursor.execute("SELECT current_user, current_setting('transaction_read_only')")
                assert cursor.fetchone() == ("evx_system", "on")
        assert (browsing.as_of(), browsing.standing()) == (None, "up")
        with acting_as(SYSTEM):
            assert where() == "default"


def test_nothing_is_written_where_pages_are_looked_at(db_clone):
    with read_copy(db_clone.app), browsing_as(SYSTEM), pytest.raises(RuntimeError, match="only looked at"):
        Epoch(no=9, cluster="x").save()


def test_a_copy_that_is_down_costs_one_reader_a_moment_and_nobody_an_error(db_clone):
    with read_copy(NOWHERE):
        for _ in range(2):
            with browsing_as(SYSTEM):
                assert (where(), browsing.as_of()) == ("default", None)
        assert browsing._again > 0, "the second reader did not ask the copy"
        assert browsing.standing() == "down"


def test_a_copy_that_is_behind_is_left_alone(db_clone, settings):
    with read_copy(db_clone.app):
        settings.REPLICA_LAG = -1
        with browsing_as(SYSTEM):
            assert where() == "default"
        assert browsing.standing() == "behind"


def test_what_fails_while_the_copy_is_read_is_told_and_leaves_nothing_behind(db_clone):
    with read_copy(db_clone.app):
        with pytest.raises(InterruptedError), browsing_as(SYSTEM):
            raise InterruptedError
        assert browsing.copy_in_use() is None
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_user")
            assert cursor.fetchone() == ("evx_app",)
