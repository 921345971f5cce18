"""Every table of ours is protected row by row or openly public, and the database says what the access lists
say."""

import pytest

from evexport.store import access
from evexport.store.policies import AppendOnly, Protect, Public

ACTING_AND_LOGIN = ("evx_app", "evx_gate", "evx_anyone")


def test_every_table_is_named_by_its_packages_access_list():
    assert access.unlisted() == {}


def test_no_access_list_names_a_table_that_is_not_there_or_anothers():
    ours = access.tables()
    wrong = [(app, rule.table) for app, rules in access.listed().items() for rule in rules if ours.get(rule.table) != app]
    assert wrong == []


def test_no_table_is_named_twice():
    named = [rule.table for rules in access.listed().values() for rule in rules if not isinstance(rule, AppendOnly)]
    assert sorted(named) == sorted(set(named))


@pytest.fixture(scope="module")
def states(db_module, database_template):
    """Table -> (row security on, row security forced, names of policies)."""
    import psycopg

    with psycopg.connect(db_module.owner) as connection:
        rows = connection.execute(
            "SELECT relname, relrowsecurity, relforcerowsecurity, "
            "ARRAY(SELECT polname::text FROM pg_policy WHERE polrelid = c.oid) FROM pg_class c "
            "WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace"
        ).fetchall()
    return {name: rest for name, *rest in rows}


def test_row_security_stands_where_it_is_listed_and_is_nowhere_forced(states):
    for rules in access.listed().values():
        for rule in rules:
            on, forced, policies = states[rule.table]
            assert not forced, f"{rule.table}: forced row security hides the owner's rows from migrations and backups"
            if isinstance(rule, Protect):
                assert on, rule.table
                assert len(policies) == sum(len(policy.verbs) for policy in rule.policies), rule.table
            if isinstance(rule, Public):
                assert not on, rule.table


def test_the_application_itself_holds_no_right_on_a_protected_table(db_module, owner_connection):
    for rules in access.listed().values():
        for rule in rules:
            if isinstance(rule, Protect) and not any(policy.role == "evx_app" for policy in rule.policies):
                held = owner_connection.execute(
                    "SELECT has_any_column_privilege('evx_app', %s, 'SELECT, INSERT, UPDATE')", [rule.table]
                ).fetchone()
                assert held == (False,), rule.table


def test_views_do_not_lend_the_owners_eyes(db_module, owner_connection):
    """A view reads with its owner's rights unless it says otherwise; the owner's see every row."""
    protected = {rule.table for rules in access.listed().values() for rule in rules if isinstance(rule, Protect)}
    rows = owner_connection.execute(
        "SELECT DISTINCT v.relname, t.relname FROM pg_class v JOIN pg_rewrite r ON r.ev_class = v.oid "
        "JOIN pg_depend d ON d.objid = r.oid AND d.classid = 'pg_rewrite'::regclass "
        "JOIN pg_class t ON t.oid = d.refobjid WHERE v.relkind = 'v' AND t.oid <> v.oid "
        "AND NOT coalesce('security_invoker=true' = ANY(v.reloptions), false)"
    ).fetchall()
    assert [(view, table) for view, table in rows if table in protected] == []
