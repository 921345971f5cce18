"""A licence as signed text, and the signed list that says what became of licences: what a stranger needs to trust one offline."""

from datetime import timedelta
from hashlib import sha256
from typing import Annotated, Literal, cast

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from ninja import Router
from pydantic import Field

from evexport.api.keys import caller
from evexport.licensing import queries
from evexport.papers import credentials, status_lists
from evexport.papers.models import Credential
from evexport.store import reading_as
from evexport.store.moment import now

router = Router(tags=["licences"])
lists = Router(tags=["public"])
MEDIA = {"jws": "application/jwt", "vc": "application/vc+jwt"}
KEPT = "private, no-cache"  # it never changes, but who may have it may


def signed(request: HttpRequest, text: str, media: str, headers: dict[str, str]) -> HttpResponse:
    """Signed text as it stands; to a caller that has this very text, that nothing changed."""
    answer = HttpResponse(text, content_type=media)
    tag = answer["ETag"] = f'"{sha256(text.encode()).hexdigest()[:32]}"'
    found = cast("HttpResponse", get_conditional_response(request, etag=tag, response=answer))
    for name, value in headers.items():  # those of a 304 too: it makes a copy young again
        found[name] = value
    return found


def described(*media: str) -> dict[str, object]:
    """The route as OpenAPI tells it: text of these kinds."""
    content = {one: {"schema": {"type": "string", "description": "compact JWS"}} for one in media}
    return {"responses": {200: {"description": "Signed text", "content": content}, 304: {"description": "You have it"}}}


@router.get("/{key}/credential", openapi_extra=described(*MEDIA.values()))
def read_credential(request: HttpRequest, key: str, form: Literal["jws", "vc"] = "jws") -> HttpResponse:
    """The licence signed: as a JSON Web Token, or with `form=vc` as a W3C Verifiable Credential. The same text each time."""
    by, at = caller(request), now()
    by.must("licence.read")
    with reading_as(by):
        licence = queries.by_number(key, at).licence
        kept = Credential.objects.filter(licence=licence).first()
    found = kept or credentials.make(licence.number, at=at)
    return signed(request, found.whole if form == "jws" else found.credential, MEDIA[form], {"Cache-Control": KEPT})


@lists.get("/status/{number}", auth=None, openapi_extra=described("application/vc+jwt"))
def read_status_list(request: HttpRequest, number: Annotated[int, Field(ge=1, le=2**31 - 1)]) -> HttpResponse:
    """What became of the licences of a list since their issue, as a signed W3C Bitstring Status List; its age is told."""
    at = now()
    found = status_lists.published(number, at=at)
    age = max(at - found.built_at, timedelta())
    headers = {
        "Cache-Control": f"public, max-age={int(found.fresh.total_seconds())}",
        "Age": str(int(age.total_seconds())),
        "Access-Control-Allow-Origin": "*",
    }
    return signed(request, found.text, "application/vc+jwt", headers)
