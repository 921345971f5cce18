"""Many declarations at once: the answers and the tables are those of one after the other, whatever is drawn, sent again or killed."""

import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import pairwise
from random import Random
from threading import Event

import msgspec
import psycopg
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from tests.customs import registers
from tests.customs.audit import audit
from tests.customs.test_decide import Said, changed
from tests.customs.test_guard_is_criteria import FACTS
from tests.customs.world import MODEL, NOON, OTHER_MODEL, OWNER, World

from evexport.accounts.actors import PUBLIC
from evexport.customs import gate
from evexport.customs.gate import calls, many, pool
from evexport.kernel.problems import NotAllowed, Problem


def told(reply):
    """A reply as it can be compared."""
    return (reply.status, reply.code) if isinstance(reply, Problem) else reply.as_dict()


def as_new(reply):
    return {**reply.as_dict(), "replayed": False}


class Savepoints:
    """The gate's connection inside a transaction that will be undone: each statement is a transaction of its own."""

    def __init__(self, connection):
        self.connection = connection

    def execute(self, statement, parameters):
        with self.connection.transaction():
            return self.connection.execute(statement, parameters)


# What the tables hold, by the names that a declaration is sent under; identifiers made by the machine are left out.
TABLES = (
    "SELECT m.client, m.message_id, m.payload, d.message_id FROM customs_message m JOIN customs_declaration d ON d.id = m.declaration_id",
    "SELECT to_jsonb(d) - 'id' FROM customs_declaration d",
    """SELECT d.message_id, w.number, w.line_id, w.kind, w.vins, w.at FROM customs_writeoff w
         JOIN customs_declaration d ON d.id = w.declaration_id""",
    """SELECT v.vin, v.line_id, v.pending, v.since, d.message_id FROM customs_livevin v
         JOIN customs_declaration d ON d.id = v.declaration_id""",
    "SELECT r.vin, d.message_id FROM customs_refusedvin r JOIN customs_declaration d ON d.id = r.declaration_id",
    "SELECT i.state, i.level, i.because, d.message_id FROM customs_inspection i JOIN customs_declaration d ON d.id = i.declaration_id",
    "SELECT line_id, licensed, used, reserved FROM licensing_balance",
    "SELECT licence_id, status, clearances_used FROM licensing_licencestanding",
    """SELECT e.kind, e.parties, e.actor, e.at, e.law, e.data, d.message_id FROM ledger_entry e
         JOIN customs_declaration d ON e.subject = 'declaration:' || d.id""",
)


def state(connection):
    return [sorted(map(repr, connection.execute(query).fetchall())) for query in TABLES]


@pytest.fixture(scope="module")
def ground(db_module):
    """The world with three small licences, and the owner's connection on which every example is undone."""
    world = World()
    licences = [world.licence(4, allowed=4), world.licence(3, models=(MODEL, OTHER_MODEL)), world.licence(2)]
    with psycopg.connect(db_module.owner) as connection:
        yield world, licences, world.cars(7), connection


def mostly(first, *others):
    return st.integers(0, 5).flatmap(lambda n: st.sampled_from(others) if n == 0 else st.just(first))


LINES = st.fixed_dictionaries(
    {
        "licence": st.integers(0, 3),  # 3: none
        "cars": st.lists(st.integers(0, 6), min_size=1, max_size=3),
        "model": mostly(MODEL, OTHER_MODEL),
        "message": st.integers(0, 30),
        "number": st.integers(0, 30),
        "destination": mostly("DE", "FR"),
        "hs_code": mostly("8703801090", "8703809090"),
        "declared_on": mostly("2026-06-15", "2026-06-01"),
    }
)
CHANGES = st.lists(
    st.sampled_from(["elevated", "strict", "one left", "last clearance", "suspended", "coding on record"]),
    max_size=2,
    unique=True,
)
LINE = {
    "licence": 0, "cars": [0], "model": MODEL, "message": 0, "number": 0, "destination": "DE", "hs_code": "8703801090",
    "declared_on": "2026-06-15",
}  # fmt: skip
THE_LAST_CAR = [{**LINE, "cars": [n], "message": n, "number": n} for n in range(6)]
A_REFUSAL_BETWEEN = [{**one, "destination": "FR"} if n == 2 else one for n, one in enumerate(THE_LAST_CAR)]


