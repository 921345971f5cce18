"""The second review: every check once more, then licence, balances and number, in one transaction."""

import secrets
from datetime import date, datetime
from uuid import UUID

from django.db import connection

from evexport import ledger
from evexport.accounts.actors import Actor
from evexport.enterprises.models import Enterprise
from evexport.kernel.clock import china_day
from evexport.kernel.problems import Barred
from evexport.kernel.text import Text
from evexport.licensing import events, form
from evexport.licensing.actions.deciding import decide
from evexport.licensing.actions.taking import parties, take, take_licence
from evexport.licensing.balances import hand_over
from evexport.licensing.checks import checked, require_met
from evexport.licensing.facts import first_day
from evexport.licensing.models import Application, Balance, Licence, LicenceLine, LicenceStanding, Status
from evexport.licensing.numbering import next_number
from evexport.licensing.queries import Case
from evexport.registers.models import IssuingBody
from evexport.regulation.criteria.licence import last_day
from evexport.regulation.facts.application import ApplicationDocument, Line
from evexport.regulation.law import Law
from evexport.regulation.reasons import spelt
from evexport.store.transactions import acting_as

# No letter or digit that is mistaken for another on paper: 12 of 31 are 59 bits.
CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
CODE_LENGTH = 12


def issue(application_id: UUID, *, by: Actor, at: datetime) -> Licence:
    """Issue the licence that was applied for; a change takes over what is left of the licence it replaces.

    Raises Barred for the officer of the first review, CriteriaNotMet where a check no longer holds today.
    """
    with acting_as(by):
        return issue_within(application_id, by=by, at=at)


def issue_within(application_id: UUID, *, by: Actor, at: datetime) -> Licence:
    """The same deed inside the caller's transaction, for one that notes there what it issued. Opens nothing."""
    application, step = take(application_id, "issue", by=by)
    document = form.read(application.document)
    old = _to_replace(application, by=by, at=at)
    _one_at_a_time(application.maker_id)
    law = Law.on(china_day(at))
    findings = checked(application, document, law)
    require_met(findings)
    application.law, application.checked_at = law.digest, at
    application.findings = [finding.as_dict() for finding in findings]
    application.decided_by, application.decided_by_name = by.identity, by.name
    application.decided_at, application.state = at, step.target
    application.save(update_fields=DECIDED)
    licence = _write(application, document, law, old=old, at=at)
    lines = _lines(licence, document, old)
    clearances = _standing(licence, law, old=old, by=by, at=at)
    _enter(application, licence, lines, clearances=clearances, by=by, at=at)
    return licence


def _to_replace(application: Application, *, by: Actor, at: datetime) -> Case | None:
    """The licence that a change replaces, locked, if it may still be replaced."""
    if application.amends is None:
        return None
    case, _ = take_licence(application.amends.number, "replace", by=by, at=at)
    on = application.code_on
    if on is not None and max(china_day(at), case.licence.valid_from) < on:
        day = spelt(on)
        raise Barred(
            Text(
                f"新商品编号自{day.zh}起适用，原证在此之前仍须按原编号使用。",
                f"The new customs code holds from {day.en}; until then the licence is needed under the old one.",
            ),
            remedy=Text(f"请自{day.zh}起签发。", f"Issue it from {day.en} on."),
            code="CODE_NOT_YET",
            citation="DESIGN#code-change",
        )
    return case


