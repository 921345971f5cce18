"""What a car on a production register must be: its VIN, its maker's identifier, its model year, its announced model, its day."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from operator import itemgetter
from typing import Generic, NamedTuple, TypeVar

import numpy as np
import polars as pl
from numpy.typing import NDArray

from evexport.codes import vin as vins
from evexport.codes import vin_columns
from evexport.kernel.problems import BadInput
from evexport.kernel.rows import RowProblem
from evexport.kernel.tables import Column, value_of
from evexport.kernel.text import Text
from evexport.regulation.law import Law

T = TypeVar("T")
U = TypeVar("U")
REACH = "production.register.model_year_reach"
LONGEST_MODEL = 40
SHOWN = 60
"""Characters of a bad cell that are told."""
TOLD = {"line": pl.Int64, "code": pl.String, "vin": pl.String, "given": pl.String}
VIN = Column("vin", Text("车辆识别代号", "VIN"), "code", required=True, help=Text("17位。", "Seventeen characters."))
MODEL = Column("model_code", Text("车辆型号", "Model code"), "code", required=True, example="DMO7000BEVA1")
DAY = Column("built_on", Text("下线日期", "Built on"), "day", required=True, example="2027-03-01")
COLUMNS = (VIN, MODEL, DAY)
BY_REGISTER = ("VIN_WMI_FOREIGN", "VIN_MODEL_YEAR", "MODEL_WITHDRAWN")
"""Faults that only the registers and the day of building show."""


class Span(NamedTuple):
    """From a day on, until the day before another; None is open."""

    since: date | None
    until: date | None

    def holds(self, day: date) -> bool:
        return (self.since is None or self.since <= day) and (self.until is None or day < self.until)


@dataclass(frozen=True, slots=True)
class Known:
    """What cars are checked against. What is None is not looked into: `wmis` and `models` by name, each with its spans."""

    today: date
    wmis: Mapping[str, Sequence[Span]] | None = None
    models: Mapping[str, Sequence[Span]] | None = None
    days: bool = True
    excused: bool = True
    """A car built to a market without a check position bears the VIN it bears; the gate asks for the evidence."""

    @property
    def reach(self) -> int:
        return Law.on(self.today)[REACH].whole


class Checked(NamedTuple):
    """Sound cars (line, vin, model_code, built_on) and what is wrong with the others (line, code, vin, given)."""

    sound: pl.DataFrame
    faults: pl.DataFrame


def check(lines: pl.Series, cells: Sequence[pl.Series], known: Known) -> Checked:
    """Check some rows, given as their columns VIN, model code, day: set-based, but for each value that differs once."""
    numbers = vin_columns.check(cells[0], check_position_excused=known.excused)
    models, days = Distinct.of(cells[1], _model), Distinct.of(cells[2], _day)
    wrong = [*_of_vins(numbers, days, known), *_of_models(cells[1], models, days, known), *_of_days(cells[2], days, known)]
    bad = np.logical_or.reduce([one.rows for one in wrong])
    rows = pl.DataFrame(
        {"line": lines, "vin": numbers.vins, "model_code": models.column(pl.String), "built_on": days.column(pl.Date)}
    )
    return Checked(rows.filter(~bad), _told(lines, numbers.vins, wrong))


@dataclass(frozen=True, slots=True)
class Distinct(Generic[T]):
    """A column as the values that differ, and which of them each row holds."""

    values: Sequence[T]
    places: NDArray[np.int64]

    @classmethod
    def of(cls, cells: pl.Series, read: Callable[[str], T]) -> "Distinct[T]":
        distinct = cells.unique()
        places = cells.cast(pl.Enum(distinct)).to_physical().to_numpy()
        return cls([read(cell) for cell in distinct], places.astype(np.int64))

    def column(self, dtype: type[pl.DataType]) -> pl.Series:
        return pl.Series(self.values, dtype=dtype).gather(self.places)

    def rows(self, holds: Callable[[T], bool]) -> NDArray[np.bool_]:
        return np.array([holds(value) for value in self.values], dtype=np.bool_)[self.places]

    def failing(self, other: "Distinct[U]", holds: Callable[[T, U], bool]) -> NDArray[np.bool_]:
        """The rows whose pair of values fails; each pair is tried once."""
        pairs = self.places * len(other.values) + other.places
        tried = [(pair, *divmod(pair, len(other.values))) for pair in np.unique(pairs).tolist()]
        failing = [pair for pair, mine, others in tried if not holds(self.values[mine], other.values[others])]
        return np.isin(pairs, failing) if failing else np.zeros(len(pairs), dtype=np.bool_)


class Wrong(NamedTuple):
    """A fault, the rows that have it, and the cells that are told of such rows."""

    code: str
    rows: NDArray[np.bool_]
    given: Callable[[NDArray[np.int64]], Iterable[str]]


def _told(lines: pl.Series, numbers: pl.Series, wrong: Sequence[Wrong]) -> pl.DataFrame:
    """Every fault of every row, in the order of the lines and then of the rules."""
    found: list[tuple[int, str, str, str]] = []
    for code, rows, given in wrong:
        if rows.any():
            places = np.flatnonzero(rows)
            columns = lines.gather(places), numbers.gather(places), given(places)
            found += [(line, code, vin[:SHOWN], cell[:SHOWN]) for line, vin, cell in zip(*columns, strict=True)]
    found.sort(key=itemgetter(0))
    return pl.DataFrame(found, schema=TOLD, orient="row")


def _of_vins(column: vin_columns.CheckedColumn, days: Distinct[date | None], known: Known) -> Iterator[Wrong]:
    for number, code in enumerate(vin_columns.FAULTS):
        if code is not None:
            yield Wrong(code, column.faults == number, column.vins.gather)
    formed = np.flatnonzero(column.faults != vin_columns.FAULTS.index(vins.VIN_MALFORMED))
    characters = vin_columns.characters(column.vins.gather(formed))
    built = Distinct(days.values, days.places[formed])

    def wrong(code: str, failing: NDArray[np.bool_], part: Callable[[str], str]) -> Wrong:
        rows = np.zeros(len(column.faults), dtype=np.bool_)
        rows[formed[failing]] = True
        return Wrong(code, rows, lambda places: map(part, column.vins.gather(places)))

    if known.wmis is not None:
        own = Distinct(*vin_columns.wmis(characters)).failing(built, _stands(known.wmis, known.today))
        yield wrong("VIN_WMI_FOREIGN", own, vins.wmi)
    if known.days:
        signs = Distinct(vin_columns.CHARACTERS, characters[:, 9].astype(np.int64))
        reach = known.reach
        aged = signs.failing(built, lambda sign, day: year_fits(sign, (day or known.today).year, reach))
        yield wrong("VIN_MODEL_YEAR", aged, itemgetter(9))


def _of_models(cells: pl.Series, models: Distinct[str], days: Distinct[date | None], known: Known) -> Iterator[Wrong]:
    if known.models is not None:
        named = models.rows(lambda model: 0 < len(model) <= LONGEST_MODEL)
        yield Wrong("MODEL_MISSING", ~named, cells.gather)
        absent = models.failing(days, _stands(known.models, known.today))
        yield Wrong("MODEL_WITHDRAWN", named & absent, lambda places: (models.values[place] for place in models.places[places]))


def _of_days(cells: pl.Series, days: Distinct[date | None], known: Known) -> Iterator[Wrong]:
    if known.days:

        def given(places: NDArray[np.int64]) -> pl.Series:
            return cells.gather(places).str.strip_chars()

        yield Wrong("BUILT_ON_UNREADABLE", days.rows(lambda day: day is None), given)
        yield Wrong("BUILT_IN_FUTURE", days.rows(lambda day: day is not None and day > known.today), given)


def _stands(spans: Mapping[str, Sequence[Span]], today: date) -> Callable[[str, date | None], bool]:
    """Whether a name stands on a register on a day; where the day cannot be read, today."""
    return lambda name, day: any(span.holds(day or today) for span in spans.get(name, ()))


def year_fits(sign: str, built: int, reach: int) -> bool:
    """Whether a model year's character stands for the year of building or one not further off than `reach`."""
    return any(vins.year_character(year) == sign for year in range(built - reach, built + reach + 1))


