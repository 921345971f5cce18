"""Merkle trees as in RFC 6962: root, audit path, and its check, over leaf hashes of 32 bytes."""

from collections.abc import Sequence
from hashlib import sha256

LEAF = b"\x00"
NODE = b"\x01"


def leaf(content: bytes) -> bytes:
    """The hash of a leaf's content; its prefix keeps a leaf from passing for a node."""
    return sha256(LEAF + content).digest()


def node(left: bytes, right: bytes) -> bytes:
    return sha256(NODE + left + right).digest()


def root(leaves: Sequence[bytes]) -> bytes:
    """The tree's root; of no leaves, the hash of nothing."""
    if not leaves:
        return sha256(b"").digest()
    level = list(leaves)
    while len(level) > 1:
        paired = [node(level[i], level[i + 1]) for i in range(0, len(level) - 1, 2)]
        level = paired + ([level[-1]] if len(level) % 2 else [])
    return level[0]


def path(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """The hashes that lead from a leaf to the root, nearest first."""
    if not 0 <= index < len(leaves):
        raise IndexError(index)
    found, level = [], list(leaves)
    while len(level) > 1:
        beside = index ^ 1
        if beside < len(level):
            found.append(level[beside])
        paired = [node(level[i], level[i + 1]) for i in range(0, len(level) - 1, 2)]
        level = paired + ([level[-1]] if len(level) % 2 else [])
        index //= 2
    return found


def leads_to(leaf_hash: bytes, index: int, size: int, steps: Sequence[bytes]) -> bytes | None:
    """The root to which a leaf and its path lead in a tree of `size` leaves; None where the path has the
    wrong length.
    """
    if not 0 <= index < size:
        return None
    reached, remaining = leaf_hash, list(steps)
    while size > 1:
        if index ^ 1 < size:
            if not remaining:
                return None
            beside = remaining.pop(0)
            reached = node(beside, reached) if index % 2 else node(reached, beside)
        index, size = index // 2, (size + 1) // 2
    return reached if not remaining else None
