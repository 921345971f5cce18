"""Problems as RFC 9457 documents: code, what, why, by which article, how to mend it, and at which field."""

import json
import logging
from collections.abc import Callable, Iterable
from typing import Any

import psycopg
from django.core.exceptions import RequestDataTooBig
from django.db import DataError, InterfaceError, OperationalError, ProgrammingError
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError
from ninja.errors import ValidationError as InvalidRequest
from psycopg.errors import InsufficientPrivilege

from evexport.kernel.problems import Problem
from evexport.kernel.text import Text

LOG = logging.getLogger(__name__)
OUTAGES = (OperationalError, InterfaceError, psycopg.OperationalError)
CONTENT_TYPE = "application/problem+json"
TITLES = {
    400: Text("无法理解的请求", "The request cannot be understood"),
    401: Text("需要有效的密钥", "A valid key is needed"),
    403: Text("无权办理", "Not allowed"),
    404: Text("未找到", "Not found"),
    405: Text("该地址不支持此方法", "This address does not take this method"),
    409: Text("与现有状态冲突", "In conflict with what stands"),
    413: Text("请求过大", "The request is too large"),
    415: Text("内容类型不支持", "This content type is not taken"),
    422: Text("内容有误", "The content must be mended"),
    429: Text("请求过于频繁", "Too many requests"),
    500: Text("系统故障", "A fault of ours"),
    503: Text("暂时无法服务", "Not ready to serve"),
}
MENDS = {
    "missing": Text("请填写该字段。", "Give this field."),
    "extra_forbidden": Text("该字段不存在，请删除或更正名称。", "There is no such field: remove it or mend its name."),
    "json_invalid": Text("请提交有效的 JSON。", "Send valid JSON."),
}
OTHER_MEND = Text("请按接口说明更正该字段。", "Mend this field as the interface description says.")


def document(status: int, code: str, detail: Text, remedy: Text, **more: Any) -> dict[str, Any]:
    """A problem document. `detail` is English, the courtesy; `message` holds both languages."""
    return {
        "type": f"urn:evexport:problem:{code}",
        "title": TITLES.get(status, TITLES[400]).en,
        "status": status,
        "detail": detail.en,
        "code": code,
        "message": detail.as_dict(),
        "remedy": remedy.as_dict(),
        **more,
    }


def answer(status: int, body: dict[str, Any], headers: dict[str, str] | None = None) -> HttpResponse:
    return HttpResponse(json.dumps(body, ensure_ascii=False), status=status, content_type=CONTENT_TYPE, headers=headers)


def told(problem: Problem) -> dict[str, Any]:
    """A problem as its document."""
    errors = [one.as_dict() for one in getattr(problem, "problems", ())] or ([problem.as_dict()] if problem.field else [])
    body = document(problem.status, problem.code, problem.message, problem.remedy, citation=problem.citation, errors=errors)
    if findings := getattr(problem, "findings", ()):
        body["findings"] = [finding.as_dict() for finding in findings]
    return body


def of_problem(problem: Problem) -> HttpResponse:
    headers = {"Retry-After": str(problem.retry_after)} if problem.retry_after else None
    return answer(problem.status, told(problem), headers)


def unauthorised() -> HttpResponse:
    message = Text("请求未附有效密钥。", "The request carries no valid key.")
    remedy = Text("请在请求头中提供 Authorization: Bearer 密钥。", "Send the header Authorization: Bearer KEY.")
    return answer(401, document(401, "KEY_NEEDED", message, remedy), {"WWW-Authenticate": 'Bearer realm="evexport"'})


def field_name(location: Iterable[str | int]) -> str:
    """`("body", "document", "lines", 0, "quantity")` as `lines[1].quantity`: positions count from one."""
    out = ""
    for part in list(location)[2:] or list(location)[1:]:
        out += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if out else part
    return out


def of_request(error: InvalidRequest) -> HttpResponse:
    errors = [
        {
            "field": field_name(one["loc"]),
            "code": one["type"].upper(),
            "message": {
                "zh": f"字段“{field_name(one['loc'])}”有误：{one['msg']}",
                "en": f"{field_name(one['loc'])}: {one['msg']}",
            },
            "remedy": MENDS.get(one["type"], OTHER_MEND).as_dict(),
        }
        for one in error.errors
    ]
    names = ", ".join(str(one["field"]) for one in errors)
    message = Text(f"请求内容有误，涉及字段：{names}。", f"The request's content must be mended at: {names}.")
    remedy = Text("请逐一更正后重新提交。", "Mend each and send again.")
    return answer(422, document(422, "BAD_INPUT", message, remedy, errors=errors))