def drawn(world, licences, cars, line):
    licence = licences[line["licence"]] if line["licence"] < len(licences) else None
    return world.form(
        licence,
        [cars[n] for n in line["cars"]],
        model=line["model"],
        message_id=f"drawn-{line['message']}",
        declaration_no=f"5301202699{line['number']:08d}",
        **{name: line[name] for name in ("destination", "hs_code", "declared_on")},
    )


def outcome(connection, world, forms, decide_all, changes):
    """What is answered, and what the tables hold, from the same beginning."""
    with connection.transaction(force_rollback=True), pytest.MonkeyPatch.context() as patch:
        for change in changes:
            connection.execute(FACTS[change])
        within = contextmanager(lambda: (yield Savepoints(connection)))
        for module in (many, sys.modules[calls.__package__ + ".decide"]):
            patch.setattr(module, "connection", within)
        return [told(reply) for reply in decide_all(forms)], state(connection)


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(lines=st.lists(LINES, min_size=2, max_size=9), changes=CHANGES)
@example(lines=THE_LAST_CAR, changes=[])
@example(lines=A_REFUSAL_BETWEEN, changes=[])
@example(lines=[LINE, LINE, {**LINE, "number": 1}, {**LINE, "message": 1}], changes=[])
@example(lines=[LINE, {**LINE, "message": 1, "number": 1, "cars": [1]}], changes=["strict"])
@example(lines=[LINE, {**LINE, "message": 1, "number": 1, "cars": [1]}], changes=["last clearance"])
def test_a_batch_is_one_after_the_other(ground, lines, changes):
    world, licences, cars, connection = ground
    forms = [drawn(world, licences, cars, line) for line in lines]

    def in_turn(forms):
        for form in forms:
            try:
                yield world.decide(form)
            except Problem as problem:
                yield problem

    def at_once(forms):
        return gate.decide_many(forms, client=world.system, at=NOON)

    assert outcome(connection, world, forms, at_once, changes) == outcome(connection, world, forms, in_turn, changes)


def decide_many(world, forms, **options):
    return gate.decide_many(forms, client=world.system, at=NOON, **options)


def test_the_same_batch_and_batches_that_overlap_get_the_same_answers(world):
    licence = world.licence(12)
    forms = [world.form(licence) for _ in range(6)]
    forms[2] = changed(forms[2], destination="FR")
    first = decide_many(world, forms)
    assert [one.decision for one in first] == ["released", "released", "refused", "released", "released", "released"]
    assert [one.as_dict() for one in decide_many(world, forms)] == [{**one.as_dict(), "replayed": True} for one in first]
    overlapping = decide_many(world, [world.form(licence), *forms[3:], world.form(licence)])
    assert [one.as_dict()["replayed"] for one in overlapping] == [False, True, True, True, False]
    assert [one.decision for one in overlapping] == ["released"] * 4 + ["refused"]
    assert world.balance(licence) == (12, 12, 0)
    audit(OWNER)


def test_each_reply_stands_alone(world):
    licence, other = world.licence(10), world.licence(10)
    good = world.form(licence)
    forms = [good, world.form(licence, declared_on="2026-06-01"), changed(good, destination="FR"), world.form(other)]
    first, late, reused, last = decide_many(world, forms)
    assert (first.decision, last.decision) == ("released", "released")
    assert (late.code, late.status) == ("DECLARED_ON_OUTSIDE_WINDOW", 422)
    assert (reused.code, reused.status) == ("MESSAGE_ID_REUSED", 409)


def test_nobody_decides_without_the_permission(world):
    with pytest.raises(NotAllowed):
        gate.decide_many([world.form(world.licence())], client=PUBLIC, at=NOON)


