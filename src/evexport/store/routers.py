"""Which connection migrates: the owner's alone."""

from typing import Any


class OwnerMigrates:
    """Tables are made through the owner's connection and used through the application's."""

    def allow_migrate(self, db: str, _app_label: str, **_hints: Any) -> bool:
        return db == "owner"
