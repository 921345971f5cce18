"""Identifiers made in Python: time-ordered UUIDs (RFC 9562 version 7), so that no database version matters."""

import os
import time
from uuid import UUID


def uuid7() -> UUID:
    """A new time-ordered identifier: 48 bits of milliseconds, 74 random bits."""
    value = (int(time.time() * 1000) << 80) | int.from_bytes(os.urandom(10), "big")
    value &= ~(0xF << 76) & ~(0x3 << 62)
    return UUID(int=value | (0x7 << 76) | (0x2 << 62))
