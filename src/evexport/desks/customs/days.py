"""Which days a list shows: a filter with a few spans that people ask for, reckoned back from today."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from evexport.customs.worklists import Days
from evexport.desks.kit.listing import Filter
from evexport.kernel.text import Text

SPANS: dict[str, tuple[Text, int, int]] = {
    "today": (Text("今日", "Today"), 0, 0),
    "yesterday": (Text("昨日", "Yesterday"), 1, 1),
    "week": (Text("近7日", "Last 7 days"), 6, 0),
    "month": (Text("近31日", "Last 31 days"), 30, 0),
}


def span(name: str, today: date) -> Days | None:
    """The days of a span; None for all of them."""
    if name not in SPANS:
        return None
    _, first, last = SPANS[name]
    return Days(today - timedelta(days=first), today - timedelta(days=last))


def days_filter(apply: Callable[[Any, str], Any], *, default: str, everything: bool = True) -> Filter:
    choices = [(name, label) for name, (label, _, _) in SPANS.items()]
    return Filter("days", Text("日期", "Days"), choices, apply, default, Text("全部日期", "All days") if everything else None)
