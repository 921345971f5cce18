"""Holds back who asks too often, by the address that asks; the count lives in the cache for one window."""

from django.core.cache import cache
from django.http import HttpRequest

from evexport.kernel.problems import Problem
from evexport.kernel.text import Text


class TooMany(Problem):
    """Asked too often in too short a time."""

    status = 429
    code = "TOO_MANY_REQUESTS"


def throttle(request: HttpRequest, name: str, *, limit: int, seconds: int) -> None:
    """Count this request; raises TooMany past `limit` within `seconds` from the first one of the window."""
    key = f"throttle:{name}:{request.META.get('REMOTE_ADDR', '')}"
    cache.add(key, 0, seconds)
    try:
        count = cache.incr(key)
    except ValueError:  # the window ended between the two calls: this request opens the next one
        cache.set(key, 1, seconds)
        return
    if count > limit:
        raise TooMany(
            Text("查询过于频繁。", "You have asked too often in a short time."),
            remedy=Text(f"请在{seconds}秒后再试。", f"Wait {seconds} seconds and try again."),
        )
