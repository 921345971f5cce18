"""An entry stands with its deed, falls with it, and is read by those it concerns."""

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar
from uuid import UUID, uuid4

import psycopg
import pytest
from django.db.utils import IntegrityError, ProgrammingError
from tests.ledger.world import CLERK, NOON, STAFF, SYSTEM, Noted, Person, sealed, write

from evexport import ledger
from evexport.ledger.events import Event, kinds, label, plain
from evexport.ledger.models import Block, Entry, Epoch
from evexport.store import DbRole, Scope, acting_as

MAKER, RIVAL = uuid4(), uuid4()


def seen_by(scope: Scope) -> int:
    with acting_as(scope):
        return Entry.objects.count()


def test_an_entry_keeps_who_what_when_and_under_which_law(db_clone):
    (entry_id,) = write(1, parties=(MAKER, MAKER), law="sha256:00", price=0.2)
    with acting_as(STAFF):
        entry = Entry.objects.get(id=entry_id)
    assert entry.kind == "test.noted"
    assert entry.subject == "test:0"
    assert entry.parties == [MAKER]
    assert entry.actor == {
        "user": str(CLERK.user_id),
        "organisation": str(CLERK.organisation_id),
        "role": "maker",
        "name": "李示例",
    }
    assert (entry.at, entry.law, entry.epoch) == (NOON, "sha256:00", 1)
    assert entry.data == {"n": 0, "contact": "张三 13800000000", "price": 0.2}


def test_an_entry_falls_with_its_deed(db_clone):
    def fail():
        with acting_as(SYSTEM):
            ledger.append(Noted(subject="test:1", n=1), by=CLERK, at=NOON)
            raise InterruptedError

    with pytest.raises(InterruptedError):
        fail()
    assert seen_by(STAFF) == 0


@pytest.mark.parametrize("role", [DbRole.TENANT, DbRole.AUTHORITY, DbRole.AGENCY, DbRole.CUSTOMS])
def test_a_party_reads_its_entries_and_a_rival_none(db_module, role):
    write(1, parties=(MAKER,))
    write(1, parties=(uuid4(),))
    assert seen_by(Scope(role, MAKER)) > 0
    with acting_as(Scope(role, MAKER)):
        assert all(MAKER in entry.parties for entry in Entry.objects.all())
    assert seen_by(Scope(role, RIVAL)) == 0
    assert seen_by(Scope(role)) == 0


def test_the_public_reads_no_entry(db_module):
    with pytest.raises(ProgrammingError, match="permission denied"):
        seen_by(Scope(DbRole.PUBLIC))


@pytest.mark.parametrize("role", DbRole)
def test_everyone_who_acts_may_append_also_where_he_may_not_read(db_module, role):
    assert len(write(1, scope=Scope(role, RIVAL))) == 1


def test_the_gate_inserts_the_same_row_shape(db_module, gate_connection):
    gate_connection.execute(
        "INSERT INTO ledger_entry (id, kind, subject, parties, actor, at, law, data) VALUES "
        "(gen_random_uuid(), 'gate.tested', 'declaration:1', '{}', '{}', now(), NULL, '{}')"
    )
    with acting_as(STAFF):
        assert Entry.objects.get(kind="gate.tested").seed is not None
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        gate_connection.execute("SELECT * FROM ledger_entry")


@pytest.mark.parametrize(("column", "value"), [("epoch", "0"), ("xid", "'1'::xid8"), ("seed", "NULL"), ("salts", "'{}'")])
def test_nobody_chooses_an_entrys_place_or_salt(db_module, gate_connection, column, value):
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="row-level security"):
        gate_connection.execute(
            f"INSERT INTO ledger_entry (id, kind, subject, actor, at, data, {column}) "
            f"VALUES (gen_random_uuid(), 'gate.tested', 'x:1', '{{}}', now(), '{{}}', {value})"
        )


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_entry SET law = 'other'",
        "DELETE FROM ledger_entry",
        "TRUNCATE ledger_entry CASCADE",
        "UPDATE ledger_block SET size = 1",
        "DELETE FROM ledger_block",
        "TRUNCATE ledger_block",
        "DELETE FROM ledger_epoch",
    ],
)
class TestNothingIsChangedOrTakenAway:
    def test_by_the_owner(self, ledger_with_blocks, owner_connection, statement):
        with pytest.raises(psycopg.errors.IntegrityConstraintViolation, match="only added to"):
            owner_connection.execute(statement)

    def test_by_the_application(self, ledger_with_blocks, app_connection, statement):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            app_connection.execute(statement)

    @pytest.mark.parametrize("role", DbRole)
    def test_by_any_who_acts(self, ledger_with_blocks, app_connection, statement, role):
        app_connection.execute("SELECT set_config('role', %s, false)", [role])
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            app_connection.execute(statement)


@pytest.fixture(scope="module")
def ledger_with_blocks(db_module):
    sealed(3)
    with acting_as(STAFF):
        assert Entry.objects.exists()
        assert Block.objects.exists()
        assert Epoch.objects.exists()


def test_two_events_cannot_share_a_name():
    with pytest.raises(ValueError, match=r"test\.noted"):

        @dataclass(frozen=True, kw_only=True)
        class Other(Event):
            kind: ClassVar[str] = "test.noted"


def test_a_kind_is_known_by_name_and_an_unknown_one_by_itself():
    assert kinds()["test.noted"] is Noted
    assert label("test.noted").en == "Noted in a test"
    assert label("of.old").en == "of.old"


def test_values_become_what_json_holds():
    some = UUID(int=7)
    assert plain({"d": NOON.date(), "x": Decimal("1.50"), "ids": {some}, "t": (1, None, True)}) == {
        "d": "2026-03-16", "x": "1.50", "ids": [str(some)], "t": [1, None, True],
    }  # fmt: skip
    with pytest.raises(TypeError, match="object"):
        plain(object())


def test_a_moment_needs_its_time_zone(db_module):
    with acting_as(SYSTEM), pytest.raises(ValueError, match="time zone"):
        ledger.append(Noted(subject="test:1", n=1), by=Person(), at=NOON.replace(tzinfo=None))


def test_a_number_without_end_is_refused_when_it_is_written(db_module):
    with pytest.raises((IntegrityError, ValueError, Exception), match=r"NaN|nan|invalid input"):
        write(1, price=float("nan"))
