"""The gate's own routes, answered before the framework's sessions, languages, pages and signals, none of which they have."""

from collections.abc import Callable
from typing import Any, cast

from django.conf import settings
from django.core.handlers.exception import convert_exception_to_response
from django.core.handlers.wsgi import WSGIRequest
from django.urls import reverse
from django.utils.module_loading import import_string

from evexport.api.v1.gate import View, declare, declare_many

Application = Callable[..., Any]
"""What a web server calls (PEP 3333)."""


class GateFirst:
    """A WSGI application: the gate's two routes behind what guards every answer (`settings.GUARDS`), and `others` for the rest."""

    def __init__(self, others: Application) -> None:
        self.others = others
        self.views = {reverse("declare"): guarded(declare), reverse("declare-many"): guarded(declare_many)}

    def __call__(self, environ: dict[str, Any], start_response: Application) -> Any:
        view = self.views.get(environ["PATH_INFO"])
        if view is None:
            return self.others(environ, start_response)
        response = view(WSGIRequest(environ))
        content = response.content
        response.headers["Content-Length"] = str(len(content))
        start_response(f"{response.status_code} {response.reason_phrase}", list(response.items()))
        return [content]


def guarded(view: View) -> View:
    """The view as the framework would call it: each layer's faults are told as an answer."""
    guarding = convert_exception_to_response(view)
    for guard in reversed(settings.GUARDS):
        guarding = convert_exception_to_response(import_string(guard)(guarding))
    return cast("View", guarding)
