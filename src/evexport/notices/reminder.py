"""What a reminder is: something that will end or run out, reminded of once for each threshold it falls below."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from evexport.regulation.law import Law


@dataclass(frozen=True, slots=True)
class Reminder:
    """`threshold` is the mark that was passed: each is told once. `data` holds the words of its text."""

    kind: str
    subject: str
    threshold: str
    recipients: tuple[UUID, ...]
    due_on: date | None = None
    data: Mapping[str, Any] = field(default_factory=dict)

    @property
    def key(self) -> str:
        return f"{self.kind}@{self.threshold}:{self.subject}"


def marks(law: Law, name: str) -> list[Decimal]:
    """The thresholds of a kind of reminder, in force on the law's day."""
    return [Decimal(word) for word in law[f"notices.reminders.{name}"].words]


def passed(value: Decimal | int, thresholds: Iterable[Decimal]) -> Decimal | None:
    """The nearest threshold that a falling value has reached; None while it is above all.

    Only the nearest: whoever was not reminded at 60 days, because the service stood still, is reminded at 30 and not twice.
    """
    return min((one for one in thresholds if value <= one), default=None)
