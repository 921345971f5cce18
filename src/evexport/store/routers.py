"""Which connection migrates, the owner's alone; and which one reads what is shown to look at."""

from typing import Any

from evexport.store.browsing import copy_in_use


class OwnerMigrates:
    """Tables are made through the owner's connection and used through the application's."""

    def allow_migrate(self, db: str, _app_label: str, **_hints: Any) -> bool:
        return db == "owner"


class BrowsingReadsTheCopy:
    """Inside `browsing_as` everything is read from the read copy that it found, and nothing is written."""

    def db_for_read(self, _model: type[Any], **_hints: Any) -> str | None:
        return copy_in_use()

    def db_for_write(self, model: type[Any], **_hints: Any) -> str | None:
        if copy_in_use():
            raise RuntimeError(f"{model.__name__} is written where pages are only looked at")
        return None
