"""A licence as a sealed PDF: as it stands now, or the original as issued."""

from typing import Literal

from django.http import HttpRequest, HttpResponse
from ninja import Router

from evexport.api.keys import caller
from evexport.api.v1 import described
from evexport.kernel.text import Text
from evexport.licensing import queries
from evexport.papers import answers
from evexport.papers.models import Paper
from evexport.papers.originals import original_of, present_of
from evexport.store import reading_as
from evexport.store.moment import now

router = Router(tags=["licences"])


@router.get("/{key}/document.pdf", openapi_extra=described.PAPER)
def read_document(request: HttpRequest, key: str, rendition: Literal["present", "original"] = "present") -> HttpResponse:
    """The licence as a sealed PDF. Once suspended, revoked, replaced, returned, lost, expired or used up, the present one says so."""
    by, at = caller(request), now()
    by.must("licence.read")
    with reading_as(by):
        queries.by_number(key, at)
    made = (original_of if rendition == "original" else present_of)(key, at=at)
    with reading_as(by):  # what is handed out is what the caller may read
        return answers.kept_paper(request, Paper.objects.get(pk=made.pk), Text(f"出口许可证{key}", key))
