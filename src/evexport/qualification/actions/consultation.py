"""The ministry's check: three agencies are asked, and the filing is nominated to the public notice."""

from datetime import datetime
from typing import Any
from uuid import UUID

from evexport import ledger
from evexport.accounts.actors import Actor
from evexport.kernel.clock import china_day
from evexport.kernel.problems import BadInput, Barred, Conflict
from evexport.kernel.text import Text, join
from evexport.kernel.words import bounded, said
from evexport.kernel.workdays import add_working_days
from evexport.qualification import draft, events, facts
from evexport.qualification.actions.case import about, move, opened, signed
from evexport.qualification.calendar import calendar_of
from evexport.qualification.deadlines import in_words
from evexport.qualification.models import CandidateNotice, Filing, FilingStep, Opinion
from evexport.qualification.states import FILING
from evexport.regulation.assess import Assessment
from evexport.regulation.facts.filing import FilingFacts
from evexport.regulation.findings import Outcome
from evexport.regulation.law import Law
from evexport.store import acting_as

AGENCIES = {
    "MIIT": Text("工业和信息化部", "MIIT"),
    "GAC": Text("海关总署", "GAC"),
    "SAMR": Text("市场监管总局", "SAMR"),
}
"""What the agencies are called that the law of the day may name."""
STANCES = ("agree", "disagree", "no_comment")


def start_consultation(filing_id: UUID, *, by: Actor, at: datetime) -> Filing:
    """Ask MIIT, GAC and SAMR for their opinions, by a day counted in working days."""
    with acting_as(by):
        filing = opened(filing_id)
        days = calendar_of(filing.year, at).consultation_days
        filing.consultation_until = add_working_days(china_day(at), days)
        move(filing, "consult", by=by, at=at, also=["consultation_until"])
        event = events.ConsultationStarted(**about(filing, by), agencies=list(agencies(at)), until=filing.consultation_until)
        ledger.append(event, by=by, at=at)
        return filing


def give_opinion(filing_id: UUID, *, stance: str, text: str = "", by: Actor, at: datetime) -> Opinion:
    """One agency's opinion, once a consultation: agree, disagree (with reasons) or no_comment.

    After the day asked for it is still taken, while the filing is in consultation or in public notice, and is late.
    """
    if stance not in STANCES:
        raise BadInput(
            Text("意见应为同意、不同意或无意见。", "An opinion is agree, disagree or no_comment."),
            remedy=Text("请选择其一。", "Choose one of them."),
            field="stance",
        )
    words = said(text, field="text") if stance == "disagree" else bounded(text, field="text")
    with acting_as(by):
        filing = opened(filing_id, lock=False)
        FILING.take("opine", filing, by=by)
        agency, consultation = by.scope.authority or "", consultations(filing)
        if given := opinion_given(filing, agency):
            raise given
        late = filing.consultation_until is None or china_day(at) > filing.consultation_until
        opinion = Opinion.objects.create(
            filing=filing,
            consultation=consultation,
            agency=agency,
            stance=stance,
            text=words,
            late=late,
            **signed(by, at),
        )
        subject = f"filing:{filing.id}"
        parties = (by.organisation_id,) if by.organisation_id else ()
        event = events.OpinionGiven(
            subject=subject,
            parties=parties,
            year=filing.year,
            agency=agency,
            stance=stance,
            late=late,
            text=words,
        )
        ledger.append(event, by=by, at=at)
        return opinion


def opinion_given(filing: Filing, agency: str) -> Conflict | None:
    """Why an agency is not asked again: it has answered in this consultation."""
    if not Opinion.objects.filter(filing=filing, consultation=consultations(filing), agency=agency).exists():
        return None
    return Conflict(
        Text("贵部门已反馈意见。", "Your agency has given its opinion in this consultation."),
        remedy=Text("意见一经反馈不再更改；如有新情况请与商务部联系。", "It stands as given; tell the ministry what is new."),
        code="OPINION_GIVEN",
    )


