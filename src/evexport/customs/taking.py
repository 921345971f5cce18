"""What every deed on a declaration begins and ends with: finding it locked, moving its state, naming it in the ledger."""

from collections.abc import Iterable, Sized
from datetime import datetime
from typing import Any
from uuid import UUID

from evexport.customs.models import Declaration, Kind, LiveVin, WriteOff
from evexport.customs.models.gate import ENDED, LIVE
from evexport.kernel.problems import BadInput, NotFound
from evexport.kernel.states import Step
from evexport.kernel.text import Text


def live_declaration(declaration_no: str) -> Declaration:
    """The declaration of that number that stands, else its latest, locked until the deed is done. NotFound where none is."""
    rows = Declaration.objects.select_for_update().filter(declaration_no=declaration_no.strip())
    found = rows.filter(state__in=LIVE).first() or rows.filter(state__in=ENDED).order_by("-decided_at").first()
    if found is None:
        raise unknown(declaration_no)
    return found


def unknown(declaration_no: str) -> NotFound:
    return NotFound(
        Text(f"未找到报关单{declaration_no}。", f"There is no declaration {declaration_no}."),
        remedy=Text("请核对报关单号。", "Check the declaration number."),
        code="DECLARATION_UNKNOWN",
        field="declaration_no",
    )


def taken(declaration: Declaration, step: Step, *, at: datetime) -> None:
    """Write that a step was taken; it counts as a deed even where the state stays."""
    if declaration.state != step.target:
        declaration.state, declaration.state_since = step.target, at
    declaration.deeds += 1
    declaration.save(update_fields=["state", "state_since", "deeds"])


def declared(declaration: Declaration) -> dict[str, Any]:
    """How the ledger names a declaration."""
    return {
        "subject": f"declaration:{declaration.pk}",
        "law": declaration.law,
        "declaration_no": declaration.declaration_no,
        "licence": declaration.licence_no,
    }


def parties(declaration: Declaration) -> tuple[UUID, ...]:
    return tuple(party for party in (declaration.exporter_id, declaration.maker_id) if party is not None)


def reject(field: str, message: Text) -> BadInput:
    return BadInput(message, remedy=Text("请补充后再办理。", "Add it and try again."), field=field)


def enter(declaration: Declaration, cars: Iterable[LiveVin], kind: Kind, *, at: datetime) -> None:
    """Append the entry of a deed about to be taken: one row a licence line, with its cars."""
    by_line: dict[UUID, list[str]] = {}
    for car in cars:
        by_line.setdefault(car.line, []).append(car.vin)
    WriteOff.objects.bulk_create(
        WriteOff(declaration_id=declaration.pk, number=declaration.deeds + 1, line_id=line, kind=kind, vins=sorted(vins), at=at)
        for line, vins in by_line.items()
    )


def cars_of(declaration: Declaration) -> list[str]:
    """Every car ever written off under the declaration."""
    rows = WriteOff.objects.filter(declaration_id=declaration.pk, kind__gt=0)
    return [vin for entry in rows for vin in entry.vins]


def none_left(declaration: Declaration, cars: Sized) -> bool:
    """Whether the declaration has no live car beside these."""
    rows = WriteOff.objects.filter(declaration_id=declaration.pk)
    return sum(len(entry.vins) if entry.kind > 0 else -len(entry.vins) for entry in rows) == len(cars)


def any_returned(declaration: Declaration) -> bool:
    return WriteOff.objects.filter(declaration_id=declaration.pk, kind=Kind.RETURNED).exists()