def of_http(error: HttpError) -> HttpResponse:
    if isinstance(error.__cause__, Problem):  # refused while the body was read
        return of_problem(error.__cause__)
    status = error.status_code
    text = TITLES.get(status, TITLES[400])
    remedy = Text("请按接口说明更正请求。", "Mend the request as the interface description says.")
    return answer(
        status, document(status, f"HTTP_{status}", Text(text.zh + "。", f"{error}." if str(error) else text.en + "."), remedy)
    )


def of_database(error: ProgrammingError) -> HttpResponse:
    """The database's own no, where a role has no business with a table at all; anything else is a fault of ours."""
    if not isinstance(error.__cause__, InsufficientPrivilege):
        raise error
    message = Text("您的角色无权办理此类事项。", "Your role has no business with things of this kind.")
    remedy = Text("请使用具有相应权限的密钥。", "Use a key of a role that has.")
    return answer(403, document(403, "NOT_ALLOWED", message, remedy))


def of_data(_error: DataError) -> HttpResponse:
    """What the database cannot hold, such as a NUL character inside a text."""
    message = Text("内容含有无法保存的字符或数值。", "The content holds a character or number that cannot be stored.")
    remedy = Text("请删除控制字符，并核对数值范围。", "Remove control characters and check the numbers.")
    return answer(422, document(422, "CANNOT_BE_STORED", message, remedy))


def of_fault(error: Exception) -> HttpResponse:
    """A fault of ours: logged whole, told without its insides."""
    LOG.error("fault in the interface", exc_info=error)
    message = Text("系统故障，已记录。", "Something failed on our side; it has been logged.")
    remedy = Text("请稍后重试；仍不成功请联系系统管理员。", "Try again later; if it fails again, tell the administrator.")
    return answer(500, document(500, "FAULT", message, remedy))


def of_outage(error: Exception) -> HttpResponse:
    """The database is away, or changes its primary just now: nothing was decided that the caller was not told of."""
    LOG.error("the database cannot serve", exc_info=error)
    message = Text("数据库暂时无法办理。", "The database cannot serve this just now.")
    remedy = Text(
        "请稍后以同一报文编号重发；已办理的不会重复办理。",
        "Send it again soon, under the same message identifier where there is one: what was done is not done twice.",
    )
    return answer(503, document(503, "DATABASE_AWAY", message, remedy), {"Retry-After": "2"})


def unknown_address(_request: HttpRequest, rest: str) -> HttpResponse:
    """Below the interface's root, an address that is none is told as a problem too, not as a page."""
    message = Text(f"接口地址“{rest}”不存在。", f"There is no address “{rest}” in this interface.")
    remedy = Text("请查阅 /api/v1/openapi.json。", "See /api/v1/openapi.json.")
    return answer(404, document(404, "ADDRESS_UNKNOWN", message, remedy))


def too_large() -> HttpResponse:
    message = Text("请求内容过大。", "The body is too large.")
    remedy = Text("请分次提交。", "Send it in parts.")
    return answer(413, document(413, "HTTP_413", message, remedy))


def wrong_method(allowed: str) -> HttpResponse:
    message = Text(f"该地址只支持 {allowed}。", f"This address takes {allowed} only.")
    remedy = Text("请查阅 /api/v1/openapi.json。", "See /api/v1/openapi.json.")
    return answer(405, document(405, "HTTP_405", message, remedy), {"Allow": allowed})


def install(api: NinjaAPI) -> None:
    """Every exception that a route may raise becomes a problem document."""
    tell: list[tuple[type[Exception], Any]] = [
        (Problem, of_problem),
        (InvalidRequest, of_request),
        (HttpError, of_http),
        (AuthenticationError, lambda _error: unauthorised()),
        (ProgrammingError, of_database),
        (DataError, of_data),
        *((outage, of_outage) for outage in OUTAGES),
        (RequestDataTooBig, lambda _error: too_large()),
        (Exception, of_fault),
    ]
    for kind, teller in tell:
        api.add_exception_handler(kind, _handler(teller))


def _handler(teller: Callable[[Any], HttpResponse]) -> Callable[[HttpRequest, Any], HttpResponse]:
    def handle(_request: HttpRequest, error: Any) -> HttpResponse:
        return teller(error)

    return handle
