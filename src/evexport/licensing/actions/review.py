"""What the issuing body does before it issues: ask, pass the first review, return, refuse, reconsider."""

from datetime import datetime
from uuid import UUID

from evexport import ledger
from evexport.accounts.actors import Actor
from evexport.kernel.clock import china_day
from evexport.kernel.problems import BadInput
from evexport.kernel.text import Text
from evexport.kernel.words import said
from evexport.kernel.workdays import add_working_days
from evexport.licensing import events, form
from evexport.licensing.actions.taking import of_application, take
from evexport.licensing.checks import checked, evidence_missing, require_met
from evexport.licensing.models import Application, InformationRequest
from evexport.regulation.facts.application import ApplicationDocument, Line
from evexport.regulation.law import Law
from evexport.store.transactions import acting_as


def request_information(application_id: UUID, question: str, *, field: str, by: Actor, at: datetime) -> Application:
    """Ask about one field of the form (`contract_no`, `lines.1.unit_price`); the clock stops."""
    with acting_as(by):
        application, step = take(application_id, "request_information", by=by)
        application.state = step.target
        application.paused_on = china_day(at)
        application.save(update_fields=["state", "paused_on"])
        asked = InformationRequest.objects.create(
            application=application,
            field=_field_of_the_form(field),
            question=said(question, field="question"),
            asked_by=by.user_id,
            asked_at=at,
        )
        ledger.append(
            events.InformationRequested(**of_application(application), field_asked=asked.field, question=asked.question),
            by=by,
            at=at,
        )
        return application


def _field_of_the_form(field: str) -> str:
    """The field asked about must be one of the form, so that the question can stand beside it."""
    head, *rest = field.split(".")
    line = len(rest) == 2 and rest[0].isdigit() and rest[1] in Line.model_fields
    if head in ApplicationDocument.model_fields and (not rest or (head == "lines" and line)):
        return field
    raise BadInput(
        Text(f"申请表没有字段“{field}”。", f"The form has no field “{field}”."),
        remedy=Text("例如 contract_no 或 lines.1.unit_price。", "For example contract_no or lines.1.unit_price."),
        code="UNKNOWN_FIELD",
        field="field",
    )


def pass_first_review(application_id: UUID, *, note: str = "", by: Actor, at: datetime) -> Application:
    """Every check once more, today. What needs evidence the examiner looks at; the note says how it stood."""
    with acting_as(by):
        application, step = take(application_id, "pass_first_review", by=by)
        application.state = step.target
        law = Law.on(china_day(at))
        findings = checked(application, form.read(application.document), law)
        require_met(findings)
        if not note.strip() and (missing := evidence_missing(findings)):
            raise BadInput(
                Text(f"请说明下列事项的核查情况：{missing.zh}", f"Say how these were looked into: {missing.en}"),
                remedy=Text("请填写审查意见，或要求补正。", "Write the note, or ask for further information."),
                code="NOTE_MISSING",
                field="note",
            )
        application.law, application.checked_at = law.digest, at
        application.findings = [finding.as_dict() for finding in findings]
        application.first_reviewer, application.first_reviewer_name = by.identity, by.name
        application.first_reviewed_at, application.first_review_note = at, note.strip()
        application.save()
        ledger.append(events.FirstReviewPassed(**of_application(application), note=note.strip()), by=by, at=at)
        return application


def return_(application_id: UUID, reason: str, *, by: Actor, at: datetime) -> Application:
    """Give the application back to be mended and handed in again; the first review, if passed, falls away."""
    with acting_as(by):
        application, step = take(application_id, "return", by=by)
        application.state = step.target
        _forget_first_review(application)
        application.decision_reason = said(reason, field="reason")
        application.save()
        ledger.append(events.Returned(**of_application(application), reason=application.decision_reason), by=by, at=at)
        return application


def refuse(application_id: UUID, reason: str, *, citation: str, by: Actor, at: datetime) -> Application:
    """Refuse the licence, by an article of the law. The applicant may ask for reconsideration."""
    with acting_as(by):
        application, step = take(application_id, "refuse", by=by)
        application.state = step.target
        application.decision_reason = said(reason, field="reason")
        application.decision_citation = cited(citation, at)
        application.decided_by, application.decided_by_name = by.identity, by.name
        application.decided_at = at
        application.save()
        ledger.append(
            events.Refused(
                **of_application(application),
                reason=application.decision_reason,
                citation=application.decision_citation,
            ),
            by=by,
            at=at,
        )
        return application


def reopen(application_id: UUID, reason: str, *, by: Actor, at: datetime) -> Application:
    """Set a refusal aside: the review begins again with its full time."""
    with acting_as(by):
        application, step = take(application_id, "reopen", by=by)
        application.state = step.target
        _forget_first_review(application)
        days = Law.on(china_day(at))["licence.review.working_days"].whole
        application.due_on = add_working_days(china_day(at), days)
        application.decided_by, application.decided_by_name = None, ""
        application.decided_at, application.decision_reason, application.decision_citation = None, "", ""
        application.save()
        ledger.append(events.Reopened(**of_application(application), reason=said(reason, field="reason")), by=by, at=at)
        return application


def uphold(application_id: UUID, reason: str, *, by: Actor, at: datetime) -> Application:
    """Let a refusal stand, for good."""
    with acting_as(by):
        application, step = take(application_id, "uphold", by=by)
        application.state = step.target
        application.save(update_fields=["state"])
        ledger.append(events.Upheld(**of_application(application), reason=said(reason, field="reason")), by=by, at=at)
        return application


def cited(citation: str, at: datetime) -> str:
    """A citation that the law of the day knows; BadInput otherwise."""
    if citation in Law.on(china_day(at)).book.articles:
        return citation
    raise BadInput(
        Text(f"未知的依据“{citation}”。", f"Unknown citation “{citation}”."),
        remedy=Text("请按“文件#条款”引用。", "Cite as INSTRUMENT#article."),
        code="UNKNOWN_CITATION",
        field="citation",
    )


def _forget_first_review(application: Application) -> None:
    application.first_reviewer, application.first_reviewer_name = None, ""
    application.first_reviewed_at, application.first_review_note = None, ""
