"""The inclusion proof as a paper: the entry's fields, the block that sealed it, the path to its root, and how to check it."""

import json
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from evexport.accounts.actors import Actor
from evexport.kernel.clock import CHINA
from evexport.kernel.text import Text
from evexport.ledger import merkle
from evexport.ledger.blocks import Header
from evexport.ledger.events import label
from evexport.ledger.leaves import fields, leaf_of
from evexport.ledger.models import Entry
from evexport.ledger.proofs import proof
from evexport.papers.drafts import Draft
from evexport.papers.frame import frame
from evexport.papers.letters import told
from evexport.store import reading_as

LEFT, RIGHT = Text("左", "left"), Text("右", "right")
LONGEST = 1200
"""Characters of a value that the paper prints; the attached proof has all of it."""


def proof_of(entry_id: UUID, *, by: Actor) -> Draft:
    """The proof of an entry that the reader may see. Raises NotFound, or Barred while the entry is not sealed yet."""
    with reading_as(by):
        whole = proof(entry_id)
        entry = Entry.objects.get(pk=entry_id)
        issuer = told.office(entry.actor.get("organisation")) or told.ministry()
    tail = entry.id.hex[-12:].upper()
    number = Text(f"存证 {tail}", f"EV-PROOF-{tail}")
    header = Header.parse(whole["header"])
    data: dict[str, Any] = {
        "frame": frame(number.zh, issuer.name.zh, issuer.name.en if issuer.name.en != issuer.name.zh else ""),
        "number": number.as_dict(),
        "kind": {"name": entry.kind, **label(entry.kind).as_dict()},
        "subject": entry.subject,
        "at": f"{entry.at.astimezone(CHINA):%Y-%m-%d %H:%M:%S}",
        "fields": list(_shown(whole["fields"])),
        "header": [{"name": name, "value": str(value)} for name, value in json.loads(whole["header"]).items()],
        "leaf": leaf_of(fields(entry)).hex(),
        "index": whole["index"],
        "size": header.size,
        "steps": list(_steps(whole, leaf_of(fields(entry)), header.size)),
        "root": header.root,
        "block": header.no,
        "key": header.key,
        "signature": whole["signature"],
        "proof": json.dumps(whole, ensure_ascii=False, sort_keys=True, indent=1),
        "file": f"proof-{entry.id}.json",
    }
    name = Text(f"账本存在证明-{entry.id}", f"proof-{entry.id}")
    return Draft("proof", entry.subject, entry, name, entry.at, "inclusion", data, "账本存在证明 · Proof of an entry")


def _shown(told_fields: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for name, part in told_fields.items():
        if "hash" in part:
            yield {"name": name, "value": None, "hash": part["hash"]}
            continue
        value = part["value"]
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        yield {"name": name, "value": text[:LONGEST] + ("……" if len(text) > LONGEST else ""), "hash": None}


def _steps(whole: dict[str, Any], leaf: bytes, size: int) -> Iterator[dict[str, str]]:
    """Each step of the path: the neighbour's hash, the side it stands on, and what both make."""
    reached, index = leaf, int(whole["index"])
    remaining = [bytes.fromhex(step) for step in whole["path"]]
    while size > 1:
        if index ^ 1 < size:
            beside = remaining.pop(0)
            side = LEFT if index % 2 else RIGHT
            reached = merkle.node(beside, reached) if index % 2 else merkle.node(reached, beside)
            yield {"beside": beside.hex(), "zh": side.zh, "en": side.en, "makes": reached.hex()}
        index, size = index // 2, (size + 1) // 2
