"""What lies on a desk: applications by the day they are due, and how their time stands in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F, QuerySet

from evexport.kernel.clock import china_day
from evexport.kernel.text import Text
from evexport.kernel.workdays import working_days_between
from evexport.licensing.models import Application

WITH_BODY = ("submitted", "reviewed", "reconsidering")
WITH_APPLICANT = ("draft", "returned", "information_requested")


@dataclass(frozen=True, slots=True)
class Waiting:
    """An application that somebody has to act on. `working_days_left` is negative once it is overdue."""

    application: Application
    due_on: date | None
    working_days_left: int | None
    said: Text

    @property
    def overdue(self) -> bool:
        return self.working_days_left is not None and self.working_days_left < 0


def with_body(at: datetime) -> list[Waiting]:
    """The issuing body's queue, as far as the reader may see it: what is due first stands first."""
    rows = Application.objects.filter(state__in=WITH_BODY).select_related("exporter", "maker")
    return _in_order(rows, at)


def queue() -> "QuerySet[Application]":
    """The same as a query, to be narrowed and cut into pages: every application that was handed in, the nearest day first."""
    rows = Application.objects.exclude(submitted_at=None).select_related("exporter", "maker", "amends").defer("findings")
    return rows.order_by(F("due_on").asc(nulls_last=True), "submitted_at", "pk")


def with_applicant(at: datetime) -> list[Waiting]:
    """What waits for the applicant: drafts, returned ones, questions. No deadline runs meanwhile."""
    rows = Application.objects.filter(state__in=WITH_APPLICANT).select_related("exporter", "maker")
    return _in_order(rows, at)


def how_long(application: Application, at: datetime) -> Waiting:
    """How an application's time stands today."""
    due = application.due_on
    if application.state == "information_requested":
        said = Text("待申请人答复，计时中止。", "Waiting for the applicant's answer; the clock is stopped.")
        return Waiting(application, None, None, said)
    if application.state not in {"submitted", "reviewed"} or due is None:
        return Waiting(application, None, None, Text("不计时。", "No time is running."))
    left = working_days_between(china_day(at), due)
    if left < 0:
        return Waiting(application, due, left, Text(f"已逾期{-left}个工作日。", f"Overdue by {_days(-left)}."))
    if left == 0:
        return Waiting(application, due, left, Text("今日到期。", "Due today."))
    return Waiting(application, due, left, Text(f"还剩{left}个工作日。", f"{_days(left)} left."))


def _in_order(rows: Iterable[Application], at: datetime) -> list[Waiting]:
    found = [how_long(one, at) for one in rows]
    return sorted(found, key=lambda one: (one.due_on or date.max, one.application.opened_at, one.application.pk))


def _days(count: int) -> str:
    return f"{count} working day" + ("" if count == 1 else "s")
