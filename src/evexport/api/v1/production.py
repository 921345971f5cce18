"""Large files of cars over HTTP: handed in, how far each is, its bad rows, and recording the good ones."""

import csv
import io
import tempfile
from collections.abc import Iterator
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, StreamingHttpResponse
from ninja import Query, Router, Schema, Status

from evexport.api.keys import caller
from evexport.api.paging import Limit, Page, cut
from evexport.api.v1.shapes import Nothing, Offered, offered, verb_route
from evexport.api.v1.work import place
from evexport.kernel.sheet_pieces import PIECE
from evexport.kernel.tables import safe
from evexport.kernel.text import Text
from evexport.store import reading_as
from evexport.store.moment import now
from evexport.vehicles import queries
from evexport.vehicles.actions import take_file, take_good
from evexport.vehicles.actions.file import LIMITS
from evexport.vehicles.models import ProductionFile
from evexport.vehicles.states import FILE
from evexport.work.progress import as_dict
from evexport.work.queries import work_by_id

router = Router(tags=["vehicles"])
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TABLE = {
    "text/csv": {"schema": {"type": "string", "description": "A row a car: vin, model_code, built_on"}},
    XLSX: {"schema": {"type": "string", "format": "binary"}},
}
CONTENT = {"requestBody": {"required": True, "content": TABLE}}
BAD_ROWS = {"responses": {200: {"description": "The bad rows as CSV, both languages", "content": {"text/csv": {}}}}}
HEADS = (
    Text("行", "line"),
    Text("车辆识别代号", "VIN"),
    Text("代码", "code"),
    Text("需改正之处", "what is wrong"),
    Text("如何改正", "how to mend it"),
)


class FileRow(Schema):
    """A file: `checked` rows so far, `cars_a_second` while it runs, and at its end the rows recorded and the bad ones."""

    id: UUID
    name: str
    digest: str
    state: str
    state_label: dict[str, str]
    good_only: bool
    total: int
    checked: int
    recorded: int
    bad: int
    received_at: datetime
    received_by: str
    settled_at: datetime | None
    work: str
    bad_rows: str


class FileFull(FileRow):
    said: dict[str, str]
    cars_a_second: float | None
    seconds_left: int | None
    actions: list[Offered]


class BadRow(Schema):
    row: int
    vin: str
    field: str
    code: str
    message: dict[str, str]
    remedy: dict[str, str]


def row(one: ProductionFile) -> dict[str, Any]:
    names = ("id", "name", "digest", "state", "good_only", "total", "recorded", "bad", "received_at", "settled_at")
    here = f"/api/v1/production-files/{one.pk}"
    return {
        **{name: getattr(one, name) for name in names},
        "state_label": FILE.states[one.state].label.as_dict(),
        "checked": queries.rows_checked(one),
        "received_by": one.received_by_name,
        "work": f"/api/v1/work/{one.work_id}",
        "bad_rows": f"{here}/bad-rows",
    }


def full(one: ProductionFile, by: Any) -> dict[str, Any]:
    far = as_dict(work_by_id(one.work_id))
    a_piece = one.total / far["total"]
    return {
        **row(one),
        "said": far["said"],
        "cars_a_second": round(far["rate"] * a_piece) if far["rate"] else None,
        "seconds_left": far["seconds_left"],
        "actions": offered(FILE.offered(one, to=by)),
    }


@router.post("", response={202: FileFull}, openapi_extra=CONTENT)
def take(
    request: HttpRequest, *, name: str = "", request_id: Annotated[str, Query(alias="request")] = "", good_only: bool = False
) -> Any:
    """Hand in a file of up to 1,000,000 cars, CSV or XLSX by its `name`. All are recorded or none; with `good_only` the good ones."""
    by = caller(request)
    by.must("production.record")
    with tempfile.TemporaryFile() as kept:
        # Read past the framework's limit on bodies, up to this file's own; a piece at a time.
        while kept.tell() <= LIMITS.file_bytes and (block := request.read(PIECE)):
            kept.write(block)
        one = take_file(kept, name=name, request=request_id, good_only=good_only, by=by, at=now())
    with reading_as(by):
        return Status(202, full(one, by))


@router.get("", response=Page[FileRow])
def list_files(request: HttpRequest, state: str | None = None, cursor: str | None = None, limit: Limit = 50) -> Any:
    """The caller's own files, the latest first."""
    by = caller(request)
    by.must("production.record")
    with reading_as(by):
        rows = queries.all_files().filter(state=state) if state else queries.all_files()
        return cut(rows, cursor=cursor, limit=limit, show=row)


@router.get("/{key}", response=FileFull)
def read(request: HttpRequest, key: UUID) -> Any:
    """How far a file is, and what became of it."""
    by = caller(request)
    by.must("production.record")
    with reading_as(by):
        return full(queries.file_by_id(key), by)


@router.get("/{key}/bad-rows", response=Page[BadRow])
def bad_rows(request: HttpRequest, key: UUID, cursor: str | None = None, limit: Limit = 50) -> Any:
    """What is wrong with which row and how to mend it; a page ends with a whole row."""
    by = caller(request)
    by.must("production.record")
    with reading_as(by):
        found = queries.bad_rows(queries.file_by_id(key), after=place(cursor), count=limit)
    items = [{**said.as_dict(), "vin": one.vin} for one, said in found]
    return {"items": items, "next": str(found[-1][0].line) if len(found) >= limit else None}


@router.get("/{key}/bad-rows.csv", openapi_extra=BAD_ROWS)
def bad_rows_file(request: HttpRequest, key: UUID) -> StreamingHttpResponse:
    """All of them as a CSV file, sent as it is read."""
    by = caller(request)
    by.must("production.record")
    with reading_as(by):
        queries.file_by_id(key)
    return StreamingHttpResponse(as_csv(by, key), content_type="text/csv; charset=utf-8")


def as_csv(by: Any, key: UUID) -> Iterator[bytes]:
    """Line, VIN, code, what is wrong and how to mend it in both languages; a page of rows in memory."""
    yield b"\xef\xbb\xbf" + _line([f"{head.zh} {head.en}" for head in HEADS])
    after = 0
    while True:
        with reading_as(by):
            page = queries.bad_rows(queries.file_by_id(key), after=after)
        if not page:
            return
        after = page[-1][0].line
        for one, said in page:
            yield _line([str(one.line), safe(one.vin), one.code, safe(_both(said.message)), _both(said.remedy)])


def _both(text: Text) -> str:
    return f"{text.zh} {text.en}"


def _line(cells: list[str]) -> bytes:
    paper = io.StringIO(newline="")
    csv.writer(paper).writerow(cells)
    return paper.getvalue().encode()


def good(request: HttpRequest, key: UUID, body: Any) -> Any:
    del body
    by = caller(request)
    one = take_good(key, by=by, at=now())
    with reading_as(by):
        return full(one, by)


verb_route(
    router,
    kind="production_file",
    verb="take-good",
    schema=Nothing,
    response=FileFull,
    summary="Record the cars of a handed-back file that nothing is wrong with",
    act=good,
)
