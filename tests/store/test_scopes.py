"""Whoever acts, acts in a name; the name ends with the transaction."""

from uuid import uuid4

import pytest
from django.db import connection
from django.db.utils import ProgrammingError

from evexport.store import DbRole, Scope, acting_as


def ask(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone()


def test_a_transaction_acts_in_its_scope_and_the_next_one_in_none(db_clone):
    org = uuid4()
    with acting_as(Scope(DbRole.TENANT, org, "44")):
        assert ask("SELECT current_user, evx_org(), evx_authority()") == ("evx_tenant", org, "44")
    assert ask("SELECT current_user, evx_org(), evx_authority()") == ("evx_app", None, None)


def test_nobody_changes_name_half_way(db_clone):
    with (
        acting_as(Scope(DbRole.TENANT, uuid4())),
        pytest.raises(RuntimeError, match="durable"),
        acting_as(Scope(DbRole.STAFF)),
    ):
        pass


def test_without_a_scope_the_application_reads_nobodys_rows(db_clone):
    with pytest.raises(ProgrammingError, match="permission denied"):
        ask("SELECT count(*) FROM ledger_entry")


def test_a_failed_deed_leaves_no_name_behind(db_clone):
    with pytest.raises(InterruptedError), acting_as(Scope(DbRole.STAFF)):
        raise InterruptedError
    assert ask("SELECT current_user") == ("evx_app",)
