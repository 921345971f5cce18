"""Middleware: the gate's own routes are answered before session, language and page are asked for, none of which they have."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from evexport.api.v1.gate import declare, declare_many

View = Callable[[HttpRequest], HttpResponse]


class GateFirst:
    """Stands behind what guards every answer (security headers, redirect to HTTPS) and before all else."""

    def __init__(self, get_response: View) -> None:
        self.get_response = get_response
        self.views: dict[str, View] = {reverse("declare"): declare, reverse("declare-many"): declare_many}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        view = self.views.get(request.path_info)
        if view is None:
            return self.get_response(request)
        response = view(request)
        response.headers["Content-Length"] = str(len(response.content))
        return response
