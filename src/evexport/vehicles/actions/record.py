"""Recording production: a whole batch or nothing, every bad row named."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection

from evexport import ledger
from evexport.accounts.actors import Actor
from evexport.codes import vin as codes
from evexport.kernel.clock import china_day
from evexport.kernel.problems import BadInput
from evexport.kernel.rows import BadRows, RowProblem
from evexport.kernel.text import Text
from evexport.regulation.production import LONGEST_MODEL, problem
from evexport.store import acting_as
from evexport.vehicles.events import ProductionRecorded

STAGE = """CREATE TEMPORARY TABLE vehicles_batch
           (vin text COLLATE "C", model_code text, built_on date) ON COMMIT DROP"""
TAKE_IN = """INSERT INTO vehicles_productionrecord (vin, maker_id, model_code, built_on, recorded_at)
             SELECT vin, %s, model_code, built_on, %s FROM vehicles_batch ORDER BY vin
             ON CONFLICT (vin) DO NOTHING"""
LEFT_OUT = """SELECT b.vin FROM vehicles_batch b
              WHERE NOT EXISTS (SELECT FROM vehicles_productionrecord p
                                WHERE p.vin = b.vin AND p.maker_id = %s AND p.xmin = pg_current_xact_id()::xid)"""


@dataclass(frozen=True, slots=True)
class Produced:
    """A car as its maker reports it. The VIN is normalised: capitals, no spaces."""

    vin: str
    model_code: str
    built_on: date


def record_production(rows: Sequence[Produced], *, by: Actor, at: datetime) -> int:
    """Add cars to the actor's own production register; how many.

    Raises BadRows, naming every bad row: VIN_MALFORMED, VIN_CHECK_DIGIT, VIN_REPEATED, MODEL_MISSING, BUILT_IN_FUTURE,
    VIN_ON_RECORD (on this or another maker's register: a VIN is one car's).
    """
    by.must("production.record", by.organisation_id)
    maker_id = by.organisation_id
    if maker_id is None or not rows:
        raise BadInput(
            Text("本批没有车辆。", "The batch names no cars."),
            remedy=Text("请至少填写一辆车。", "Name one at least."),
            field="rows",
        )
    if problems := list(faults(rows, china_day(at))):
        raise BadRows(problems)
    with acting_as(by):
        _take_in(rows, maker_id, at)
        event = ProductionRecorded(subject=f"enterprise:{maker_id}", parties=(maker_id,), vehicles=len(rows), digest=digest(rows))
        ledger.append(event, by=by, at=at)
    return len(rows)


def digest(rows: Sequence[Produced]) -> str:
    """SHA-256 over the batch as it was sent, one `VIN,model,day` a line, so that a maker can show what it reported."""
    lines = (f"{row.vin},{row.model_code},{row.built_on}\n" for row in rows)
    return f"sha256:{hashlib.sha256(''.join(lines).encode()).hexdigest()}"


def _take_in(rows: Sequence[Produced], maker_id: UUID, at: datetime) -> None:
    # COPY cannot fill a table under row security, so the batch goes through a table of the transaction's own.
    with connection.cursor() as cursor:
        cursor.execute(STAGE)
        with cursor.copy("COPY vehicles_batch FROM STDIN") as copy:
            for row in rows:
                copy.write_row((row.vin, row.model_code, row.built_on))
        cursor.execute(TAKE_IN, [maker_id, at])
        if cursor.rowcount == len(rows):
            return
        cursor.execute(LEFT_OUT, [maker_id])
        known = {vin for (vin,) in cursor.fetchall()}
    raise BadRows([on_record(number, row.vin) for number, row in enumerate(rows, 1) if row.vin in known])


def faults(rows: Sequence[Produced], today: date, *, lines: Sequence[int] = ()) -> Iterator[RowProblem]:
    """All that is wrong with a batch's rows, which are counted from 1 or named by the lines of the file they stand on."""
    first: dict[str, int] = {}
    for number, row in zip(lines or range(1, len(rows) + 1), rows, strict=True):
        # A car built to a market without a check position bears the VIN it bears; the gate asks for the evidence.
        for code in codes.check(row.vin, check_position_excused=True):
            yield problem(number, code, row.vin)
        if (before := first.setdefault(row.vin, number)) != number:
            yield problem(number, codes.VIN_REPEATED, row.vin, seen=before)
        if not 0 < len(row.model_code.strip()) <= LONGEST_MODEL:
            yield problem(number, "MODEL_MISSING", row.model_code)
        if row.built_on > today:
            yield problem(number, "BUILT_IN_FUTURE", str(row.built_on))


def on_record(number: int, vin: str) -> RowProblem:
    return problem(number, "VIN_ON_RECORD", vin)
