"""For everyone, without a key: the published list and the check of a licence by number and code."""

from datetime import date
from typing import Any, Literal

from django.core.cache import cache
from django.http import HttpRequest
from ninja import Router, Schema

from evexport.accounts.actors import PUBLIC
from evexport.kernel.problems import NotFound, Problem
from evexport.kernel.text import Text
from evexport.licensing.queries import verify
from evexport.qualification import gazette, queries
from evexport.store import reading_as
from evexport.store.moment import now

router = Router(tags=["public"])
CHECKS_A_MINUTE = 30


class TooMany(Problem):
    """More checks than a person makes."""

    status = 429
    code = "TOO_MANY_CHECKS"


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
    _count(request.META.get("REMOTE_ADDR", ""))
    with reading_as(PUBLIC):
        found = verify(number, code, now())
    return {"number": number, "answer": found.answer, "valid_until": found.valid_until}


def _count(address: str) -> None:
    key = f"verify:{address}"
    cache.add(key, 0, timeout=60)
    if cache.incr(key) > CHECKS_A_MINUTE:
        raise TooMany(
            Text("查询过于频繁。", "Too many checks from your address."),
            remedy=Text("请一分钟后再试。", "Try again in a minute."),
        )
