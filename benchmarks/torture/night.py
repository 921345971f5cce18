"""The night the run lives through: real seconds on a shifted clock that passes midnight in China and then midnight in UTC.

Both midnights are passed at the speed of life, with everybody sending; the eight hours between them are left out.
"""

import os
import time
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Self

from evexport.kernel.clock import CHINA

EVE = date(2026, 6, 15)
CHINA_MIDNIGHT = datetime(2026, 6, 16, tzinfo=CHINA)
UTC_MIDNIGHT = datetime(2026, 6, 16, tzinfo=UTC)
NAMED = "EVEXPORT_TORTURE_NIGHT"


@dataclass(frozen=True, slots=True)
class Night:
    """It begins at a second of the machine's clock and passes China's midnight after a third of the run, UTC's after two."""

    began: float
    seconds: float

    def fall(self, file: Path) -> None:
        """Begin: whoever waits for the file goes."""
        fresh = file.with_suffix(".new")
        fresh.write_text(f"{self.began} {self.seconds}", "ascii")
        fresh.replace(file)

    @classmethod
    def told(cls, file: Path) -> Self | None:
        """As the file tells it; None while it is still evening."""
        try:
            began, seconds = file.read_text("ascii").split()
        except FileNotFoundError:
            return None
        return cls(float(began), float(seconds))

    @property
    def ends(self) -> float:
        return self.began + self.seconds

    def now(self) -> datetime:
        """The present moment of the run, time zone China. It only moves forward."""
        gone, third = time.time() - self.began, self.seconds / 3
        anchor = (CHINA_MIDNIGHT, third) if gone < self.seconds / 2 else (UTC_MIDNIGHT, 2 * third)
        return (anchor[0] + timedelta(seconds=gone - anchor[1])).astimezone(CHINA)

    def today(self) -> date:
        return self.now().date()


class Evening:
    """What a process goes by: an evening that stands still until the night's file is there, then the night."""

    def __init__(self) -> None:
        self._file = Path(os.environ[NAMED])
        self._night: Night | None = None

    def night(self) -> Night | None:
        self._night = self._night or Night.told(self._file)
        return self._night

    def wait(self) -> Night:
        while (night := self.night()) is None:
            time.sleep(0.02)
        return night

    def now(self) -> datetime:
        return night.now() if (night := self.night()) else CHINA_MIDNIGHT - timedelta(hours=1)

    def today(self) -> date:
        return self.now().date()
