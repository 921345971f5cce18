"""Whatever an intruder with all rights does to the ledger is found and named."""

from dataclasses import replace

import psycopg
import pytest
from tests.ledger.world import CLERK, NOON, STAFF, SYSTEM, drain, inspect, keys, sealed, write

from evexport import ledger
from evexport.host.keys import Signer
from evexport.ledger import checkpoints
from evexport.ledger.faults import Kind
from evexport.ledger.models import Block, Entry
from evexport.ledger.sealing import close
from evexport.store import acting_as


@pytest.fixture
def intruder(superuser_connection):
    """A superuser who has switched every trigger off."""
    superuser_connection.execute("SET session_replication_role = replica")
    return superuser_connection


def found(report):
    return [(fault.kind, fault.block, fault.entry) for fault in report.faults]


def test_a_sound_ledger(db_clone):
    _, signer = sealed(10, size=4)
    report = inspect(signer)
    assert report.sound
    assert (report.blocks, report.entries, report.unsealed) == (3, 10, 0)
    write(2)
    assert inspect(signer).unsealed == 2


@pytest.mark.parametrize(
    "change",
    [
        "kind = 'test.other'",
        "subject = 'test:99'",
        "parties = ARRAY[gen_random_uuid()]",
        "actor = jsonb_set(actor, '{name}', '\"王五\"')",
        "at = at + interval '1 microsecond'",
        "law = 'sha256:ff'",
        "data = jsonb_set(data, '{n}', '7')",
        "data = data || '{\"more\": null}'",
        "data = data - 'contact'",
        "seed = gen_random_uuid()",
        "seed = NULL, salts = '{}'",
        "seed = NULL, salts = '[]'",
    ],
)
def test_an_altered_entry_is_named(db_clone, intruder, change):
    ids, signer = sealed(5)
    intruder.execute(f"UPDATE ledger_entry SET {change} WHERE id = %s", [ids[2]])
    assert found(inspect(signer)) == [(Kind.ENTRY_ALTERED, 1, ids[2])]


def test_a_removed_entry_is_named(db_clone, intruder):
    ids, signer = sealed(9, size=3)
    intruder.execute("DELETE FROM ledger_entry WHERE id = %s", [ids[4]])
    assert found(inspect(signer)) == [(Kind.ENTRY_REMOVED, 2, ids[4])]


def test_an_inserted_entry_is_named_wherever_it_is_put(db_clone, intruder):
    ids, signer = sealed(6, size=3, each=True)
    inserted = [
        intruder.execute(
            "INSERT INTO ledger_entry (id, epoch, xid, kind, subject, parties, actor, at, data, seed) "
            "SELECT gen_random_uuid(), epoch, (xid::text::bigint - %s)::text::xid8, kind, subject, parties, "
            "actor, at, data, seed FROM ledger_entry WHERE id = %s RETURNING id",
            [before, ids[place]],
        ).fetchone()[0]
        for before, place in ((5, 0), (0, 1), (1, 3))
    ]
    report = inspect(signer)
    assert {fault.entry for fault in report.faults} == set(inserted)
    assert {fault.kind for fault in report.faults} == {Kind.ENTRY_INSERTED}


def test_a_missing_block_in_the_middle_is_named(db_clone, intruder):
    _, signer = sealed(9, size=3)
    intruder.execute("DELETE FROM ledger_block WHERE no = 2")
    kinds = {fault.kind for fault in inspect(signer).faults}
    assert Kind.BLOCK_MISSING in kinds


def test_a_block_cut_out_with_its_entries_and_the_rest_renumbered(db_clone, intruder):
    ids, signer = sealed(9, size=3)
    intruder.execute("DELETE FROM ledger_entry WHERE id = ANY(%s)", [ids[3:6]])
    intruder.execute("DELETE FROM ledger_block WHERE no = 2")
    intruder.execute("UPDATE ledger_block SET no = 2 WHERE no = 3")
    assert {(fault.kind, fault.block) for fault in inspect(signer).faults} == {
        (Kind.CHAIN_BROKEN, 2),
        (Kind.BLOCK_ALTERED, 2),
    }


def test_a_block_sealed_anew_by_a_stranger(db_clone, intruder):
    ids, signer = sealed(3)
    stranger = Signer.new()
    intruder.execute("UPDATE ledger_entry SET law = 'other' WHERE id = %s", [ids[0]])
    with acting_as(SYSTEM):
        forged = close(list(Entry.objects.order_by("epoch", "xid", "id")), None, stranger, NOON)
    intruder.execute(
        "UPDATE ledger_block SET header = %s, signature = %s, leaves = %s",
        [forged.header, forged.signature, forged.leaves],
    )
    assert found(inspect(signer)) == [(Kind.KEY_UNKNOWN, 1, None)]
    intruder.execute("UPDATE ledger_block SET header = replace(header, %s, %s)", [stranger.key_id, signer.key_id])
    assert found(inspect(signer)) == [(Kind.SIGNATURE_INVALID, 1, None)]


def test_a_header_that_is_no_header(db_clone, intruder):
    _, signer = sealed(1)
    intruder.execute("UPDATE ledger_block SET header = '{}'")
    assert found(inspect(signer)) == [(Kind.KEY_UNKNOWN, 1, None), (Kind.BLOCK_ALTERED, 1, None)]


