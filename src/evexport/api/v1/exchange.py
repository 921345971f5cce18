"""The offline exchange over HTTP: a day's file handed in, how far its answer is, and the answer file."""

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema, Status

from evexport.api.keys import caller
from evexport.api.paging import Limit, Page, cut
from evexport.customs import exchange_runs
from evexport.customs.actions import take_run
from evexport.customs.exchange_files import FILE_BYTES
from evexport.customs.models import ExchangeRun
from evexport.store import reading_as
from evexport.store.moment import now

router = Router(tags=["customs"])
NDJSON = "application/x-ndjson"
LINES = {NDJSON: {"schema": {"type": "string", "description": "Header, a JSON object a line, trailer"}}}
FILE = {"requestBody": {"required": True, "content": LINES}}
ANSWER = {"responses": {200: {"description": "The answer file", "content": LINES}}}


class Run(Schema):
    """A run: what was received, how many parts of its answer there are, and the answers so far by decision."""

    sender: str
    run: int
    day: date
    report_of: date | None
    declarations: int
    cleared: int
    digest: str
    received_at: datetime
    parts: int
    parts_answered: int
    answered: bool
    counts: dict[str, int]
    answer: str


def row(one: ExchangeRun) -> dict[str, Any]:
    left = exchange_runs.missing(one)
    return {
        **{name: getattr(one, name) for name in ("sender", "run", "day", "report_of", "declarations", "digest", "received_at")},
        "cleared": len(one.cleared),
        "parts": one.closing,
        "parts_answered": one.closing - len(left),
        "answered": not left,
        "counts": exchange_runs.counts_of(one),
        "answer": f"/api/v1/customs/exchange-files/{one.sender}/{one.run}/answer",
    }


@router.post("/exchange-files", response={202: Run}, openapi_extra=FILE)
def take(request: HttpRequest) -> Any:
    """Hand in a file of the exchange: taken whole or not at all. The same file again is the same run, and goes on where it stopped."""
    by = caller(request)
    by.must("customs.exchange")
    # Read past the framework's limit on bodies, up to the exchange's own.
    run = take_run(request.read(FILE_BYTES + 1), by=by, at=now())
    with reading_as(by):
        return Status(202, row(run))


@router.get("/exchange-files", response=Page[Run])
def list_runs(request: HttpRequest, sender: str | None = None, cursor: str | None = None, limit: Limit = 50) -> Any:
    """The runs, the latest first."""
    by = caller(request)
    by.must("customs.exchange")
    with reading_as(by):
        rows = ExchangeRun.objects.filter(sender=sender) if sender else ExchangeRun.objects.all()
        return cut(rows, cursor=cursor, limit=limit, show=row)


@router.get("/exchange-files/{sender}/{run}", response=Run)
def read(request: HttpRequest, sender: str, run: int) -> Any:
    """How far the answer to a run is."""
    by = caller(request)
    by.must("customs.exchange")
    with reading_as(by):
        return row(exchange_runs.run_of(sender, run))


@router.get("/exchange-files/{sender}/{run}/answer", openapi_extra=ANSWER)
def answer(request: HttpRequest, sender: str, run: int) -> HttpResponse:
    """The answer file, once it is complete: the same whenever it is asked for."""
    by = caller(request)
    by.must("customs.exchange")
    with reading_as(by):
        content = exchange_runs.answer_file(exchange_runs.run_of(sender, run))
    return HttpResponse(content, content_type=NDJSON)