def nominate(filing_id: UUID, *, reasons: str = "", by: Actor, at: datetime) -> CandidateNotice:
    """Put the filing to the public notice. Reasons are needed over an agency's disagreement or missing evidence.

    Barred while opinions are outstanding before their day, and while a criterion is not met under the day's law.
    """
    with acting_as(by):
        filing = opened(filing_id)
        FILING.take("nominate", filing, by=by)
        day = china_day(at)
        version = filing.versions.order_by("-number")[0]
        filed = draft.understood(version.document)
        assessment = facts.assessed(filed, day)
        _may_be_nominated(filing, assessment, at)
        words = said(reasons, field="reasons") if _needs_reasons(filing, assessment) else reasons.strip()
        filing.notice_until = add_working_days(day, calendar_of(filing.year, at).notice_days)
        move(filing, "nominate", by=by, at=at, reasons=words, law=assessment.law, also=["notice_until"])
        notice = CandidateNotice.objects.create(
            filing=filing,
            version=version,
            published_at=at,
            until=filing.notice_until,
            **_as_shown(filing, filed, assessment),
        )
        event = events.Nominated(**about(filing, by), law=assessment.law, reasons=words, notice=notice.id, until=notice.until)
        ledger.append(event, by=by, at=at)
        return notice


def agencies(at: datetime) -> tuple[str, ...]:
    """The codes of the agencies consulted under the law of the day."""
    return Law.on(china_day(at))["deadlines.procedure.consulted_agencies"].words


def agency_name(code: str) -> Text:
    return AGENCIES.get(code, Text(code, code))


def consultations(filing: Filing) -> int:
    """How many consultations there have been on this filing."""
    return FilingStep.objects.filter(filing=filing, verb="consult").count()


def _opinions(filing: Filing) -> list[Opinion]:
    return list(Opinion.objects.filter(filing=filing, consultation=consultations(filing)))


def _may_be_nominated(filing: Filing, assessment: Assessment, at: datetime) -> None:
    given = {one.agency for one in _opinions(filing)}
    silent = [agency_name(code) for code in sorted(agencies(at)) if code not in given]
    until = filing.consultation_until
    if silent and until is not None and china_day(at) <= until:
        raise Barred(
            Text(
                f"会商期未满，尚待反馈：{'、'.join(one.zh for one in silent)}。",
                f"Opinions are still awaited from {', '.join(one.en for one in silent)}.",
            ),
            remedy=Text(
                "请待意见齐备，或会商期（{day}）届满。", "Wait for them, or for the end of the consultation on {day}."
            ).fill(day=in_words(until)),
            code="OPINIONS_OUTSTANDING",
        )
    failed = [one for one in assessment.findings if one.outcome is Outcome.NOT_MET]
    if failed:
        raise Barred(
            join(
                [
                    Text("现行规定下不符合条件：", "Not met under the law of the day:"),
                    *(one.sentence for one in failed),
                ]
            ),
            remedy=Text("请退回企业修改，或不予列入。", "Return the filing to be mended, or reject it."),
            code="CRITERIA_NOT_MET",
            citation=failed[0].citation,
        )
    if assessment.category is None:
        raise Barred(
            Text("所申报类别尚缺证明，不能确定类别。", "No category is established: evidence is missing."),
            remedy=Text("请退回企业补充材料。", "Return the filing for its evidence."),
            code="CATEGORY_OPEN",
        )


def nomination_barred(filing: Filing, at: datetime) -> Barred | None:
    """Why a filing in consultation cannot be nominated today."""
    version = filing.versions.order_by("-number")[0]
    try:
        _may_be_nominated(filing, facts.assessed(draft.understood(version.document), china_day(at)), at)
    except Barred as barred:
        return barred
    return None


def _needs_reasons(filing: Filing, assessment: Assessment) -> bool:
    disagreed = any(one.stance == "disagree" for one in _opinions(filing))
    return disagreed or assessment.outcome == Outcome.NEEDS_EVIDENCE


def _as_shown(filing: Filing, filed: FilingFacts, assessment: Assessment) -> dict[str, Any]:
    maker = filing.maker
    return {
        "maker_id": maker.pk,
        "year": filing.year,
        "uscc": maker.uscc,
        "name_zh": maker.name_zh,
        "name_en": maker.name_en,
        "category": assessment.category,
        "models_named": [{"model_code": m.model_code, "vehicle_name": m.vehicle_name} for m in filed.models],
        "exporters_named": [{"uscc": e.uscc, "name_zh": e.name_zh} for e in filed.authorised_exporters],
    }
