"""How a value of the law is written for people: in its unit, in both languages."""

from datetime import date
from decimal import Decimal
from typing import Any

from evexport.desks.kit.days import told_day
from evexport.desks.kit.words import MONTHS
from evexport.kernel.text import Text
from evexport.regulation.law import Value

YES = Text("是", "yes")
NO = Text("否", "no")
NONE = Text("无", "none")

UNITS = {
    "minute": Text("{}分钟", "{} minutes"),
    "year": Text("{}年", "{} years"),
    "hours": Text("{}小时", "{} hours"),
    "day": Text("{}日", "{} days"),
    "working day": Text("{}个工作日", "{} working days"),
    "month": Text("{}个月", "{} months"),
    "months": Text("{}个月", "{} months"),
    "outlets": Text("{}个网点", "{} outlets"),
    "vehicles a year": Text("每年{}辆", "{} vehicles a year"),
    "vehicles per outlet a year": Text("每个网点每年{}辆", "{} vehicles per outlet a year"),
    "markets": Text("{}个市场", "{} markets"),
    "exporters": Text("{}家", "{}"),
    "firm": Text("{}家企业", "{} enterprises"),
    "clearance": Text("{}次", "{} clearances"),
    "character": Text("{}个字符", "{} characters"),
    "percent": Text("{}%", "{}%"),
    "of ten declarations": Text("每十份{}份", "{} of ten"),
}
AS_IT_STANDS = frozenset(
    {
        "code",
        "date",
        "digit",
        "field",
        "fraction",
        "month-day",
        "price term",
        "standard",
        "status",
        "word",
        "yes or no",
    }
)
"""Units whose values need no word after them."""

WORDS = {
    "round_the_clock": Text("24小时", "round the clock"),
    "maintenance": Text("提供维修", "offers maintenance"),
    "valid": Text("有效", "valid"),
}


def shown(value: Value | None) -> Text:
    """A value in its unit; none where the law says nothing on that day."""
    return NONE if value is None else written(value.value, value.unit)


def written(value: Any, unit: str) -> Text:
    """A plain value in its unit: 0.2 of unit fraction is 20%."""
    plain = _month_day(value) if unit == "month-day" else _plain(value)
    if unit == "fraction" and isinstance(value, (int, Decimal)):
        percent = f"{(Decimal(value) * 100).normalize():f}%"
        return Text(percent, percent)
    pattern = UNITS.get(unit)
    return plain if pattern is None else Text(pattern.zh.format(plain.zh), pattern.en.format(plain.en))


def _plain(value: Any) -> Text:
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, date):
        return told_day(value)
    if isinstance(value, tuple):
        return Text("、".join(value), ", ".join(value)) if value else NONE
    if isinstance(value, str) and value in WORDS:
        return WORDS[value]
    spelt = f"{value:,}" if isinstance(value, (int, Decimal)) else str(value)
    return Text(spelt, spelt)


def _month_day(value: str) -> Text:
    """09-10 → 9月10日, 10 September."""
    month, day = (int(part) for part in value.split("-"))
    return Text(f"{month}月{day}日", f"{day} {MONTHS[month - 1]}")
