"""A value that is only proposed: the law of a day with one value changed, to be tried and never to decide by."""

from dataclasses import replace
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from evexport.kernel.problems import BadInput
from evexport.kernel.text import Text
from evexport.regulation.law import Law
from evexport.regulation.rulebook import Dated, Parameter, Rulebook

PROPOSED = Text("拟议值，仅供测算。", "A proposed value, for trying it out only.")
FLAGS = {"yes": True, "true": True, "是": True, "no": False, "false": False, "否": False}


def proposed(day: date, path: str, written: str) -> Law:
    """The law of a day in which one place says what is written, in the kind of value that stands there.

    Raises LawError for an unknown path, BadInput where what is written is no such value.
    """
    law = Law.on(day)
    standing = law[path]
    value = _value(written.strip(), standing.value)
    parameter = law.parameter(path)
    return Law(Rulebook(law.book.articles, {**law.book.parameters, path: _with(parameter, day, value, standing.cite)}), day)


def _with(parameter: Parameter, day: date, value: Any, cite: str) -> Parameter:
    kept = tuple(dated for dated in parameter.values if dated.since < day)
    return replace(parameter, values=(*kept, Dated(day, None, value, cite, PROPOSED)))


def _value(written: str, like: Any) -> Any:
    """What is written, read as the same kind of value; a share may be written as 30%."""
    try:
        match like:
            case bool():
                return FLAGS[written.lower()]
            case int() | Decimal():
                share = written.endswith("%")
                number = Decimal(written.rstrip("%").replace(",", ""))
                number = number / 100 if share else number
                return int(number) if number == number.to_integral_value() and isinstance(like, int) else number
            case date():
                return date.fromisoformat(written)
            case tuple():
                words = tuple(one.strip() for one in written.replace("、", ",").split(",") if one.strip())
                return words or _none()
    except (KeyError, ValueError, InvalidOperation):
        raise _unreadable(written, like) from None
    return written or _none()


def _none() -> Any:
    raise _unreadable("", "")


def _unreadable(written: str, like: Any) -> BadInput:
    return BadInput(
        Text(f"无法识别拟议值“{written}”。", f"“{written}” cannot be read as a value here."),
        remedy=Text(f"请按现行值的写法填写，例如{like}。", f"Write it as the standing value is written, for example {like}."),
        code="BAD_VALUE",
        field="value",
    )
