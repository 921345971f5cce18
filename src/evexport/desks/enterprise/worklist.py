"""A firm's three lists: what it must do by a date, what waits on others, what was lately decided; bounded, in a few queries.

Each part reads at most MOST rows of one kind, in the reader's own transaction: row security says whose they are.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import F, Q, Sum
from django.urls import reverse

from evexport.desks.enterprise.filing.whose import called
from evexport.desks.kit.naming import named
from evexport.kernel.clock import china_day
from evexport.kernel.text import Text
from evexport.licensing import waiting
from evexport.licensing.models import Application, Licence, LicenceStanding, Revocation, Status
from evexport.licensing.states import APPLICATION, LICENCE
from evexport.qualification import own, queries
from evexport.qualification.list_states import CHANGE
from evexport.qualification.models import Filing, ListChange
from evexport.qualification.states import FILING, WITH_MAKER
from evexport.regulation.law import Law

if TYPE_CHECKING:
    from django.db.models import QuerySet

MOST = 20
"""Rows of one kind; whoever has more goes on to that kind's own list."""
LATELY = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Item:
    """One row: what it is, what it says in words, by when or since when, where it leads."""

    what: Text
    said: Text
    day: date | None
    url: str
    overdue: bool = False


@dataclass(frozen=True, slots=True)
class Work:
    """One of the three lists; `more`: some kind had more rows than are shown."""

    title: Text
    none: Text
    items: list[Item]
    more: bool
    heading: Text


def page(route: str, *parts: object) -> str:
    """A page of this desk by its route."""
    return reverse(f"enterprise:{route}", args=parts)


class Reading:
    """What one firm reads at a moment. `maker`: it files for the list as well."""

    def __init__(self, firm: UUID, at: datetime, *, maker: bool) -> None:
        self.firm, self.at, self.maker, self.today = firm, at, maker, china_day(at)
        self.more = False

    def some(self, rows: "QuerySet[Any]") -> list[Any]:
        """The first rows of a kind, and whether there were more."""
        found = list(rows[: MOST + 1])
        self.more = self.more or len(found) > MOST
        return found[:MOST]

    def work(
        self, title: Text, none: Text, heading: Text, parts: list[Callable[[], Iterator[Item]]], *, latest: bool = False
    ) -> Work:
        self.more = False
        items = [one for part in parts for one in part()]
        last = date.min if latest else date.max
        items.sort(key=lambda one: one.day or last, reverse=latest)
        return Work(title, none, items, self.more, heading)

    @cached_property
    def filings(self) -> "list[Filing]":
        """The filings of the rounds that are not over: one a year."""
        if not self.maker:
            return []
        return list(queries.filings().filter(maker_id=self.firm, year__gte=self.today.year - 1)[:MOST])

    @cached_property
    def applications(self) -> list[Application]:
        """Those that are not decided, whoever has them now, the latest first."""
        going = (*waiting.WITH_APPLICANT, *waiting.WITH_BODY)
        rows = Application.objects.filter(exporter_id=self.firm, state__in=going).defer("findings")
        return self.some(rows.order_by("-opened_at"))

    # To do.
    def rounds(self) -> Iterator[Item]:
        for one in own.rounds_to_file(self.firm, self.at) if self.maker else ():
            yield Item(
                Text(f"开始{one.year}年度出口资质申报", f"Start the filing for {one.year}"),
                Text("可由上年申报带入。", "It can begin from last year's."),
                one.filing_until,
                page("start-filing"),
            )

    def filings_to_do(self) -> Iterator[Item]:
        for one in self.filings:
            if one.state in WITH_MAKER:
                due = queries.due(one, self.at)
                yield Item(
                    called(one),
                    queries.next_step(one, self.at),
                    due,
                    page("filing", one.pk),
                    due is not None and due < self.today,
                )

    def applications_to_do(self) -> Iterator[Item]:
        for one in self.applications:
            if one.state in waiting.WITH_APPLICANT:
                yield Item(
                    of_contract(one), Text(f"{now(one).zh}。", f"{now(one).en.capitalize()}."), None, page("application", one.pk)
                )

    def hearings(self) -> Iterator[Item]:
        rows = Revocation.objects.filter(state="proposed").select_related("licence").order_by("answer_by")
        for one in self.some(rows):
            said = Text("拟撤销，可陈述申辩。", "Its revocation is proposed: you may state your case.")
            yield Item(
                of_licence(one.licence), said, one.answer_by, page("licence", one.licence.number), one.answer_by < self.today
            )

    def consents(self) -> Iterator[Item]:
        rows = ListChange.objects.filter(state="proposed", kind="remove_exporter", exporter_id=self.firm)
        for one in self.some(rows.select_related("listed_maker").order_by("at")):
            maker, year = named(one.listed_maker), one.listed_maker.year
            yield Item(
                Text(f"{maker.zh}拟撤销对贵企业的授权", f"{maker.en} asks to end your authorisation"),
                Text(f"{year}年度名单；须贵企业书面答复。", f"List of {year}; your answer in writing is needed."),
                None,
                page("authorisations"),
            )

    def expiring(self) -> Iterator[Item]:
        last = self.today + timedelta(
            days=max(int(one) for one in Law.on(self.today)["notices.reminders.licence_expiry_days"].words)
        )
        for one in self.some(self._held().filter(left__gt=0, valid_until__lte=last).order_by("valid_until")):
            said = Text(
                f"将到期，余{one.left}辆；不能延期，可重新申领。",
                f"It ends with {one.left} left: apply again, it cannot be extended.",
            )
            yield Item(of_licence(one), said, one.valid_until, page("licence", one.number))

    def low(self) -> Iterator[Item]:
        mark = max(int(one) for one in Law.on(self.today)["notices.reminders.balance_percent"].words)
        rows = self._held().filter(left__gt=0, left__lte=F("licensed") * mark / 100.0)
        for one in self.some(rows.order_by("left")):
            yield Item(
                of_licence(one),
                Text(f"余额不多：{one.licensed}辆中剩{one.left}辆。", f"Running low: {one.left} left of {one.licensed}."),
                None,
                page("licence", one.number),
            )

    def _held(self) -> "QuerySet[Any]":
        """Licences of the firm's own that still serve, with what is licensed and left."""
        rows = Licence.objects.filter(exporter_id=self.firm, standing__status=Status.ISSUED, valid_until__gte=self.today)
        left = F("balances__licensed") - F("balances__used") - F("balances__reserved")
        return rows.annotate(licensed=Sum("balances__licensed"), left=Sum(left))

    # Waiting on others.
    def filings_waiting(self) -> Iterator[Item]:
        for one in self.filings:
            if one.state not in WITH_MAKER and not FILING.states[one.state].final and one.state != "rejected":
                yield Item(called(one), queries.next_step(one, self.at), queries.due(one, self.at), page("filing", one.pk))

    def applications_waiting(self) -> Iterator[Item]:
        for one in self.applications:
            if one.state in waiting.WITH_BODY:
                clock = waiting.how_long(one, self.at)
                said = Text(f"{now(one).zh}；{clock.said.zh}", f"{now(one).en.capitalize()}. {clock.said.en}")
                yield Item(of_contract(one), said, clock.due_on, page("application", one.pk))

    def hearings_waiting(self) -> Iterator[Item]:
        rows = Revocation.objects.filter(state__in=("stated", "waived")).select_related("licence").order_by("proposed_at")
        for one in self.some(rows):
            said = Text("已陈述申辩或放弃，待发证机关决定。", "Your case is stated or waived; the decision is to come.")
            yield Item(of_licence(one.licence), said, None, page("licence", one.licence.number))

    def changes_waiting(self) -> Iterator[Item]:
        rows = ListChange.objects.filter(state="proposed", maker_id=self.firm).select_related("exporter", "listed_maker")
        for one in self.some(rows.order_by("at")):
            yield Item(
                change(one),
                Text(f"{CHANGE.states[one.state].label.zh}。", "Awaits the other side's answer."),
                None,
                page("authorisations"),
            )

    # Lately decided.
    def filings_decided(self) -> Iterator[Item]:
        for one in self.filings:
            over = FILING.states[one.state].final or one.state == "rejected"
            if over and one.state_since >= self.at - LATELY:
                yield Item(called(one), queries.next_step(one, self.at), china_day(one.state_since), page("filing", one.pk))

    def applications_decided(self) -> Iterator[Item]:
        rows = Application.objects.filter(
            exporter_id=self.firm, decided_at__gte=self.at - LATELY, state__in=("issued", "refused", "upheld")
        )
        for one in self.some(rows.defer("findings").order_by("-decided_at")):
            yield Item(
                of_contract(one),
                Text(f"{now(one).zh}。", f"{now(one).en.capitalize()}."),
                china_day(one.decided_at),
                page("application", one.pk),
            )

    def licences_decided(self) -> Iterator[Item]:
        rows = LicenceStanding.objects.filter(
            Q(licence__exporter_id=self.firm) | Q(licence__maker_id=self.firm),
            since__gte=self.at - LATELY,
            status__in=("suspended", "revoked"),
        )
        for one in self.some(rows.select_related("licence").order_by("-since")):
            label = LICENCE.states[one.status].label
            said = Text(f"{label.zh}：{one.reason}", f"{label.en.capitalize()}: {one.reason}")
            yield Item(of_licence(one.licence), said, china_day(one.since), page("licence", one.licence.number))


