"""Append-only entries of every deed, sealed in signed Merkle blocks."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from evexport.ledger.entries import append
    from evexport.ledger.erasure import erase
    from evexport.ledger.inspection import verify
    from evexport.ledger.proofs import proof
    from evexport.ledger.reading import Cursor, after
    from evexport.ledger.sealing import drain, seal

__all__ = ["Cursor", "after", "append", "drain", "erase", "proof", "seal", "verify"]

# The framework imports this package before its tables are known, so its words are looked up when first used.
_STANDS_IN = {
    "Cursor": "reading",
    "after": "reading",
    "append": "entries",
    "drain": "sealing",
    "erase": "erasure",
    "proof": "proofs",
    "seal": "sealing",
    "verify": "inspection",
}


def __getattr__(name: str) -> Any:
    if name in _STANDS_IN:
        return getattr(import_module(f"{__name__}.{_STANDS_IN[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
