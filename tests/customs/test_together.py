"""Declarations of one client that come at once: decided in one commit, each with the answer that it gets alone."""

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime, timedelta
from uuid import UUID

import psycopg
import pytest
from tests.customs.audit import audit
from tests.customs.world import NOON, OWNER, World, tenant
from tests.factories import ADMIN, organisation

from evexport.accounts.actions import issue_key, revoke_key
from evexport.accounts.queries import actor_for_key
from evexport.accounts.roles import Role
from evexport.customs.gate import KeyEnded, together
from evexport.customs.gate.together import decide_together
from evexport.customs.models import Declaration
from evexport.kernel.clock import CHINA
from evexport.kernel.problems import Conflict, NotAllowed, Problem

COMMITS = "SELECT count(DISTINCT xmin::text) FROM customs_declaration"


@contextmanager
def licence_held(database, licence):
    """Somebody else is at the licence's standing: whoever draws on it waits for the end of this block."""
    with psycopg.connect(database.owner) as other:
        other.execute("SELECT 1 FROM licensing_licencestanding WHERE licence_id = %s FOR UPDATE", [licence.pk])
        yield


def until(reached):
    for _ in range(500):
        if reached():
            return
        time.sleep(0.01)
    raise AssertionError("not reached in five seconds")


def waiting():
    return sum(len(company.waiting) for company in together._companies.values())


def reply(world: World, form, at: datetime = NOON, client=None):
    try:
        return decide_together(form, client=client or world.system, at=at)
    except Problem as problem:
        return problem


@pytest.fixture
def at_once(world, db_clone):
    """`at_once(licence, forms)`: the replies to the forms where all but the first come while it is being decided."""

    def send(licence, forms, moments=None):
        moments = moments or [NOON] * len(forms)
        with ThreadPoolExecutor(len(forms)) as trucks:
            with licence_held(db_clone, licence):
                first = trucks.submit(reply, world, forms[0], moments[0])
                until(lambda: together._companies)
                replies = [first]
                for number, (form, at) in enumerate(zip(forms[1:], moments[1:], strict=True), 1):
                    replies.append(trucks.submit(reply, world, form, at))
                    until(lambda number=number: waiting() == number)
            return [one.result(20) for one in replies]

    yield send
    assert together._companies == {}


def test_those_that_wait_go_in_one_commit(world, at_once, owner_connection):
    licence = world.licence(10)
    replies = at_once(licence, [world.form(licence) for _ in range(5)])
    assert [one.decision for one in replies] == ["released"] * 5
    assert (world.balance(licence), world.clearances(licence)) == ((10, 10, 0), 5)
    assert owner_connection.execute(COMMITS).fetchone() == (2,)  # the first by itself, four together
    audit("owner")


def test_one_that_overdraws_is_refused_with_its_reasons_and_spoils_no_other(world, at_once):
    licence = world.licence(6)
    forms = [world.form(licence), world.form(licence), world.form(licence, world.cars(5)), world.form(licence)]
    replies = at_once(licence, forms)
    assert [one.decision for one in replies] == ["released", "released", "refused", "released"]
    assert "BALANCE_EXCEEDED" in {reason["code"] for reason in replies[2].reasons}
    assert world.balance(licence) == (6, 6, 0)
    audit("owner")


def test_one_car_in_two_declarations_leaves_once(world, at_once):
    licence, cars = world.licence(10), world.cars()
    forms = [world.form(licence), world.form(licence, cars), world.form(licence, cars)]
    replies = at_once(licence, forms)
    assert [one.decision for one in replies] == ["released", "released", "refused"]
    assert {reason["code"] for reason in replies[2].reasons} >= {"VIN_ALREADY_EXPORTED"}


def test_copies_of_one_message_get_one_answer(world, at_once):
    licence = world.licence(10)
    form = world.form(licence)
    replies = at_once(licence, [world.form(licence), form, form, form])
    assert [one.replayed for one in replies] == [False, False, True, True]
    assert len({one.id for one in replies[1:]}) == 1
    assert world.balance(licence) == (10, 4, 0)


def test_what_cannot_be_decided_is_told_to_its_sender_alone(world, at_once):
    licence = world.licence(10)
    used = world.form(licence)
    reply(world, used)
    other_content = world.form(licence, message_id=used.message_id)
    replies = at_once(licence, [world.form(licence), other_content, world.form(licence)])
    assert isinstance(replies[1], Conflict)
    assert replies[1].code == "MESSAGE_ID_REUSED"
    assert [replies[0].decision, replies[2].decision] == ["released", "released"]


def test_they_are_decided_when_the_last_of_them_came(world, at_once):
    licence = world.licence(10)
    moments = [NOON + timedelta(milliseconds=ms) for ms in (0, 7, 5, 6)]
    replies = at_once(licence, [world.form(licence) for _ in moments], moments)
    assert [one.decided_at for one in replies] == [NOON, moments[1], moments[1], moments[1]]


def test_licences_clients_and_days_do_not_wait_for_each_other(world, db_clone):
    held, other = world.licence(10), world.licence(10)
    midnight = datetime(2026, 6, 16, tzinfo=CHINA)
    beside = [
        (world.form(other), NOON, world.system),
        (world.form(held, declared_on="2026-06-16"), midnight, world.system),
        (world.form(held), NOON, world.officer),
    ]
    with ThreadPoolExecutor(4) as trucks:
        with licence_held(db_clone, held):
            late = [trucks.submit(reply, world, world.form(held))]
            until(lambda: together._companies)
            for number, (form, at, client) in enumerate(beside, 2):
                late.append(trucks.submit(reply, world, form, at, client))
                if number == 2:
                    assert late[-1].result(20).decision == "released"
                else:
                    until(lambda number=number: len(together._companies) == number - 1)
            assert waiting() == 0
        assert [one.result(20).decision for one in late] == ["released"] * 4


