"""What may befall a released declaration: cancelled in whole or part, a VIN corrected, goods returned after export."""

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import datetime

from evexport import ledger
from evexport.accounts.actors import Actor
from evexport.codes import vin as vins
from evexport.customs import events
from evexport.customs.models import Declaration, Kind, LiveVin
from evexport.customs.queries import reasons_against
from evexport.customs.states import DECLARATION
from evexport.customs.taking import (
    any_returned,
    cars_of,
    declared,
    enter,
    live_declaration,
    none_left,
    parties,
    reject,
    taken,
)
from evexport.kernel.problems import BadInput, Barred
from evexport.kernel.text import Text, join
from evexport.licensing.balances import give_back
from evexport.licensing.models import Balance, Licence
from evexport.store import acting_as


def cancel(
    declaration_no: str, *, because: str, vins_named: Collection[str] | None = None, by: Actor, at: datetime
) -> Declaration:
    """Cancel a released declaration (退关), or the named cars of it. The cars are free again, the balance restored.

    The clearance is restored only when every car has been cancelled. A replaced licence's successor gets the credit;
    one that ended otherwise gets none. Raises NotFound, Barred, NotAllowed, BadInput.
    """
    by.must("declaration.cancel")
    with acting_as(by):
        declaration = live_declaration(declaration_no)
        cars = _named(declaration, vins_named)
        whole = none_left(declaration, cars) and not any_returned(declaration)
        step = DECLARATION.take("cancel" if whole else "cancel_part", declaration, by=by)
        _counter_entries(declaration, cars, kind=Kind.CANCELLED, at=at)
        licence = Licence.objects.get(number=declaration.licence_no)
        heir = give_back(licence, _by_line(cars), clearances=1 if whole else 0)
        taken(declaration, step, at=at)
        event = events.Cancelled(
            **declared(declaration),
            parties=parties(declaration),
            vins=[car.vin for car in cars],
            because=because,
            credited=heir.number if heir else None,
            whole=whole,
        )
        ledger.append(event, by=by, at=at)
    return declaration


def correct(declaration_no: str, *, wrong: str, right: str, evidence: str, because: str, by: Actor, at: datetime) -> Declaration:
    """Put a mistyped VIN right, on evidence, by another officer than the one who had the declaration decided.

    The right number must pass everything that the gate asks of a car; the balance does not move.
    """
    by.must("declaration.correct")
    wrong, right = vins.normalise(wrong), vins.normalise(right)
    if not evidence.strip():
        raise reject("evidence", Text("更正须附证据。", "A correction needs evidence."))
    with acting_as(by):
        declaration = live_declaration(declaration_no)
        step = DECLARATION.take("correct", declaration, by=by)
        (car,) = _named(declaration, [wrong])
        model_code = Balance.objects.get(line_id=car.line_id).model_code
        must_fit(declaration, model_code=model_code, right=right, at=at)
        _counter_entries(declaration, [car], kind=Kind.CORRECTED_OUT, at=at)
        mended = LiveVin.objects.create(vin=right, declaration_id=declaration.pk, line_id=car.line_id, since=car.since)
        enter(declaration, [mended], Kind.CORRECTED_IN, at=at)
        taken(declaration, step, at=at)
        event = events.Corrected(
            **declared(declaration),
            parties=parties(declaration),
            vins=[wrong, right],
            because=because,
            evidence=evidence,
        )
        ledger.append(event, by=by, at=at)
    return declaration


def must_fit(declaration: Declaration, *, model_code: str, right: str, at: datetime) -> None:
    """Barred, with every reason, where the gate would not take this number in a mistyped one's place."""
    if against := reasons_against(declaration, model_code=model_code, right=right, at=at):
        raise Barred(
            join(reason.message for reason in against),
            remedy=join(reason.remedy for reason in against),
            code=against[0].code,
            citation=against[0].citation,
            field="right",
        )


def return_goods(
    declaration_no: str,
    *,
    evidence: str,
    because: str,
    vins_named: Collection[str] | None = None,
    by: Actor,
    at: datetime,
) -> Declaration:
    """Record that exported cars came back (退运): they may be exported again, and nothing is credited to the licence."""
    by.must("declaration.return_goods")
    if not evidence.strip():
        raise reject("evidence", Text("退运须附进境凭证。", "A return needs the papers of re-entry."))
    with acting_as(by):
        declaration = live_declaration(declaration_no)
        cars = _named(declaration, vins_named)
        whole = none_left(declaration, cars)
        step = DECLARATION.take("return_goods" if whole else "return_part", declaration, by=by)
        _counter_entries(declaration, cars, kind=Kind.RETURNED, at=at)
        taken(declaration, step, at=at)
        event = events.GoodsReturned(
            **declared(declaration),
            parties=parties(declaration),
            vins=[car.vin for car in cars],
            because=because,
            evidence=evidence,
            whole=whole,
        )
        ledger.append(event, by=by, at=at)
    return declaration


def _named(declaration: Declaration, named: Collection[str] | None) -> list[LiveVin]:
    """The live cars of the declaration that are meant, locked in order; BadInput for one that is not among them."""
    rows = LiveVin.objects.select_for_update().filter(declaration_id=declaration.pk).order_by("vin")
    if named is None:
        return list(rows.filter(vin__in=cars_of(declaration)))
    wanted = {vins.normalise(vin) for vin in named}
    cars = list(rows.filter(vin__in=wanted))
    if not wanted or len(cars) != len(wanted):
        missing = ", ".join(sorted(wanted - {car.vin for car in cars})) or "-"
        raise BadInput(
            Text(
                f"报关单项下没有这些在案车辆：{missing}。",
                f"The declaration has no such cars on record: {missing}.",
            ),
            remedy=Text("请核对车辆识别代号。", "Check the VINs."),
            code="VIN_NOT_ON_DECLARATION",
            field="vins",
        )
    return cars


def _counter_entries(declaration: Declaration, cars: list[LiveVin], *, kind: Kind, at: datetime) -> None:
    """Write what takes the cars back, and free their numbers."""
    enter(declaration, cars, kind, at=at)
    LiveVin.objects.filter(vin__in=[car.vin for car in cars], declaration_id=declaration.pk).delete()


def _by_line(cars: Iterable[LiveVin]) -> dict[tuple[str, str], int]:
    """How many cars of each (hs_code, model_code) of the licence."""
    count = Counter(car.line_id for car in cars)
    rows = Balance.objects.filter(line_id__in=count)
    return {(row.hs_code, row.model_code): count[row.line_id] for row in rows}
