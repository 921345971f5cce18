"""What an inspection of the ledger can find wrong, each as a sentence that names the place."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from uuid import UUID

from evexport.kernel.text import Text


class Kind(StrEnum):
    """The kinds of fault; names never change meaning."""

    ENTRY_ALTERED = "entry_altered"
    ENTRY_REMOVED = "entry_removed"
    ENTRY_INSERTED = "entry_inserted"
    ERASED_SILENTLY = "erased_silently"
    BLOCK_MISSING = "block_missing"
    BLOCK_ALTERED = "block_altered"
    CHAIN_BROKEN = "chain_broken"
    KEY_UNKNOWN = "key_unknown"
    SIGNATURE_INVALID = "signature_invalid"
    CHECKPOINT_FORGED = "checkpoint_forged"
    CUT_OFF = "cut_off"
    REPLACED = "replaced"


SENTENCES = {
    Kind.ENTRY_ALTERED: Text("区块 {block} 中的记录 {entry} 被改动。", "Entry {entry} of block {block} was altered."),
    Kind.ENTRY_REMOVED: Text("区块 {block} 中的记录 {entry} 被删除。", "Entry {entry} of block {block} was removed."),
    Kind.ENTRY_INSERTED: Text(
        "记录 {entry} 被事后插入区块 {block} 的范围。", "Entry {entry} was put into block {block} afterwards."
    ),
    Kind.ERASED_SILENTLY: Text(
        "记录 {entry} 的字段被抹除，但账本没有相应的抹除记录。",
        "A field of entry {entry} was erased without an entry that says so.",
    ),
    Kind.BLOCK_MISSING: Text("缺少区块 {block}。", "Block {block} is missing."),
    Kind.BLOCK_ALTERED: Text("区块 {block} 的内容与其签名的区块头不符。", "Block {block} does not fit its signed header."),
    Kind.CHAIN_BROKEN: Text("区块 {block} 未接续前一区块。", "Block {block} does not hang on the block before it."),
    Kind.KEY_UNKNOWN: Text("区块 {block} 由未知密钥签名。", "Block {block} is signed by an unknown key."),
    Kind.SIGNATURE_INVALID: Text("区块 {block} 的签名无效。", "The signature of block {block} is invalid."),
    Kind.CHECKPOINT_FORGED: Text("检查点的签名无效或密钥未知。", "The checkpoint's signature is invalid or its key unknown."),
    Kind.CUT_OFF: Text(
        "账本在检查点的区块 {block} 之前终止：末尾被截断。",
        "The ledger ends before the checkpoint's block {block}: its end was cut off.",
    ),
    Kind.REPLACED: Text(
        "区块 {block} 与检查点不一致：账本被替换。",
        "Block {block} is not the checkpoint's: the ledger was replaced.",
    ),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong, and where."""

    kind: Kind
    block: int | None = None
    entry: UUID | None = None

    @property
    def sentence(self) -> Text:
        return SENTENCES[self.kind].fill(block=self.block, entry=self.entry)

    def as_dict(self) -> dict[str, Any]:
        return {
            "kind": self.kind.value,
            "block": self.block,
            "entry": str(self.entry) if self.entry else None,
            "sentence": self.sentence.as_dict(),
        }


@dataclass(slots=True)
class Report:
    """The outcome of an inspection. `unsealed` entries are outside what it can vouch for."""

    blocks: int = 0
    entries: int = 0
    erased: int = 0
    unsealed: int = 0
    faults: list[Fault] = field(default_factory=list)

    @property
    def sound(self) -> bool:
        return not self.faults

    def as_dict(self) -> dict[str, Any]:
        return {
            "sound": self.sound,
            "blocks": self.blocks,
            "entries": self.entries,
            "erased": self.erased,
            "unsealed": self.unsealed,
            "faults": [fault.as_dict() for fault in self.faults],
        }
