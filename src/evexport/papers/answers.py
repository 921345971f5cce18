"""A paper as an answer to a browser or a program: its type, its name in both languages, the mark by which a reader knows it."""

from collections.abc import Callable
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response

from evexport.kernel.text import Text
from evexport.papers.models import Paper

PRIVATE, PUBLIC = "private, no-cache", "public, no-cache"


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
