"""Row security is data: it is applied whole, as often as one likes, and taken back."""

from uuid import uuid4

import psycopg
import pytest
from django.db import connections
from django.db.migrations.state import ProjectState

from evexport.store.policies import AppendOnly, Policy, Protect, Public

OURS, THEIRS = uuid4(), uuid4()


@pytest.fixture
def parcels(db_clone, owner_connection):
    """A table of two organisations' rows, its rules applied by the owner."""
    owner_connection.execute("CREATE TABLE parcel (id int PRIMARY KEY, org uuid, note text)")
    owner_connection.execute("INSERT INTO parcel VALUES (1, %s, ''), (2, %s, '')", [OURS, THEIRS])

    def put(rule):
        for statement in rule.forwards():
            owner_connection.execute(statement)

    return put


@pytest.fixture
def act(app_connection):
    """Run one statement in a role and organisation, as the application."""

    def run(statement, *, role=None, org=OURS):
        with app_connection.transaction():
            if role:
                app_connection.execute("SELECT set_config('evx.org', %s, true), set_config('role', %s, true)", [str(org), role])
            done = app_connection.execute(statement)
            return done.fetchall() if done.description else done.rowcount

    return run


MINE = Policy("evx_tenant", "org = evx_org()")


def test_each_role_sees_what_its_policy_says(parcels, act):
    parcels(Protect("parcel", [MINE, Policy("evx_staff", commands="SELECT")]))
    assert act("SELECT id FROM parcel", role="evx_tenant") == [(1,)]
    assert act("SELECT id FROM parcel", role="evx_tenant", org=THEIRS) == [(2,)]
    assert act("SELECT id FROM parcel", role="evx_tenant", org="") == []
    assert act("SELECT id FROM parcel ORDER BY 1", role="evx_staff") == [(1,), (2,)]
    for role in (None, "evx_public", "evx_system"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            act("SELECT id FROM parcel", role=role)


def test_nobody_writes_into_anothers_name(parcels, act):
    parcels(Protect("parcel", [MINE, Policy("evx_staff", commands="SELECT")]))
    assert act("UPDATE parcel SET note = 'x'", role="evx_tenant") == 1
    for statement in (f"INSERT INTO parcel VALUES (3, '{THEIRS}')", f"UPDATE parcel SET org = '{THEIRS}'"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="row-level security"):
            act(statement, role="evx_tenant")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        act("UPDATE parcel SET note = 'x'", role="evx_staff")


def test_update_of_named_columns_alone(parcels, act):
    parcels(Protect("parcel", [Policy("evx_staff", commands="SELECT, UPDATE", columns=("note",))]))
    assert act("UPDATE parcel SET note = 'x'", role="evx_staff") == 2
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        act("UPDATE parcel SET org = NULL", role="evx_staff")


def test_a_check_of_its_own_for_new_rows(parcels, act):
    parcels(Protect("parcel", [Policy("evx_tenant", "true", "note = 'good'")]))
    assert act("INSERT INTO parcel VALUES (3, NULL, 'good')", role="evx_tenant") == 1
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        act("INSERT INTO parcel VALUES (4, NULL, 'bad')", role="evx_tenant")


def test_the_owners_backups_and_migrations_see_every_row(parcels, owner_connection):
    parcels(Protect("parcel", [MINE]))
    assert owner_connection.execute("SELECT count(*) FROM parcel").fetchone() == (2,)


def test_a_later_list_replaces_an_earlier_one(parcels, act):
    parcels(Protect("parcel", [MINE]))
    parcels(Protect("parcel", [Policy("evx_staff", commands="SELECT")]))
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        act("SELECT id FROM parcel", role="evx_tenant")
    parcels(Public("parcel", writers=["evx_system"], commands="INSERT"))
    assert len(act("SELECT id FROM parcel")) == 2
    assert len(act("SELECT id FROM parcel", role="evx_public")) == 2
    assert act("INSERT INTO parcel VALUES (3)", role="evx_system") == 1
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        act("DELETE FROM parcel", role="evx_system")


def test_rows_that_are_only_added_to(parcels, act, owner_connection):
    parcels(Protect("parcel", [MINE]))
    parcels(AppendOnly("parcel"))
    parcels(AppendOnly("parcel"))
    assert act(f"INSERT INTO parcel VALUES (3, '{OURS}')", role="evx_tenant") == 1
    for statement in ("UPDATE parcel SET note = 'x'", "DELETE FROM parcel"):
        with pytest.raises(psycopg.errors.IntegrityConstraintViolation, match="parcel are only added to"):
            act(statement, role="evx_tenant")
        with pytest.raises(psycopg.errors.IntegrityConstraintViolation):
            owner_connection.execute(statement)
    with pytest.raises(psycopg.errors.IntegrityConstraintViolation, match="TRUNCATE"):
        owner_connection.execute("TRUNCATE parcel")


@pytest.mark.parametrize(
    "rule",
    [Protect("parcel", [MINE]), Public("parcel"), AppendOnly("parcel")],
    ids=lambda rule: rule.describe(),
)
def test_as_a_migration_it_goes_forwards_and_back(parcels, owner_connection, rule):
    state = ProjectState()
    with connections["owner"].schema_editor() as editor:
        rule.database_forwards("store", editor, state, state)
    assert traces(owner_connection) != (False, 0, 0, 0)
    with connections["owner"].schema_editor() as editor:
        rule.database_backwards("store", editor, state, state)
    assert traces(owner_connection) == (False, 0, 0, 0)
    kind, args, named = rule.deconstruct()
    assert {"Protect": Protect, "Public": Public, "AppendOnly": AppendOnly}[kind](*args, **named).forwards() == rule.forwards()


def traces(owner):
    """Row security on, policies, grants to others, triggers."""
    return owner.execute(
        "SELECT relrowsecurity, (SELECT count(*) FROM pg_policy WHERE polrelid = c.oid), "
        "(SELECT count(*) FROM aclexplode(relacl) WHERE grantee <> relowner), "
        "(SELECT count(*) FROM pg_trigger WHERE tgrelid = c.oid AND NOT tgisinternal) "
        "FROM pg_class c WHERE relname = 'parcel'"
    ).fetchone()


def test_an_unknown_command_is_refused():
    with pytest.raises(ValueError, match="TRUNCATE"):
        Policy("evx_staff", commands="SELECT, TRUNCATE").sql("parcel", 1)
