"""Changes to a published entry that need two: an exporter goes with its written consent, a new name is recorded."""

from datetime import datetime
from typing import Any
from uuid import UUID

from evexport import ledger
from evexport.accounts.actors import Actor
from evexport.kernel.problems import BadInput, Barred, Conflict
from evexport.kernel.states import Step
from evexport.kernel.text import Text
from evexport.kernel.words import said
from evexport.qualification import events
from evexport.qualification.actions.case import not_found, signed
from evexport.qualification.actions.entries import happened, held, step
from evexport.qualification.list_states import AUTHORISATION, CHANGE
from evexport.qualification.models import ExporterStanding, ListChange, ListedMaker, ListEvent
from evexport.store import acting_as


def propose_removal(maker_id: UUID, exporter_id: UUID, year: int, *, reasons: str, by: Actor, at: datetime) -> ListChange:
    """A maker proposes that one of its exporters go. Nothing changes until that exporter consents in writing."""
    words = said(reasons, field="reasons")
    with acting_as(by):
        entry = _own_entry(maker_id, year, "list.remove_exporter", by)
        row = ExporterStanding.objects.filter(maker_id=maker_id, exporter_id=exporter_id, year=year).first()
        if row is None:
            raise not_found(Text("授权", "authorisation"))
        if row.state == "removed":
            raise Barred(
                Text("该授权已撤销。", "This authorisation has been removed."),
                remedy=Text("无需再办。", "Nothing is left to do."),
                code="ALREADY_REMOVED",
            )
        AUTHORISATION.take("propose_removal", row, by=by)
        return _propose(entry, "remove_exporter", words, exporter_id=exporter_id, by=by, at=at)


def consent(change_id: UUID, *, statement: str, by: Actor, at: datetime) -> ListEvent:
    """The exporter consents in its own words; its authorisation ends with that."""
    words = said(statement, field="statement")
    with acting_as(by):
        change = _change(change_id)
        _decide(change, "consent", words, by=by, at=at)
        entry = ListedMaker.objects.get(pk=change.listed_maker_id)
        row = held(ExporterStanding, maker_id=entry.maker_id, exporter_id=change.exporter_id, year=entry.year)
        step(AUTHORISATION, "remove", row, by=by, at=at)
        data = {"change": str(change.id), "proposed_because": change.reasons, "consent": words}
        return happened(
            entry,
            "exporter_removed",
            reasons=change.reasons,
            exporter_id=change.exporter_id,
            data=data,
            by=by,
            at=at,
        )


def decline(change_id: UUID, *, reasons: str, by: Actor, at: datetime) -> ListChange:
    """The exporter does not consent: it stays authorised."""
    words = said(reasons, field="reasons")
    with acting_as(by):
        change = _change(change_id)
        _decide(change, "decline", words, by=by, at=at)
        ledger.append(events.ChangeDeclined(**_about(change, words, by)), by=by, at=at)
        return change


def renounce(maker_id: UUID, exporter_id: UUID, year: int, *, reasons: str, by: Actor, at: datetime) -> ListEvent:
    """An exporter gives up its own authorisation; the maker need not propose it."""
    words = said(reasons, field="reasons")
    with acting_as(by):
        if by.organisation_id != exporter_id:
            raise not_found(Text("授权", "authorisation"))
        row = held(ExporterStanding, maker_id=maker_id, exporter_id=exporter_id, year=year)
        step(AUTHORISATION, "remove", row, by=by, at=at)
        entry = ListedMaker.objects.get(maker_id=maker_id, year=year)
        data = {"renounced": True}
        return happened(entry, "exporter_removed", reasons=words, exporter_id=exporter_id, data=data, by=by, at=at)


def propose_rename(maker_id: UUID, year: int, *, name_zh: str, name_en: str, reasons: str, by: Actor, at: datetime) -> ListChange:
    """A listed maker reports its new name, with the proof it rests on in `reasons`."""
    words = said(reasons, field="reasons")
    if not name_zh.strip() or not name_en.strip():
        raise BadInput(
            Text("请填写新的中文和英文名称。", "The new name is needed in Chinese and in English."),
            remedy=Text("中文名称须与登记机关登记的一致。", "The Chinese name is the one in the business register."),
            field="name_zh",
        )
    with acting_as(by):
        entry = _own_entry(maker_id, year, "list.rename", by)
        names = {"name_zh": name_zh.strip(), "name_en": name_en.strip()}
        return _propose(entry, "rename", words, data=names, by=by, at=at)