def test_a_licence_that_is_held_holds_up_no_other(world, db_clone):
    held, others = world.licence(10), [world.licence(10) for _ in range(3)]
    with ThreadPoolExecutor(5) as trucks:
        with licence_held(db_clone, held):
            late = [trucks.submit(reply, world, world.form(held))]
            until(lambda: together._companies)
            late.append(trucks.submit(reply, world, world.form(held)))
            until(lambda: waiting() == 1)
            # The second under the held licence came first and goes on waiting; it takes nobody's turn.
            beside = [trucks.submit(reply, world, world.form(one)) for one in others]
            assert [one.result(20).decision for one in beside] == ["released"] * 3
            assert waiting() == 1
        assert [one.result(20).decision for one in late] == ["released"] * 2
    assert together._companies == {}


def test_where_enough_is_under_way_the_next_of_all_licences_go_in_one_commit(world, db_clone, owner_connection):
    first, second = world.licence(10), world.licence(10)
    others = [world.licence(10), world.licence(6), world.licence(2)]
    with ThreadPoolExecutor(6) as trucks:
        with licence_held(db_clone, second):
            with licence_held(db_clone, first):
                ahead = [trucks.submit(reply, world, world.form(one)) for one in (first, second)]
                until(lambda: [company.under_way for company in together._companies.values()] == [together.AT_ONCE])
                behind = [trucks.submit(reply, world, world.form(one)) for one in others]
                until(lambda: waiting() == 3)
                behind.append(trucks.submit(reply, world, world.form(second)))
                until(lambda: waiting() == 4)
            assert [one.result(20).decision for one in behind[:3]] == ["released"] * 3
            assert waiting() == 1
        assert [one.result(20).decision for one in (*ahead, behind[3])] == ["released"] * 3
    assert owner_connection.execute(COMMITS).fetchone() == (4,)  # first, second, the three of other licences, the last
    assert [world.balance(one) for one in (first, second, *others)] == [(10, 2, 0), (10, 4, 0), (10, 2, 0), (6, 2, 0), (2, 2, 0)]
    audit("owner")


FULL = """
CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'no space left on device' USING ERRCODE = '53100'; END $$;
CREATE TRIGGER full_disk BEFORE INSERT ON customs_message FOR EACH ROW WHEN (NEW.message_id = '{}') EXECUTE FUNCTION full_disk();
"""


def test_a_database_that_fails_is_told_to_each_and_the_next_go_on(world, db_clone, owner_connection):
    licence = world.licence(10)
    forms = [world.form(licence) for _ in range(3)]
    owner_connection.execute(FULL.format(forms[2].message_id))
    with ThreadPoolExecutor(3) as trucks:
        with licence_held(db_clone, licence):
            tries = [trucks.submit(reply, world, forms[0])]
            until(lambda: together._companies)
            tries += [trucks.submit(reply, world, form) for form in forms[1:]]
            until(lambda: waiting() == 2)
        assert tries[0].result(20).decision == "released"
        for one in tries[1:]:
            with pytest.raises(psycopg.errors.DiskFull):
                one.result(20)
    assert together._companies == {}
    # Sent again by itself, the one that was not at fault is decided.
    assert reply(world, forms[1]).decision == "released"
    audit("owner")


def test_a_key_that_ends_while_they_wait_ends_their_turn(world, db_clone, owner_connection):
    _, shown = issue_key(
        organisation_id=organisation("customs").id, role=Role.CUSTOMS_SYSTEM, label="test", by=ADMIN, at=NOON - timedelta(days=1)
    )
    known = actor_for_key(shown, at=NOON)
    licence = world.licence(10)
    forms = [world.form(licence) for _ in range(4)]

    def send(form):
        return decide_together(form, client=known, at=NOON, remembered=True)

    with ThreadPoolExecutor(4) as trucks:
        with licence_held(db_clone, licence):
            tries = [trucks.submit(send, forms[0])]
            until(lambda: owner_connection.execute("SELECT count(*) FROM pg_locks WHERE NOT granted").fetchone() == (1,))
            tries += [trucks.submit(send, form) for form in forms[1:]]
            until(lambda: waiting() == 3)
            revoke_key(UUID(known.client), because="泄露。", by=ADMIN, at=NOON)
        # The first had been asked for its key before it waited for the licence.
        assert tries[0].result(20).decision == "released"
        for one in tries[1:]:
            with pytest.raises(KeyEnded):
                one.result(20)
    assert together._companies == {}
    assert world.balance(licence) == (10, 2, 0)
    audit("owner")


def test_without_a_licence_each_goes_by_itself(world):
    assert decide_together(world.form(None), client=world.system, at=NOON).decision == "refused"
    assert together._companies == {}


def test_who_may_not_decide_waits_for_nobody(world):
    with pytest.raises(NotAllowed):
        decide_together(world.form(world.licence()), client=tenant(world.exporter), at=NOON)
    assert together._companies == {}
    assert not Declaration.objects.using(OWNER).exists()
