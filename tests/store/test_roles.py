"""What the login roles are, and are not, in the database."""

import psycopg
import pytest

from evexport.store.bootstrap import make_roles
from evexport.store.scopes import DbRole

ACTING = [role.value for role in DbRole]


def test_only_three_roles_log_in_and_none_is_mighty(db_module, superuser_connection):
    rows = superuser_connection.execute(
        "SELECT rolname FROM pg_roles WHERE rolname LIKE 'evx\\_%' "
        "AND (rolsuper OR rolbypassrls OR rolcreaterole OR rolreplication)"
    ).fetchall()
    assert rows == []
    logging_in = superuser_connection.execute(
        "SELECT rolname FROM pg_roles WHERE rolname LIKE 'evx\\_%' AND rolcanlogin ORDER BY 1"
    )
    assert [name for (name,) in logging_in] == ["evx_app", "evx_gate", "evx_owner"]


def test_every_table_belongs_to_the_owner(db_module, owner_connection):
    rows = owner_connection.execute(
        "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace "
        "AND relkind IN ('r', 'p', 'v', 'm') AND relowner <> 'evx_owner'::regrole"
    ).fetchall()
    assert rows == []


@pytest.mark.parametrize("role", ["evx_gate", "evx_owner"])
def test_only_the_application_takes_acting_roles(db_module, superuser_connection, role):
    for acting in ACTING:
        (member,) = superuser_connection.execute("SELECT pg_has_role(%s, %s, 'MEMBER')", [role, acting]).fetchone()
        assert not member


def test_the_application_inherits_nothing_without_acting(db_module, app_connection):
    for acting in ACTING:
        usage, member = app_connection.execute(
            "SELECT pg_has_role(%s, 'USAGE'), pg_has_role(%s, 'MEMBER')", [acting, acting]
        ).fetchone()
        assert (usage, member) == (False, True)


@pytest.mark.parametrize("wanted", ["evx_owner", "evx_definer", "evx_gate", "postgres"])
def test_the_application_cannot_become_anyone_else(db_module, app_connection, wanted):
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        app_connection.execute(f"SET ROLE {wanted}")


@pytest.mark.parametrize(
    "statement",
    ["CREATE TABLE mine (n int)", "ALTER TABLE ledger_entry DISABLE TRIGGER ALL", "DROP TABLE ledger_entry"],
)
def test_the_application_changes_no_table(db_module, app_connection, gate_connection, statement):
    for connection in (app_connection, gate_connection):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(statement)


def test_making_the_roles_again_changes_nothing(db_module, superuser_connection):
    ask = "SELECT rolname, rolinherit, rolcanlogin FROM pg_roles WHERE rolname LIKE 'evx\\_%' ORDER BY 1"
    before = superuser_connection.execute(ask).fetchall()
    make_roles(superuser_connection)
    assert superuser_connection.execute(ask).fetchall() == before


def test_definer_functions_belong_to_the_definer_and_fix_their_search_path(db_module, superuser_connection):
    rows = superuser_connection.execute(
        "SELECT proname, proowner::regrole::text, proconfig FROM pg_proc "
        "WHERE prosecdef AND pronamespace = 'public'::regnamespace"
    ).fetchall()
    assert rows
    for name, owner, config in rows:
        assert owner == "evx_definer", name
        assert any(setting.startswith("search_path=") for setting in config or []), name
