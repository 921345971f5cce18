"""What bars a step on an application or a licence, each with its reason in words."""

from datetime import date, datetime, timedelta
from typing import Any

from evexport.kernel.clock import china_day
from evexport.kernel.text import Text
from evexport.regulation.law import Law
from evexport.regulation.reasons import spelt


def same_officer_reviewed(application: Any, person: Any) -> Text | None:
    """Two people for each licence: who passed the first review may not issue."""
    if application.first_reviewer is None or application.first_reviewer != person.identity:
        return None
    return Text(
        "初审由您通过，复审须由另一名工作人员办理（ISSUE-RULES-2008#two-step-review）。",
        "You passed the first review; the second is another officer's (ISSUE-RULES-2008#two-step-review).",
    )


def not_the_applicant(application: Any, person: Any) -> Text | None:
    """The maker of the cars reads along; what is done with an application is its applicant's."""
    if person.organisation_id == application.exporter_id:
        return None
    return Text("须由申请人（出口商）办理。", "This is for the applicant, the exporter.")


def same_officer_refused(application: Any, person: Any) -> Text | None:
    """A refusal is looked at again by somebody else."""
    if application.decided_by is None or application.decided_by != person.identity:
        return None
    return Text(
        "不予发证的决定由您作出，复议须由另一名工作人员办理（DESIGN#reconsideration）。",
        "You took the refusal; its reconsideration is another officer's (DESIGN#reconsideration).",
    )


def vehicles_are_held(case: Any, _person: Any) -> Text | None:
    """What customs holds for an inspection counts on this licence, so it must stand until that is decided."""
    if case.reserved == 0:
        return None
    return Text(
        f"该证项下有{case.reserved}辆车在海关待查，须待海关作出决定后办理。",
        f"Customs holds {case.reserved} vehicles under this licence; wait for its decision.",
    )


def nothing_left(case: Any, _person: Any) -> Text | None:
    """A replacement takes over what is left; where nothing is left there is nothing to take over."""
    if case.left > 0 and case.clearances_left > 0:
        return None
    return Text(
        "该证已无剩余数量或剩余报关次数，不能换发；如需继续出口，请另行申请。",
        "No quantity or no clearance is left, so nothing can be carried over; apply for a new licence.",
    )


def already_over(case: Any, _person: Any) -> Text | None:
    """Change and reissue are asked for within validity; afterwards the remainder is void."""
    if case.days_left > 0:
        return None
    return Text(
        "该证已过有效期，剩余数量作废，不能换发（ISSUE-RULES-2008#amendment）。",
        "It is past its last day and the remainder void; it cannot be replaced (ISSUE-RULES-2008#amendment).",
    )


def not_its_exporter(case: Any, person: Any) -> Text | None:
    """A change and a loss are the exporter's own to ask for and to report."""
    if person.organisation_id == case.exporter_id:
        return None
    return Text("须由该证的出口商申请。", "This is for the licence's own exporter to ask for.")


def revocation_under_way(case: Any, _person: Any) -> Text | None:
    """While a revocation is being decided the licence is neither handed over nor handed back."""
    if case.hearing is None or not case.hearing.open:
        return None
    return Text(
        "该证正在办理撤销，须待撤销程序办结后办理。",
        "A revocation of this licence is under way; wait until it is decided.",
    )


def not_asked(case: Any, _person: Any) -> Text | None:
    """There is nothing to decide before the holder has asked."""
    if case.reconsideration is not None and case.reconsideration.state == "asked":
        return None
    return Text("出口商未就该决定申请复议。", "The exporter has not asked for a reconsideration of this decision.")


def same_officer_decided(case: Any, person: Any) -> Text | None:
    """A suspension or a revocation is looked at again by somebody else."""
    if case.standing.decided_by is None or case.standing.decided_by != person.identity:
        return None
    return Text(
        "该决定由您作出，复议须由另一名工作人员办理（DESIGN#reconsideration）。",
        "You took this decision; its reconsideration is another officer's (DESIGN#reconsideration).",
    )


def asked_already(case: Any, _person: Any) -> Text | None:
    """Each decision is reconsidered once."""
    if case.reconsideration is None:
        return None
    return Text("就该决定已经申请过复议。", "A reconsideration of this decision has been asked for already.")


def too_late_to_ask(case: Any, _person: Any) -> Text | None:
    """A reconsideration is asked for within its time."""
    last = reconsidered_until(case.standing.since)
    if china_day(case.at) <= last:
        return None
    day = spelt(last)
    return Text(
        f"申请复议的期限已于{day.zh}届满（DESIGN#reconsideration-time）。",
        f"The time to ask for a reconsideration ended on {day.en} (DESIGN#reconsideration-time).",
    )


def reconsidered_until(decided_at: datetime) -> date:
    """The last day on which the reconsideration of a decision may be asked for."""
    day = china_day(decided_at)
    return day + timedelta(days=Law.on(day)["deadlines.procedure.reconsideration_days"].whole)
