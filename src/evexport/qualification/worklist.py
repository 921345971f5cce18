"""What lies on an officer's desk: filings by the day they are due, how their time stands in words, counts for a glance."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery

from evexport.kernel.clock import china_day
from evexport.kernel.text import Text
from evexport.kernel.workdays import add_working_days, working_days_between
from evexport.qualification import deadlines
from evexport.qualification.models import CandidateNotice, Filing, FilingVersion, Objection, Opinion
from evexport.qualification.states import UNDECIDED, WITH_DEPARTMENT, WITH_MAKER, WITH_MINISTRY

SOON = 3
"""Working days within which a case counts as due soon."""


@dataclass(frozen=True, slots=True)
class Clock:
    """How a case's time stands: by when, in words, whether it is over, whether it stands still."""

    due_on: date | None
    said: Text
    overdue: bool = False
    stopped: bool = False


@dataclass(frozen=True, slots=True)
class Lying:
    """A filing on a desk with what the list tells of it. `opinions`: how many the present consultation has, as far as seen."""

    filing: Filing
    since: date
    working_days: int
    clock: Clock
    opinions: int


def queue() -> QuerySet[Filing]:
    """Every filing that was handed in and that the reader may see, the nearest day first."""
    last = FilingVersion.objects.filter(filing=OuterRef("pk")).order_by("-number")
    rows = Filing.objects.exclude(submitted_at=None).select_related("maker").defer("document")
    return rows.annotate(outcome=Subquery(last.values("outcome")[:1])).order_by(
        F("due_on").asc(nulls_last=True), "state_since", "pk"
    )


def at_desk(rows: QuerySet[Filing], role: str, authority: str | None) -> QuerySet[Filing]:
    """Those on which this role acts next. An agency acts where it is asked and has not answered."""
    if role == "agency_officer":
        answered = Opinion.objects.filter(filing=OuterRef("pk"), agency=authority or "", at__gte=OuterRef("state_since"))
        return rows.filter(state="in_consultation").exclude(Exists(answered))
    return rows.filter(state__in=WITH_MINISTRY if role == "ministry_officer" else WITH_DEPARTMENT)


def open_cases(rows: QuerySet[Filing]) -> QuerySet[Filing]:
    return rows.filter(state__in=UNDECIDED)


def overdue(rows: QuerySet[Filing], on: date) -> QuerySet[Filing]:
    return open_cases(rows).filter(due_on__lt=on)


def due_soon(rows: QuerySet[Filing], on: date) -> QuerySet[Filing]:
    return open_cases(rows).filter(due_on__range=(on, add_working_days(on, SOON)))


def counts(rows: QuerySet[Filing], on: date, *, me: UUID | None) -> dict[str, int]:
    """The few numbers of a glance at the desk, in one question."""
    soon = Q(due_on__range=(on, add_working_days(on, SOON)))
    told = rows.order_by().aggregate(
        mine=Count("pk"),
        overdue=Count("pk", filter=Q(due_on__lt=on)),
        soon=Count("pk", filter=soon),
        me=Count("pk", filter=Q(holder=me)),
        nobody=Count("pk", filter=Q(holder=None)),
        not_met=Count("pk", filter=Q(outcome="not_met")),
    )
    return {name: int(value) for name, value in told.items()}


def years() -> list[int]:
    """The rounds that the reader has filings of, the latest first."""
    return list(Filing.objects.exclude(submitted_at=None).order_by("-year").values_list("year", flat=True).distinct())


def dressed(rows: Sequence[Filing], at: datetime, *, opinions: bool = False) -> list[Lying]:
    """A page of filings with their clocks; with `opinions`, for those who may read them, one more question."""
    today, given = china_day(at), _opinions(rows) if opinions else {}
    return [
        Lying(
            one,
            since := china_day(one.state_since),
            working_days_between(since, today),
            clock(one, today),
            given.get(one.pk, 0),
        )
        for one in rows
    ]


def clock(filing: Filing, today: date) -> Clock:
    """The clock of whoever has the filing now; the authority's stands still while the maker has it."""
    if filing.due_on is None:
        return Clock(None, Text("不计时。", "No time is running."))
    left = deadlines.left(today, filing.due_on)
    if filing.state in WITH_MAKER:
        said = Text("计时中止，待企业办理。", "The clock is stopped; it waits for the maker.")
        return Clock(filing.due_on, said, filing.due_on < today, stopped=True)
    return Clock(filing.due_on, left, filing.due_on < today)


def _opinions(rows: Iterable[Filing]) -> dict[UUID, int]:
    """Opinions of the present consultation: of the last number that any was given under."""
    found: dict[UUID, tuple[int, int]] = {}
    asked = [one.pk for one in rows if one.state in {"in_consultation", "candidate", "objected"}]
    if not asked:
        return {}
    for filing, number, count in (
        Opinion.objects.filter(filing__in=asked).values_list("filing", "consultation").annotate(n=Count("pk")).order_by()
    ):
        found[filing] = max(found.get(filing, (0, 0)), (number, count))
    return {filing: count for filing, (_, count) in found.items()}


def notices(on: date | None = None) -> QuerySet[CandidateNotice]:
    """Public notices, those that run on a day or all; with how many objections each has, and how many are open."""
    rows = CandidateNotice.objects.filter(until__gte=on) if on else CandidateNotice.objects.all()
    lodged = Objection.objects.filter(filing=OuterRef("filing_id"), lodged_at__gte=OuterRef("published_at")).order_by()
    counted = lodged.values("filing").annotate(n=Count("pk")).values("n")
    pending = lodged.filter(decision="").values("filing").annotate(n=Count("pk")).values("n")
    return rows.annotate(objections=Subquery(counted), pending=Subquery(pending)).order_by("until", "uscc")


def objected() -> QuerySet[CandidateNotice]:
    """Those with objections that nobody has decided, whether they still run or not."""
    return notices().filter(Q(pending__gt=0))
