"""The papers that a maker laid to its filing: what each is evidence of, and the paper itself as a download."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header

from evexport.desks.kit import filing
from evexport.desks.kit.posts import DeskRequest, post
from evexport.desks.officer.filing.queue import REVIEWERS
from evexport.kernel.text import Text
from evexport.qualification.actions.case import not_found
from evexport.qualification.models import Attachment, Filing
from evexport.store import reading_as


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper laid to the filing, and what it is evidence of."""

    row: Attachment
    of: Text
    url: str


def papers(one: Filing) -> list[Paper]:
    rows = Attachment.objects.filter(filing=one).defer("content").order_by("field", "name")
    return [Paper(row, section_name(row.field), reverse("officer:filing-paper", args=[one.pk, row.pk])) for row in rows]


def section_name(field: str) -> Text:
    """The section that a field lies in."""
    head = field.split(".", 1)[0].split("[", 1)[0]
    section = filing.BY_KEY.get(head)
    return section.label if section else Text("全案", "The whole filing")


@post(*REVIEWERS)
def paper(request: DeskRequest, key: UUID, paper: UUID) -> HttpResponse:
    """A paper as it was laid, always as a download: what strangers upload is never opened as a page of this site."""
    with reading_as(request.actor):
        found = Attachment.objects.filter(pk=paper, filing_id=key).first()
        if found is None:
            raise not_found(Text("材料", "paper"))
        content = bytes(found.content)
    response = HttpResponse(content, content_type=found.media_type)
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=found.name)
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