def _one_at_a_time(maker_id: UUID | None) -> None:
    """A maker's licences are issued one after the other: each must see the other's quantity."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"capacity:{maker_id}"])


def _write(application: Application, document: ApplicationDocument, law: Law, *, old: Case | None, at: datetime) -> Licence:
    """The face, with every name as it is today. The number is drawn last, its row stays locked to the end."""
    body = IssuingBody.objects.get(pk=document.issuing_body)
    own = document.consignor_uscc == application.exporter.uscc
    consignor = application.exporter if own else Enterprise.objects.get(uscc=document.consignor_uscc)
    starts = first_day(document, law, amends=application.amends, not_before=application.code_on)
    exporter, maker = application.exporter, application.maker
    return Licence.objects.create(
        application=application,
        replaces=old.licence if old else None,
        verification_code="".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH)),
        exporter=exporter,
        exporter_uscc=exporter.uscc,
        exporter_name_zh=exporter.name_zh,
        exporter_name_en=exporter.name_en,
        consignor_uscc=consignor.uscc,
        consignor_name_zh=consignor.name_zh,
        consignor_name_en=consignor.name_en,
        maker=maker,
        maker_uscc=maker.uscc if maker else "",
        maker_name_zh=maker.name_zh if maker else "",
        maker_name_en=maker.name_en if maker else "",
        issuing_body=body.code,
        issuing_body_name_zh=body.name_zh,
        issuing_body_name_en=body.name_en,
        valid_from=starts,
        valid_until=_until(starts, law, old),
        law=law.digest,
        issued_at=at,
        examined_by_name=application.first_reviewer_name,
        issued_by_name=application.decided_by_name,
        number=next_number(body.code, starts.year),
        recoded_from=application.code_from,
        recoded_to=application.code_to,
        **{name: getattr(document, name) for name in AS_ASKED},
    )


DECIDED = ("state", "law", "checked_at", "findings", "decided_by", "decided_by_name", "decided_at")
AS_ASKED = (
    "ground",
    "contract_no",
    "consignee",
    "destination",
    "customs_district",
    "trade_mode",
    "transport_mode",
    "payment",
    "price_terms",
    "batch_rule",
    "import_declaration_no",
    "contract_award",
    "agency_agreement",
    "remarks",
)


def _until(starts: date, law: Law, old: Case | None) -> date:
    """A replacement ends when the licence it replaces would have ended: a change is no extension."""
    return old.licence.valid_until if old else last_day(starts, law)


def _lines(licence: Licence, document: ApplicationDocument, old: Case | None) -> list[LicenceLine]:
    """The lines and their balances. A change takes at most what is left at this moment, and moves it over."""
    left = {(licence.code_after(row.hs_code), row.model_code): row.left for row in old.balances} if old else {}

    def granted(line: Line) -> int:
        return min(line.quantity, left.get((line.hs_code, line.model_code), 0)) if old else line.quantity

    asked = [(line, granted(line)) for line in document.lines]
    lines = LicenceLine.objects.bulk_create(
        LicenceLine(
            licence=licence,
            position=position,
            hs_code=line.hs_code,
            model_code=line.model_code,
            specification=line.specification,
            unit=line.unit,
            quantity=quantity,
            unit_price=line.unit_price,
            currency=line.currency,
        )
        for position, (line, quantity) in enumerate(asked, 1)
        if quantity > 0
    )
    Balance.objects.bulk_create(
        Balance(
            line=line,
            licence=licence,
            hs_code=line.hs_code,
            model_code=line.model_code,
            licensed=0 if old else line.quantity,
        )
        for line in lines
    )
    return lines


def _standing(licence: Licence, law: Law, *, old: Case | None, by: Actor, at: datetime) -> int:
    """The count of clearances, and the end of a licence that is replaced. Returns the clearances allowed."""
    one = licence.batch_rule == "one"
    allowed = 1 if one else law["licence.batch.several_at_most"].whole
    LicenceStanding.objects.create(licence=licence, since=at, clearances_allowed=0 if old else allowed)
    if old is None:
        return allowed
    granted = {(line.hs_code, line.model_code): line.quantity for line in licence.lines.all()}
    named = {(row.hs_code, row.model_code): (licence.code_after(row.hs_code), row.model_code) for row in old.balances}
    moved = {was: granted[now] for was, now in named.items() if now in granted}
    hand_over(old.licence, licence, moved, clearances=old.clearances_left)
    decide(old, Status.REPLACED, reason=licence.number, citation="ISSUE-RULES-2008#amendment", by=by, at=at)
    return old.clearances_left


def _enter(
    application: Application,
    licence: Licence,
    lines: list[LicenceLine],
    *,
    clearances: int,
    by: Actor,
    at: datetime,
) -> None:
    ledger.append(
        events.Issued(
            subject=f"licence:{licence.number}",
            parties=parties(licence),
            law=licence.law,
            number=licence.number,
            application=application.pk,
            purpose=application.purpose,
            ground=licence.ground,
            exporter=licence.exporter_id,
            maker=licence.maker_id,
            contract_no=licence.contract_no,
            destination=licence.destination,
            customs_district=licence.customs_district,
            valid_from=licence.valid_from,
            valid_until=licence.valid_until,
            clearances=clearances,
            lines=[{"hs_code": line.hs_code, "model_code": line.model_code, "quantity": line.quantity} for line in lines],
            replaces=licence.replaces.number if licence.replaces else None,
            examined_by=licence.examined_by_name,
        ),
        by=by,
        at=at,
    )
