"""The public keys at the place where every library looks for them."""

import json
from hashlib import sha256

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response

from evexport.api import problems
from evexport.papers import key_set

FRESH_SECONDS = 300  # a new key signs at once; who does not know it asks again


def jwks(request: HttpRequest) -> HttpResponse:
    """Every key that ever signed here, public parts alone."""
    if request.method not in ("GET", "HEAD"):
        return problems.wrong_method("GET, HEAD")
    body = json.dumps(key_set.published(settings.HOME), indent=1) + "\n"
    answer = HttpResponse(body, content_type="application/jwk-set+json")
    answer["Cache-Control"] = f"public, max-age={FRESH_SECONDS}"
    answer["Access-Control-Allow-Origin"] = "*"
    tag = answer["ETag"] = f'"{sha256(body.encode()).hexdigest()[:32]}"'
    found = get_conditional_response(request, etag=tag, response=answer)
    assert isinstance(found, HttpResponse)
    return found
