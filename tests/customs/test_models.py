"""What the gate asks of a model by key alone is what its facts say: announced, not withdrawn, certified, whatever the registers hold."""

from datetime import date, timedelta
from uuid import uuid4

import psycopg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

TODAY = date(2026, 6, 15)
MODEL, MAKER, OTHER = "DMO7000BEVA1", "91120000MADEM0RD1B", "91310000MADEM0XX2C"
MAKER_ID = uuid4()
NEAR = st.integers(-2, 2).map(lambda days: TODAY + timedelta(days))
PERHAPS = st.none() | NEAR
MAKERS = st.sampled_from((MAKER, MAKER, MAKER, OTHER))

ENTRY = st.tuples(PERHAPS, PERHAPS, MAKERS)
ENTRIES = st.lists(ENTRY, max_size=3)
STATUS = st.sampled_from(("valid", "valid", "suspended", "revoked", "cancelled"))
# A certificate has one status from a day on; rows taken back are further ones.
CERTIFICATES = st.lists(
    st.tuples(st.sampled_from("AB"), NEAR, STATUS, NEAR, st.integers(0, 3), PERHAPS, MAKERS),
    max_size=5,
    unique_by=lambda one: one[:2],
)
ANNOUNCED = """INSERT INTO registers_announcementmodel (id, model_code, vehicle_name, trademark, manufacturer_name, manufacturer_uscc,
    vehicle_class, effective_from, withdrawn_on, source, confidence, example)
    VALUES (gen_random_uuid(), %s, '', '', %s, %s, '', %s, %s, '', 'certain', true)"""
CERTIFIED = """INSERT INTO registers_ccccertificate (id, certificate_no, manufacturer_uscc, model_code, status, status_since, valid_from,
    valid_until, withdrawn_on, source, confidence, example)
    VALUES (gen_random_uuid(), %s, %s, %s, %s, %s, %s, %s, %s, '', 'certain', true)"""
ASKED = """SELECT coalesce(f.announced AND (f.withdrawn_on IS NULL OR f.withdrawn_on > %(today)s) AND f.ccc = 'valid', false),
       EXISTS (SELECT FROM customs_model_stands(%(model)s, %(id)s, %(maker)s, 2026, %(today)s))
  FROM customs_model(%(model)s, %(id)s, %(maker)s, 2026, %(today)s) f"""


@pytest.fixture(scope="module")
def owner(db_module):
    with psycopg.connect(db_module.owner) as connection:
        yield connection


def asked(owner, entries, certificates):
    with owner.transaction(force_rollback=True):
        for number, (effective, withdrawn, maker) in enumerate(entries):
            owner.execute(ANNOUNCED, (MODEL, f"maker {number}", maker, effective, withdrawn))
        for number, since, status, begins, lasts, withdrawn, maker in certificates:
            owner.execute(CERTIFIED, (number, maker, MODEL, status, since, begins, begins + timedelta(lasts), withdrawn))
        return owner.execute(ASKED, {"model": MODEL, "id": MAKER_ID, "maker": MAKER, "today": TODAY}).fetchone()


@settings(max_examples=300, deadline=None)
@given(entries=ENTRIES, certificates=CERTIFICATES)
def test_the_gate_and_the_facts_say_the_same_of_a_model(owner, entries, certificates):
    facts, gate = asked(owner, entries, certificates)
    assert facts is gate


@pytest.mark.parametrize(
    ("entries", "certificates", "stands"),
    [
        ([(None, None, MAKER)], [("A", TODAY, "valid", TODAY, 0, None, MAKER)], True),
        ([(None, TODAY, MAKER)], [("A", TODAY, "valid", TODAY, 0, None, MAKER)], False),
        ([(None, TODAY, MAKER), (TODAY, None, MAKER)], [("A", TODAY, "valid", TODAY, 0, None, MAKER)], True),
        ([(None, None, OTHER)], [("A", TODAY, "valid", TODAY, 0, None, MAKER)], False),
        ([(None, None, MAKER)], [], False),
        ([(None, None, MAKER)], [("A", TODAY - timedelta(1), "valid", TODAY - timedelta(1), 0, None, MAKER)], False),
        (
            [(None, None, MAKER)],
            [("A", TODAY - timedelta(1), "valid", TODAY, 1, None, MAKER), ("A", TODAY, "suspended", TODAY, 1, None, MAKER)],
            False,
        ),
        (
            [(None, None, MAKER)],
            [("A", TODAY, "revoked", TODAY, 1, None, MAKER), ("B", TODAY, "valid", TODAY, 1, None, MAKER)],
            True,
        ),
    ],
    ids=[
        "sound",
        "withdrawn today",
        "announced again",
        "another's",
        "no certificate",
        "expired",
        "suspended since",
        "one of two valid",
    ],
)
def test_a_model_stands_by_one_entry_that_lasts_and_one_certificate_that_holds(owner, entries, certificates, stands):
    assert asked(owner, entries, certificates) == (stands, stands)
