"""A proof convinces a stranger who holds nothing but the public key."""

import json

import pytest
from tests.ledger.world import CLERK, NOON, STAFF, SYSTEM, keys, sealed, write

from evexport import ledger
from evexport.host.keys import Signer
from evexport.kernel.problems import BadInput, Barred, NotFound
from evexport.ledger.proofs import check
from evexport.store import DbRole, Scope, acting_as


@pytest.fixture(scope="module")
def stand(db_module):
    return sealed(7, size=5)


def prove(entry, **more):
    with acting_as(SYSTEM):
        return ledger.proof(entry, **more)


@pytest.mark.parametrize("place", range(7))
def test_every_entry_has_a_proof_that_holds_offline(stand, place):
    ids, signer = stand
    proven = check(json.dumps(prove(ids[place])), keys(signer))
    assert proven.fields["id"] == str(ids[place])
    assert proven.fields["data.n"] == place
    assert proven.header.no == (1 if place < 5 else 2)
    assert not proven.hidden


def test_held_back_fields_show_nothing_and_the_proof_still_holds(stand):
    ids, signer = stand
    told = prove(ids[0], hide=["data.contact", "actor.name"])
    assert "13800000000" not in json.dumps(told, ensure_ascii=False)
    proven = check(told, keys(signer))
    assert proven.hidden == {"data.contact", "actor.name"}
    assert "data.contact" not in proven.fields


@pytest.mark.parametrize(
    "forge",
    [
        lambda proof: proof["fields"]["data.n"].update(value=99),
        lambda proof: proof["fields"].pop("law"),
        lambda proof: proof["fields"].update({"data.more": {"value": 1, "salt": "00"}}),
        lambda proof: proof.update(index=proof["index"] + 1),
        lambda proof: proof["path"].pop(),
        lambda proof: proof["path"].append("00" * 32),
        lambda proof: proof.update(header=proof["header"].replace('"size":5', '"size":6')),
        lambda proof: proof.update(signature="AAAA"),
    ],
)
def test_a_forged_proof_proves_nothing(stand, forge):
    ids, signer = stand
    proof = prove(ids[2])
    assert check(proof, keys(signer)) is not None
    forge(proof)
    assert check(proof, keys(signer)) is None


def test_another_houses_key_proves_nothing(stand):
    ids, _ = stand
    assert check(prove(ids[0]), keys(Signer.new())) is None


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"fields": {"a": 1}}', "null", '{"fields": {}, "header": "{}", "index": 0}'])
def test_what_is_no_proof_is_bad_input(text):
    with pytest.raises(BadInput):
        check(text, {})


def test_an_unsealed_entry_has_none_yet(stand):
    (entry,) = write(1)
    with pytest.raises(Barred) as barred:
        prove(entry)
    assert barred.value.code == "NOT_SEALED"


def test_anothers_entry_is_not_there(stand):
    ids, _ = stand
    with acting_as(Scope(DbRole.TENANT, CLERK.organisation_id)), pytest.raises(NotFound):
        ledger.proof(ids[0])


def test_an_erased_field_is_held_back_of_itself(db_clone):
    (entry,), signer = sealed(1)
    with acting_as(STAFF):
        ledger.erase(entry, "data.contact", reason="本人要求", by=CLERK, at=NOON)
    assert check(prove(entry), keys(signer)).hidden == {"data.contact"}
