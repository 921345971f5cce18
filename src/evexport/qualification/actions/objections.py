"""Objections to a candidate: anybody lodges one, the ministry decides each."""

from datetime import datetime
from uuid import UUID

from evexport import ledger
from evexport.accounts.actors import Actor
from evexport.kernel.clock import china_day
from evexport.kernel.problems import BadInput, Barred
from evexport.kernel.text import Text
from evexport.kernel.words import said
from evexport.qualification import events
from evexport.qualification.actions.case import about, move, not_found, opened
from evexport.qualification.deadlines import in_words
from evexport.qualification.models import CandidateNotice, Filing, Objection, Objector
from evexport.qualification.states import FILING
from evexport.store import acting_as
from evexport.store.scopes import SYSTEM

MAX_NAME = 200


def lodge_objection(filing_id: UUID, *, grounds: str, name: str, contact: str, by: Actor, at: datetime) -> Objection:
    """Object to a candidate while its public notice runs. Name and contact are kept from the maker.

    Who objects need not be able to see the filing, and the public cannot; so this deed is written in the system's
    name, with the objector's as the actor.
    """
    words = said(grounds, field="grounds")
    _reachable(name, contact)
    with acting_as(SYSTEM):
        filing = opened(filing_id)
        if not CandidateNotice.objects.filter(filing=filing).exists():
            raise not_found(Text("公示", "candidate"))
        FILING.take("object", filing, by=by)
        _while_shown(filing, at)
        objection = Objection.objects.create(filing=filing, grounds=words, lodged_at=at)
        Objector.objects.create(objection=objection, name=name.strip(), contact=contact.strip())
        move(filing, "object", by=by, at=at)
        event = events.Objected(**about(filing, by), objection=objection.id, grounds=words)
        ledger.append(event, by=by, at=at)
        return objection


def decide_objection(objection_id: UUID, *, uphold: bool, reasons: str, by: Actor, at: datetime) -> Objection:
    """Dismiss an objection, or uphold it: the maker corrects its filing and the second review follows.

    With the last open objection dismissed the filing is a candidate again.
    """
    words = said(reasons, field="reasons")
    with acting_as(by):
        objection = Objection.objects.filter(pk=objection_id).first()
        if objection is None:
            raise not_found(Text("异议", "objection"))
        filing = opened(objection.filing_id)
        objection.refresh_from_db()
        verb = _verb(filing, objection, uphold=uphold)
        FILING.take(verb, filing, by=by)
        if objection.decision:
            raise Barred(
                Text("该异议已有处理决定。", "This objection has been decided."),
                remedy=Text("决定不再更改。", "The decision stands."),
                code="OBJECTION_DECIDED",
            )
        objection.decision = "upheld" if uphold else "dismissed"
        objection.reasons, objection.decided_at = words, at
        objection.decided_by, objection.decided_by_name = by.user_id, by.name
        objection.save(update_fields=["decision", "reasons", "decided_at", "decided_by", "decided_by_name"])
        move(filing, verb, by=by, at=at, reasons=words)
        event = events.ObjectionDecided(**about(filing, by), objection=objection.id, decision=objection.decision, reasons=words)
        ledger.append(event, by=by, at=at)
        return objection


def _verb(filing: Filing, objection: Objection, *, uphold: bool) -> str:
    if uphold:
        return "uphold_objection"
    others = Objection.objects.filter(filing=filing, decision="").exclude(pk=objection.pk)
    return "dismiss_one_objection" if others.exists() else "dismiss_objection"


def _reachable(name: str, contact: str) -> None:
    for field, value in (("name", name), ("contact", contact)):
        if not value.strip() or len(value) > MAX_NAME:
            raise BadInput(
                Text("提出异议须署名并留联系方式。", "An objection needs a name and a way to reach you."),
                remedy=Text("姓名和联系方式不向申报企业公开。", "Neither is shown to the maker."),
                code="OBJECTOR_UNKNOWN",
                field=field,
            )


def _while_shown(filing: Filing, at: datetime) -> None:
    until = filing.notice_until
    if until is not None and china_day(at) > until:
        day = in_words(until)
        raise Barred(
            Text("公示期已于{day}届满。", "The public notice ended on {day}.").fill(day=day),
            remedy=Text("可向商务部举报有关情况。", "You may still report what you know to the ministry."),
            code="NOTICE_ENDED",
        )
