"""Recording production: a whole batch or nothing, every bad car named, one entry with the batch's digest."""

import hashlib
from datetime import timedelta

import psycopg
import pytest
from django.db import transaction
from django.db.utils import ProgrammingError
from tests.factories import AT, TODAY, vins

from evexport.kernel.ids import uuid7
from evexport.kernel.problems import BadInput, NotAllowed
from evexport.kernel.rows import BadRows
from evexport.ledger.models import Entry
from evexport.store import acting_as
from evexport.vehicles import queries
from evexport.vehicles.actions import Produced, record_production
from evexport.vehicles.models import ProductionRecord

MODEL = "DMO7000BEVA1"


def cars(number, **given):
    return [Produced(**{"vin": vin, "model_code": MODEL, "built_on": TODAY, **given}) for vin in vins(number)]


def record(rows, by):
    return record_production(rows, by=by, at=AT)


def on_record(cast, rows, who="maker"):
    with acting_as(getattr(cast, who)):
        return queries.models_of(row.vin for row in rows)


def test_a_batch_goes_on_the_makers_register_with_one_entry(cast):
    rows = cars(3)
    assert record(rows, cast.maker) == 3
    assert on_record(cast, rows) == {row.vin: MODEL for row in rows}
    sent = "".join(f"{row.vin},{MODEL},2026-03-02\n" for row in rows)
    with acting_as(cast.maker):
        entry = Entry.objects.filter(kind="production.recorded").latest("id")
    assert entry.data == {"vehicles": 3, "digest": f"sha256:{hashlib.sha256(sent.encode()).hexdigest()}"}
    assert entry.parties == [cast.example_ev.id]


def test_a_maker_keeps_a_register_once_it_has_recorded_a_car(cast):
    with acting_as(cast.ministry_officer):
        assert not queries.keeps_register(cast.example_trade.id)
    record(cars(1), cast.maker)
    with acting_as(cast.ministry_officer):
        assert queries.keeps_register(cast.example_ev.id)


@pytest.mark.parametrize(
    ("spoil", "field", "code"),
    [
        (lambda row: {"vin": row.vin[:16]}, "vin", "VIN_MALFORMED"),
        (lambda row: {"vin": row.vin.lower()}, "vin", "VIN_MALFORMED"),
        (lambda row: {"vin": row.vin[:8] + ("1" if row.vin[8] != "1" else "2") + row.vin[9:]}, "vin", "VIN_CHECK_DIGIT"),
        (lambda row: {"vin": "LDM\t" + row.vin[4:]}, "vin", "VIN_MALFORMED"),
        (lambda _: {"model_code": " "}, "model_code", "MODEL_MISSING"),
        (lambda _: {"model_code": "x" * 41}, "model_code", "MODEL_MISSING"),
        (lambda _: {"built_on": TODAY + timedelta(days=1)}, "built_on", "BUILT_IN_FUTURE"),
    ],
)
def test_a_bad_car_is_named_and_the_batch_is_not_taken(cast, spoil, field, code):
    good, row = cars(2)
    sound = {"vin": row.vin, "model_code": row.model_code, "built_on": row.built_on}
    with pytest.raises(BadRows) as caught:
        record([good, Produced(**{**sound, **spoil(row)})], cast.maker)
    assert [(problem.row, problem.field, problem.code) for problem in caught.value.rows] == [(2, field, code)]
    assert on_record(cast, [good]) == {}


def test_a_car_built_for_a_market_without_a_check_position_is_its_makers_word(cast):
    (row,) = cars(1)
    vin = row.vin[:8] + "E" + row.vin[9:]
    assert record([Produced(vin, MODEL, TODAY)], cast.maker) == 1


def test_a_car_twice_in_a_batch(cast):
    one, two = cars(2)
    with pytest.raises(BadRows) as caught:
        record([one, two, one], cast.maker)
    assert [(problem.row, problem.code) for problem in caught.value.rows] == [(3, "VIN_REPEATED")]
    assert "第1行" in caught.value.rows[0].message.zh


@pytest.mark.parametrize("first", ["maker", "rival"])
def test_a_car_on_any_register_is_not_recorded_again(cast, first):
    known, fresh = cars(1), cars(2)
    record(known, getattr(cast, first))
    with pytest.raises(BadRows) as caught:
        record([fresh[0], known[0], fresh[1]], cast.maker)
    assert [(problem.row, problem.code) for problem in caught.value.rows] == [(2, "VIN_ON_RECORD")]
    told = str(caught.value.as_dict())
    assert "对手" not in told
    assert on_record(cast, fresh) == {}


def test_a_thousand_bad_rows_are_told_and_the_rest_counted(cast):
    with pytest.raises(BadRows) as caught:
        record([Produced(f"bad {n}", MODEL, TODAY) for n in range(1200)], cast.maker)
    assert (len(caught.value.rows), caught.value.count) == (1000, 1200)


def test_a_large_batch_is_taken_in_at_once(cast):
    rows = cars(5000)
    assert record(rows, cast.maker) == 5000
    assert len(on_record(cast, rows)) == 5000


def test_an_empty_batch_is_no_batch(cast):
    with pytest.raises(BadInput):
        record([], cast.maker)


@pytest.mark.parametrize("who", ["exporter", "ministry_officer", "customs_officer", "administrator", "public", "system"])
def test_a_maker_alone_records_production(cast, who):
    with pytest.raises(NotAllowed):
        record(cars(1), getattr(cast, who))


def test_a_register_is_its_makers_own_and_the_authorities(cast):
    rows = cars(1)
    record(rows, cast.maker)
    for who in ("maker", "ministry_officer", "auditor", "customs_officer", "customs_system"):
        assert on_record(cast, rows, who), who
    for who in ("rival", "exporter"):
        assert not on_record(cast, rows, who), who
    for who in ("public", "province_officer", "miit", "examiner", "administrator"):
        with pytest.raises(ProgrammingError, match="permission denied"):
            on_record(cast, rows, who)
    with pytest.raises(ProgrammingError, match="permission denied"):
        ProductionRecord.objects.exists()


def test_nobody_writes_on_anothers_register(cast):
    with acting_as(cast.maker), pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        ProductionRecord.objects.create(vin=vins(1)[0], maker=cast.rival_ev, model_code=MODEL, built_on=TODAY, recorded_at=AT)


def test_the_register_is_only_added_to(cast, owner_connection, gate_connection):
    record(cars(1), cast.maker)
    with acting_as(cast.maker), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        ProductionRecord.objects.update(model_code="X")
    for statement in ("UPDATE vehicles_productionrecord SET model_code = 'X'", "DELETE FROM vehicles_productionrecord"):
        with pytest.raises(psycopg.errors.IntegrityConstraintViolation, match="only added to"):
            owner_connection.execute(statement)
    assert gate_connection.execute("SELECT count(*) FROM vehicles_productionrecord").fetchone()[0] >= 1
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        gate_connection.execute("INSERT INTO vehicles_productionrecord (vin) VALUES (%s)", [str(uuid7())[:17]])
