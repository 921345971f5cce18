"""Inspections of held declarations: a round passed decides the declaration again, a failed one leads to rework or refusal."""

from datetime import datetime

from django.db import connection
from django.db.models import F

from evexport import ledger
from evexport.accounts.actors import Actor
from evexport.customs import events
from evexport.customs.models import Declaration, Inspection, InspectionResult, Kind, LiveVin, RefusedVin
from evexport.customs.queries import verdict_now
from evexport.customs.states import DECLARATION, INSPECTION
from evexport.customs.taking import declared, enter, live_declaration, parties, reject, taken
from evexport.kernel.problems import Barred, NotFound
from evexport.kernel.text import Text
from evexport.licensing.models import LicenceStanding
from evexport.regulation.criteria.gate import Verdict
from evexport.store import acting_as


def record_inspection(declaration_no: str, *, passed: bool, note: str, by: Actor, at: datetime) -> Inspection:
    """Record what a round found. Passed: the declaration is decided again, by what stands now, and its reservation settled.

    Failed: it stays held until rework is ordered and passes, or it is given up. Raises NotFound, Barred, NotAllowed.
    """
    by.must("inspection.record")
    if not note.strip():
        raise reject("note", Text("请填写查验情况。", "Say what the inspection found."))
    with acting_as(by):
        declaration, inspection = _held(declaration_no)
        step = INSPECTION.take("pass" if passed else "fail", inspection, by=by)
        number = inspection.results.count() + 1
        InspectionResult.objects.create(
            inspection=inspection,
            round=number,
            passed=passed,
            note=note,
            recorded_at=at,
            recorded_by=by.user_id,
            recorded_by_name=by.name,
        )
        _move(declaration, inspection, step.target, number=number, note=note, by=by, at=at)
        if passed:
            # What is read of the licence after this stays true to the end: a suspension waits, as it waits for the gate.
            LicenceStanding.objects.select_for_update().filter(pk=declaration.licence_id).first()
            verdict = verdict_now(declaration, at=at)
            _settle(declaration, verdict, because=note, by=by, at=at)
    return inspection


def order_rework(declaration_no: str, *, note: str, by: Actor, at: datetime) -> Inspection:
    """Order the faults mended and the consignment presented again."""
    by.must("inspection.order")
    with acting_as(by):
        declaration, inspection = _held(declaration_no)
        step = INSPECTION.take("rework", inspection, by=by)
        _move(declaration, inspection, step.target, number=inspection.results.count(), note=note, by=by, at=at)
    return inspection


def give_up(declaration_no: str, *, note: str, by: Actor, at: datetime) -> Inspection:
    """Refuse a consignment that failed for good; what it reserved is free again."""
    by.must("inspection.record")
    with acting_as(by):
        declaration, inspection = _held(declaration_no)
        step = INSPECTION.take("give_up", inspection, by=by)
        _move(declaration, inspection, step.target, number=inspection.results.count(), note=note, by=by, at=at)
        _settle(declaration, None, because=note, by=by, at=at)
    return inspection


def _held(declaration_no: str) -> tuple[Declaration, Inspection]:
    declaration = live_declaration(declaration_no)
    inspection = Inspection.objects.select_for_update().filter(declaration=declaration).first()
    if inspection is None:
        raise NotFound(
            Text(f"报关单{declaration_no}没有查验指令。", f"No inspection was ordered for {declaration_no}."),
            remedy=Text("请核对报关单号。", "Check the declaration number."),
            code="INSPECTION_UNKNOWN",
        )
    return declaration, inspection


def _move(
    declaration: Declaration,
    inspection: Inspection,
    state: str,
    *,
    number: int,
    note: str,
    by: Actor,
    at: datetime,
) -> None:
    inspection.state = state
    inspection.save(update_fields=["state"])
    event = events.Inspected(
        subject=f"declaration:{declaration.pk}",
        parties=parties(declaration),
        declaration_no=declaration.declaration_no,
        state=state,
        round=number,
        note=note,
    )
    ledger.append(event, by=by, at=at)


_VERBS = {"released": "release", "not_required": "clear", "refused": "refuse"}


def _settle(declaration: Declaration, verdict: Verdict | None, *, because: str, by: Actor, at: datetime) -> None:
    """Turn the reservation into a write-off, or free it. No verdict: refused by the inspection itself."""
    decision = verdict.decision if verdict else "refused"
    step = DECLARATION.take(_VERBS[decision], declaration, by=by)
    cars = list(LiveVin.objects.select_for_update().filter(declaration_id=declaration.pk, pending=True).order_by("vin"))
    if decision == "released":
        _write_off(declaration, cars, at=at)
    else:
        _free(declaration, cars)
    taken(declaration, step, at=at)
    event = events.Settled(
        **declared(declaration),
        parties=parties(declaration),
        vins=[car.vin for car in cars],
        because=because,
        decision=decision,
        reasons=[reason.code for reason in verdict.reasons] if verdict else [],
    )
    ledger.append(event, by=by, at=at)


def _write_off(declaration: Declaration, cars: list[LiveVin], *, at: datetime) -> None:
    enter(declaration, cars, Kind.RELEASED, at=at)
    LiveVin.objects.filter(declaration_id=declaration.pk, pending=True).update(pending=False)
    _lower_reserved(declaration, used=True)


def _free(declaration: Declaration, cars: list[LiveVin]) -> None:
    LiveVin.objects.filter(declaration_id=declaration.pk, pending=True).delete()
    if declaration.licence_id is None:
        return
    RefusedVin.objects.bulk_create(RefusedVin(vin=car.vin, declaration_id=declaration.pk) for car in cars)
    LicenceStanding.objects.filter(pk=declaration.licence_id).update(clearances_used=F("clearances_used") - 1)
    _lower_reserved(declaration, used=False)


def _lower_reserved(declaration: Declaration, *, used: bool) -> None:
    """Take the declared quantities out of reserve, into use where they are written off. One statement for all models."""
    declared_models = [entry["model_code"] for entry in declaration.body["vehicles"]]
    with connection.cursor() as cursor:
        cursor.execute(
            """UPDATE licensing_balance b SET reserved = b.reserved - t.n, used = b.used + CASE WHEN %s THEN t.n ELSE 0 END
                 FROM (SELECT m, count(*)::int AS n FROM unnest(%s::text[]) m GROUP BY m) t
                WHERE b.licence_id = %s AND b.hs_code = %s AND b.model_code = t.m""",
            [used, declared_models, declaration.licence_id, declaration.body["hs_code"]],
        )
        if cursor.rowcount != len(set(declared_models)):
            raise Barred(
                Text("保留数量与许可证余额不符。", "The reservation does not match the licence's balance."),
                remedy=Text("请先对账。", "Reconcile first."),
                code="RESERVATION_LOST",
            )
