"""What an applicant does: draft, hand in, correct, answer, withdraw, ask for reconsideration."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from evexport import ledger
from evexport.accounts.actors import Actor
from evexport.enterprises.models import Enterprise
from evexport.kernel.clock import china_day
from evexport.kernel.problems import BadInput
from evexport.kernel.text import Text
from evexport.kernel.words import said
from evexport.kernel.workdays import add_working_days, working_days_between
from evexport.licensing import changes, events, form
from evexport.licensing.actions.taking import of_application, take
from evexport.licensing.checks import checked, require_met
from evexport.licensing.models import Application, ApplicationVersion, InformationRequest
from evexport.regulation.facts.application import ApplicationDocument
from evexport.regulation.findings import Outcome
from evexport.regulation.law import Law
from evexport.store.transactions import acting_as


def draft(document: Mapping[str, Any], *, by: Actor, at: datetime) -> Application:
    """Begin an application for the actor's enterprise. Anything may still be missing, nothing unknown."""
    with acting_as(by):
        by.must("application.draft")
        assert by.organisation_id is not None
        return Application.objects.create(document=form.sketch(document), exporter_id=by.organisation_id, opened_at=at)


def save(application_id: UUID, document: Mapping[str, Any], *, by: Actor, at: datetime) -> Application:
    """Replace the document of a draft, or of one that was returned."""
    del at  # a draft keeps no history: what is handed in does
    with acting_as(by):
        application, _ = take(application_id, "save", by=by)
        application.document = form.sketch(document)
        application.save(update_fields=["document"])
        return application


def submit(application_id: UUID, *, by: Actor, at: datetime) -> Application:
    """Hand the application in. BadInput for the form, CriteriaNotMet where a criterion is not met."""
    with acting_as(by):
        return submit_within(application_id, by=by, at=at)


def submit_within(application_id: UUID, *, by: Actor, at: datetime) -> Application:
    """The same as a step of a larger deed. Opens no transaction."""
    application, step = take(application_id, "submit", by=by)
    hand_in(application, by=by, at=at)
    application.state = step.target
    application.save()
    _announce(application, events.Submitted, by=by, at=at)
    return application


def correct(application_id: UUID, document: Mapping[str, Any], *, by: Actor, at: datetime) -> Application:
    """Hand in a corrected document; open until the first review passes. The review's time starts anew."""
    with acting_as(by):
        application, step = take(application_id, "correct", by=by)
        application.document = form.sketch(document)
        hand_in(application, by=by, at=at)
        application.state = step.target
        application.save()
        _announce(application, events.Corrected, by=by, at=at)
        return application


def answer(
    application_id: UUID,
    words: str,
    *,
    document: Mapping[str, Any] | None = None,
    by: Actor,
    at: datetime,
) -> Application:
    """Answer the reviewer's question, with a corrected document where it needs one. The clock runs on."""
    with acting_as(by):
        application, step = take(application_id, "answer", by=by)
        request = InformationRequest.objects.get(application=application, answered_at=None)
        request.answer, request.answered_at = said(words, field="words"), at
        request.save(update_fields=["answer", "answered_at"])
        today, due, paused = china_day(at), application.due_on, application.paused_on
        assert due is not None
        assert paused is not None
        if document is not None:
            application.document = form.sketch(document)
        hand_in(application, by=by, at=at)
        application.due_on = add_working_days(today, working_days_between(paused, due))
        application.state, application.paused_on = step.target, None
        application.save()
        _announce(application, events.Answered, by=by, at=at, field_asked=request.field)
        return application


def withdraw(application_id: UUID, *, reason: str = "", by: Actor, at: datetime) -> Application:
    """Take the application back; a new one may be made. A draft that was never handed in leaves no entry."""
    with acting_as(by):
        application, step = take(application_id, "withdraw", by=by)
        application.state = step.target
        application.paused_on = None
        application.save(update_fields=["state", "paused_on"])
        if application.submitted_at is not None:
            ledger.append(events.Withdrawn(**of_application(application), reason=reason.strip()), by=by, at=at)
        return application


def ask_reconsideration(application_id: UUID, reason: str, *, by: Actor, at: datetime) -> Application:
    """Ask that another officer look at a refusal again."""
    with acting_as(by):
        application, step = take(application_id, "ask_reconsideration", by=by)
        if application.amends is not None:
            changes.only_one(application.amends)
        application.state = step.target
        application.save(update_fields=["state"])
        ledger.append(
            events.ReconsiderationAsked(**of_application(application), reason=said(reason, field="reason")), by=by, at=at
        )
        return application


def hand_in(application: Application, *, by: Actor, at: datetime) -> None:
    """Understand the form, check every criterion, keep the version. Sets fields; the caller saves."""
    document = form.read(application.document)
    _name_parties(application, document)
    if application.amends is not None:
        changes.within(document, application.amends, application.recoded)
    law = Law.on(china_day(at))
    findings = checked(application, document, law)
    require_met(findings)
    application.revision += 1
    application.issuing_body = document.issuing_body
    application.submitted_at = at
    application.due_on = add_working_days(china_day(at), law["licence.review.working_days"].whole)
    application.law, application.checked_at = law.digest, at
    application.findings = [finding.as_dict() for finding in findings]
    application.save()
    ApplicationVersion.objects.create(
        application=application,
        revision=application.revision,
        document=application.document,
        law=law.digest,
        findings=application.findings,
        submitted_at=at,
        submitted_by=by.user_id,
    )


def _name_parties(application: Application, document: ApplicationDocument) -> None:
    """The applicant is the enterprise that applies; maker and consignor are enterprises on record."""
    if document.applicant_uscc != application.exporter.uscc:
        raise BadInput(
            Text(
                f"申请人应为本企业（{application.exporter.uscc}）。",
                f"The applicant is your own enterprise ({application.exporter.uscc}).",
            ),
            remedy=Text("请以本企业名义申请。", "Apply in your own enterprise's name."),
            code="NOT_THE_APPLICANT",
            field="applicant_uscc",
        )
    _on_record(document.consignor_uscc, "consignor_uscc")
    if document.manufacturer_uscc is not None:
        application.maker = _on_record(document.manufacturer_uscc, "manufacturer_uscc")


def _on_record(uscc: str, field: str) -> Enterprise:
    enterprise = Enterprise.objects.filter(uscc=uscc).first()
    if enterprise is None:
        raise BadInput(
            Text(f"没有登记统一社会信用代码为{uscc}的企业。", f"No enterprise with code {uscc} is on record."),
            remedy=Text("请核对代码，或先办理企业登记。", "Check the code, or register the enterprise first."),
            code="UNKNOWN_ENTERPRISE",
            field=field,
        )
    return enterprise


def _announce(application: Application, event: type[events.HandedIn], *, by: Actor, at: datetime, **more: Any) -> None:
    document = form.read(application.document)
    assert application.due_on is not None
    ledger.append(
        event(
            **of_application(application),
            revision=application.revision,
            purpose=application.purpose,
            ground=document.ground,
            quantity=document.quantity,
            destination=document.destination,
            due_on=application.due_on,
            needs_evidence=sorted({str(f["id"]) for f in application.findings if f["outcome"] == Outcome.NEEDS_EVIDENCE}),
            **more,
        ),
        by=by,
        at=at,
    )
