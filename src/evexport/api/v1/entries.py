"""The ledger over HTTP: proof that an entry stands in a sealed block, and a checkpoint of how far it reaches."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from ninja import Router, Schema

from evexport.accounts import throttle
from evexport.accounts.actors import PUBLIC
from evexport.api.keys import caller
from evexport.host import keys
from evexport.kernel.text import Text
from evexport.ledger import checkpoints
from evexport.ledger.proofs import proof
from evexport.store import reading_as
from evexport.store.moment import now

router = Router(tags=["ledger"])
MANY = throttle.Limit(
    "checkpoint", 30, timedelta(minutes=1), Text("检查点请求过于频繁。", "Too many checkpoints asked for from your address.")
)


class CheckpointOut(Schema):
    """How far the ledger reached: its last block, the hash of that block's header, how many entries, signed."""

    block: int
    entries: int
    head: str
    at: str
    key: str
    format: str
    signature: str


@router.get("/checkpoint", auth=None, response=CheckpointOut)
def read_checkpoint(request: HttpRequest) -> checkpoints.Checkpoint:
    """A signed checkpoint of the last sealed block. Keep it: it shows later whether anything was cut off."""
    throttle.count(MANY, throttle.client(request))
    with reading_as(PUBLIC):
        return checkpoints.issue(keys.signer(settings.HOME, keys.LEDGER), at=now())


@router.get("/entries/{entry_id}/proof")
def read_proof(request: HttpRequest, entry_id: UUID) -> dict[str, Any]:
    """The inclusion proof of an entry that the caller may see; to be checked offline with the public key."""
    by = caller(request)
    by.must("ledger.read")
    with reading_as(by):
        return proof(entry_id)