def _model(cell: str) -> str:
    return str(_value(MODEL, cell) or "")


def _day(cell: str) -> date | None:
    said = _value(DAY, cell)
    return date.fromisoformat(said) if said else None


def _value(column: Column, cell: str) -> str | None:
    try:
        found: str | None = value_of(column, cell.strip())
    except BadInput:
        return None
    return found


class Told(NamedTuple):
    """How a fault is told: the column it lies in, what is wrong with `{given}`, how to mend it."""

    column: Column
    message: Text
    remedy: Text


CHECK_VIN = Text("请核对车辆识别代号。", "Check the VIN.")
CHECK_DAY = Text("请更正下线日期，写成2027-03-03。", "Mend the day; write it as 2027-03-03.")
TAKE_OUT = Text("请删除重复的行。", "Take the row out.")
FAULTS = {
    "VIN_MALFORMED": Told(VIN, Text("“{given}”不是车辆识别代号。", "“{given}” is not a VIN (GB 16735)."), CHECK_VIN),
    "VIN_CHECK_DIGIT": Told(VIN, Text("“{given}”的校验位不正确。", "The check digit of {given} is wrong."), CHECK_VIN),
    "VIN_NO_CHECK_POSITION": Told(
        VIN, Text("“{given}”第9位既非数字也非X。", "Position 9 of {given} is neither a digit nor X."), CHECK_VIN
    ),
    "VIN_REPEATED": Told(VIN, Text("“{given}”与第{seen}行重复。", "{given} stands in row {seen} already."), TAKE_OUT),
    "VIN_ON_RECORD": Told(
        VIN,
        Text("“{given}”已在生产登记册中。", "{given} is on a production register already."),
        Text("请删除该行；如为误登记，请联系监管部门。", "Take the row out; ask the authority if the register is wrong."),
    ),
    "VIN_WMI_FOREIGN": Told(
        VIN,
        Text(
            "世界制造厂识别代号{given}在下线之日不属于本企业及其备案的受托生产企业。",
            "On the day it was built, the WMI {given} belonged neither to this maker nor to a contract manufacturer on record.",
        ),
        Text(
            "请核对车辆识别代号；委托生产的，请先备案受托企业的识别代号。",
            "Check the VIN; if the car was built under contract, have that manufacturer’s WMI recorded first.",
        ),
    ),
    "VIN_MODEL_YEAR": Told(
        VIN,
        Text(
            "第10位“{given}”所示车型年份与下线日期不符。",
            "The model year “{given}” in position 10 does not fit the day it was built.",
        ),
        Text("请核对车辆识别代号和下线日期。", "Check the VIN and the day."),
    ),
    "MODEL_MISSING": Told(
        MODEL,
        Text("车辆型号为空或过长。", "The model code is missing or too long."),
        Text("请填写《公告》中的车辆型号。", "Give the model code of the Announcement."),
    ),
    "MODEL_WITHDRAWN": Told(
        MODEL,
        Text(
            "车型{given}在下线之日不在《公告》本企业有效产品之列。",
            "On the day it was built, model {given} did not stand in the Announcement under this maker.",
        ),
        Text("请核对车辆型号和下线日期。", "Check the model code and the day."),
    ),
    "BUILT_ON_UNREADABLE": Told(
        DAY, Text("下线日期“{given}”为空或不是日期。", "The day “{given}” is missing or no date."), CHECK_DAY
    ),
    "BUILT_IN_FUTURE": Told(DAY, Text("下线日期{given}尚未到来。", "Built on {given}, a day that has not come."), CHECK_DAY),
}  # fmt: skip


def problem(line: int, code: str, given: str, *, seen: int | None = None) -> RowProblem:
    """A fault in words."""
    told = FAULTS[code]
    return RowProblem(line, told.column.name, told.message.fill(given=given, seen=seen), told.remedy.fill(), code)
