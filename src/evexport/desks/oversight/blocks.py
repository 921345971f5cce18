"""The blocks that seal the ledger, the latest first, and a checkpoint to keep elsewhere."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render

from evexport.desks.kit.posts import DeskRequest, post
from evexport.desks.oversight.entries import A_PAGE, READERS
from evexport.host import keys
from evexport.ledger import checkpoints, pages
from evexport.ledger.blocks import digest
from evexport.ledger.reading import oldest_unsealed
from evexport.store import reading_as


@post(*READERS)
def blocks(request: DeskRequest) -> HttpResponse:
    asked = request.GET.get("before", "")
    before = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 19 else None
    with reading_as(request.actor):
        found = pages.blocks(before=before, limit=A_PAGE + 1)
        oldest = oldest_unsealed()
    shown = found[:A_PAGE]
    return render(
        request,
        "oversight/blocks.html",
        {
            "rows": [(one, digest(one.header)) for one in shown],
            "next": shown[-1].no if len(found) > A_PAGE else None,
            "later": before is not None,
            "oldest": oldest,
        },
    )


@post(*READERS)
def checkpoint(request: DeskRequest) -> HttpResponse:
    """A checkpoint of the last block as a file."""
    with reading_as(request.actor):
        issued = checkpoints.issue(keys.signer(settings.HOME, keys.LEDGER), at=request.at)
    headers = {"Content-Disposition": f'attachment; filename="checkpoint-{issued.block}.json"'}
    return HttpResponse(issued.text(), content_type="application/json", headers=headers)
