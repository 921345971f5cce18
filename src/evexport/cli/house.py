"""What commands need of the installation around them; the composition root (config.command) hands it in at the start.

Commands that need no database never touch it, so that they start fast and run anywhere.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

DEMONSTRATION = "demo.json"
"""The file in the installation's folder that says: this is a demonstration, with its day, accounts and samples."""


@dataclass(frozen=True, slots=True)
class House:
    """The installation: its folder, its clock, its database, its processes."""

    root: Path
    open: Callable[[], None]
    """Start or find the database, bring it up to date, make the framework ready."""
    now: Callable[[], datetime]
    serve: Callable[[str, int, int], None]
    """(host, port, web workers): serve until told to end."""
    stop: Callable[[], bool]
    """End what serves and the embedded database; True where something ran."""
    forget: Callable[[], None]
    """Remove what the installation's folder holds of a demonstration."""
    free_port: Callable[[int], int]
    running: Callable[[], bool]


_house: list[House] = []


def furnish(house: House) -> None:
    _house[:] = [house]


def house() -> House:
    """The installation. Raises RuntimeError where the command line was started without one."""
    if not _house:
        raise RuntimeError("Start the command line as `evexport`, which knows the installation")
    return _house[0]
