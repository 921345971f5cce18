"""Reading files of declarations: one's organisation's latest, one by its identifier, the declarations of some places."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from evexport.customs.models import DeclarationFile, FiledDeclaration
from evexport.kernel.problems import NotFound
from evexport.kernel.text import Text


@dataclass(frozen=True, slots=True)
class Given:
    """A declaration as the file gave it."""

    declaration_no: str
    quantity: int


def all_files() -> QuerySet[DeclarationFile]:
    """The files of the reader's organisation, the latest first."""
    return DeclarationFile.objects.order_by("-received_at")


def file_by_id(file_id: UUID) -> DeclarationFile:
    """One file as the reader may see it; NotFound else."""
    found = DeclarationFile.objects.filter(pk=file_id).first()
    if found is None:
        raise NotFound(
            Text("没有这个文件。", "There is no such file."),
            remedy=Text("请从列表中选择。", "Choose one from the list."),
            code="FILE_UNKNOWN",
        )
    return found


def given(file: DeclarationFile, places: Collection[int]) -> dict[int, Given]:
    """What stands at these places of a file."""
    rows = FiledDeclaration.objects.filter(file=file, position__in=places).values_list("position", "declaration_no", "quantity")
    return {position: Given(number, quantity) for position, number, quantity in rows}
