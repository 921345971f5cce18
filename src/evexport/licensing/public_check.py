"""Is this licence good? What anybody may ask who holds its number and code, and how guessing is held back."""

import hmac
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal

from django.db import connection

from evexport.accounts import throttle
from evexport.accounts.actors import PUBLIC
from evexport.accounts.throttle import EVERYBODY, Limit
from evexport.codes import licence_number
from evexport.kernel.clock import china_day
from evexport.kernel.text import Text
from evexport.licensing.queries import derive
from evexport.store.transactions import reading_as

CHECKS = Limit(
    "licence checks",
    30,
    timedelta(minutes=1),
    Text("查询过于频繁。", "Too many checks from your address in a short time."),
)
"""What a person with a stack of papers and a scanner does in a minute; several at one port share an address."""
WRONG_CODES = Limit(
    "wrong codes",
    60,
    timedelta(hours=1),
    Text("来自您所在网络地址的错误校验码过多。", "Too many wrong codes from your address."),
)
"""By address and never by licence: a count by licence would let a stranger block a good one."""
WRONG_IN_ALL = Limit("wrong codes in all", 0, timedelta(days=36_500), WRONG_CODES.said)
"""The sum for monitoring; its window does not end."""
NO_CODE = "-" * 12
"""What the code of an unknown number is compared with: as long as a code, and none."""


@dataclass(frozen=True, slots=True)
class Check:
    """What anybody with number and code may learn: whether the licence is good, and nothing of its trade.

    `shown`: was the code that of the licence? Only then is anything else told.
    """

    number: str
    answer: Literal["valid", "not_valid", "replaced"]
    valid_until: date | None = None
    shown: bool = False


def check(number: str, code: str, *, client: str, at: datetime) -> Check:
    """The public check, counted by the address of whoever asks. Raises TooMany."""
    throttle.count(CHECKS, client)
    throttle.require_room(WRONG_CODES, client)
    with reading_as(PUBLIC):
        found = verify(number, code, at)
    if not found.shown:
        throttle.note(WRONG_CODES, client)
        throttle.note(WRONG_IN_ALL, EVERYBODY)
    return found


def wrong_codes() -> int:
    """Wrong codes and unknown numbers since counting began, over all processes."""
    return throttle.counted(WRONG_IN_ALL.name)


def verify(number: str, code: str, at: datetime) -> Check:
    """Valid, not valid or replaced, in the scope of the public. A wrong code and an unknown number answer alike."""
    number, code = licence_number.tidied(number), licence_number.tidied_code(code)
    kept = _row("SELECT licensing_code_of(%s)", number)[0] or NO_CODE
    # Compared in constant time, and always once, so that neither code nor number can be told from the delay.
    if not hmac.compare_digest(kept.encode(), code.encode()):
        return Check(number, "not_valid")
    _, status, valid_from, valid_until, left, clearances_left = _row("SELECT * FROM licensing_public_check(%s)", number)
    state = derive(
        status,
        valid_from=valid_from,
        valid_until=valid_until,
        left=left,
        clearances_left=clearances_left,
        on=china_day(at),
    )
    if state == "replaced":
        return Check(number, "replaced", shown=True)
    return Check(number, "valid" if state == "in_force" else "not_valid", valid_until, shown=True)


def _row(statement: str, number: str) -> tuple[Any, ...]:
    with connection.cursor() as cursor:
        cursor.execute(statement, [number])
        row: tuple[Any, ...] = cursor.fetchone()
    return row
