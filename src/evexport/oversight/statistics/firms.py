"""Firms of the figures by their credit codes: what pages and interface narrow by and name."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from evexport.enterprises.models import Enterprise
from evexport.kernel.problems import NotFound
from evexport.kernel.text import Text


def firm(uscc: str) -> Enterprise:
    """By its credit code. Raises NotFound."""
    found = Enterprise.objects.filter(uscc=uscc.strip().upper()).first()
    if found is None:
        raise NotFound(
            Text(f"没有登记统一社会信用代码为{uscc}的企业。", f"No enterprise with code {uscc} is on record."),
            remedy=Text("请核对代码。", "Check the code."),
            code="UNKNOWN_ENTERPRISE",
            field="maker",
        )
    return found


def named(ids: Iterable[Any]) -> dict[UUID, Enterprise]:
    """The firms of a table's rows, all at once."""
    return Enterprise.objects.in_bulk({one for one in ids if isinstance(one, UUID)})
