"""The link of a letter that asks to confirm an address: a page with one button, so that no scanner of mail confirms it."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from evexport.notices.actions import confirm_address
from evexport.store.moment import now


@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest, channel: UUID, code: str) -> HttpResponse:
    """Tries are not counted: the code has 156 random bits."""
    done = False
    if request.method == "POST":
        confirm_address(channel, code, at=now())
        done = True
    return render(request, "public/confirm.html", {"done": done})
