"""No path, SQL by the superuser included, makes a balance negative, a car live twice, or rewrites what was written."""

import pytest
from psycopg import errors
from tests.customs.audit import QUERY


@pytest.fixture
def ground(world):
    """One release of two cars under a licence of three."""
    licence = world.licence(3)
    form = world.form(licence)
    world.decide(form)
    return licence, form


BREACHES = {
    "more used than licensed": ("UPDATE licensing_balance SET used = 4", errors.CheckViolation),
    "used below zero": ("UPDATE licensing_balance SET used = -1", errors.CheckViolation),
    "reserved beyond the rest": ("UPDATE licensing_balance SET reserved = 2", errors.CheckViolation),
    "licensed below used": ("UPDATE licensing_balance SET licensed = 1", errors.CheckViolation),
    "a clearance too many": (
        "UPDATE licensing_licencestanding SET clearances_used = 13",
        errors.CheckViolation,
    ),
    "a car live twice": (
        "INSERT INTO customs_livevin SELECT vin, gen_random_uuid(), line_id, false, since FROM customs_livevin",
        errors.UniqueViolation,
    ),
    "a number live twice": (
        """INSERT INTO customs_declaration SELECT (jsonb_populate_record(d, '{"id": "00000000-0000-4000-8000-000000000001"}')).*
           FROM customs_declaration d""",
        errors.UniqueViolation,
    ),
    "a write-off altered": (
        "UPDATE customs_writeoff SET kind = 0",
        errors.IntegrityConstraintViolation,
    ),
    "a write-off removed": ("DELETE FROM customs_writeoff", errors.IntegrityConstraintViolation),
    "all write-offs removed": ("TRUNCATE customs_writeoff", errors.IntegrityConstraintViolation),
    "an entry of no known kind": (
        "INSERT INTO customs_writeoff SELECT declaration_id, 2, line_id, -3, vins, at FROM customs_writeoff",
        errors.CheckViolation,
    ),
    "a message altered": (
        "UPDATE customs_message SET payload = sha256('x')",
        errors.IntegrityConstraintViolation,
    ),
    "a message removed": ("DELETE FROM customs_message", errors.IntegrityConstraintViolation),
    "a refused attempt removed": ("TRUNCATE customs_refusedvin", errors.IntegrityConstraintViolation),
    "an answer altered": (
        "UPDATE customs_declaration SET decision = 'refused', written_off = 0",
        errors.IntegrityConstraintViolation,
    ),
    "an answer's balance altered": (
        "UPDATE customs_declaration SET balance = '[]'",
        errors.IntegrityConstraintViolation,
    ),
    "a state that is none": ("UPDATE customs_declaration SET state = 'gone', deeds = 2", errors.CheckViolation),
    "a declaration removed": ("DELETE FROM customs_declaration", errors.IntegrityConstraintViolation),
    "a ledger entry altered": ("UPDATE ledger_entry SET data = '{}'", errors.IntegrityConstraintViolation),
}


@pytest.mark.parametrize("breach", BREACHES)
def test_the_database_refuses_it_even_to_the_superuser(ground, superuser_connection, breach):
    statement, error = BREACHES[breach]
    with pytest.raises(error):
        superuser_connection.execute(statement)


FORBIDDEN_TO_THE_GATE = [
    "UPDATE customs_declaration SET state = 'cancelled'",
    "DELETE FROM customs_livevin",
    "INSERT INTO customs_checkdigitexemption DEFAULT VALUES",
    "UPDATE customs_vinhold SET lifted_at = now()",
    "UPDATE licensing_licencestanding SET status = 'issued'",
    "DELETE FROM licensing_balance",
    "INSERT INTO licensing_licence DEFAULT VALUES",
    "SELECT * FROM accounts_apikey",
    "SELECT data FROM ledger_entry",
    "SET ROLE evx_customs",
]


@pytest.mark.parametrize("statement", FORBIDDEN_TO_THE_GATE)
def test_the_gates_role_can_do_nothing_else(ground, gate_connection, statement):
    with pytest.raises(errors.InsufficientPrivilege):
        gate_connection.execute(statement)


GATES = ("release", "record", "stored", "judge", "release_many")


@pytest.mark.parametrize("name", [f"customs_gate_{name}" for name in GATES])
def test_nobody_but_the_gate_may_call_its_functions(ground, app_connection, name):
    (count,) = app_connection.execute(
        """SELECT count(*) FROM pg_proc p, pg_roles r WHERE p.proname = %s AND r.rolname LIKE 'evx\\_%%'
             AND r.rolname NOT IN ('evx_owner', 'evx_gate') AND has_function_privilege(r.oid, p.oid, 'EXECUTE')""",
        [name],
    ).fetchone()
    assert count == 0


TAMPERED = {
    "used is not what was written off": "UPDATE licensing_balance SET used = 1",
    "reserved is not what is held": "UPDATE licensing_balance SET reserved = 1",
    "a car's entries say it is out but it is not": "DELETE FROM customs_livevin",
    "a car is out but its entries say otherwise": "DELETE FROM customs_writeoff",
    "clearances are not what was cleared": "UPDATE licensing_licencestanding SET clearances_used = 0",
    "a decision without its ledger entry": "DELETE FROM ledger_entry WHERE kind LIKE 'declaration.%'",
    "a decision without its message": "DELETE FROM customs_message",
}


@pytest.mark.parametrize("breach", TAMPERED)
def test_the_audit_finds_what_an_intruder_does_with_the_triggers_off(ground, superuser_connection, breach):
    superuser_connection.execute("SET session_replication_role = replica")
    superuser_connection.execute(TAMPERED[breach])
    assert breach in {row[0] for row in superuser_connection.execute(QUERY).fetchall()}