@pytest.mark.parametrize("count", [1, 10, 60])
def test_a_batch_that_is_all_good_is_one_statement_whatever_its_size(world, monkeypatch, count):
    licences, said = [world.licence(1000, allowed=1000) for _ in range(3)], []
    for module, name in ((many, "RELEASE_MANY"), (calls, "RELEASE"), (calls, "STORED"), (calls, "FACTS"), (calls, "RECORD")):
        monkeypatch.setattr(module, name, Said(getattr(module, name), said))
    forms = [world.form(licences[n % 3], world.cars(1 + n % 4)) for n in range(count)]
    assert {one.decision for one in decide_many(world, forms)} == {"released"}
    assert len(said) == 1
    assert {one.replayed for one in decide_many(world, forms)} == {True}
    assert len(said) == 2
    audit(OWNER)


def test_what_waits_behind_a_refusal_is_sent_again_in_few_statements(world, monkeypatch):
    licence, said = world.licence(1000, allowed=1000), []
    monkeypatch.setattr(many, "RELEASE_MANY", Said(many.RELEASE_MANY, said))
    forms = [world.form(licence, destination="FR" if n % 20 == 10 else "DE") for n in range(80)]
    replies = decide_many(world, forms)
    assert [one.decision for one in replies].count("refused") == 4
    assert world.balance(licence) == (1000, 152, 0)
    assert len(said) < 12


def test_many_cars_are_sent_in_several_statements(world, monkeypatch):
    monkeypatch.setattr(many, "CARS_AT_ONCE", 10)
    licence = world.licence(100, allowed=100)
    replies = decide_many(world, [world.form(licence, world.cars(4)) for _ in range(5)])
    assert [one.balance[0]["used"] for one in replies] == [4, 8, 12, 16, 20]


def test_batches_that_cross_end_without_a_deadlock_and_nothing_twice(world):
    """The same declarations in opposite order, others that want the same cars, and single ones between them."""
    licences = [world.licence(40, allowed=500) for _ in range(4)]
    forms = [world.form(licences[n % 4], world.cars(2)) for n in range(60)]
    rivals = [changed(form, message_id=f"r-{n}", declaration_no=f"RIVAL-{n:06d}") for n, form in enumerate(forms)]
    chance = Random(20260615)
    batches = [forms, forms[::-1], rivals, rivals[::-1], chance.sample(forms + rivals, 60)]

    def singly():
        return [world.decide(form) for form in chance.sample(forms, 20)]

    with ThreadPoolExecutor(6) as others:
        asked = [others.submit(decide_many, world, batch) for batch in batches] + [others.submit(singly)]
        answers = [reply for one in asked for reply in one.result(timeout=120)]
    assert not [reply for reply in answers if isinstance(reply, Problem)]
    by_message = {}
    for reply in answers:
        by_message.setdefault(reply.message_id, []).append(as_new(reply))
    assert all(one == other for same in by_message.values() for one, other in pairwise(same))
    assert [world.balance(licence)[1] for licence in licences] == [30, 30, 30, 30]
    audit(OWNER)


def test_two_that_would_wait_for_each_other_for_good_are_asked_again(world, monkeypatch):
    """Another transaction holds the balance and then wants the batch's car: the server ends one, and both come through."""
    licence, said = world.licence(10), []
    monkeypatch.setattr(many, "RELEASE_MANY", Said(many.RELEASE_MANY, said))
    (car,) = world.cars(1)
    form = world.form(licence, [car])
    with pool.connection() as first, ThreadPoolExecutor(1) as other:
        with first.transaction():
            first.execute("UPDATE licensing_balance SET used = used WHERE licence_id = %s", [licence.pk])
            asked = other.submit(decide_many, world, [form])
            wait_until_blocked(first)
            with first.transaction(force_rollback=True):
                first.execute("INSERT INTO customs_livevin VALUES (%s, gen_random_uuid(), NULL, true, '2026-06-15')", [car])
        (reply,) = asked.result(timeout=60)
    assert reply.decision == "released"
    assert len(said) > 1
    audit(OWNER)


WAITING = "pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"


def wait_until_blocked(connection):
    for _ in range(400):
        connection.execute("SELECT pg_stat_clear_snapshot()")  # else a transaction goes on seeing who was there at its first look
        if connection.execute(f"SELECT count(*) FROM {WAITING}").fetchone()[0]:
            return
        Event().wait(0.01)
    raise AssertionError("nothing waits")


