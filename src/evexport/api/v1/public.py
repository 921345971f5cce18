"""For everyone, without a key: the published list, the check of a licence, the check of an authorisation."""

from datetime import date
from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema

from evexport.accounts import throttle
from evexport.accounts.actors import PUBLIC
from evexport.codes import uscc
from evexport.kernel.problems import BadInput
from evexport.kernel.text import Text
from evexport.licensing import public_check
from evexport.qualification import gazette, queries
from evexport.qualification.authorisation import Answer, Authorisation, Firm, authorisation, not_published
from evexport.store import browsing_as, reading_as
from evexport.store.moment import now, today

router = Router(tags=["public"])


class CheckOut(Schema):
    """Whether the licence is good, and nothing of its trade."""

    number: str
    answer: Literal["valid", "not_valid", "replaced"]
    valid_until: date | None


class FirmOut(Schema):
    """A firm by its credit code; no name where the year's list does not know it."""

    uscc: str
    name: dict[Literal["zh", "en"], str] | None


class AuthorisationOut(Schema):
    """Whether the exporter may export the maker's cars in that year, as of a day.

    `valid_from` and `valid_until` are the published period; `since` is when a suspension, withdrawal or striking-off took
    effect; `models` are those of the entry that are in force.
    """

    year: int
    as_of: date
    maker: FirmOut
    exporter: FirmOut
    authorised: bool
    answer: Answer
    since: date | None
    valid_from: date | None
    valid_until: date | None
    models: list[str]


@router.get("/lists/{year}", auth=None)
def read_list(request: HttpRequest, year: int) -> dict[str, Any]:
    """The list of a year as it was published, with what has happened to its entries since."""
    with browsing_as(PUBLIC):
        listing = queries.published(year)
        if listing is None:
            raise not_published(year)
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
def check(request: HttpRequest, response: HttpResponse, number: str, code: str) -> Any:
    """Valid, not valid or replaced. A wrong code and an unknown number answer alike."""
    response.headers["Cache-Control"] = "no-store"
    found = public_check.check(number, code, client=throttle.client(request), at=now())
    return {"number": found.number, "answer": found.answer, "valid_until": found.valid_until}


@router.get("/authorisations/{year}/{maker_uscc}/{exporter_uscc}", auth=None, response=AuthorisationOut)
def read_authorisation(request: HttpRequest, year: int, maker_uscc: str, exporter_uscc: str) -> Any:
    """Is this exporter authorised by this maker in this year? A maker is authorised for its own cars."""
    codes = [_credit_code(code, field) for field, code in (("maker_uscc", maker_uscc), ("exporter_uscc", exporter_uscc))]
    with reading_as(PUBLIC):
        return authorisation_out(authorisation(year, *codes, on=today()))


def authorisation_out(found: Authorisation) -> dict[str, Any]:
    names = ("year", "as_of", "answer", "since", "valid_from", "valid_until", "models")
    firms = {"maker": _firm_out(found.maker), "exporter": _firm_out(found.exporter)}
    return {**{name: getattr(found, name) for name in names}, **firms, "authorised": found.answer == "authorised"}


def _firm_out(firm: Firm) -> dict[str, Any]:
    return {"uscc": firm.uscc, "name": firm.name and firm.name.as_dict()}


def _credit_code(code: str, field: str) -> str:
    tidied = uscc.normalise(code).upper()
    if uscc.check(tidied):
        raise BadInput(
            Text(f"“{code}”不是统一社会信用代码。", f"“{code}” is not a unified social credit code."),
            remedy=Text("请核对18位代码，最后一位为校验码。", "Check the eighteen characters; the last is a check character."),
            code="USCC_INVALID",
            field=field,
        )
    return tidied
