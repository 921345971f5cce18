"""Checkpoints: a signed statement of how far the ledger reached, kept where the database's master cannot
reach it.

Blocks prove that nothing between them was altered. Only a checkpoint kept elsewhere can prove that the last
ones were not cut off; it is therefore public, and worth printing in a gazette.
"""

import json
from dataclasses import asdict, dataclass, replace
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from evexport.host.keys import Signer
from evexport.kernel.problems import BadInput, NotFound
from evexport.kernel.text import Text
from evexport.ledger.blocks import Header, digest, signed_by
from evexport.ledger.canonical import canonical
from evexport.ledger.leaves import moment
from evexport.ledger.models import Block

FORMAT = "evexport-checkpoint-1"


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The ledger up to a block: `head` is the hash of its header (which hangs on all before), `entries` the
    count.
    """

    block: int
    entries: int
    head: str
    at: str
    key: str
    format: str = FORMAT
    signature: str = ""

    def message(self) -> str:
        """What is signed: everything but the signature."""
        members = asdict(self)
        del members["signature"]
        return canonical(members).decode()

    def text(self) -> str:
        """The checkpoint as a file holds it."""
        return json.dumps(asdict(self), indent=1) + "\n"

    def genuine(self, keys: dict[str, Ed25519PublicKey]) -> bool:
        key = keys.get(self.key)
        try:
            signature = bytes.fromhex(self.signature)
        except ValueError:
            return False
        return key is not None and signed_by(key, signature, self.message())


def issue(signer: Signer, *, at: datetime) -> Checkpoint:
    """A checkpoint of the last block. Inside a transaction that may read blocks. NotFound while there is
    none.
    """
    last = Block.objects.order_by("no").last()
    if last is None:
        raise NotFound(
            Text("账本还没有已封存的区块。", "The ledger has no sealed block yet."),
            remedy=Text("请待首个区块封存后再试。", "Ask again when the first block is sealed."),
        )
    unsigned = Checkpoint(
        block=last.no,
        entries=Header.parse(last.header).total,
        head=digest(last.header),
        at=moment(at),
        key=signer.key_id,
    )
    return replace(unsigned, signature=signer.sign(unsigned.message().encode()).hex())


def read(text: str) -> Checkpoint:
    """A checkpoint from its file. Raises BadInput."""
    try:
        found = Checkpoint(**json.loads(text))
        fits = found.format == FORMAT and isinstance(found.block, int) and isinstance(found.entries, int)
    except (TypeError, ValueError):
        fits = False
    if not fits:
        raise BadInput(
            Text("这不是账本检查点文件。", "This is not a checkpoint of the ledger."),
            remedy=Text(
                "请使用 evexport ledger checkpoint 生成的文件。",
                "Give a file written by evexport ledger checkpoint.",
            ),
        )
    return found
