"""The whole story of one car, as far as the caller may see it."""

from dataclasses import asdict
from typing import Any

from django.http import HttpRequest
from ninja import Router

from evexport.api.keys import caller
from evexport.customs.queries import story
from evexport.store import reading_as

router = Router(tags=["vehicles"])


@router.get("/{vin}")
def read(request: HttpRequest, vin: str) -> dict[str, Any]:
    """Exports, what took them back, refused attempts and holds, in order."""
    by = caller(request)
    by.must("declaration.read")
    with reading_as(by):
        return asdict(story(vin))
