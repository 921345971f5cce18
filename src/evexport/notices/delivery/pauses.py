"""When to try again: longer each time, not all at once, and not before the receiver wishes."""

import random
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from evexport.notices.service import SERVICE


def pause(tries: int, *, chance: random.Random) -> timedelta:
    """The pause after so many tries: it doubles, up to the longest, and strays a little."""
    plain: timedelta = min(SERVICE.longest_pause, SERVICE.first_pause * 2 ** min(tries - 1, 20))
    return plain * (1 + SERVICE.jitter * (2 * chance.random() - 1))


def rest(failures: int) -> timedelta | None:
    """For how long a channel is left alone after so many failures in a row; None while they are few."""
    beyond = failures - SERVICE.failures
    return None if beyond < 0 else min(SERVICE.longest_rest, SERVICE.rest * 2 ** min(beyond, 10))


def wish(retry_after: str, *, at: datetime) -> timedelta:
    """What a Retry-After header asks for, in seconds or as a date; nothing where it cannot be read."""
    if retry_after.isascii() and retry_after.isdigit():
        asked = timedelta(seconds=min(int(retry_after[:10]), 10**8))
    else:
        try:
            moment = parsedate_to_datetime(retry_after)
        except (TypeError, ValueError):
            return timedelta()
        asked = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - at
    return max(timedelta(), min(asked, SERVICE.longest_wish))
