"""A register's new edition in two steps: laid down and looked at, then taken in as it was seen, or put away."""

from datetime import datetime
from uuid import UUID

from evexport.accounts.actors import Actor
from evexport.kernel.problems import BadInput, NotFound
from evexport.kernel.text import Text
from evexport.registers import actions
from evexport.registers.imports import Diff, kind_named
from evexport.registers.imports.parsing import LIMITS
from evexport.registers.models import LaidFile
from evexport.store import acting_as, reading_as


def lay(register: str, file: actions.Upload, *, partial: bool, by: Actor, at: datetime) -> LaidFile:
    """Keep a file to be looked at; an earlier one of the same person for the same register goes.

    Whether it can be taken in its preview says. Raises NotFound (no such register), BadInput (too large), NotAllowed.
    """
    by.must("register.import")
    kind = kind_named(register)
    if len(file.content) > LIMITS.file_bytes:
        most = LIMITS.file_bytes // (1024 * 1024)
        raise BadInput(
            Text(f"文件超过{most} MiB。", f"The file is larger than {most} MiB."),
            remedy=Text("请分成几个部分文件导入。", "Take it in by parts, each as a part of the edition."),
            code="FILE_TOO_LARGE",
            field="file",
        )
    with acting_as(by):
        LaidFile.objects.filter(register=kind.name, uploaded_by=by.user_id).delete()
        return LaidFile.objects.create(
            register=kind.name,
            file_name=file.name[:200],
            content=file.content,
            partial=partial,
            uploaded_at=at,
            uploaded_by=by.user_id,
            uploaded_by_name=by.name,
        )


def upload_by_id(key: UUID, *, by: Actor) -> LaidFile:
    with reading_as(by):
        found = LaidFile.objects.filter(pk=key).first()
    if found is None:
        raise NotFound(
            Text("该文件已导入或已撤下。", "This file was taken in already, or put away."),
            remedy=Text("请在登记的导入记录中核对，或重新上传。", "Look at the register's imports, or upload it again."),
            code="UPLOAD_UNKNOWN",
        )
    return found


def preview(upload: LaidFile, *, by: Actor, at: datetime) -> Diff:
    """What it would add, change and withdraw now. Raises BadRows with every bad row, BadInput for a file of no use."""
    return _import(upload, by=by, at=at, dry_run=True)


def take_in(key: UUID, *, by: Actor, at: datetime) -> Diff:
    """Take in what was laid down; all of it or nothing."""
    upload = upload_by_id(key, by=by)
    done = _import(upload, by=by, at=at, dry_run=False)
    put_away(key, by=by)
    return done


def put_away(key: UUID, *, by: Actor) -> None:
    """The file goes; nothing of it was taken in."""
    by.must("register.import")
    with acting_as(by):
        LaidFile.objects.filter(pk=key).delete()


def _import(upload: LaidFile, *, by: Actor, at: datetime, dry_run: bool) -> Diff:
    file = actions.Upload(upload.file_name, bytes(upload.content))
    return actions.import_rows(upload.register, file, by=by, at=at, dry_run=dry_run, partial=upload.partial)
