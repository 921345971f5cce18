"""The gate's own routes: plain views on msgspec and the gate's pool, since every millisecond is a truck that waits."""

from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from typing import cast

import msgspec
import psycopg
from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from psycopg_pool import PoolTimeout

from evexport.accounts.actors import Actor
from evexport.api import problems
from evexport.api.keys import Holders, bearer
from evexport.customs.gate import Decision, KeyEnded, Reply, decide_lines, decide_together
from evexport.customs.gate.pool import connection
from evexport.kernel.problems import BadInput, Problem
from evexport.kernel.text import Text
from evexport.regulation.facts.declaration import parse_json, unreadable
from evexport.store.moment import now

LIMIT_BYTES = 1024 * 1024
BATCH_BYTES = 10 * 1024 * 1024
JSON, NDJSON = "application/json", "application/x-ndjson"
Numbered = list[tuple[int, bytes]]
"""The declarations of a batch as they were sent, each with its line; in an array the place, counted from one."""

HOLDERS = Holders()

View = Callable[[HttpRequest], HttpResponse]


def failure_told(view: View) -> View:
    """A database that is away is told as such, so that the sender knows to send the same message again; so is a fault of ours."""

    @wraps(view)
    def told(request: HttpRequest) -> HttpResponse:
        try:
            return view(request)
        except problems.OUTAGES as error:
            return problems.of_outage(error)
        except Exception as error:  # noqa: BLE001 - logged and told, as every other route does
            return problems.of_fault(error)

    return told


def _client(request: HttpRequest) -> Actor | None:
    """Who asks, by the gate's own prepared connections: the framework's are tried before each use and plan the look anew."""
    for last in (False, True):
        try:
            with connection() as gate, gate.cursor() as cursor:
                return bearer(request, over=cursor)
        except PoolTimeout:
            raise
        except psycopg.OperationalError:
            # A connection that broke while it lay in the pool: the next is a new one.
            if last:
                raise
    raise AssertionError  # the loop returns or raises


def _admitted(request: HttpRequest, client: Actor | None, media: tuple[str, ...], limit: int) -> bytes | HttpResponse:
    """What the client sent; or why it goes no further."""
    if client is None:
        return problems.unauthorised()
    if request.content_type is None or request.content_type not in media:
        zh, en = "或".join(media), " or ".join(media)
        return _wrong(415, Text(f"请以 {zh} 提交。", f"Send it as {en}."))
    try:
        body: bytes = request.body
    except RequestDataTooBig:
        body = b" " * (limit + 1)
    if len(body) > limit:
        size = limit // (1024 * 1024)
        return _wrong(413, Text(f"报文超过{size} MiB。", f"The message is larger than {size} MiB."))
    return body


@csrf_exempt
@failure_told
def declare(request: HttpRequest) -> HttpResponse:
    """Decide one export declaration. A refusal is an answer (200); 4xx is for what cannot be understood."""
    if request.method != "POST":
        return problems.wrong_method("POST")
    if known := HOLDERS.get(request):
        with suppress(KeyEnded):
            return _declare(request, known, remembered=True)
        HOLDERS.forget(request)
    client = _client(request)
    if client is not None:
        HOLDERS.keep(request, client)
    return _declare(request, client, remembered=False)


def _declare(request: HttpRequest, client: Actor | None, *, remembered: bool) -> HttpResponse:
    body = _admitted(request, client, (JSON,), LIMIT_BYTES)
    if client is None or isinstance(body, HttpResponse):
        return cast("HttpResponse", body)
    try:
        client.must("declaration.decide")
        decision = decide_together(parse_json(body), client=client, at=now(), remembered=remembered)
    except Problem as problem:
        return problems.of_problem(problem)
    return HttpResponse(msgspec.json.encode(decision.as_dict()), content_type=JSON)


@csrf_exempt
@failure_told
def declare_many(request: HttpRequest) -> HttpResponse:
    """Decide many, each on its own: an answer a line, in order, all of them committed before the first is sent."""
    if request.method != "POST":
        return problems.wrong_method("POST")
    client = _client(request)
    body = _admitted(request, client, (JSON, NDJSON), BATCH_BYTES)
    if client is None or isinstance(body, HttpResponse):
        return cast("HttpResponse", body)
    form = cast("str", request.content_type)
    try:
        client.must("declaration.decide")
        lines = _counted(READ[form](body))
        replies = decide_lines([line for _, line in lines], client=client, at=now())
    except Problem as problem:
        return problems.of_problem(problem)
    answers = [msgspec.json.encode(_told(number, reply)) for (number, _), reply in zip(lines, replies, strict=True)]
    content = b"[" + b",".join(answers) + b"]" if form == JSON else b"".join(one + b"\n" for one in answers)
    return HttpResponse(content, content_type=form)


def _array(body: bytes) -> Numbered:
    try:
        return [(place, bytes(one)) for place, one in enumerate(msgspec.json.decode(body, type=list[msgspec.Raw]), 1)]
    except (msgspec.DecodeError, RecursionError) as error:
        raise unreadable(str(error)) from None


def _lines(body: bytes) -> Numbered:
    return [(number, line) for number, line in enumerate(body.split(b"\n"), 1) if line.strip()]


READ: dict[str, Callable[[bytes], Numbered]] = {JSON: _array, NDJSON: _lines}


def _counted(lines: Numbered) -> Numbered:
    most: int = settings.GATE_BATCH
    if 1 <= len(lines) <= most:
        return lines
    raise BadInput(
        Text(
            f"一批须有1至{most}份报关单，此批有{len(lines)}份。",
            f"A batch has 1 to {most:,} declarations; this has {len(lines):,}.",
        ),
        remedy=Text("请分批提交。", "Send it in several batches."),
        code="BATCH_SIZE",
    )


def _told(number: int, reply: Reply) -> dict[str, object]:
    """A decision in its own shape; a problem as its document, with the line that it is about."""
    return reply.as_dict() if isinstance(reply, Decision) else {"line": number, **problems.told(reply)}


def _wrong(status: int, message: Text) -> HttpResponse:
    remedy = Text("请按接口说明更正请求。", "Mend the request as the interface description says.")
    return problems.answer(status, problems.document(status, f"HTTP_{status}", message, remedy))