def three(firm: UUID, at: datetime, *, maker: bool) -> list[Work]:
    """The three lists. Inside the reader's transaction."""
    read = Reading(firm, at, maker=maker)
    return [
        read.work(
            Text("待办", "To do"),
            Text("目前没有需要办理的事项。", "Nothing is for you to do now."),
            Text("期限", "By"),
            [
                read.rounds, read.filings_to_do, read.hearings, read.consents, read.applications_to_do, read.expiring, read.low,
            ],
        ),
        read.work(
            Text("等待对方办理", "Waiting on others"),
            Text("没有等待办理的事项。", "Nothing waits on an authority."),
            Text("应于", "Due"),
            [read.filings_waiting, read.applications_waiting, read.hearings_waiting, read.changes_waiting],
        ),
        read.work(
            Text("近30日已决定", "Decided in the last 30 days"),
            Text("近30日没有决定。", "Nothing was decided in the last 30 days."),
            Text("日期", "Day"),
            [read.filings_decided, read.applications_decided, read.licences_decided],
            latest=True,
        ),
    ]  # fmt: skip


def now(one: Any) -> Text:
    return APPLICATION.states[one.state].label


def of_contract(one: Application) -> Text:
    contract = one.document.get("contract_no") or ""
    return (
        Text(f"许可证申请（合同{contract}）", f"Licence application, contract {contract}")
        if contract
        else Text("许可证申请（未填合同）", "Licence application, no contract yet")
    )


def of_licence(one: Licence) -> Text:
    return Text(f"出口许可证{one.number}", f"Licence {one.number}")


def change(one: Any) -> Text:
    if one.kind == "rename" or one.exporter is None:
        return Text("更名申请", "A change of name")
    whom = named(one.exporter)
    return Text(f"撤销对{whom.zh}的授权", f"Ending the authorisation of {whom.en}")
