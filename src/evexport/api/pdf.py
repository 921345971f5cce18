"""A paper as an answer: its type, its file's name in both languages, and the mark by which a reader knows it has it already."""

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response

from evexport.kernel.text import Text
from evexport.papers.models import Paper

PRIVATE, PUBLIC = "private, no-cache", "public, no-cache"
DESCRIBED: dict[str, Any] = {
    "responses": {
        200: {
            "description": "The paper, PDF/A-3",
            "content": {"application/pdf": {"schema": {"type": "string", "format": "binary"}}},
        },
        304: {"description": "You have it"},
        503: {"description": "SEAL_UNAVAILABLE: no seal can be set now"},
    }
}
"""How OpenAPI tells a route that answers with a paper."""


def pdf(request: HttpRequest, content: Callable[[], bytes], mark: str, name: Text, *, kept: str = PRIVATE) -> HttpResponse:
    """The paper, shown in the browser. `mark` stands for its content: who has it already is not sent it again."""
    tag = f'"{mark[:32]}"'
    answer = get_conditional_response(request, etag=tag)
    if answer is None:
        answer = HttpResponse(content(), content_type="application/pdf")
        plain = name.en.encode("ascii", "replace").decode().replace('"', "")
        answer["Content-Disposition"] = f"inline; filename=\"{plain}.pdf\"; filename*=UTF-8''{quote(name.zh)}.pdf"
    answer["ETag"], answer["Cache-Control"] = tag, kept
    return answer


def kept_paper(request: HttpRequest, paper: Paper, name: Text, *, kept: str = PRIVATE) -> HttpResponse:
    """A kept original."""
    return pdf(request, lambda: bytes(paper.content), paper.sha256, name, kept=kept)
