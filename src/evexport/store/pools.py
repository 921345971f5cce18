"""How a pool of connections outlives its server: it goes on asking once a second, so that a new primary is found as soon as it
stands.
"""

from collections.abc import Mapping
from typing import Any


def _again(pool: Any) -> None:
    """Begin anew at once where somebody waits: left to itself, a pool would ask ever more rarely."""
    pool.check()


PERSISTENT: Mapping[str, Any] = {"reconnect_timeout": 1.0, "reconnect_failed": _again}
"""Options of any pool whose server may be followed by another."""
