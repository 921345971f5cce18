"""A change of a customs code: which licences it strikes, and carrying an issuing body's own over, in the background."""

from datetime import date
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema, Status
from pydantic import Field

from evexport.api.keys import caller
from evexport.api.paging import Limit
from evexport.api.v1 import work
from evexport.api.v1.licence_shapes import LicenceRow, row
from evexport.api.v1.shapes import Strict
from evexport.licensing import recoding
from evexport.licensing.actions import change_codes
from evexport.licensing.recoding import CodeChange
from evexport.store import reading_as
from evexport.store.moment import now

router = Router(tags=["licences"])
Code = Annotated[str, Field(description="a customs code of ten digits")]
Since = Annotated[date, Field(alias="from", description="the first day of the new code, China Standard Time")]


class AffectedRow(LicenceRow):
    """`change_under_way`: an application that replaces it is open, whatever it asks for; null for who reads no applications."""

    change_under_way: bool | None


class Affected(Schema):
    """`confirmed`: law and register know this change, so that licences may be carried over."""

    confirmed: bool
    items: list[AffectedRow]
    next: str | None


class ChangeCodes(Strict):
    """Which code changes into which, from which day; `request` is the caller's own name for this work, used once."""

    old: Code
    new: Code
    since: Since
    request: str


class Asked(Strict):
    """Which licences are asked for: those that a change of code strikes."""

    by: Literal["code-change"]
    old: Code
    new: Code
    since: Since


@router.get("/licences/affected", response=Affected)
def list_affected(
    request: HttpRequest,
    asked: Query[Asked],
    cursor: str | None = None,
    limit: Limit = 50,
) -> Any:
    """Licences that stand past the change with vehicles left under the old code, by number, as far as the caller may see them."""
    who, at = caller(request), now()
    who.must("licence.read")
    change = CodeChange(asked.old, asked.new, asked.since)
    with reading_as(who):
        found = recoding.affected_cases(change, at, after=cursor, count=limit + 1)
        page = found[:limit]
        busy = recoding.under_way(case.licence for case in page) if who.may("application.read") else None
        return {
            "confirmed": change.confirmed,
            "items": [{**row(case), "change_under_way": None if busy is None else case.licence.pk in busy} for case in page],
            "next": page[-1].licence.number if len(found) > limit else None,
        }


@router.post("/code-changes", response={202: work.WorkRow})
def carry_over(request: HttpRequest, response: HttpResponse, body: ChangeCodes) -> Any:
    """Open the replacement of every affected licence of the caller's issuing body (approver); both reviews follow.

    The same `request` gives the same work again. The header Location names the address that tells how far it is.
    """
    change = CodeChange(body.old, body.new, body.since)
    asked = change_codes(change, request=body.request, by=caller(request), at=now())
    response["Location"] = work.address(asked)
    return Status(202, work.row(asked))