def test_swapped_leaves_of_a_block(db_clone, intruder):
    ids, signer = sealed(2)
    intruder.execute("UPDATE ledger_block SET leaves = substr(leaves, 33, 32) || substr(leaves, 1, 32)")
    assert set(found(inspect(signer))) == {
        (Kind.BLOCK_ALTERED, 1, None), (Kind.ENTRY_ALTERED, 1, ids[0]), (Kind.ENTRY_ALTERED, 1, ids[1]),
    }  # fmt: skip


def test_a_second_key_goes_on_where_the_first_ended(db_clone):
    _, first = sealed(2)
    write(2)
    second = Signer.new()
    drain(second)
    assert inspect(first, second).sound
    assert found(inspect(first)) == [(Kind.KEY_UNKNOWN, 2, None)]


class TestCheckpoint:
    def issued(self, signer):
        with acting_as(SYSTEM):
            return checkpoints.issue(signer, at=NOON)

    def test_finds_the_cutting_off_of_whole_last_blocks(self, db_clone, intruder):
        ids, signer = sealed(6, size=3)
        kept = checkpoints.read(self.issued(signer).text())
        assert inspect(signer, checkpoint=kept).sound
        intruder.execute("DELETE FROM ledger_block WHERE no = 2")
        intruder.execute("DELETE FROM ledger_entry WHERE id = ANY(%s)", [ids[3:]])
        assert inspect(signer).sound, "blocks alone cannot show it: that is why checkpoints are published"
        assert found(inspect(signer, checkpoint=kept)) == [(Kind.CUT_OFF, 2, None)]

    def test_finds_a_ledger_written_anew_with_the_true_key(self, db_clone, intruder):
        ids, signer = sealed(3)
        kept = self.issued(signer)
        intruder.execute("TRUNCATE ledger_block")
        intruder.execute("UPDATE ledger_entry SET law = 'other' WHERE id = %s", [ids[0]])
        drain(signer)
        assert inspect(signer).sound
        assert found(inspect(signer, checkpoint=kept)) == [(Kind.REPLACED, 1, None)]

    def test_a_forged_one_is_refused(self, db_clone):
        _, signer = sealed(3)
        kept = self.issued(signer)
        assert kept.genuine(keys(signer))
        for forged in (replace(kept, entries=2), replace(kept, key="other"), replace(kept, signature="zz")):
            assert Kind.CHECKPOINT_FORGED in {fault.kind for fault in inspect(signer, checkpoint=forged).faults}

    @pytest.mark.parametrize("text", ["", "{}", "[]", '{"block": 1}', "null"])
    def test_what_is_no_checkpoint_is_bad_input(self, text):
        with pytest.raises(checkpoints.BadInput):
            checkpoints.read(text)

    def test_there_is_none_before_the_first_block(self, db_clone):
        with pytest.raises(checkpoints.NotFound):
            self.issued(Signer.new())


class TestErasure:
    def erase(self, entry, field="data.contact"):
        with acting_as(STAFF):
            return ledger.erase(entry, field, reason="本人要求", by=CLERK, at=NOON)

    @pytest.mark.parametrize("when", ["before sealing", "after sealing"])
    def test_the_value_is_gone_and_the_block_still_verifies(self, db_clone, superuser_connection, when):
        signer = Signer.new()
        (entry,) = write(1)
        if when == "after sealing":
            drain(signer)
        self.erase(entry)
        self.erase(entry, "actor.name")
        drain(signer)
        report = inspect(signer)
        assert report.sound
        assert report.erased == 2
        kept = superuser_connection.execute(
            "SELECT row_to_json(e)::text FROM ledger_entry AS e WHERE id = %s", [entry]
        ).fetchone()[0]
        assert "13800000000" not in kept
        assert "李示例" not in kept
        assert '"seed":null' in kept.replace(" ", "")

    def test_nothing_but_a_personal_field_and_that_only_once(self, db_clone):
        (entry,) = write(1)
        self.erase(entry)
        for field in ("data.n", "kind", "actor.role", "data.contact", "data.none"):
            with pytest.raises(ledger.erasure.BadInput):
                self.erase(entry, field)

    def test_an_erasure_without_an_entry_that_says_so_is_found(self, db_clone, intruder):
        (entry, _), signer = sealed(2)
        self.erase(entry)
        drain(signer)
        with acting_as(STAFF):
            told = Entry.objects.get(kind="ledger.erased")
        intruder.execute("DELETE FROM ledger_block WHERE no = 2")
        intruder.execute("DELETE FROM ledger_entry WHERE id = %s", [told.id])
        assert found(inspect(signer)) == [(Kind.ERASED_SILENTLY, None, entry)]

    def test_only_the_ministry_erases(self, db_clone, app_connection):
        (entry,) = write(1)
        for role in ("evx_system", "evx_tenant", "evx_public"):
            app_connection.execute("SELECT set_config('role', %s, false)", [role])
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                app_connection.execute("SELECT ledger_erase(%s, 'data.contact', '{}')", [entry])
            app_connection.execute("RESET ROLE")


def test_faults_are_told_in_both_languages(db_clone, intruder):
    ids, signer = sealed(1)
    intruder.execute("UPDATE ledger_entry SET law = 'x'")
    told = inspect(signer).as_dict()
    assert told["sound"] is False
    assert told["faults"][0]["sentence"]["en"] == f"Entry {ids[0]} of block 1 was altered."
    assert told["faults"][0]["sentence"]["zh"].startswith("区块 1 中的记录")
    with acting_as(SYSTEM):
        assert Block.objects.count() == 1
