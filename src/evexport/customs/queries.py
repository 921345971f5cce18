"""Reading customs: a declaration by number, a car's whole story, would the gate pass, what stands against a VIN."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from evexport.codes import vin as vins
from evexport.customs.facts import gate_facts
from evexport.customs.gate.calls import FACTS, asked
from evexport.customs.models import Declaration, LiveVin, RefusedVin, VinHold, WriteOff
from evexport.customs.models.gate import ENDED, LIVE
from evexport.customs.taking import unknown
from evexport.kernel.clock import china_day
from evexport.regulation.criteria import gate as criteria
from evexport.regulation.criteria.gate import Verdict
from evexport.regulation.criteria.gate_rules import gate_rules, law_of
from evexport.regulation.facts.declaration import Declaration as Form
from evexport.regulation.facts.declaration import GateFacts, parse
from evexport.regulation.reasons import Reason


def by_number(declaration_no: str) -> Declaration:
    """The declaration of that number as this reader may see it: the one that stands, else the latest. NotFound else."""
    rows = Declaration.objects.filter(declaration_no=declaration_no.strip())
    found = rows.filter(state__in=LIVE).first() or rows.filter(state__in=ENDED).order_by("-decided_at").first()
    if found is None:
        raise unknown(declaration_no)
    return found


def by_id(declaration_id: UUID) -> Declaration:
    """The declaration of that identifier as this reader may see it; NotFound else."""
    found = Declaration.objects.filter(pk=declaration_id).first()
    if found is None:
        raise unknown(str(declaration_id))
    return found


def attempts(declaration_no: str) -> QuerySet[Declaration]:
    """Every decision on that number, refused ones too, in order."""
    # One branch for each partial index.
    either = Q(state__in=LIVE) | Q(state__in=ENDED)
    return Declaration.objects.filter(either, declaration_no=declaration_no.strip()).order_by("decided_at")


def under_licence(licence_id: UUID) -> QuerySet[Declaration]:
    """What was declared under a licence, latest first."""
    return Declaration.objects.filter(licence_id=licence_id).order_by("-decided_at")


def write_offs_of(declarations: Sequence[Declaration]) -> list[WriteOff]:
    """The entries and counter-entries of some declarations, the latest first; one query for all."""
    rows = WriteOff.objects.filter(declaration_id__in=[one.pk for one in declarations])
    return list(rows.order_by("-at", "declaration_id", "-number", "line_id"))


@dataclass(frozen=True, slots=True)
class Moment:
    """One thing that happened to a car at customs."""

    at: datetime
    what: str
    declaration_no: str | None
    licence_no: str | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Story:
    """A car at customs: where it stands now and what happened, in order, as far as the reader may see."""

    vin: str
    standing: str
    moments: tuple[Moment, ...]


def story(vin: str) -> Story:
    """What this reader may know of a car: exports, what took them back, refused attempts, holds."""
    vin = vins.normalise(vin)
    live = LiveVin.objects.filter(pk=vin).first()
    ids = with_car(vin) | ({live.declaration_id} if live else set())
    declarations = Declaration.objects.in_bulk(list(ids))
    entries = WriteOff.objects.filter(vins__contains=[vin], declaration_id__in=ids)
    moments = [_moment(entry, declarations[entry.declaration_id]) for entry in entries if entry.declaration_id in declarations]
    moments += [
        Moment(row.decided_at, row.decision, row.declaration_no, row.licence_no, ", ".join(_codes(row, vin)))
        for row in declarations.values()
        if row.decision != "released"
    ]
    for hold in VinHold.objects.filter(vin=vin):
        moments.append(Moment(hold.placed_at, "hold_placed", None, None, hold.because_zh))
        if hold.lifted_at:
            moments.append(Moment(hold.lifted_at, "hold_lifted", None, None, hold.lifted_because))
    standing = "not_exported" if live is None else "pending" if live.pending else "exported"
    return Story(vin, standing, tuple(sorted(moments, key=lambda moment: moment.at)))


def with_car(vin: str) -> set[UUID]:
    """The declarations, refused ones too, that a car with this normalised number stands on."""
    ids = set(LiveVin.objects.filter(pk=vin).values_list("declaration_id", flat=True))
    ids |= set(WriteOff.objects.filter(vins__contains=[vin], kind__lte=0).values_list("declaration_id", flat=True))
    return ids | set(RefusedVin.objects.filter(vin=vin).values_list("declaration_id", flat=True))


def _moment(entry: WriteOff, declaration: Declaration) -> Moment:
    return Moment(entry.at, entry.word, declaration.declaration_no, declaration.licence_no)


def _codes(declaration: Declaration, vin: str) -> list[str]:
    """The reasons that concern this car: its own and the declaration's."""
    return [reason["code"] for reason in declaration.reasons if reason.get("vin") in {None, vin}]


def preview(form: Form, *, at: datetime) -> Verdict:
    """Would the gate pass? The gate's own criteria over what this reader may see, and the national uniqueness of VINs.

    Reserves and stores nothing. Holds and risk levels are customs' own knowledge and do not show here.
    """
    return criteria.decide(_facts(form, at=at), law_of(form), at)


def verdict_now(declaration: Declaration, *, at: datetime) -> Verdict:
    """How a held declaration is decided after its inspection has passed, by what stands now."""
    form = parse(declaration.body)
    return criteria.decide(_facts(form, at=at, own=declaration), law_of(form), at, inspected=True)


def reasons_against(declaration: Declaration, *, model_code: str, right: str, at: datetime) -> Sequence[Reason]:
    """What the gate's criteria hold against a number that is to take the place of a mistyped one."""
    form = parse({**declaration.body, "vehicles": [{"vin": right, "model_code": model_code}]})
    verdict = criteria.decide(_facts(form, at=at), law_of(form), at, inspected=True)
    return [reason for reason in verdict.reasons if reason.vin == right]


def _facts(form: Form, *, at: datetime, own: Declaration | None = None) -> GateFacts:
    parameters: dict[str, Any] = asked(form, china_day(at), rules=gate_rules(law_of(form)), own=own.pk if own else None)
    with connection.cursor() as cursor:
        cursor.execute(FACTS, parameters)
        (row,) = cursor.fetchone()
    # The framework hands JSON over as text.
    return gate_facts(form, json.loads(row), own=own is not None and own.licence_id is not None)
