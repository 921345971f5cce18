"""What the database itself refuses about licences, whoever asks, the owner too."""

import psycopg
import pytest
from tests.licensing.house import NOON, House

from evexport.licensing import actions


@pytest.fixture(scope="module")
def house(db_module) -> House:
    """One licence, of which ten cars are used; every test here is refused and leaves it so."""
    made = House()
    made.use(made.issued(), 10)
    return made


REFUSED = {
    "the face is never altered": "UPDATE licensing_licence SET destination = 'FR'",
    "nor deleted": "DELETE FROM licensing_licenceline",
    "nor emptied": "TRUNCATE licensing_licenceline CASCADE",
    "nor a line of it": "UPDATE licensing_licenceline SET quantity = 501",
    "nor a version handed in": "UPDATE licensing_applicationversion SET document = '{}'",
    "no balance below zero": "UPDATE licensing_balance SET used = licensed + 1",
    "nor by a hold": "UPDATE licensing_balance SET reserved = licensed - used + 1",
    "nothing unused given back": "UPDATE licensing_balance SET used = -1",
    "no more clearances than allowed": "UPDATE licensing_licencestanding SET clearances_used = 13",
    "no status but the six": "UPDATE licensing_licencestanding SET status = 'expired'",
    "nobody issues what they examined": "UPDATE licensing_application SET decided_by = first_reviewer",
    "no serial past six digits": "UPDATE licensing_numberseries SET last = 1000000",
    "no second series of a body and year": """INSERT INTO licensing_numberseries
        SELECT gen_random_uuid(), issuing_body, year, 1 FROM licensing_numberseries""",
}


@pytest.mark.parametrize("statement", REFUSED.values(), ids=REFUSED.keys())
def test_refused(house, owner_connection, statement):
    with pytest.raises(psycopg.IntegrityError):
        owner_connection.execute(statement)


COPY = """INSERT INTO licensing_licence
          SELECT (jsonb_populate_record(l, %s::jsonb || jsonb_build_object('id', gen_random_uuid()))).*
          FROM licensing_licence l LIMIT 1"""


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ("{}", "licensing_licence_number"),
        ('{"number": "26-AA-1"}', "licence_number_form"),
        ('{"number": "27-AA-000009"}', "licence_number_tells_year_and_body"),
        ('{"number": "26-SZ-000009"}', "licence_number_tells_year_and_body"),
        ('{"number": "26-AA-000009", "valid_until": "2026-06-14"}', "licence_valid_period"),
        ('{"number": "26-AA-000009", "batch_rule": "some"}', "licence_batch_rule"),
        ('{"number": "26-AA-000009", "maker_id": null}', "licence_maker_unless_imported"),
        ('{"number": "26-AA-000009"}', "application_id"),
    ],
)
def test_a_face_that_contradicts_itself_is_not_written(house, owner_connection, changes, constraint):
    with pytest.raises(psycopg.IntegrityError, match=constraint):
        owner_connection.execute(COPY, [changes])


def test_a_licence_is_replaced_once(house, owner_connection):
    old = house.issued()
    new = house.replaced(actions.amend(old.number, {}, by=house.clerk, at=NOON))
    house.issued()
    with pytest.raises(psycopg.IntegrityError, match="replaces_id"):
        owner_connection.execute(
            """INSERT INTO licensing_licence SELECT (jsonb_populate_record(l, jsonb_build_object(
                   'id', gen_random_uuid(), 'number', '26-AA-000009', 'application_id', gen_random_uuid()))).*
               FROM licensing_licence l WHERE number = %s""",
            [new.number],
        )