def test_a_server_process_killed_under_a_batch_loses_nothing(world, superuser_connection):
    licence = world.licence(100)
    forms = [world.form(licence) for _ in range(5)]
    with pool.connection() as first, ThreadPoolExecutor(1) as other:
        with first.transaction():
            first.execute("UPDATE licensing_balance SET used = used WHERE licence_id = %s", [licence.pk])
            asked = other.submit(decide_many, world, forms)
            wait_until_blocked(first)
            killed = f"SELECT pg_terminate_backend(pid) FROM {WAITING}"
            assert superuser_connection.execute(killed).fetchall() == [(True,)]
        replies = asked.result(timeout=60)
    assert [reply.decision for reply in replies] == ["released"] * 5
    assert world.balance(licence) == (100, 10, 0)
    audit(OWNER)


@pytest.mark.parametrize("after", [0, 1, 2])
def test_killed_between_its_statements_and_sent_again(world, monkeypatch, after):
    """The process dies when so many of the lines that missed have been decided alone."""
    licence, other = world.licence(100), world.licence(100)
    forms = [world.form((licence, other)[n % 2], destination="FR" if n in {2, 5, 6} else "DE") for n in range(8)]
    alone, left = many.decide_message, iter(range(after))

    def dying(message, **options):
        if next(left, None) is None:
            raise KeyboardInterrupt
        return alone(message, **options)

    monkeypatch.setattr(many, "decide_message", dying)
    with pytest.raises(KeyboardInterrupt):
        decide_many(world, forms)
    monkeypatch.setattr(many, "decide_message", alone)
    audit(OWNER)
    replies = decide_many(world, forms)
    assert [one.decision for one in replies] == ["refused" if n in {2, 5, 6} else "released" for n in range(8)]
    assert (world.balance(licence), world.balance(other)) == ((100, 4, 0), (100, 6, 0))
    audit(OWNER)


def test_a_fault_in_one_line_is_told_there_and_stops_no_other(world, monkeypatch, caplog):
    licence = world.licence(100)
    forms = [world.form(licence), world.form(licence, destination="FR"), world.form(licence)]

    def broken(message, **_):
        raise RuntimeError(message.declaration.declaration_no)

    monkeypatch.setattr(many, "decide_message", broken)
    first, fault, last = decide_many(world, forms)
    assert (first.decision, last.decision) == ("released", "released")
    assert (fault.status, fault.code) == (500, "FAULT")
    assert forms[1].declaration_no in caplog.text


def test_held_and_released_in_one_batch_keep_their_order(world):
    """An inspection reserves what the lines behind it then lack."""
    licence = world.licence(4)
    forms = [world.form(licence) for _ in range(3)]
    registers.require_inspection(2026)
    held = decide_many(world, forms)
    assert [one.decision for one in held] == ["held", "held", "refused"]
    assert world.balance(licence) == (4, 0, 4)
    audit(OWNER)


def test_what_is_answered_at_once_is_what_the_declaration_keeps(world):
    licence = world.licence(10, models=(MODEL, OTHER_MODEL))
    vehicles = [{"vin": vin, "model_code": model} for vin, model in zip(world.cars(3), (OTHER_MODEL, MODEL, MODEL), strict=True)]
    form = world.form(licence, vehicles=vehicles)
    (at_once,), (again,) = decide_many(world, [form]), decide_many(world, [form])
    assert msgspec.json.encode(at_once.as_dict()) == msgspec.json.encode(as_new(again))
    assert [(line["model_code"], line["used"]) for line in at_once.balance] == [(MODEL, 2), (OTHER_MODEL, 1)]


def test_lines_that_come_in_another_order_than_their_numbers_are_written_nowhere(world, owner_connection):
    forms = [world.form(world.licence(10)) for _ in range(2)]
    lines = [
        many.Line(place, many._message(form, world.system, NOON, remembered=False, faulty=None))
        for place, form in enumerate(forms)
    ]
    with pool.connection() as held, pytest.raises(psycopg.errors.RaiseException, match="order of their numbers"):
        held.execute(many.RELEASE_MANY, many.asked(lines[::-1], look=False))
    assert owner_connection.execute("SELECT count(*) FROM customs_message").fetchone() == (0,)
