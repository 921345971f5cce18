"""The only source of the present moment; a legal day is a day of China Standard Time."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

CHINA = ZoneInfo("Asia/Shanghai")


class Clock:
    """Tells the time, shifted to a fixed day where a demonstration runs on one."""

    def __init__(self, today: date | None = None) -> None:
        self._fixed = today

    def now(self) -> datetime:
        """The present moment, time zone China. On a fixed day only the time of day moves."""
        moment = datetime.now(CHINA)
        return moment if self._fixed is None else datetime.combine(self._fixed, moment.timetz())

    def today(self) -> date:
        return self.now().date()


def china_day(at: datetime) -> date:
    """The legal day of a moment."""
    return at.astimezone(CHINA).date()


def start_of(day: date) -> datetime:
    """Midnight in China at which a day begins."""
    return datetime(day.year, day.month, day.day, tzinfo=CHINA)


def same_day_next_year(day: date) -> date:
    """The same calendar day a year on; 29 February becomes 28 February."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)


def days_before(day: date, count: int) -> date:
    return day - timedelta(days=count)
