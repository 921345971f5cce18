"""A paper as an answer: its type, its file's name in both languages, and the mark by which a reader knows it has it already."""

import hashlib
from typing import Any, cast
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response

from evexport.kernel.text import Text

PRIVATE, PUBLIC = "private, no-cache", "public, no-cache"
DESCRIBED: dict[str, Any] = {
    "responses": {
        200: {
            "description": "The paper, PDF/A-3",
            "content": {"application/pdf": {"schema": {"type": "string", "format": "binary"}}},
        },
        304: {"description": "You have it"},
    }
}
"""How OpenAPI tells a route that answers with a paper."""


def pdf(request: HttpRequest, content: bytes, name: Text, *, mark: str = "", kept: str = PRIVATE) -> HttpResponse:
    """The paper, shown in the browser. `mark` stands for its content where the bytes of a seal may differ."""
    answer = HttpResponse(content, content_type="application/pdf")
    tag = answer["ETag"] = f'"{mark or hashlib.sha256(content).hexdigest()[:32]}"'
    found = cast("HttpResponse", get_conditional_response(request, etag=tag, response=answer))
    plain = name.en.encode("ascii", "replace").decode().replace('"', "")
    found["Content-Disposition"] = f"inline; filename=\"{plain}.pdf\"; filename*=UTF-8''{quote(name.zh)}.pdf"
    found["Cache-Control"] = kept
    return found
