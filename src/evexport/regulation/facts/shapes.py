"""The kinds of values that a form may hold: codes, markets, exact numbers, days, names."""

import re
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")


class Shape(BaseModel):
    """A section of a form: only the fields named, nothing converted in silence, nothing changed later."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


def wrong(kind: str, zh: str, en: str) -> PydanticCustomError:
    """An error whose words go to the writer of the form as they are."""
    return PydanticCustomError(kind, "{en}", {"zh": zh, "en": en})


@cache
def markets() -> frozenset[str]:
    """ISO 3166-1 alpha-2."""
    import pycountry

    return frozenset(country.alpha_2 for country in pycountry.countries)


def _market(code: str) -> str:
    if code not in markets():
        raise wrong("market", f"“{code}”不是 ISO 3166-1 两位代码。", f"“{code}” is no ISO 3166-1 alpha-2 code.")
    return code


def _day(value: Any) -> Any:
    if type(value) is date:
        return value
    if isinstance(value, str) and _DAY.match(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    shown = value.isoformat() if isinstance(value, datetime) else value
    raise wrong("day", f"“{shown}”不是日期，应为 年-月-日。", f"“{shown}” is not a date: write YYYY-MM-DD.")


def _number(value: Any) -> Any:
    """Exact: 0.2 stays two tenths, also when it comes from JSON as a float."""
    if type(value) is Decimal or type(value) is int:
        return Decimal(value)
    if type(value) is float:
        return Decimal(repr(value))
    raise wrong("number", f"“{value}”不是数字。", f"“{value}” is not a number.")


def _finite(value: Decimal) -> Decimal:
    if not value.is_finite():
        raise wrong("number", "应为有限的数字。", "It must be a finite number.")
    return value


Market = Annotated[str, AfterValidator(_market)]
Day = Annotated[date, BeforeValidator(_day)]
Exact = Annotated[Decimal, AfterValidator(_finite), BeforeValidator(_number)]
Hours = Annotated[Exact, Field(ge=0, le=100_000)]
Rate = Annotated[Exact, Field(ge=0, le=1)]
Count = Annotated[int, Field(ge=0, le=1_000_000_000)]
Name = Annotated[str, StringConstraints(strip_whitespace=True, max_length=300)]
Word = Annotated[str, StringConstraints(strip_whitespace=True, max_length=60)]
Uscc = Annotated[str, StringConstraints(pattern=r"^[0-9A-Z]{18}$")]
Division = Annotated[str, StringConstraints(pattern=r"^[0-9]{6}$")]
CustomsCode = Annotated[str, StringConstraints(pattern=r"^[0-9A-Z]{10}$")]
Wmi = Annotated[str, StringConstraints(pattern=r"^[A-HJ-NPR-Z0-9]{3}([A-HJ-NPR-Z0-9]{3})?$")]
