"""Reading production registers, and the large files by which cars are recorded."""

from collections.abc import Iterable, Iterator
from uuid import UUID

from django.db.models import QuerySet, Sum

from evexport.codes import vin as vins
from evexport.kernel.problems import NotFound
from evexport.kernel.rows import RowProblem
from evexport.kernel.text import Text
from evexport.regulation.production import problem
from evexport.vehicles.models import ProductionFault, ProductionFile, ProductionRecord


def models_of(vins: Iterable[str]) -> dict[str, str]:
    """VIN -> model code, of the cars that stand in a production register."""
    return dict(ProductionRecord.objects.filter(vin__in=list(vins)).values_list("vin", "model_code"))


def keeps_register(maker_id: UUID) -> bool:
    """A maker keeps a production register once it has recorded a car."""
    return ProductionRecord.objects.filter(maker_id=maker_id).exists()


def register_of(maker_id: UUID) -> QuerySet[ProductionRecord]:
    """A maker's cars in the order of their numbers."""
    return ProductionRecord.objects.filter(maker_id=maker_id).order_by("vin")


def own_car(maker_id: UUID, vin: str) -> ProductionRecord:
    """A car of the maker's register; NotFound for any other, whoever built it."""
    found = register_of(maker_id).filter(pk=vins.normalise(vin)).first()
    if found is None:
        raise NotFound(
            Text("贵企业的生产登记册中没有这辆车。", "Your production register holds no such car."),
            remedy=Text("请核对车辆识别代号，或先登记该车。", "Check the VIN, or record the car first."),
            code="VEHICLE_UNKNOWN",
        )
    return found


def all_files() -> QuerySet[ProductionFile]:
    """The reader's own files of cars, the latest first."""
    return ProductionFile.objects.order_by("-received_at")


def file_by_id(file_id: UUID, *, lock: bool = False) -> ProductionFile:
    """One of the reader's own files; NotFound else."""
    rows = ProductionFile.objects.select_for_update() if lock else ProductionFile.objects.all()
    found = rows.filter(pk=file_id).first()
    if found is None:
        raise NotFound(
            Text("没有这个文件。", "There is no such file."),
            remedy=Text("请从列表中选择。", "Choose one from the list."),
            code="FILE_UNKNOWN",
        )
    return found


def rows_checked(kept: ProductionFile) -> int:
    """How many rows of a file have been checked so far."""
    return kept.pieces.exclude(checked_at=None).aggregate(rows=Sum("rows"))["rows"] or 0


def bad_rows(kept: ProductionFile, *, after: int = 0, count: int = 1000) -> list[tuple[ProductionFault, RowProblem]]:
    """What is wrong with the rows of a file past line `after`: whole lines, at least `count` faults where there are as many."""
    rows = kept.faults.filter(line__gt=after).order_by("line", "code")
    found = list(rows[:count])
    if len(found) == count:
        last = found[-1]
        found += rows.filter(line=last.line, code__gt=last.code)
    return [(one, told(one)) for one in found]


def told(fault: ProductionFault) -> RowProblem:
    """A fault in words."""
    return problem(fault.line, fault.code, fault.given, seen=fault.seen)


def every_bad_row(kept: ProductionFile) -> Iterator[tuple[ProductionFault, RowProblem]]:
    """All of them, a page at a time."""
    after = 0
    while page := bad_rows(kept, after=after):
        yield from page
        after = page[-1][0].line
