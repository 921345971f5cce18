"""What the registers say on a day: announced models, certificates, WMIs. From files, or handed in as rows."""

import csv
import io
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from evexport.kernel.text import Text
from evexport.regulation.facts.reading import text_of
from evexport.regulation.yamlfile import FileProblem

LIMIT_BYTES = 64 * 1024 * 1024
STATUSES = ("valid", "suspended", "revoked", "cancelled", "expired")


@dataclass(frozen=True, slots=True)
class AnnouncedModel:
    """A model in MIIT's Announcement. From `withdrawn_on` on it no longer stands there."""

    model_code: str
    vehicle_name: str
    trademark: str
    manufacturer_name: str
    manufacturer_uscc: str
    batch: int | None
    effective_from: date | None
    withdrawn_on: date | None = None

    def stands_on(self, day: date) -> bool:
        begun = self.effective_from is None or self.effective_from <= day
        return begun and (self.withdrawn_on is None or day < self.withdrawn_on)


@dataclass(frozen=True, slots=True)
class Certificate:
    """A CCC certificate's status from a day on; a certificate may have several rows, one per change."""

    certificate_no: str
    manufacturer_uscc: str
    model_code: str
    status: str
    status_since: date | None
    valid_from: date | None
    valid_until: date | None


@dataclass(frozen=True, slots=True)
class WmiHolder:
    """Who holds a WMI, and for which maker it is used: a contract manufacturer's serves another maker."""

    wmi: str
    holder_name: str
    holder_uscc: str
    maker_uscc: str
    valid_from: date | None


@dataclass(frozen=True)
class RegisterFacts:
    """Rows of the registers. None, not empty, where a register was not looked into."""

    announcement: tuple[AnnouncedModel, ...] | None = None
    ccc: tuple[Certificate, ...] | None = None
    wmis: tuple[WmiHolder, ...] | None = None

    @cached_property
    def _models(self) -> Mapping[str, list[AnnouncedModel]]:
        return _grouped(self.announcement or (), lambda row: row.model_code)

    @cached_property
    def _certificates(self) -> Mapping[str, list[Certificate]]:
        return _grouped(self.ccc or (), lambda row: row.certificate_no)

    @cached_property
    def _wmis(self) -> Mapping[str, list[WmiHolder]]:
        return _grouped(self.wmis or (), lambda row: row.wmi)

    @cached_property
    def _certified(self) -> Mapping[str, list[Certificate]]:
        return _grouped(self.ccc or (), lambda row: row.model_code)

    def only(self, model_codes: Iterable[str], wmis: Iterable[str]) -> "RegisterFacts":
        """What these registers say of some models and WMIs, as if only those had been looked up."""
        codes, used = sorted(set(model_codes)), sorted(set(wmis))
        return RegisterFacts(
            announcement=tuple(row for code in codes for row in self.models(code)),
            ccc=tuple(row for code in codes for row in self._certified.get(code, [])),
            wmis=tuple(row for wmi in used for row in self._wmis.get(wmi, [])),
        )

    def models(self, model_code: str) -> list[AnnouncedModel]:
        return self._models.get(model_code, [])

    def certificate(self, number: str, *, on: date) -> Certificate | None:
        """The certificate as it stood on a day: its latest status begun by then."""
        rows = [r for r in self._certificates.get(number, []) if r.status_since is None or r.status_since <= on]
        return max(rows, key=lambda r: r.status_since or date.min, default=None)

    def wmi_serves(self, wmi: str, maker_uscc: str, *, on: date) -> bool:
        """Whether the maker holds the WMI or it is recorded as used for the maker."""
        return any(
            maker_uscc in (row.maker_uscc, row.holder_uscc) and (row.valid_from is None or row.valid_from <= on)
            for row in self._wmis.get(wmi, [])
        )


R = TypeVar("R")


def _grouped(rows: Iterable[R], key: Callable[[R], str]) -> Mapping[str, list[R]]:
    found: dict[str, list[R]] = {}
    for row in rows:
        found.setdefault(key(row), []).append(row)
    return found


