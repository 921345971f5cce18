"""The cast plays here."""

from tests.cast import cast

__all__ = ["cast"]
