"""The column type of transaction numbers."""

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

if TYPE_CHECKING:
    IntField = models.Field[int, int]
else:
    IntField = models.Field


class Xid8Field(IntField):
    """PostgreSQL's 64-bit transaction number (`xid8`), an int in Python."""

    description = "64-bit transaction number"

    def db_type(self, connection: BaseDatabaseWrapper) -> str:  # noqa: ARG002 - one kind of database
        return "xid8"

    def from_db_value(self, value: Any, _expression: Any, _connection: Any) -> int | None:
        return None if value is None else int(value)

    def get_prep_value(self, value: Any) -> Any:
        return None if value is None else str(value)