def record_rename(change_id: UUID, *, reasons: str = "", by: Actor, at: datetime) -> ListEvent:
    """The ministry records the new name on the list, once the enterprise is on record under it."""
    with acting_as(by):
        change = _change(change_id)
        _decide(change, "record_rename", reasons.strip(), by=by, at=at)
        entry = ListedMaker.objects.select_related("maker").get(pk=change.listed_maker_id)
        if entry.maker.name_zh != change.data["name_zh"]:
            raise Barred(
                Text("该企业尚未以新名称登记。", "The enterprise is not on record under its new name yet."),
                remedy=Text("请先办理企业更名登记。", "Record the enterprise's new name first."),
                code="NAME_NOT_ON_RECORD",
            )
        data = {"before": {"name_zh": entry.name_zh, "name_en": entry.name_en}, "after": change.data}
        return happened(entry, "renamed", reasons=change.reasons, data=data, by=by, at=at)


def refuse_rename(change_id: UUID, *, reasons: str, by: Actor, at: datetime) -> ListChange:
    """The ministry does not record the name."""
    words = said(reasons, field="reasons")
    with acting_as(by):
        change = _change(change_id)
        _decide(change, "refuse_rename", words, by=by, at=at)
        ledger.append(events.ChangeDeclined(**_about(change, words, by)), by=by, at=at)
        return change


def drop(change_id: UUID, *, by: Actor, at: datetime) -> ListChange:
    """The maker takes its proposal back."""
    with acting_as(by):
        change = _change(change_id)
        _decide(change, "drop", "", by=by, at=at)
        ledger.append(events.ChangeDropped(**_about(change, change.reasons, by)), by=by, at=at)
        return change


def _own_entry(maker_id: UUID, year: int, permission: str, by: Actor) -> ListedMaker:
    entry = ListedMaker.objects.filter(maker_id=maker_id, year=year).first()
    if entry is None or by.organisation_id != maker_id:
        raise not_found(Text("名单条目", "list entry"))
    by.must(permission, entry)
    return entry


def _propose(
    entry: ListedMaker,
    kind: str,
    reasons: str,
    *,
    by: Actor,
    at: datetime,
    exporter_id: UUID | None = None,
    data: dict[str, Any] | None = None,
) -> ListChange:
    same = ListChange.objects.filter(listed_maker=entry, kind=kind, exporter_id=exporter_id, state="proposed")
    if same.exists():
        raise Conflict(
            Text("同一事项已在办理。", "The same change is proposed already."),
            remedy=Text("请等待答复，或先撤回。", "Wait for the answer, or take it back first."),
            code="CHANGE_PROPOSED",
        )
    change = ListChange.objects.create(
        listed_maker=entry,
        kind=kind,
        exporter_id=exporter_id,
        maker_id=entry.maker_id,
        reasons=reasons,
        data=data or {},
        **signed(by, at),
    )
    ledger.append(events.ChangeProposed(**_about(change, reasons, by)), by=by, at=at)
    return change


def _change(change_id: UUID) -> ListChange:
    change = ListChange.objects.select_for_update().filter(pk=change_id).first()
    if change is None:
        raise not_found(Text("名单变更事项", "proposed change"))
    return change


def _decide(change: ListChange, verb: str, words: str, *, by: Actor, at: datetime) -> Step:
    taken = CHANGE.take(verb, change, by=by)
    change.state, change.answer = taken.target, words
    change.decided_at, change.decided_by, change.decided_by_name = at, by.user_id, by.name
    change.save(update_fields=["state", "answer", "decided_at", "decided_by", "decided_by_name"])
    return taken


def _about(change: ListChange, reasons: str, by: Actor) -> dict[str, Any]:
    parties = (change.maker_id, change.exporter_id, by.organisation_id)
    return {
        "subject": f"list_change:{change.id}",
        "parties": tuple(party for party in parties if party is not None),
        "year": change.listed_maker.year,
        "maker": change.maker_id,
        "change": change.kind,
        "reasons": reasons,
        "exporter": change.exporter_id,
        "data": change.data,
    }
