"""What a car on a production register must be: its VIN, its maker's identifier, its model year, its announced model, its day."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import polars as pl

from evexport.codes import vin as vins
from evexport.codes import vin_columns
from evexport.kernel.problems import BadInput
from evexport.kernel.rows import RowProblem
from evexport.kernel.tables import Column, value_of
from evexport.kernel.text import Text
from evexport.regulation.law import Law

REACH = "production.register.model_year_reach"
LONGEST_MODEL = 40
SHOWN = 60
"""Characters of a bad cell that are told."""
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
    column = vin_columns.check(cells[0], check_position_excused=known.excused)
    frame = pl.DataFrame(
        {
            "line": lines,
            "vin": column.vins,
            "given_model": cells[1],
            "model_code": _each(cells[1], _model, pl.String),
            "given_day": cells[2].str.strip_chars(),
            "built_on": _each(cells[2], _day, pl.Date),
            "fault": pl.Series(column.faults),
        }
    ).with_columns(day=pl.col("built_on").fill_null(known.today))
    found = pl.concat([_of_vins(frame, known), *_of_others(frame, known)])
    bad = found["line"].unique()
    sound = frame.filter(~pl.col("line").is_in(bad.implode())).select("line", "vin", "model_code", "built_on")
    return Checked(sound, found.sort("line", maintain_order=True))


def _of_vins(frame: pl.DataFrame, known: Known) -> pl.DataFrame:
    formed = frame.filter(pl.col("fault") != vin_columns.FAULTS.index(vins.VIN_MALFORMED))
    found = [
        _told(frame.filter(pl.col("fault") == number), code, "vin")
        for number, code in enumerate(vin_columns.FAULTS)
        if code is not None
    ]
    if known.wmis is not None:
        third = pl.col("vin").str.slice(2, 1)
        short, rest = pl.col("vin").str.slice(0, 3), pl.col("vin").str.slice(11, 3)
        own = formed.with_columns(of=pl.when(third == "9").then(short + rest).otherwise(short))
        found.append(_told(_failing(own, "of", "day", _stands(known.wmis)), "VIN_WMI_FOREIGN", "of"))
    if known.days:
        reach = known.reach
        aged = formed.with_columns(of=pl.col("vin").str.slice(9, 1), year=pl.col("day").dt.year())
        found.append(_told(_failing(aged, "of", "year", lambda sign, year: year_fits(sign, year, reach)), "VIN_MODEL_YEAR", "of"))
    return pl.concat(found)


def _of_others(frame: pl.DataFrame, known: Known) -> list[pl.DataFrame]:
    found = []
    if known.models is not None:
        length = pl.col("model_code").str.len_chars()
        named = (length > 0) & (length <= LONGEST_MODEL)
        found.append(_told(frame.filter(~named), "MODEL_MISSING", "given_model"))
        found.append(
            _told(_failing(frame.filter(named), "model_code", "day", _stands(known.models)), "MODEL_WITHDRAWN", "model_code")
        )
    if known.days:
        found.append(_told(frame.filter(pl.col("built_on").is_null()), "BUILT_ON_UNREADABLE", "given_day"))
        found.append(_told(frame.filter(pl.col("built_on") > known.today), "BUILT_IN_FUTURE", "given_day"))
    return found


def _told(rows: pl.DataFrame, code: str, given: str) -> pl.DataFrame:
    return rows.select(
        "line",
        pl.lit(code).alias("code"),
        *(pl.col(n).str.slice(0, SHOWN).alias(a) for n, a in (("vin", "vin"), (given, "given"))),
    )


def _failing(frame: pl.DataFrame, one: str, other: str, holds: Callable[..., bool]) -> pl.DataFrame:
    """The rows whose pair of values fails; each pair is tried once."""
    pairs = frame.select(one, other).unique()
    failing = [not holds(*pair) for pair in pairs.iter_rows()]
    return frame.join(pairs.filter(pl.Series(failing, dtype=pl.Boolean)), on=[one, other], how="semi")


def _stands(spans: Mapping[str, Sequence[Span]]) -> Callable[[str, date], bool]:
    return lambda name, day: any(span.holds(day) for span in spans.get(name, ()))


def year_fits(sign: str, built: int, reach: int) -> bool:
    """Whether a model year's character stands for the year of building or one not further off than `reach`."""
    return any(vins.year_character(year) == sign for year in range(built - reach, built + reach + 1))


def _each(cells: pl.Series, read: Callable[[str], object], dtype: pl.DataType | type[pl.DataType]) -> pl.Series:
    """A column read cell by cell, each that differs once."""
    distinct = cells.unique()
    return cells.replace_strict(distinct, pl.Series([read(cell) for cell in distinct], dtype=dtype), return_dtype=dtype)


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
