"""Codings without a check digit: put on record by customs, on evidence, for one maker, WMI and market."""

from datetime import date, datetime
from uuid import UUID

from evexport import ledger
from evexport.accounts.actors import Actor
from evexport.customs import events
from evexport.customs.models import CheckDigitExemption
from evexport.customs.taking import reject
from evexport.kernel.problems import Conflict, NotFound
from evexport.kernel.text import Text
from evexport.store import acting_as


def record_coding(
    maker_id: UUID, *, wmi: str, destination: str, valid_from: date, evidence: str, by: Actor, at: datetime
) -> CheckDigitExemption:
    """Record that cars of this WMI for this market carry no check digit. Excuses a missing position, never a wrong digit."""
    by.must("customs.risk")
    if not evidence.strip():
        raise reject("evidence", Text("备案须附编码规则。", "The record needs the maker's coding rules."))
    with acting_as(by):
        open_rows = CheckDigitExemption.objects.filter(maker_id=maker_id, wmi=wmi, destination=destination, valid_until=None)
        if open_rows.exists():
            raise Conflict(
                Text(
                    f"{wmi}销往{destination}的编码已备案。",
                    f"The coding of {wmi} for {destination} is on record already.",
                ),
                remedy=Text("无需重复备案。", "One record is enough."),
                code="CODING_ON_RECORD",
            )
        row = CheckDigitExemption.objects.create(
            maker_id=maker_id,
            wmi=wmi,
            destination=destination,
            valid_from=valid_from,
            evidence=evidence,
            recorded_at=at,
            recorded_by=by.user_id,
            recorded_by_name=by.name,
        )
        ledger.append(_event(row), by=by, at=at)
    return row


def end_coding(coding_id: UUID, *, until: date, by: Actor, at: datetime) -> CheckDigitExemption:
    """End a recorded coding after a last day."""
    by.must("customs.risk")
    with acting_as(by):
        row = CheckDigitExemption.objects.select_for_update().filter(pk=coding_id, valid_until=None).first()
        if row is None:
            raise NotFound(
                Text("没有这项有效备案。", "There is no such record in force."),
                remedy=Text("请核对备案。", "Check the record."),
                code="CODING_UNKNOWN",
            )
        row.valid_until = until
        row.save(update_fields=["valid_until"])
        ledger.append(_event(row), by=by, at=at)
    return row


def _event(row: CheckDigitExemption) -> events.CodingRecorded:
    return events.CodingRecorded(
        subject=f"enterprise:{row.maker_id}",
        parties=(row.maker_id,),
        wmi=row.wmi,
        destination=row.destination,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        evidence=row.evidence,
    )