def read_registers(folder: Path) -> RegisterFacts:
    """The registers of a folder: announcement.csv, ccc.csv, wmi.csv; what is not there is not looked into.

    Raises FileProblem naming file and line.
    """
    if not folder.is_dir():
        raise FileProblem(
            Text("登记目录不存在。", "There is no such folder of registers."),
            remedy=Text(
                "请给出含 announcement.csv、ccc.csv、wmi.csv 的目录。",
                "Name a folder that holds announcement.csv, ccc.csv, wmi.csv.",
            ),
            file=str(folder),
            code="REGISTERS_NOT_FOUND",
        )
    found = RegisterFacts(
        announcement=_rows(
            folder / "announcement.csv",
            _announced,
            "model_code,vehicle_name,manufacturer_name,manufacturer_uscc",
        ),
        ccc=_rows(folder / "ccc.csv", _certificate, "certificate_no,manufacturer_uscc,model_code,status"),
        wmis=_rows(folder / "wmi.csv", _holder, "wmi,holder_uscc,maker_uscc"),
    )
    if found == RegisterFacts():
        raise FileProblem(
            Text("目录中没有可用的登记文件。", "The folder holds no register file."),
            remedy=Text(
                "请放入 announcement.csv、ccc.csv 或 wmi.csv。",
                "Put announcement.csv, ccc.csv or wmi.csv there.",
            ),
            file=str(folder),
            code="REGISTERS_NOT_FOUND",
        )
    return found


@dataclass(slots=True)
class Row:
    """One line of a register file."""

    file: str
    line: int
    cells: Mapping[str, str | None]

    def text(self, column: str) -> str:
        return (self.cells.get(column) or "").strip()

    def day(self, column: str) -> date | None:
        cell = self.text(column)
        try:
            return date.fromisoformat(cell) if cell else None
        except ValueError:
            raise self.fail(column, f"“{cell}”不是日期。", f"“{cell}” is not a date, YYYY-MM-DD.") from None

    def number(self, column: str) -> int | None:
        cell = self.text(column)
        if cell and not (cell.isascii() and cell.isdigit()):
            raise self.fail(column, f"“{cell}”不是整数。", f"“{cell}” is not a whole number.")
        return int(cell) if cell else None

    def fail(self, column: str, zh: str, en: str) -> FileProblem:
        return FileProblem(
            Text(f"{column}：{zh}", f"{column}: {en}"),
            remedy=Text("请更正该单元格。", "Correct the cell."),
            file=self.file,
            line=self.line,
            field=column,
            code="REGISTER_CELL",
        )


def _rows(path: Path, make: Callable[[Row], R], needed: str) -> tuple[R, ...] | None:
    if not path.exists():
        return None
    reader = csv.DictReader(io.StringIO(text_of(path, limit=LIMIT_BYTES), newline=""), strict=True)
    try:
        missing = [name for name in needed.split(",") if name not in (reader.fieldnames or ())]
        if missing:
            raise FileProblem(
                Text(f"缺少列：{'、'.join(missing)}。", f"Columns are missing: {', '.join(missing)}."),
                remedy=Text("请按登记文件的表头填写。", "Use the register file's head line."),
                file=str(path),
                line=1,
                code="REGISTER_COLUMNS",
            )
        return tuple(make(Row(str(path), reader.line_num, cells)) for cells in reader)
    except csv.Error as error:
        raise FileProblem(
            Text(f"不是可读的 CSV：{error}。", f"This is not readable CSV: {error}."),
            remedy=Text("请检查该行的引号。", "Check the quotes of this line."),
            file=str(path),
            line=reader.reader.line_num,
            code="REGISTER_UNREADABLE",
        ) from None


def _announced(row: Row) -> AnnouncedModel:
    return AnnouncedModel(
        row.text("model_code"),
        row.text("vehicle_name"),
        row.text("trademark"),
        row.text("manufacturer_name"),
        row.text("manufacturer_uscc"),
        row.number("batch"),
        row.day("effective_from"),
        row.day("withdrawn_on"),
    )


def _certificate(row: Row) -> Certificate:
    status = row.text("status")
    if status not in STATUSES:
        raise row.fail(
            "status",
            f"未知的证书状态“{status}”。",
            f"“{status}” is no status of a certificate: {', '.join(STATUSES)}.",
        )
    return Certificate(
        row.text("certificate_no"),
        row.text("manufacturer_uscc"),
        row.text("model_code"),
        status,
        row.day("status_since"),
        row.day("valid_from"),
        row.day("valid_until"),
    )


def _holder(row: Row) -> WmiHolder:
    return WmiHolder(
        row.text("wmi"),
        row.text("holder_name"),
        row.text("holder_uscc"),
        row.text("maker_uscc"),
        row.day("valid_from"),
    )
