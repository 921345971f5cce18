"""Large files of cars for tests: made, handed in, and worked through as the queue would."""

from datetime import date
from io import BytesIO

import xlsxwriter
from tests.factories import AT, TODAY
from tests.work.world import run_all, standing

from evexport.codes import vin as codes
from evexport.registers.models import AnnouncementModel
from evexport.store import acting_as
from evexport.store.scopes import SYSTEM
from evexport.vehicles.actions import take_file
from evexport.vehicles.models import ProductionFile, ProductionRecord
from evexport.work.models import Work

MODEL = "DMO7000BEVA1"
HEADS = "vin,model_code,built_on"
OWNER = "owner"


def numbers(count: int, *, start: int, wmi: str = "LDM", year: int = 2026) -> list[str]:
    return [codes.make(wmi, "EV7EB", year, "D", start + n) for n in range(count)]


def lines(vins, *, model=MODEL, built: date | str = TODAY) -> list[str]:
    return [f"{vin},{model},{built}" for vin in vins]


def csv_of(rows) -> bytes:
    return "\n".join([HEADS, *rows]).encode()


def xlsx_of(rows) -> bytes:
    paper = BytesIO()
    with xlsxwriter.Workbook(paper, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for place, row in enumerate([HEADS, *rows]):
            sheet.write_row(place, 0, row.split(","))
    return paper.getvalue()


def announce(uscc: str, *, model: str = MODEL, **spans) -> None:
    with acting_as(SYSTEM):
        AnnouncementModel.objects.create(
            model_code=model, vehicle_name="纯电动轿车", manufacturer_name="示例", manufacturer_uscc=uscc, **spans
        )


def handed_in(by, content: bytes, *, name="cars.csv", request="r-1", good_only=False) -> ProductionFile:
    return take_file(BytesIO(content), name=name, request=request, good_only=good_only, by=by, at=AT)


def work_of(kept: ProductionFile) -> Work:
    return Work.objects.using(OWNER).get(pk=ProductionFile.objects.using(OWNER).values_list("work_id", flat=True).get(pk=kept.pk))


def worked(kept: ProductionFile) -> ProductionFile:
    """The file after all of its work."""
    work = work_of(kept)
    run_all(work)
    assert standing(work).state == "done"
    return ProductionFile.objects.using(OWNER).get(pk=kept.pk)


def faults(kept: ProductionFile) -> list[tuple[int, str]]:
    found = kept.faults.using(OWNER).order_by("line", "code")
    return [(one.line, one.code) for one in found]


def recorded(vins) -> int:
    return ProductionRecord.objects.using(OWNER).filter(vin__in=list(vins)).count()
