"""How a value of the law is written for people: in its unit, in both languages."""

from datetime import date
from decimal import Decimal
from typing import Any

from evexport.kernel.text import Text
from evexport.regulation.law import Value

YES = Text("是", "yes")
NO = Text("否", "no")
NONE = Text("无", "none")

UNITS = {
    "fraction": Text("{}", "{}"),
    "hour": Text("{}小时", "{} hours"),
    "hours": Text("{}小时", "{} hours"),
    "day": Text("{}日", "{} days"),
    "days": Text("{}日", "{} days"),
    "working_day": Text("{}个工作日", "{} working days"),
    "working_days": Text("{}个工作日", "{} working days"),
    "month": Text("{}个月", "{} months"),
    "months": Text("{}个月", "{} months"),
    "year": Text("{}年", "{} years"),
    "years": Text("{}年", "{} years"),
    "outlet": Text("{}个网点", "{} outlets"),
    "outlets": Text("{}个网点", "{} outlets"),
    "vehicle": Text("{}辆", "{} vehicles"),
    "vehicles": Text("{}辆", "{} vehicles"),
    "market": Text("{}个市场", "{} markets"),
    "markets": Text("{}个市场", "{} markets"),
    "exporter": Text("{}家出口企业", "{} exporters"),
    "exporters": Text("{}家出口企业", "{} exporters"),
    "clearance": Text("{}次", "{} clearances"),
    "clearances": Text("{}次", "{} clearances"),
    "character": Text("{}个字符", "{} characters"),
    "characters": Text("{}个字符", "{} characters"),
}


def shown(value: Value | None) -> Text:
    """A value in its unit; none where the law says nothing on that day."""
    return NONE if value is None else written(value.value, value.unit)


def written(value: Any, unit: str) -> Text:
    """A plain value in its unit: 0.2 of unit fraction is 20%."""
    plain = _plain(value)
    if unit == "fraction" and isinstance(value, (int, Decimal)):
        percent = f"{(Decimal(value) * 100).normalize():f}%"
        return Text(percent, percent)
    pattern = UNITS.get(unit)
    return plain if pattern is None else Text(pattern.zh.format(plain.zh), pattern.en.format(plain.en))


def _plain(value: Any) -> Text:
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, date):
        return Text(f"{value.year}年{value.month}月{value.day}日", f"{value:%Y-%m-%d}")
    if isinstance(value, tuple):
        return Text("、".join(value), ", ".join(value)) if value else NONE
    spelt = f"{value:,}" if isinstance(value, (int, Decimal)) else str(value)
    return Text(spelt, spelt)
