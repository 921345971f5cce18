"""A licence as a sealed PDF: as it stands now, or the original as issued."""

from typing import Any, Final, Literal, cast

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from ninja import Router

from evexport.api.keys import caller
from evexport.licensing import queries
from evexport.papers.models import Paper
from evexport.papers.originals import original_of, present_of
from evexport.store import reading_as
from evexport.store.moment import now

router = Router(tags=["licences"])
KEPT: Final = "private, no-cache"  # an original never changes, but which one is the present one may
PDF: Final = "application/pdf"
DESCRIBED: dict[str, Any] = {
    "responses": {
        200: {
            "description": "The sealed PDF (PDF/A-3, PAdES)",
            "content": {PDF: {"schema": {"type": "string", "format": "binary"}}},
        },
        304: {"description": "You have it"},
        503: {"description": "SEAL_UNAVAILABLE: no seal can be set now"},
    }
}


@router.get("/{key}/document.pdf", openapi_extra=DESCRIBED)
def read_document(request: HttpRequest, key: str, rendition: Literal["present", "original"] = "present") -> HttpResponse:
    """The licence as a sealed PDF. Once suspended, revoked, replaced, returned, lost, expired or used up, the present one says so."""
    by, at = caller(request), now()
    by.must("licence.read")
    with reading_as(by):
        queries.by_number(key, at)
    made = (original_of if rendition == "original" else present_of)(key, at=at)
    with reading_as(by):  # what is handed out is what the caller may read
        return handed_out(request, Paper.objects.get(pk=made.pk), f"{key}.pdf")


def handed_out(request: HttpRequest, paper: Paper, name: str) -> HttpResponse:
    """A kept paper; to a caller that has this very one, that nothing changed."""
    answer = HttpResponse(bytes(paper.content), content_type=paper.media_type)
    answer["Content-Disposition"] = f'inline; filename="{name}"'
    tag = answer["ETag"] = f'"{paper.sha256[:32]}"'
    found = cast("HttpResponse", get_conditional_response(request, etag=tag, response=answer))
    found["Cache-Control"] = KEPT
    return found
