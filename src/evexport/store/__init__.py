"""Database roles, row-level security and the one way to open a transaction."""

from evexport.store.browsing import browsing_as
from evexport.store.scopes import DbRole, Scope
from evexport.store.transactions import acting_as, reading_as

__all__ = ["DbRole", "Scope", "acting_as", "browsing_as", "reading_as"]
