"""Production by file: a small batch looked through before it is recorded. What is recorded cannot be taken back."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

import polars as pl

from evexport.accounts.actors import Actor
from evexport.codes import vin as vins
from evexport.enterprises.models import Sheet
from evexport.enterprises.sheets import keep, rows_of, sheet_by_id, unknown
from evexport.kernel.clock import china_day
from evexport.kernel.rows import BadRows, RowProblem
from evexport.kernel.tables import read_table
from evexport.regulation.production import BY_REGISTER, COLUMNS, Known, check, problem
from evexport.store import acting_as, reading_as
from evexport.vehicles.actions import Produced, faults, on_record, record_production
from evexport.vehicles.facts import known_of
from evexport.vehicles.models import ProductionRecord

PURPOSE = "production"


@dataclass(frozen=True, slots=True)
class Batch:
    """A file as it stands: the sound cars with their lines, and what is wrong with the others."""

    cars: tuple[tuple[int, Produced], ...]
    bad: tuple[RowProblem, ...]
    unused: tuple[str, ...]


def hand_in(content: bytes, *, name: str, by: Actor, at: datetime) -> Sheet:
    """Take a file of cars in, to be looked through; nothing is recorded yet."""
    by.must("production.record", by.organisation_id)
    with acting_as(by):
        kept = keep(content, name=name, purpose=PURPOSE, about="", whole=False, by=by, at=at)
        understood(kept, china_day(at))
        return kept


def sheet_of_cars(sheet_id: UUID) -> Sheet:
    sheet = sheet_by_id(sheet_id)
    if sheet.purpose != PURPOSE:
        raise unknown()
    return sheet


def understood(sheet: Sheet, today: date) -> Batch:
    """The cars of a sheet. One that stands in the maker's own register already is bad; others' are told when it is taken."""
    read = read_table(sheet.heads, rows_of(sheet), columns=COLUMNS, check=lambda _row: ())
    lines = [line for line, _ in read.good]
    cars = [Produced(vins.normalise(row["vin"]), row["model_code"], date.fromisoformat(row["built_on"])) for _, row in read.good]
    found = list(faults(cars, today, lines=lines))
    known = set(ProductionRecord.objects.filter(vin__in=[car.vin for car in cars]).values_list("vin", flat=True))
    found += register_faults(cars, lines, known_of(sheet.enterprise_id, today))
    found += [on_record(line, car.vin) for line, car in zip(lines, cars, strict=True) if car.vin in known]
    wrong = {one.row for one in found}
    sound = tuple((line, car) for line, car in zip(lines, cars, strict=True) if line not in wrong)
    return Batch(sound, tuple(sorted((*read.bad, *found), key=lambda one: one.row)), read.unused)


def register_faults(cars: Sequence[Produced], lines: Sequence[int], known: Known) -> list[RowProblem]:
    """What is wrong with cars by the registers: the maker's identifier, the model year, the announced model."""
    cells = [pl.Series([str(getattr(car, column.name)) for car in cars], dtype=pl.String) for column in COLUMNS]
    told = check(pl.Series(lines, dtype=pl.Int64), cells, known).faults
    return [problem(line, code, given) for line, code, _vin, given in told.iter_rows() if code in BY_REGISTER]


def take(sheet_id: UUID, *, good_only: bool, by: Actor, at: datetime) -> int:
    """Record a file's cars: all of them, or with `good_only` the sound ones. Raises BadRows with the lines of the file."""
    with reading_as(by):
        batch = understood(sheet_of_cars(sheet_id), china_day(at))
    if batch.bad and not good_only:
        raise BadRows(batch.bad)
    lines, cars = [line for line, _ in batch.cars], [car for _, car in batch.cars]
    try:
        return record_production(cars, by=by, at=at)
    except BadRows as refused:
        raise BadRows(at_lines(refused.rows, lines)) from None


def at_lines(found: Sequence[RowProblem], lines: Sequence[int]) -> list[RowProblem]:
    """Problems of a batch by the lines of the file."""
    return [replace(one, row=lines[one.row - 1]) for one in found]
