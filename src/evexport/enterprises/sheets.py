"""Keeping a table that an enterprise handed in, within bounds, until it has been looked through and is taken or given up."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TypeVar
from uuid import UUID

from evexport.accounts.actors import Actor
from evexport.enterprises.models import Sheet
from evexport.kernel.problems import BadInput, NotFound
from evexport.kernel.sheets import MIB, Limits, Row, read_bytes
from evexport.kernel.tables import lines_of
from evexport.kernel.text import Text

MOST_ROWS = 5_000
LIMITS = Limits(file_bytes=4 * MIB, unpacked_bytes=64 * MIB, rows=MOST_ROWS + 1, columns=60)
KEPT = timedelta(days=3)
Thing = TypeVar("Thing")


def keep(content: bytes, *, name: str, purpose: str, about: str, whole: bool, by: Actor, at: datetime) -> Sheet:
    """Read a file and keep its rows in place of the last one for the same purpose. Inside the caller's transaction.

    Raises BadInput where the file is too large or no table. What was forgotten for days goes with it.
    """
    head, *rows = read_bytes(content, name=name, limits=LIMITS)
    if not rows:
        raise BadInput(
            Text(f"文件“{name}”只有首行，没有数据。", f"The file {name} has headings and no rows."),
            remedy=Text("请在首行下逐行填写。", "Fill in rows under the headings."),
            code="FILE_EMPTY",
            field="file",
        )
    mine = Sheet.objects.filter(enterprise_id=by.organisation_id)
    mine.filter(purpose=purpose, about=about).delete()
    mine.filter(received_at__lt=at - KEPT).delete()
    return Sheet.objects.create(
        enterprise_id=by.organisation_id,
        purpose=purpose,
        about=about,
        name=name[:200],
        whole=whole,
        heads=[cell.strip() for cell in head.cells],
        rows=[[row.line, row.cells] for row in rows],
        received_at=at,
        received_by_name=by.name,
    )


def sheet_by_id(sheet_id: UUID) -> Sheet:
    """One's own sheet; NotFound else, also where another has taken its place."""
    found = Sheet.objects.filter(pk=sheet_id).first()
    if found is None:
        raise unknown()
    return found


def named_by(sheet: Sheet, prefix: str, things: Mapping[str, Thing]) -> Thing:
    """The one of these things that a sheet's purpose names. Raises NotFound for a sheet that is for something else."""
    name = sheet.purpose.removeprefix(prefix)
    if not sheet.purpose.startswith(prefix) or name not in things:
        raise unknown()
    return things[name]


def unknown() -> NotFound:
    return NotFound(
        Text("没有这份上传的表格，或已被后来上传的替代。", "There is no such file, or a later one took its place."),
        remedy=Text("请重新上传。", "Upload it again."),
        code="SHEET_UNKNOWN",
    )


def rows_of(sheet: Sheet) -> list[Row]:
    return list(lines_of(sheet.rows))
