"""Reads on licences: what one is worth on a day, the wallet, one by number."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from django.db.models import Count, F, Sum

from evexport.kernel.clock import china_day
from evexport.kernel.problems import NotFound
from evexport.kernel.text import Text
from evexport.licensing.hearings import Hearing, latest_hearing, present_reconsideration
from evexport.licensing.models import Application, Balance, Licence, LicenceStanding, Reconsideration, Status
from evexport.licensing.whose import OfLicence

Derived = Literal[
    "not_yet_valid",
    "in_force",
    "exhausted",
    "expired",
    "suspended",
    "revoked",
    "replaced",
    "returned",
    "lost",
]
CLOSED = ("issued", "refused", "upheld", "withdrawn")
"""States of an application in which nothing is asked any more."""
ENDED = (Status.REVOKED, Status.REPLACED, Status.RETURNED, Status.LOST)


def derive(status: str, *, valid_from: date, valid_until: date, left: int, clearances_left: int, on: date) -> Derived:
    """What a licence is worth on a day: what was decided first, then its dates, then what is left."""
    if status in ENDED:
        return status  # type: ignore[return-value]
    if on > valid_until:
        return "expired"
    if status == Status.SUSPENDED:
        return "suspended"
    if left <= 0 or clearances_left <= 0:
        return "exhausted"
    return "not_yet_valid" if on < valid_from else "in_force"


@dataclass(frozen=True, slots=True)
class Case(OfLicence):
    """A licence with all that changes about it, at one moment. Quantities are whole vehicles.

    `hearing`, the latest revocation, and `reconsideration`, that of the present decision, are there `in_full` only.
    """

    licence: Licence
    standing: LicenceStanding
    balances: tuple[Balance, ...]
    at: datetime
    hearing: Hearing | None = None
    reconsideration: Reconsideration | None = None

    @property
    def licensed(self) -> int:
        return sum(balance.licensed for balance in self.balances)

    @property
    def used(self) -> int:
        return sum(balance.used for balance in self.balances)

    @property
    def reserved(self) -> int:
        return sum(balance.reserved for balance in self.balances)

    @property
    def left(self) -> int:
        return self.licensed - self.used - self.reserved

    @property
    def clearances_left(self) -> int:
        return self.standing.clearances_allowed - self.standing.clearances_used

    @property
    def state(self) -> Derived:
        return derive(
            self.standing.status,
            valid_from=self.licence.valid_from,
            valid_until=self.licence.valid_until,
            left=self.left,
            clearances_left=self.clearances_left,
            on=china_day(self.at),
        )

    @property
    def days_left(self) -> int:
        """Days on which it may still be used, the last one included; none once it is over."""
        return max((self.licence.valid_until - china_day(self.at)).days + 1, 0)


def cases(licences: Iterable[Licence], at: datetime) -> list[Case]:
    """Licences with standing and balances, in three statements for any number of them."""
    found = list(licences)
    standings = LicenceStanding.objects.in_bulk([licence.pk for licence in found])
    balances: dict[UUID, list[Balance]] = {}
    for balance in Balance.objects.filter(licence__in=found).order_by("line__position"):
        balances.setdefault(balance.licence_id, []).append(balance)
    return [Case(licence, standings[licence.pk], tuple(balances.get(licence.pk, ())), at) for licence in found]


def by_number(number: str, at: datetime) -> Case:
    """One licence as the transaction's actor may see it; NotFound where it may not."""
    licence = Licence.objects.filter(number=number).first()
    if licence is None:
        raise unknown_licence(number)
    return cases([licence], at)[0]


def in_full(case: Case) -> Case:
    """The case with what its authorities and parties know of it; customs and the public do not."""
    return replace(
        case,
        hearing=latest_hearing(case.licence, case.at),
        reconsideration=present_reconsideration(case.standing),
    )


def unknown_licence(number: str) -> NotFound:
    return NotFound(
        Text(f"未找到许可证{number}。", f"There is no licence {number}."),
        remedy=Text("请核对证号：年份-发证机构-六位序号。", "Check the number: year, issuing body, six-digit serial."),
        code="LICENCE_UNKNOWN",
    )


def status_on(case: Case, at: datetime) -> Derived:
    """The derived status of a licence at another moment."""
    return replace(case, at=at).state


def wallet(
    organisation_id: UUID,
    at: datetime,
    *,
    state: Derived | None = None,
    before: str | None = None,
    count: int = 50,
) -> list[Case]:
    """The licences an organisation holds as exporter or made the cars for, latest first.

    `before` is the number of the last one seen; `state` filters by the derived status of `at`.
    """
    rows = Licence.objects.filter(exporter=organisation_id) | Licence.objects.filter(maker=organisation_id)
    if before is not None:
        seen = Licence.objects.filter(number=before).first()
        if seen is None:
            raise unknown_licence(before)
        rows = rows.filter(issued_at__lt=seen.issued_at) | rows.filter(issued_at=seen.issued_at, number__lt=seen.number)
    rows = rows.order_by("-issued_at", "-number")
    if state is None:
        return cases(rows[:count], at)
    return [case for case in cases(rows, at) if case.state == state][:count]


@dataclass(frozen=True, slots=True)
class Resting:
    """What rests on an authorisation: licences still open with the vehicles left on them, applications not yet decided."""

    licences: int
    left: int
    numbers: tuple[str, ...]
    applications: int


def resting_on(maker_id: UUID, exporter_id: UUID, at: datetime, *, named: int = 8) -> Resting:
    """What a removal of this exporter's authorisation would touch, as far as the reader may see it."""
    ends = {"valid_until__gte": china_day(at), "standing__status__in": (Status.ISSUED, Status.SUSPENDED)}
    open_ = Licence.objects.filter(maker_id=maker_id, exporter_id=exporter_id, **ends)
    left = F("licensed") - F("used") - F("reserved")
    with_left = Balance.objects.filter(licence__in=open_, licensed__gt=F("used") + F("reserved"))
    counts = with_left.aggregate(licences=Count("licence", distinct=True), vehicles=Sum(left))
    numbers = open_.filter(balances__in=with_left).order_by("number").values_list("number", flat=True).distinct()[:named]
    applications = Application.objects.filter(maker_id=maker_id, exporter_id=exporter_id).exclude(state__in=CLOSED).count()
    return Resting(counts["licences"], counts["vehicles"] or 0, tuple(numbers), applications)
