"""A large file of cars: kept in pieces and checked in the background, then recorded whole or handed back with its bad rows."""

import zlib
from collections.abc import Sequence
from datetime import datetime
from typing import IO, Any
from uuid import UUID

from evexport import ledger
from evexport.accounts.actors import Actor
from evexport.kernel.problems import BadInput
from evexport.kernel.sheet_pieces import Big, Piece, opened, rows_of
from evexport.kernel.sheets import MIB, Limits
from evexport.kernel.tables import places_of
from evexport.kernel.text import Text
from evexport.regulation.production import COLUMNS
from evexport.store import acting_as
from evexport.vehicles import events
from evexport.vehicles.loading import check_piece, settle
from evexport.vehicles.models import ProductionFile, ProductionPiece
from evexport.vehicles.queries import file_by_id
from evexport.vehicles.states import FILE, RECORD
from evexport.work.actions import ask, asked_before
from evexport.work.kinds import Kind, register
from evexport.work.lanes import Thing
from evexport.work.models import WorkItem

MOST_CARS = 1_000_000
LIMITS = Limits(file_bytes=256 * MIB, unpacked_bytes=512 * MIB, rows=MOST_CARS + 1, columns=60)
PIECE, WHOLE = "production-piece:", "production-file:"


def take_file(source: IO[bytes], *, name: str, request: str, good_only: bool, by: Actor, at: datetime) -> ProductionFile:
    """Take in a file of cars (CSV or XLSX) to be checked and recorded in the background. The same request is the same file again.

    All of its cars are recorded or none, with `good_only` those that nothing is wrong with. Raises BadInput where it is no table.
    """
    by.must(RECORD, by.organisation_id)
    with opened(source, name=name, limits=LIMITS) as big, acting_as(by):
        demand = {"file": big.digest, "good_only": good_only}
        if before := asked_before(LOAD, request=request, demand=demand, by=by):
            return ProductionFile.objects.get(work_id=before.pk)
        kept = ProductionFile(
            maker_id=by.organisation_id,
            name=name[:200],
            digest=big.digest,
            delimiter=big.delimiter,
            good_only=good_only,
            received_at=at,
            received_by_name=by.name,
        )
        pieces = _keep(big, kept)
        things = [*(Thing(f"{PIECE}{piece}") for piece in pieces), Thing(f"{WHOLE}{kept.pk}")]
        kept.work_id = ask(LOAD, things, request=request, demand=demand, by=by, at=at).pk
        ProductionFile.objects.filter(pk=kept.pk).update(work_id=kept.work_id, total=kept.total)
        ledger.append(events.FileTaken(**of_file(kept)), by=by, at=at)
        return kept


def _keep(big: Big, kept: ProductionFile) -> Sequence[UUID]:
    """Write the pieces as they come, so that one of them is in memory; the file's row goes before them, its number after."""
    made: list[UUID] = []
    kept.total = 0
    for position, piece in enumerate(big.pieces(), 1):
        if position == 1:
            _read_head(piece, kept)
            kept.work_id = kept.pk
            kept.save(force_insert=True)
            kept.total -= 1
        kept.total += piece.rows
        made.append(
            ProductionPiece.objects.create(
                file=kept,
                position=position,
                line=piece.line,
                rows=piece.rows - (position == 1),
                content=zlib.compress(piece.text.encode(), 1),
            ).pk
        )
    if not kept.total:
        raise BadInput(
            Text(f"文件“{kept.name}”只有首行，没有数据。", f"The file {kept.name} has headings and no rows."),
            remedy=Text("请在首行下逐行填写。", "Fill in rows under the headings."),
            code="FILE_EMPTY",
            field="file",
        )
    return made


def _read_head(piece: Piece, kept: ProductionFile) -> None:
    head = next(rows_of(piece, kept.delimiter, name=kept.name))
    places_of(head.cells, COLUMNS)
    kept.heads, kept.head_line = [cell.strip() for cell in head.cells], head.line


def take_good(file_id: UUID, *, by: Actor, at: datetime) -> ProductionFile:
    """Have the cars of a handed-back file recorded that nothing is wrong with."""
    by.must(RECORD, by.organisation_id)
    with acting_as(by):
        kept = file_by_id(file_id, lock=True)
        kept.state = FILE.take("take-good", kept, by=by).target
        kept.good_only, kept.settled_at = True, None
        demand = {"file": kept.digest, "good_only": True}
        kept.work_id = ask(LOAD, [Thing(f"{WHOLE}{kept.pk}")], request=f"good:{kept.pk}", demand=demand, by=by, at=at).pk
        kept.save(update_fields=["state", "good_only", "settled_at", "work_id"])
        ledger.append(events.GoodTaken(**of_file(kept), bad=kept.bad), by=by, at=at)
        return kept


def load_one(item: WorkItem, by: Actor, at: datetime) -> dict[str, Any]:
    """A piece is checked; or, as the last thing, the file is recorded or handed back."""
    by.must(RECORD, by.organisation_id)
    if item.subject.startswith(PIECE):
        piece = ProductionPiece.objects.select_related("file").get(pk=UUID(item.subject.removeprefix(PIECE)))
        check_piece(piece, at=at)
        return {"rows": piece.rows, "sound": piece.sound_rows}
    kept = settle(file_by_id(UUID(item.subject.removeprefix(WHOLE)), lock=True), by=by, at=at)
    said = of_file(kept)
    if kept.state == "recorded":
        ledger.append(events.FileRecorded(**said, vehicles=kept.recorded, bad=kept.bad), by=by, at=at)
    else:
        ledger.append(events.FileReturned(**said, bad=kept.bad), by=by, at=at)
    return {"state": kept.state, "recorded": kept.recorded, "bad": kept.bad}


def of_file(kept: ProductionFile) -> dict[str, Any]:
    """How the ledger names a file of cars."""
    return {
        "subject": f"production-file:{kept.pk}",
        "parties": (kept.maker_id,),
        "name": kept.name,
        "digest": kept.digest,
        "rows": kept.total,
    }


LOAD = register(Kind("production.load", Text("按文件登记生产车辆", "Production by file"), do=load_one))
