"""Pages for what went wrong: a domain problem that no view caught, and the web's 400, 403, 404 and 500."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from evexport.desks.kit import words
from evexport.kernel.problems import Problem
from evexport.kernel.text import Text


@dataclass(frozen=True, slots=True)
class Trouble:
    """What a problem page says: what happened and what to do next."""

    status: int
    title: Text
    message: Text
    remedy: Text
    code: str = ""
    citation: str = ""
    retry_after: int | None = None


BAD_REQUEST = Trouble(
    400,
    Text("无法理解这个请求", "This request could not be understood"),
    Text("浏览器发来的内容不完整或格式不对。", "What the browser sent is incomplete or malformed."),
    Text("请返回上一页重新操作。", "Go back and try again."),
)
NOT_ALLOWED = Trouble(
    403,
    Text("无权访问此页", "You may not open this page"),
    Text("您的账户没有查看或办理此事项的权限。", "Your account may not see or do this."),
    Text("请用具有相应权限的账户登录。", "Sign in with an account that may."),
)
FORM_EXPIRED = Trouble(
    403,
    Text("表单已失效", "This form is no longer valid"),
    Text("页面打开时间过长，或浏览器禁用了Cookie。", "The page was open too long, or cookies are switched off."),
    Text(
        "请返回上一页，刷新后重新提交；您需要允许本站的Cookie。",
        "Go back, reload and send it again; cookies of this site must be allowed.",
    ),
)
NOT_FOUND = Trouble(
    404,
    Text("没有这一页", "There is no such page"),
    Text("地址可能有误，或内容不对您开放。", "The address may be mistyped, or the content is not open to you."),
    Text("请检查地址，或从首页查找。", "Check the address, or start from the home page."),
)
TITLES = {
    403: NOT_ALLOWED.title,
    404: Text("未找到", "Not found"),
    409: Text("目前不能办理", "This cannot be done now"),
    422: Text("内容需要更正", "Something needs correcting"),
    429: Text("请求过于频繁", "Too many requests"),
}


def show(request: HttpRequest, trouble: Trouble) -> HttpResponse:
    page = render(request, "kit/problem.html", {"problem": trouble}, status=trouble.status)
    if trouble.retry_after:
        page.headers["Retry-After"] = str(trouble.retry_after)
    return page


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    return show(request, BAD_REQUEST)


def not_allowed(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    return show(request, NOT_ALLOWED)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    return show(request, NOT_FOUND)


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """Where a form's secret does not match its cookie."""
    return show(request, FORM_EXPIRED)


def server_error(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Drawn without the frame, since what failed may be what the frame needs."""
    return HttpResponse(render_to_string("kit/500.html", {"html_lang": words.HTML_LANG[words.language()]}), status=500)


class ProblemPages:
    """Middleware: a domain problem that no view caught becomes a page with its status, code and remedy."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Problem):
            return None
        return show(request, trouble_of(exception))


def trouble_of(problem: Problem) -> Trouble:
    return Trouble(
        status=problem.status,
        title=TITLES.get(problem.status, BAD_REQUEST.title),
        message=problem.message,
        remedy=problem.remedy,
        code=problem.code,
        citation=problem.citation or "",
        retry_after=problem.retry_after,
    )
