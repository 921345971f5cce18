"""The ledger over HTTP: proof that an entry stands in a sealed block."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router

from evexport.api.keys import caller
from evexport.ledger.proofs import proof
from evexport.store import reading_as

router = Router(tags=["ledger"])


@router.get("/entries/{entry_id}/proof")
def read_proof(request: HttpRequest, entry_id: UUID) -> dict[str, Any]:
    """The inclusion proof of an entry that the caller may see; to be checked offline with the public key."""
    by = caller(request)
    by.must("ledger.read")
    with reading_as(by):
        return proof(entry_id)
