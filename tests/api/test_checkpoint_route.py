"""A checkpoint of the ledger over HTTP: signed, for everyone, and it holds against the ledger it was made of."""

import json

from django.conf import settings
from tests.ledger.world import SYSTEM, drain, write

from evexport.host import keys
from evexport.ledger import checkpoints, verify
from evexport.store import reading_as


def test_nothing_is_sealed_yet(db_clone, anyone):
    assert anyone.get("ledger/checkpoint").status_code == 404


def test_anyone_takes_one_and_it_holds(db_clone, anyone):
    write(3)
    drain(keys.signer(settings.HOME, keys.LEDGER))
    public = keys.verifiers(settings.HOME, keys.LEDGER)
    issued = checkpoints.read(json.dumps(anyone.get("ledger/checkpoint").json()))
    assert issued.genuine(public)
    assert issued.entries == 3
    with reading_as(SYSTEM):
        assert verify(public, checkpoint=issued).sound


def test_whoever_asks_too_often_is_told_when_to_come_back(db_clone, anyone):
    """Each is signed anew, so a stranger gets as many as anybody needs and no more."""
    write(1)
    drain(keys.signer(settings.HOME, keys.LEDGER))
    answers = [anyone.get("ledger/checkpoint") for _ in range(31)]
    assert [one.status_code for one in answers] == [200] * 30 + [429]
    assert int(answers[-1].headers["Retry-After"]) <= 60
