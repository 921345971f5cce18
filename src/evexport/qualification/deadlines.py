"""Who must do what by when: the dates of a round, the clock that stops, and the next step in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Protocol

from evexport.kernel.clock import china_day
from evexport.kernel.text import Text, join
from evexport.kernel.workdays import add_working_days, working_days_between
from evexport.qualification.states import WITH_DEPARTMENT, WITH_MAKER, WITH_MINISTRY
from evexport.regulation.law import Law

STOPPED = frozenset(WITH_MAKER)


class Calendar(Protocol):
    """The dates of one round, as `RoundCalendar` keeps them."""

    year: int
    opens: date
    filing_until: date
    forward_until: date
    consultation_days: int
    notice_days: int
    answer_days: int
    reconsideration_days: int
    list_by: date


class Taken(Protocol):
    """A step as it was taken, oldest first."""

    source: str
    target: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Duration:
    """Working days a filing spent with an authority and with its maker since it was first handed in."""

    with_authority: int
    with_maker: int
    stopped: bool


def defaults(year: int, law: Law) -> dict[str, Any]:
    """The round of a year as the law has it: month and day fall in the year before the list is in force."""

    def on(name: str) -> date:
        month, day = law[f"deadlines.round.{name}"].word.split("-")
        return date(year - 1, int(month), int(day))

    def days(name: str) -> int:
        return law[f"deadlines.procedure.{name}"].whole

    dates = ("opens", "filing_until", "forward_until", "list_by", "early_issue_from")
    spans = ("consultation_days", "notice_days", "answer_days", "reconsideration_days")
    return {name: on(name) for name in dates} | {name: days(name) for name in spans}


def duration(steps: Iterable[Taken], on: date) -> Duration:
    """Where the working days went. Returning, asking and ordering a correction stop the authority's clock."""
    spent = {True: 0, False: 0}
    state, since = "draft", None
    for step in steps:
        if since is not None and step.target != state:
            spent[state in STOPPED] += working_days_between(since, china_day(step.at))
        if step.target != state:
            state, since = step.target, china_day(step.at)
    if since is not None and state in (*WITH_DEPARTMENT, *WITH_MINISTRY, *WITH_MAKER):
        spent[state in STOPPED] += working_days_between(since, max(since, on))
    return Duration(spent[False], spent[True], state in STOPPED and since is not None)


def stopped_days(steps: Iterable[Taken]) -> int:
    """Working days for which questions lay with the maker: the department gets them back."""
    asked: date | None = None
    days = 0
    for step in steps:
        if step.target == "further_information":
            asked = china_day(step.at)
        elif asked is not None and step.source == "further_information":
            days += working_days_between(asked, china_day(step.at))
            asked = None
    return days


def due(filing: Any, calendar: Calendar, steps: Iterable[Taken] = (), question_due: date | None = None) -> date | None:
    """The day by which whoever holds the filing must act; None where nobody must."""
    since = china_day(filing.state_since)
    answered_by = add_working_days(since, calendar.answer_days)
    reconsidered_by = since + timedelta(days=calendar.reconsideration_days)
    days: dict[str, date | None] = {
        "draft": calendar.filing_until,
        "submitted": add_working_days(calendar.forward_until, stopped_days(steps)),
        "further_information": question_due or answered_by,
        "returned": max(calendar.forward_until, answered_by),
        "correction_ordered": answered_by,
        "corrected": answered_by,
        "forwarded": calendar.list_by,
        "in_consultation": filing.consultation_until,
        "candidate": filing.notice_until,
        "objected": calendar.list_by,
        "rejected": reconsidered_by,
        "in_reconsideration": reconsidered_by,
    }
    return days.get(filing.state)


NEXT = {
    "draft": Text("请在{by}前提交申报；逾期不再受理。", "Hand the filing in by {by}; later filings are not taken."),
    "submitted": Text(
        "所在地商务主管部门应在{by}前完成初核并上报。",
        "Your commerce department finishes its first review by {by}.",
    ),
    "further_information": Text(
        "请在{by}前答复补正要求；答复前停止计时。", "Answer the questions by {by}; the clock stands still."
    ),
    "returned": Text("请按退回意见修改，并在{by}前重新提交。", "Mend what was found and hand the filing in again by {by}."),
    "forwarded": Text(
        "商务部将启动部门会商；名单应在{by}前公布。",
        "The ministry starts its consultation; the list is due by {by}.",
    ),
    "in_consultation": Text(
        "工业和信息化部、海关总署、市场监管总局应在{by}前反馈意见。",
        "MIIT, GAC and SAMR give their opinions by {by}.",
    ),
    "candidate": Text(
        "公示至{by}；期满无异议即可列入名单。",
        "Public notice runs through {by}; then the filing can be listed.",
    ),
    "objected": Text(
        "商务部正在核处异议；名单应在{by}前公布。",
        "The ministry decides the objection; the list is due by {by}.",
    ),
    "correction_ordered": Text(
        "请在{by}前提交更正，由商务主管部门二次初核。",
        "Hand in the correction by {by}; a second review follows.",
    ),
    "corrected": Text("商务主管部门应在{by}前完成二次初核。", "Your commerce department finishes its second review by {by}."),
    "listed": Text(
        "已列入{year}年度名单，自{year}年1月1日起可申领许可证。",
        "On the list of {year}: licences may start on 1 January {year}.",
    ),
    "rejected": Text(
        "可在{by}前申请复议，由其他人员办理。",
        "You may ask for reconsideration by {by}; another officer decides it.",
    ),
    "in_reconsideration": Text("复议决定应在{by}前作出。", "The reconsideration is decided by {by}."),
    "reconsidered": Text("本年度不予列入；可参加下一轮申报。", "Not listed this year; the next round is open to you."),
    "withdrawn": Text("申报已撤回；申报期内可重新申报。", "Withdrawn; while filing is open you may start again."),
}


def next_step(
    filing: Any,
    calendar: Calendar,
    on: date,
    *,
    steps: Iterable[Taken] = (),
    question_due: date | None = None,
) -> Text:
    """What happens next and by when, with the working days left or overdue on that day."""
    by = due(filing, calendar, steps, question_due)
    text = NEXT[filing.state].fill(by=in_words(by) if by else "", year=filing.year)
    return text if by is None else join([text, left(on, by)])


def left(on: date, by: date) -> Text:
    """How far a day lies ahead or behind, in working days."""
    if on <= by:
        days = working_days_between(on, by)
        return Text("今日到期。", "Due today.") if on == by else Text(f"还有{days}个工作日。", f"{_days(days)} left.")
    days = working_days_between(by, on)
    return Text(f"已逾期{days}个工作日。", f"{_days(days)} overdue.")


def in_words(day: date) -> Text:
    """A day as each language writes it."""
    return Text(f"{day.year}年{day.month}月{day.day}日", f"{day.day} {day:%B} {day.year}")


def _days(count: int) -> str:
    return f"{count} working day" + ("" if count == 1 else "s")
