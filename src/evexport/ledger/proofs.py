"""Proof that an entry stands in the ledger, to be checked by anyone with the public key and without the
database.
"""

import base64
import json
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from evexport.kernel.problems import BadInput, Barred
from evexport.kernel.text import Text
from evexport.ledger import merkle, pages
from evexport.ledger.blocks import Header, signed_by
from evexport.ledger.inspection import split
from evexport.ledger.leaves import Field, fields, leaf_of
from evexport.ledger.sealing import sealed_in

FORMAT = "evexport-proof-1"


def proof(entry_id: UUID, *, hide: Collection[str] = ()) -> dict[str, Any]:
    """The proof of an entry that the present scope may read. Fields named in `hide` go in as hashes alone.

    Raises NotFound, or Barred while the entry is unsealed (some seconds).
    """
    entry = pages.entry(entry_id)
    found = sealed_in(entry)
    if found is None:
        raise Barred(
            Text("该记录尚未封存。", "The entry is not sealed yet."),
            remedy=Text("请稍后再试，封存通常只需数秒。", "Ask again in a few seconds."),
            code="NOT_SEALED",
        )
    block, index = found
    parts = {name: part.hide(name) if name in hide else part for name, part in fields(entry).items()}
    return {
        "format": FORMAT,
        "fields": {name: _told(part) for name, part in sorted(parts.items())},
        "index": index,
        "path": [step.hex() for step in merkle.path(split(block.leaves), index)],
        "header": block.header,
        "signature": base64.b64encode(bytes(block.signature)).decode(),
    }


def _told(part: Field) -> dict[str, Any]:
    if part.hidden is not None or part.salt is None:
        return {"hash": (part.hidden or b"").hex()}
    return {"value": part.value, "salt": part.salt.hex()}


@dataclass(frozen=True, slots=True)
class Proven:
    """What a good proof shows: the fields it discloses and the block that sealed them."""

    fields: dict[str, Any]
    hidden: frozenset[str]
    header: Header


def check(text: str | dict[str, Any], keys: dict[str, Ed25519PublicKey]) -> Proven | None:
    """What a proof proves under these public keys; None where it proves nothing. Raises BadInput for no proof
    at all.
    """
    try:
        members = json.loads(text) if isinstance(text, str) else text
        parts = {name: _heard(part) for name, part in members["fields"].items()}
        header, index = Header.parse(members["header"]), int(members["index"])
        steps = [bytes.fromhex(step) for step in members["path"]]
        signature = base64.b64decode(members["signature"], validate=True)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BadInput(
            Text("这不是账本证明文件。", "This is not a proof from the ledger."),
            remedy=Text("请提供完整的证明文件。", "Give the whole proof as it was handed out."),
        ) from error
    key = keys.get(header.key)
    genuine = key is not None and signed_by(key, signature, members["header"])
    reached = merkle.leads_to(leaf_of(parts), index, header.size, steps)
    if not genuine or reached is None or reached.hex() != header.root:
        return None
    shown = {name: part.value for name, part in parts.items() if part.hidden is None}
    return Proven(shown, frozenset(parts) - frozenset(shown), header)


def _heard(part: dict[str, Any]) -> Field:
    if "hash" in part:
        return Field(hidden=bytes.fromhex(part["hash"]))
    return Field(part["value"], bytes.fromhex(part["salt"]))
