"""Sealing loses nothing and passes over nothing, whoever writes at the same time."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import pairwise

import pytest
from django.db import connection
from psycopg.types.json import Jsonb
from tests.database import close_thread
from tests.ledger.world import NOON, SYSTEM, drain, inspect, sealed, write

from evexport import ledger
from evexport.host.home import Home
from evexport.host.keys import Signer
from evexport.kernel.clock import Clock
from evexport.kernel.problems import Barred
from evexport.ledger import sealing, tasks
from evexport.ledger.epochs import open_where_moved
from evexport.ledger.models import Block, Entry, Epoch
from evexport.ledger.reading import Cursor, move, reader, where
from evexport.store import acting_as

INSERT = (
    "INSERT INTO ledger_entry (id, kind, subject, actor, at, data) "
    "VALUES (gen_random_uuid(), 'test.slow', 'x:1', '{}', now(), '{}')"
)


def blocks():
    with acting_as(SYSTEM):
        return list(Block.objects.order_by("no"))


def stand_in_blocks():
    return [entry for block in blocks() for entry in block.entries]


def test_entries_are_sealed_in_order_and_once(db_clone):
    ids, _ = sealed(10, size=4, each=True)
    assert stand_in_blocks() == ids
    assert [block.size for block in blocks()] == [4, 4, 2]


def test_nothing_to_seal_makes_no_block(db_clone):
    signer = Signer.new()
    assert ledger.seal(signer, at=NOON) == 0
    assert blocks() == []


def test_a_slow_transaction_is_waited_for_and_not_passed_over(db_clone, gate_connection):
    signer = Signer.new()
    with gate_connection.transaction():
        gate_connection.execute(INSERT)
        quick = write(1)
        assert ledger.seal(signer, at=NOON) == 0, "the slow one came first"
        with acting_as(SYSTEM):
            assert ledger.after(Cursor()) == []
    drain(signer)
    assert len(stand_in_blocks()) == 2
    assert stand_in_blocks()[1] == quick[0]
    assert inspect(signer).sound


def test_draining_says_who_is_in_the_way(db_clone, gate_connection):
    signer = Signer.new()
    with gate_connection.transaction():
        gate_connection.execute(INSERT)
        write(1)
        with pytest.raises(Barred) as barred:
            ledger.drain(signer, at=NOON, seconds=0.2)
    assert barred.value.code == "LEDGER_STALLED"


def test_only_one_seals_at_a_time(db_clone, owner_connection):
    write(1)
    with owner_connection.transaction():
        owner_connection.execute("SELECT pg_advisory_xact_lock(%s)", [sealing.LOCK])
        assert ledger.seal(Signer.new(), at=NOON) == 0
    assert blocks() == []


def test_eight_writers_and_two_sealers_lose_nothing(db_clone):
    signer, written, finished = Signer.new(), [], threading.Event()

    def writer(number):
        try:
            return [entry for n in range(40) for entry in write(1 + (n + number) % 3)]
        finally:
            close_thread()

    def sealer():
        try:
            while not finished.is_set():
                ledger.seal(signer, at=NOON, size=16)
        finally:
            close_thread()

    with ThreadPoolExecutor(10) as threads:
        sealers = [threads.submit(sealer) for _ in range(2)]
        for result in [threads.submit(writer, n) for n in range(8)]:
            written += result.result(timeout=60)
        finished.set()
        for result in sealers:
            result.result(timeout=60)
    drain(signer, size=16)
    placed = stand_in_blocks()
    assert sorted(placed) == sorted(written)
    assert len(placed) == len(set(placed))
    assert inspect(signer).sound
    assert all(later.no == earlier.no + 1 for earlier, later in pairwise(blocks()))


def test_a_named_reader_sees_every_entry_once_however_it_is_interrupted(db_clone):
    written, seen = write(7, each=True), []

    def read(count, *, fail=False):
        with acting_as(SYSTEM), reader("letters", at=NOON) as place:
            for entry in ledger.after(where(place), kinds=["test.noted"], limit=count):
                seen.append(entry.id)
                move(place, past=entry, at=NOON)
            if fail:
                raise InterruptedError

    drain(Signer.new())
    read(3)
    with pytest.raises(InterruptedError):
        read(2, fail=True)
    del seen[3:]
    read(100)
    read(100)
    assert seen == written


def test_a_reader_held_elsewhere_is_left_alone(db_clone, superuser_connection):
    with acting_as(SYSTEM), reader("letters", at=NOON) as place:
        assert where(place) == Cursor()
    with superuser_connection.transaction():
        superuser_connection.execute("SELECT * FROM ledger_place WHERE reader = 'letters' FOR UPDATE")
        with acting_as(SYSTEM), reader("letters", at=NOON) as place:
            assert place is None


def test_reading_by_kind_and_in_pages(db_clone):
    written = write(5, each=True)
    drain(Signer.new())
    with acting_as(SYSTEM):
        first = ledger.after(Cursor(), limit=2)
        rest = ledger.after(Cursor.of(first[-1]))
        assert [entry.id for entry in first + rest] == written
        assert ledger.after(Cursor(), kinds=["other.kind"]) == []


class TestEpochs:
    def move_to_another_cluster(self, superuser):
        """What a restore brings about: the epoch names another cluster, and entries bear transaction numbers
        yet to come."""
        superuser.execute("SET session_replication_role = replica")
        superuser.execute("UPDATE ledger_epoch SET cluster = '1'")
        superuser.execute("UPDATE ledger_entry SET xid = (xid::text::bigint + 1000000000)::text::xid8")

    def test_sealing_waits_until_the_new_epoch_is_open(self, db_clone, superuser_connection):
        write(1)
        self.move_to_another_cluster(superuser_connection)
        with pytest.raises(Barred) as barred:
            ledger.seal(Signer.new(), at=NOON)
        assert barred.value.code == "LEDGER_EPOCH"

    def test_entries_of_the_former_life_are_finished_and_come_first(self, db_clone, superuser_connection):
        before = write(3, each=True)
        self.move_to_another_cluster(superuser_connection)
        assert open_where_moved() == 2
        assert open_where_moved() is None
        signer, after = Signer.new(), write(2, each=True)
        drain(signer)
        assert [(block.epoch, block.size) for block in blocks()] == [(1, 3), (2, 2)]
        assert stand_in_blocks() == before + after
        assert inspect(signer).sound
        with acting_as(SYSTEM):
            assert Epoch.objects.count() == 2


class TestLoop:
    def test_it_seals_until_it_is_stopped_and_once_more(self, db_clone, tmp_path):
        stop, home = threading.Event(), Home(tmp_path)
        thread = threading.Thread(target=tasks.run, args=(home,), kwargs={"clock": Clock(), "stop": stop, "interval": 0.01})
        thread.start()
        written = write(5, each=True)
        stop.set()
        thread.join(timeout=30)
        assert not thread.is_alive()
        drain(tasks.signer(home, tasks.PURPOSE))
        assert stand_in_blocks() == written
        with acting_as(SYSTEM):
            assert ledger.verify(tasks.verifiers(home)).sound

    def test_an_entry_kept_waiting_raises_the_alarm(self, db_clone, gate_connection, caplog):
        assert tasks.age_of_oldest_unsealed(Clock()) == timedelta()
        with gate_connection.transaction():
            gate_connection.execute("SELECT pg_current_xact_id()")
            write(1)
            assert tasks.once(Signer.new(), clock=Clock(NOON.date() + timedelta(days=1))) == 0
        assert "a transaction stays open" in caplog.text
        assert tasks.age_of_oldest_unsealed(Clock(NOON.date() + timedelta(days=1))) > tasks.ALARM

    def test_an_outage_does_not_end_it(self, db_clone, caplog, superuser_connection):
        write(1)
        connection.pool.timeout = 0.2  # seconds, of this copy's pool
        superuser_connection.execute("UPDATE pg_database SET datallowconn = false WHERE datname = current_database()")
        superuser_connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        assert tasks.once(Signer.new(), clock=Clock()) == 0
        assert "Sealing failed" in caplog.text


def test_an_entry_that_no_rule_can_hash_does_not_stop_the_sealer(db_clone, superuser_connection):
    superuser_connection.execute("SET session_replication_role = replica")
    superuser_connection.execute(
        "INSERT INTO ledger_entry (id, kind, subject, actor, at, data, seed, salts) "
        "VALUES (gen_random_uuid(), 'test.odd', 'x:1', '{}', now(), %s, NULL, '{}')",
        [Jsonb({"n": 10**30})],
    )
    written = write(1)
    signer = Signer.new()
    drain(signer)
    assert stand_in_blocks()[1] == written[0]
    assert [fault.kind for fault in inspect(signer).faults] == ["entry_altered"]
    with acting_as(SYSTEM):
        assert Entry.objects.count() == 2
