"""The link of a letter that asks to confirm an address: a page with one button, so that no scanner of mail confirms it."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from evexport.desks.kit.throttle import throttle
from evexport.notices.actions import confirm_address
from evexport.store.moment import now

TRIES, SECONDS = 20, 60


@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest, channel: UUID, code: str) -> HttpResponse:
    done = False
    if request.method == "POST":
        throttle(request, "confirm", limit=TRIES, seconds=SECONDS)
        confirm_address(channel, code, at=now())
        done = True
    return render(request, "public/confirm.html", {"done": done})
