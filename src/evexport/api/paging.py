"""Cursor paging over time-ordered identifiers: stable while rows are added, and never a count of everything."""

import base64
import binascii
from collections.abc import Callable
from typing import Annotated, Any, Generic, TypeVar
from uuid import UUID

from django.db.models import QuerySet
from ninja import Schema
from pydantic import Field

from evexport.kernel.problems import BadInput
from evexport.kernel.text import Text

MOST = 200
Limit = Annotated[int, Field(ge=1, le=MOST, description="how many rows at the most")]
Item = TypeVar("Item")


class Page(Schema, Generic[Item]):
    """Some rows, and the cursor that gives the next; null where these were the last."""

    items: list[Item]
    next: str | None


def cut(rows: QuerySet[Any], *, cursor: str | None, limit: int, show: Callable[[Any], Any]) -> dict[str, Any]:
    """One page of rows, newest first, by their time-ordered id."""
    ordered = rows.order_by("-pk")
    if cursor:
        ordered = ordered.filter(pk__lt=decode(cursor))
    found = list(ordered[: limit + 1])
    more = len(found) > limit
    page = found[:limit]
    return {"items": [show(row) for row in page], "next": encode(page[-1].pk) if more else None}


def encode(key: UUID) -> str:
    return base64.urlsafe_b64encode(key.bytes).decode().rstrip("=")


def decode(cursor: str) -> UUID:
    try:
        return UUID(bytes=base64.urlsafe_b64decode(cursor + "=="))
    except (ValueError, binascii.Error):
        raise BadInput(
            Text("翻页标记无效。", "This cursor is not one that a page gave."),
            remedy=Text("请使用上一页返回的 next。", "Use the `next` of the page before, unchanged."),
            code="BAD_CURSOR",
            field="cursor",
        ) from None
