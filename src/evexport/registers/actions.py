"""Taking in an edition of a register: all of it or nothing, with one batch kept and one ledger entry."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from importlib.resources import as_file, files
from pathlib import Path

from django.db import connection

from evexport import ledger
from evexport.accounts.actors import Actor
from evexport.kernel.clock import china_day
from evexport.kernel.problems import NotAllowed
from evexport.kernel.sheets import read_bytes
from evexport.kernel.text import Text
from evexport.registers import countries
from evexport.registers.events import RegisterImported
from evexport.registers.imports import KINDS, Diff, Kind, kind_named
from evexport.registers.imports.difference import apply, difference
from evexport.registers.imports.parsing import LIMITS, parsed
from evexport.registers.models import ImportBatch
from evexport.store import acting_as

Table = Sequence[Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Upload:
    """A file handed in: its name, whose ending says how it is read, and its bytes."""

    name: str
    content: bytes


def import_rows(
    kind: str,
    file: Path | Upload | Table,
    *,
    by: Actor,
    at: datetime,
    dry_run: bool = False,
    partial: bool = False,
) -> Diff:
    """Replace a register's snapshot by a file's; a `partial` file withdraws nothing. A dry run only tells.

    Where nothing differs nothing is written. Raises NotFound (no such register), BadInput (the file cannot be
    understood), BadRows (with every bad row), NotAllowed.
    """
    register = kind_named(kind)
    _may_import(by)
    given = _upload(file, kind)
    lines = read_bytes(given.content, name=given.name, limits=LIMITS)
    rows = parsed(register, lines, name=given.name)
    with acting_as(by):
        _one_at_a_time(register)
        diff = difference(register, rows, on=china_day(at), partial=partial)
        if dry_run or not diff:
            return diff
        apply(register, diff, source=given.name)
        return _recorded(diff, given, len(rows), partial=partial, by=by, at=at)


def load_shipped(*, by: Actor, at: datetime) -> dict[str, Diff]:
    """Take in the registers that come with the product, beside what stands. Safe to repeat.

    Returns register -> difference.
    """
    done = {}
    with as_file(files("evexport.registers") / "data") as folder:
        for name in KINDS:
            path = folder / f"{name}.csv"
            if path.exists():
                done[name] = import_rows(name, path, by=by, at=at, partial=True)
    done["country"] = import_rows("country", countries.table(), by=by, at=at, partial=True)
    return done


def _may_import(by: Actor) -> None:
    if not by.may("register.import"):
        raise NotAllowed(
            Text("您无权导入登记数据。", "You may not import registers."),
            remedy=Text("请由系统管理员办理。", "Ask an administrator, who holds the permission register.import."),
        )


def _upload(file: Path | Upload | Table, kind: str) -> Upload:
    """Anything that can be imported, as a file: it is read, bounded and hashed in one way."""
    if isinstance(file, Upload):
        return file
    if isinstance(file, Path):
        return Upload(file.name, _content(file))
    heading = list(dict.fromkeys(name for row in file for name in row))
    lines = [heading, *([row.get(name, "") for name in heading] for row in file)]
    quoted = (",".join('"' + cell.replace('"', '""') + '"' for cell in line) for line in lines)
    return Upload(f"{kind}.csv", "\n".join(quoted).encode())


def _content(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(LIMITS.file_bytes + 1)


def _one_at_a_time(kind: Kind) -> None:
    """Two editions of one register at once would each be compared with what the other is about to change."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"register:{kind.name}"])


def _recorded(diff: Diff, file: Upload, rows: int, *, partial: bool, by: Actor, at: datetime) -> Diff:
    digest = sha256(file.content).hexdigest()
    batch = ImportBatch.objects.create(
        register=diff.register,
        file_name=file.name,
        sha256=digest,
        partial=partial,
        rows=rows,
        added=len(diff.added),
        changed=len(diff.changed),
        withdrawn=len(diff.withdrawn),
        difference=diff.as_dict(),
        imported_at=at,
        imported_by=by.user_id,
    )
    event = RegisterImported(
        subject=f"register:{diff.register}",
        register=diff.register,
        batch=batch.id,
        file_name=file.name,
        sha256=digest,
        partial=partial,
        added=batch.added,
        changed=batch.changed,
        withdrawn=batch.withdrawn,
    )
    ledger.append(event, by=by, at=at)
    return replace(diff, batch=batch.id)
