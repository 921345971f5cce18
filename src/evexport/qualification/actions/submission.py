"""Handing a filing in: the first time, again after it came back, as an answer, as a correction; or taking it back."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from evexport import ledger
from evexport.accounts.actors import Actor
from evexport.enterprises.models import Enterprise
from evexport.kernel.clock import china_day
from evexport.kernel.problems import BadInput, Barred
from evexport.kernel.text import Text
from evexport.kernel.words import said
from evexport.qualification import deadlines, draft, events, facts
from evexport.qualification.actions.case import (
    about,
    move,
    not_yet_published,
    opened,
    signed,
)
from evexport.qualification.calendar import calendar_of
from evexport.qualification.changes import differences, digest
from evexport.qualification.models import Attachment, Filing, FilingVersion, InformationRequest
from evexport.qualification.states import FILING
from evexport.regulation.facts.filing import FilingFacts
from evexport.regulation.findings import Outcome
from evexport.store import acting_as


def submit(filing_id: UUID, *, by: Actor, at: datetime) -> FilingVersion:
    """Hand the filing in, first or again after a return.

    A form error stops it (`draft.FormErrors` names every field); a finding that is not met does not: the maker
    has seen it and may file all the same, and the officers see it too.
    """
    with acting_as(by):
        filing = opened(filing_id)
        FILING.take("submit", filing, by=by)
        not_yet_published(filing.year)
        _in_time(filing, at)
        version = _hand_in(filing, "submit", by=by, at=at)
        filing.submitted_at = at
        move(filing, "submit", by=by, at=at, law=version.law, also=["submitted_at"])
        ledger.append(events.Submitted(**_said_of(filing, version, by)), by=by, at=at)
        return version


def answer(
    filing_id: UUID,
    answers: Sequence[Mapping[str, str]],
    *,
    sections: Mapping[str, Any] | None = None,
    by: Actor,
    at: datetime,
) -> InformationRequest:
    """Answer every question of the open request, changing sections of the filing where need be.

    `answers`: one `{"field": …, "answer": …}` a question. The request keeps what changed, field by field.
    """
    with acting_as(by):
        filing = opened(filing_id)
        FILING.take("answer", filing, by=by)
        request = InformationRequest.objects.select_for_update().get(filing=filing, answered_at=None)
        request.answers = _answered(request, answers)
        changes = _changed(filing, sections or {})
        version = _hand_in(filing, "answer", by=by, at=at)
        request.answered_at, request.changes = at, changes
        request.save(update_fields=["answered_at", "answers", "changes"])
        move(filing, "answer", by=by, at=at, law=version.law)
        event = events.Answered(**_said_of(filing, version, by), request=request.id, changes=changes)
        ledger.append(event, by=by, at=at)
        return request


def correct(filing_id: UUID, *, by: Actor, at: datetime) -> FilingVersion:
    """Hand in the correction that an upheld objection ordered; the second review follows."""
    with acting_as(by):
        filing = opened(filing_id)
        FILING.take("correct", filing, by=by)
        before = _latest(filing).document
        version = _hand_in(filing, "correct", by=by, at=at)
        changes = [c.as_dict() for c in differences(_lasting(before), _lasting(version.document))]
        if not changes:
            raise Barred(
                Text("申报内容尚未更正。", "Nothing in the filing has been corrected yet."),
                remedy=Text("请按异议处理决定更正后再提交。", "Correct what the decision names, then hand it in."),
                code="NOTHING_CORRECTED",
            )
        move(filing, "correct", by=by, at=at, law=version.law)
        ledger.append(events.Corrected(**_said_of(filing, version, by), changes=changes), by=by, at=at)
        return version


def withdraw(filing_id: UUID, *, reasons: str = "", by: Actor, at: datetime) -> Filing:
    """Take the filing back, at any stage before it is decided."""
    with acting_as(by):
        filing = opened(filing_id)
        move(filing, "withdraw", by=by, at=at, reasons=reasons.strip())
        ledger.append(events.Withdrawn(**about(filing, by), reasons=reasons.strip()), by=by, at=at)
        return filing


def _hand_in(filing: Filing, verb: str, *, by: Actor, at: datetime) -> FilingVersion:
    """The document as it stands becomes a version, with the assessment of the day."""
    day = china_day(at)
    filing.document = {**filing.document, "filed_on": day.isoformat()}
    understood = draft.understood(filing.document)
    _consistent(filing, understood)
    assessment = facts.assessed(understood, day)
    filing.revision += 1
    filing.save(update_fields=["document", "revision"])
    last = _latest(filing)
    return FilingVersion.objects.create(
        filing=filing,
        number=last.number + 1 if last else 1,
        verb=verb,
        document=filing.document,
        digest=digest(filing.document),
        law=assessment.law,
        outcome=assessment.outcome,
        assessment=assessment.as_dict(),
        **signed(by, at),
    )


def _consistent(filing: Filing, understood: FilingFacts) -> None:
    """What the form states of itself must be so: year, maker, and exporters that are on record."""
    found = []
    if understood.year != filing.year:
        found.append(_wrong("year", f"应为{filing.year}。", f"This filing is for {filing.year}."))
    if understood.manufacturer.uscc != filing.maker.uscc:
        found.append(_wrong("manufacturer.uscc", "与登记的企业不一致。", "This is not the enterprise that files."))
    codes = [one.uscc for one in understood.authorised_exporters]
    known = set(Enterprise.objects.filter(uscc__in=codes).values_list("uscc", flat=True))
    for number, code in enumerate(codes, 1):
        field = f"authorised_exporters[{number}].uscc"
        if code not in known:
            found.append(_wrong(field, "该企业尚未登记。", "This enterprise is not on record yet."))
    if found:
        raise draft.FormErrors(found)


def _wrong(field: str, zh: str, en: str) -> draft.FieldProblem:
    mend = Text("请与登记信息核对。", "Check it against what is on record.")
    return draft.FieldProblem(field, Text(zh, en), mend, "INCONSISTENT")


def _in_time(filing: Filing, at: datetime) -> None:
    calendar = calendar_of(filing.year, at)
    day, opens = china_day(at), calendar.opens
    until = deadlines.due(filing, calendar) or calendar.filing_until
    if opens <= day <= until:
        return
    first, last = deadlines.in_words(opens), deadlines.in_words(until)
    raise Barred(
        Text("不在申报期内：自{first}至{last}。", "Filing is open from {first} to {last}.").fill(first=first, last=last),
        remedy=Text(
            "请在申报期内提交，或参加下一轮申报。",
            "Hand it in while filing is open, or file for the next round.",
        ),
        code="FILING_WINDOW_CLOSED",
        citation="SCF-318-2012#filing-dates",
    )


def _answered(request: InformationRequest, answers: Sequence[Mapping[str, str]]) -> list[dict[str, str]]:
    given = {one.get("field", ""): said(one.get("answer", ""), field=one.get("field", "")) for one in answers}
    asked = [question["field"] for question in request.questions]
    missing = [name for name in asked if name not in given]
    unasked = [name for name in given if name not in asked]
    if missing or unasked:
        raise BadInput(
            Text(f"未答复：{'、'.join(missing) or '无'}；未曾询问：{'、'.join(unasked) or '无'}。",
                 f"Not answered: {', '.join(missing) or 'none'}; never asked: {', '.join(unasked) or 'none'}."),
            remedy=Text("请逐项答复所提问题。", "Answer each question that was asked."),
            code="ANSWERS_INCOMPLETE",
            field=(missing or unasked)[0],
        )  # fmt: skip
    return [{"field": name, "answer": given[name]} for name in asked]


def _changed(filing: Filing, sections: Mapping[str, Any]) -> list[dict[str, Any]]:
    before = filing.document
    filing.document = draft.merged(before, sections)
    return [change.as_dict() for change in differences(_lasting(before), _lasting(filing.document))]


def _lasting(document: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in document.items() if name != "filed_on"}


def _latest(filing: Filing) -> Any:
    return filing.versions.order_by("-number").first()


def _said_of(filing: Filing, version: FilingVersion, by: Actor) -> dict[str, Any]:
    """What the ledger keeps of a version that was handed in."""
    findings = version.assessment["findings"]
    return {
        **about(filing, by),
        "law": version.law,
        "version": version.number,
        "digest": version.digest,
        "outcome": version.outcome,
        "category": version.assessment.get("category"),
        "failed": sorted({one["id"] for one in findings if one["outcome"] == Outcome.NOT_MET}),
        "papers": sorted(Attachment.objects.filter(filing=filing).values_list("sha256", flat=True)),
    }
