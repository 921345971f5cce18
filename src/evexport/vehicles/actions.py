"""Recording production: a whole batch or nothing, every bad row named."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection

from evexport import ledger
from evexport.accounts.actors import Actor
from evexport.codes import vin as codes
from evexport.kernel.clock import china_day
from evexport.kernel.problems import BadInput
from evexport.kernel.text import Text
from evexport.store import acting_as
from evexport.vehicles.events import ProductionRecorded
from evexport.vehicles.models import ProductionRecord

REMEDY = Text("请更正所列车辆后整批重新提交；本批未作任何登记。", "Mend the cars named and send the whole batch again; nothing of it was recorded.")


@dataclass(frozen=True, slots=True)
class Produced:
    """A car as its maker reports it."""

    vin: str
    model_code: str
    built_on: date


def record_production(rows: Sequence[Produced], *, by: Actor, at: datetime) -> int:
    """Add cars to the actor's own production register; how many. Raises BadInput naming the first bad cars."""
    by.must("production.record")
    maker_id = by.organisation_id
    if maker_id is None or not rows:
        raise BadInput(Text("本批没有车辆。", "The batch names no cars."), remedy=REMEDY, field="rows")
    _check(rows, china_day(at))
    with acting_as(by):
        known = ProductionRecord.objects.filter(vin__in=[row.vin for row in rows]).values_list("vin", flat=True)
        if known:
            raise _bad("VIN_ON_RECORD", sorted(known), "已在登记册中", "on the register already")
        with connection.cursor() as cursor, cursor.copy(
            "COPY vehicles_productionrecord (vin, maker_id, model_code, built_on, recorded_at) FROM STDIN"
        ) as copy:
            for row in sorted(rows, key=lambda row: row.vin):
                copy.write_row((row.vin, maker_id, row.model_code, row.built_on, at))
        digest = hashlib.sha256("\n".join(f"{r.vin},{r.model_code},{r.built_on}" for r in rows).encode()).hexdigest()
        event = ProductionRecorded(
            subject=f"enterprise:{maker_id}", parties=(maker_id,), vehicles=len(rows), digest=f"sha256:{digest}"
        )
        ledger.append(event, by=by, at=at)
    return len(rows)


def _check(rows: Sequence[Produced], today: date) -> None:
    if malformed := [row.vin for row in rows if codes.check(row.vin)]:
        raise _bad("VIN_MALFORMED", malformed, "不是有效的车辆识别代号", "not a valid VIN (GB 16735)")
    if repeated := [vin for vin, count in Counter(row.vin for row in rows).items() if count > 1]:
        raise _bad("VIN_REPEATED", repeated, "在本批中重复", "repeated in the batch")
    if early := [row.vin for row in rows if row.built_on > today]:
        raise _bad("BUILT_IN_FUTURE", early, "的生产日期晚于今天", "built on a day that has not come")


def _bad(code: str, vins: Sequence[str], zh: str, en: str) -> BadInput:
    shown = "、".join(vins[:5]) + (f"等{len(vins)}辆" if len(vins) > 5 else "")
    named = ", ".join(vins[:5]) + (f" and {len(vins) - 5} more" if len(vins) > 5 else "")
    return BadInput(Text(f"{shown}{zh}。", f"{named}: {en}."), remedy=REMEDY, code=code, field="rows")
