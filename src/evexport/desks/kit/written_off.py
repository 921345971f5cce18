"""Entries of the write-off list as rows of a page or a file: each with its declaration and model; in a file, one row a car."""

from collections.abc import Sequence
from dataclasses import dataclass

from evexport.customs.models import Declaration, WriteOff
from evexport.desks.kit.listing import Column
from evexport.desks.kit.marks import KINDS
from evexport.kernel.clock import CHINA
from evexport.kernel.text import Text
from evexport.licensing.models import LicenceLine

SHOWN = 2


@dataclass(frozen=True, slots=True)
class Row:
    """An entry with its declaration and model; in a file, one car of it."""

    of: WriteOff
    declaration: Declaration
    model_code: str
    vins: Sequence[str]

    @property
    def effect(self) -> int:
        """What it does to the licence's used quantity."""
        return ((self.of.kind > 0) - (self.of.kind < 0)) * len(self.vins)

    @property
    def more(self) -> Text | None:
        rest = len(self.vins) - SHOWN
        return Text(f"等{len(self.vins)}辆", f"and {rest} more") if rest > 0 else None


def dressed(rows: Sequence[WriteOff]) -> list[Row]:
    declarations = Declaration.objects.only("declaration_no", "licence_no").in_bulk([row.declaration_id for row in rows])
    models = dict(LicenceLine.objects.filter(pk__in={row.line_id for row in rows}).values_list("pk", "model_code"))
    return [Row(row, declarations[row.declaration_id], models[row.line_id], row.vins) for row in rows]


def one_a_car(rows: Sequence[Row]) -> list[Row]:
    return [Row(row.of, row.declaration, row.model_code, [vin]) for row in rows for vin in row.vins]


WHEN = Column("at", Text("时间", "When"), lambda row: row.of.at, "date", note=lambda row: f"{row.of.at.astimezone(CHINA):%H:%M}")
KIND = Column("kind", Text("类别", "Entry"), lambda row: KINDS[row.of.word])
CARS = (
    Column("model", Text("车型", "Model"), lambda row: row.model_code, "code"),
    Column(
        "vin",
        Text("车辆识别代号", "VIN"),
        lambda row: " ".join(row.vins[:SHOWN]),
        "code",
        note=lambda row: row.more,
        export=lambda row: row.vins[0],
    ),
    Column("effect", Text("核销数量", "Written off"), lambda row: row.effect, "num"),
)
"""What an entry says of its cars."""
