"""The daily reminders: what ends soon, is out of date or falls due, for whoever can still act. Safe to repeat.

Each looks at what stands today, not at what happened since yesterday: a day on which nothing ran is caught up by the next.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from django.db.models import F, Q, Sum

from evexport.accounts.actors import SYSTEM
from evexport.kernel.clock import china_day
from evexport.licensing.models import Licence, Status
from evexport.network.models import Outlet
from evexport.notices.reminder import Reminder, marks, passed
from evexport.notices.writing import remind
from evexport.qualification.calendar import calendar_of
from evexport.qualification.models import Filing, InformationRequest, ListedFacts, ListedMaker, MakerStanding, ModelStanding
from evexport.qualification.states import WITH_DEPARTMENT
from evexport.registers.queries import certificates
from evexport.regulation.law import Law
from evexport.store import reading_as


@dataclass(frozen=True, slots=True)
class Day:
    """The day that is looked at, and its law."""

    at: datetime
    today: date
    law: Law

    @classmethod
    def of(cls, at: datetime) -> "Day":
        return cls(at, china_day(at), Law.on(china_day(at)))

    def marks(self, name: str) -> list[Decimal]:
        return marks(self.law, name)

    def ending(
        self, kind: str, subject: str, whom: tuple[UUID, ...], *, until: date, before: str, once: str = "", **words: object
    ) -> Iterator[Reminder]:
        """The reminder of something that ends on a day, where one of the marks `before` it is reached and it is not past.

        `once` tells apart what may end more than once under the same subject.
        """
        days = (until - self.today).days
        mark = passed(days, self.marks(before)) if days >= 0 else None
        if mark is not None:
            data = {**words, "days": days, "due_on": until.isoformat()}
            yield Reminder(f"reminder.{kind}", subject, f"{mark}{once}", whom, until, data)


def due(at: datetime) -> list[Reminder]:
    """Everything to be reminded of on the day, whether or not it was told before."""
    day = Day.of(at)
    with reading_as(SYSTEM):
        return [one for look in LOOKS for one in look(day)]


def give(at: datetime) -> int:
    """Remind of all that is due and was not told before; how many notices that made."""
    return remind(due(at), at=at)


def licences(day: Day) -> Iterator[Reminder]:
    """Licences in force that expire soon with something left."""
    last = day.today + timedelta(days=int(max(day.marks("licence_expiry_days"))))
    ending = Licence.objects.filter(
        standing__status__in=(Status.ISSUED, Status.SUSPENDED), valid_until__range=(day.today, last)
    ).annotate(left=Sum(F("balances__licensed") - F("balances__used") - F("balances__reserved")))
    for one in ending.filter(left__gt=0).order_by("number"):
        whom = tuple(party for party in (one.exporter_id, one.maker_id) if party)
        yield from day.ending(
            "licence_expires", f"licence:{one.number}", whom, until=one.valid_until, before="licence_expiry_days",
            number=one.number, left=one.left,
        )  # fmt: skip


def model_certificates(day: Day) -> Iterator[Reminder]:
    """CCC certificates of listed models that lapse soon."""
    listed = ModelStanding.objects.filter(year=day.today.year, state="in_force")
    makers: dict[tuple[str, str], UUID] = {
        (uscc, model): maker for maker, model, uscc in listed.values_list("maker_id", "model_code", "entry__listed_maker__uscc")
    }
    for one in certificates(on=day.today):
        maker = makers.get((one.manufacturer_uscc, one.model_code))
        if maker and one.status == "valid":
            yield from day.ending(
                "certificate_lapses", f"certificate:{one.certificate_no}:{one.model_code}", (maker,), until=one.valid_until,
                before="certificate_days", once=f"/{one.valid_until}", model_code=one.model_code, certificate=one.certificate_no,
            )  # fmt: skip


def quality_certificates(day: Day) -> Iterator[Reminder]:
    """Quality-management certificates, as the maker's listed filing states them."""
    rows = ListedFacts.objects.filter(listed_maker__year=day.today.year).values_list(
        "listed_maker__maker_id", "version__document__quality_management"
    )
    for maker, stated in rows:
        if until := (stated or {}).get("valid_until"):
            yield from day.ending(
                "quality_lapses", f"quality:{maker}", (maker,), until=date.fromisoformat(until), before="certificate_days",
                once=f"/{until}", certificate=stated.get("certificate_no") or "",
            )  # fmt: skip


def outlets(day: Day) -> Iterator[Reminder]:
    """Outlets whose evidence is old or whose contract has ended: one reminder a maker, again each month while it is so."""
    days = day.law["notices.reminders.outlet_evidence_days"].whole
    old = day.today - timedelta(days=days)
    stale = Q(verified_on__lt=old) | Q(verified_on=None, opened_on__lt=old) | Q(contract_valid_until__lt=day.today)
    rows = Outlet.objects.filter(Q(closed_on=None) | Q(closed_on__gt=day.today)).filter(stale)
    listed = set(MakerStanding.objects.filter(year=day.today.year, state="in_force").values_list("maker_id", flat=True))
    found: dict[UUID, Counter[str]] = defaultdict(Counter)
    for maker, market in rows.values_list("maker_id", "market"):
        if maker in listed:
            found[maker][market] += 1
    for maker, markets in sorted(found.items()):
        named = [f"{market} {count}" for market, count in sorted(markets.items())]
        data = {"count": markets.total(), "days": days, "markets": named}
        yield Reminder("reminder.outlet_evidence", f"network:{maker}", f"{day.today:%Y-%m}", (maker,), data=data)


def filings(day: Day) -> Iterator[Reminder]:
    """Makers of the present list, or with a draft, who have not handed in for the next one."""
    year = day.today.year + 1
    closes = calendar_of(year, day.at).filing_until
    handed_in = Filing.objects.filter(year=year).exclude(state__in=("draft", "withdrawn")).values("maker_id")
    listed = ListedMaker.objects.filter(year=day.today.year).exclude(maker_id__in=handed_in).values_list("maker_id", flat=True)
    drafting = Filing.objects.filter(year=year, state="draft").values_list("maker_id", flat=True)
    for maker in sorted({*listed, *drafting}):
        yield from day.ending(
            "filing_closes", f"round:{year}:{maker}", (maker,), until=closes, before="filing_days", year=year
        )  # fmt: skip


def answers(day: Day) -> Iterator[Reminder]:
    """Questions on a filing that the maker has not answered."""
    asked = InformationRequest.objects.filter(answered_at=None, filing__state="further_information")
    for one in asked.select_related("filing").defer("filing__document"):
        yield from day.ending(
            "answer_due", f"filing:{one.filing_id}", (one.filing.maker_id,), until=one.due_on, before="answer_days",
            once=f"/{one.pk}", year=one.filing.year,
        )  # fmt: skip


def forwarding(day: Day) -> Iterator[Reminder]:
    """Departments with filings in first review as the day for forwarding comes near."""
    waiting = Counter(Filing.objects.filter(state__in=WITH_DEPARTMENT).values_list("department_id", "year"))
    for (department, year), count in sorted(waiting.items()):
        until = calendar_of(year, day.at).forward_until
        yield from day.ending(
            "forward_due", f"round:{year}:{department}", (department,), until=until, before="forward_days", year=year, count=count
        )


LOOKS = (licences, model_certificates, quality_certificates, outlets, filings, answers, forwarding)
