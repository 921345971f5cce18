"""For everyone, without a key: the published list and the check of a licence by number and code."""

from datetime import date
from typing import Any, Literal

from django.http import HttpRequest
from ninja import Router, Schema

from evexport.accounts import throttle
from evexport.accounts.actors import PUBLIC
from evexport.kernel.problems import NotFound
from evexport.kernel.text import Text
from evexport.licensing import public_check
from evexport.qualification import gazette, queries
from evexport.store import reading_as
from evexport.store.moment import now

router = Router(tags=["public"])


class CheckOut(Schema):
    """Whether the licence is good, and nothing of its trade."""

    number: str
    answer: Literal["valid", "not_valid", "replaced"]
    valid_until: date | None


@router.get("/lists/{year}", auth=None)
def read_list(request: HttpRequest, year: int) -> dict[str, Any]:
    """The list of a year as it was published, with what has happened to its entries since."""
    with reading_as(PUBLIC):
        listing = queries.published(year)
        if listing is None:
            raise NotFound(
                Text(f"{year}年度名单尚未公布。", f"The list of {year} has not been published."),
                remedy=Text("名单通常于上年十二月公布。", "Lists are published in December of the year before."),
                code="LIST_NOT_PUBLISHED",
            )
        return {
            "year": listing.year,
            "published_at": listing.at,
            "digest": listing.digest,
            "law": listing.law,
            "makers": [
                {**gazette.entry(one), "events": [{"kind": event.kind, "at": event.at} for event in one.events.all()]}
                for one in queries.entries(year)
            ],
        }


@router.get("/verify/{number}", auth=None, response=CheckOut)
def check(request: HttpRequest, number: str, code: str) -> Any:
    """Valid, not valid or replaced. A wrong code and an unknown number answer alike."""
    found = public_check.check(number, code, client=throttle.client(request), at=now())
    return {"number": found.number, "answer": found.answer, "valid_until": found.valid_until}
