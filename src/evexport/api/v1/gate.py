"""The gate's own route: a plain view on msgspec and the gate's pool, since every millisecond is a truck that waits."""

import json

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from evexport.api import problems
from evexport.api.keys import bearer
from evexport.customs.gate import decide
from evexport.kernel.problems import Problem
from evexport.kernel.text import Text
from evexport.regulation.facts.declaration import parse_json
from evexport.store.moment import now

LIMIT_BYTES = 1024 * 1024


@csrf_exempt
def declare(request: HttpRequest) -> HttpResponse:
    """Decide one export declaration. A refusal is an answer (200); 4xx is for what cannot be understood."""
    if request.method != "POST":
        return problems.wrong_method("POST")
    client = bearer(request)
    if client is None:
        return problems.unauthorised()
    if request.content_type != "application/json":
        return _wrong(415, Text("请以 application/json 提交。", "Send it as application/json."))
    body = _body(request)
    if body is None:
        return _wrong(413, Text("报文超过1 MiB。", "The message is larger than 1 MiB."))
    try:
        client.must("declaration.decide")
        decision = decide(parse_json(body), client=client, at=now())
    except Problem as problem:
        return problems.of_problem(problem)
    return HttpResponse(json.dumps(decision.as_dict(), ensure_ascii=False), content_type="application/json")


def _body(request: HttpRequest) -> bytes | None:
    """The message; None where it is larger than the gate takes, whatever its headers claim."""
    try:
        body: bytes = request.body
    except RequestDataTooBig:
        return None
    return body if len(body) <= LIMIT_BYTES else None


def _wrong(status: int, message: Text) -> HttpResponse:
    remedy = Text("请按接口说明更正请求。", "Mend the request as the interface description says.")
    return problems.answer(status, problems.document(status, f"HTTP_{status}", message, remedy))
