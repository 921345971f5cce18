"""Tables that people hand in, as text, CSV or XLSX, read within bounds into numbered rows of text."""

import csv
import io
import json
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, NamedTuple

from evexport.kernel.problems import BadInput
from evexport.kernel.text import Text

MIB = 1024 * 1024
READER = Path(__file__).with_name("sheet_process.py")


class Row(NamedTuple):
    """One row: the line (or sheet row) it stands on, counted from 1, and its cells as text."""

    line: int
    cells: list[str]


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a file may be. An XLSX is an archive: what it unpacks to is bounded as well."""

    file_bytes: int = 64 * MIB
    unpacked_bytes: int = 256 * MIB
    rows: int = 2_000_000
    columns: int = 256


LIMITS = Limits()


def read_bytes(content: bytes, *, name: str, limits: Limits = LIMITS) -> list[Row]:
    """The rows of an uploaded file, without its empty ones; the ending of `name` says how it is read. Any fault is BadInput."""
    if len(content) > limits.file_bytes:
        raise too_large(name, limits.file_bytes)
    kind = name.lower().rpartition(".")[2]
    if kind == "xlsx":
        rows = _xlsx_rows(content, name, limits)
    elif kind == "csv":
        rows = _csv_rows(_decoded(content, name), name)
    elif kind == "txt":
        rows = (Row(line, [text]) for line, text in enumerate(_decoded(content, name).splitlines(), start=1))
    else:
        raise BadInput(
            Text(f"不支持文件“{name}”的格式。", f"The kind of file {name} is not read."),
            remedy=Text("请提供 .txt、.csv 或 .xlsx 文件。", "Give a .txt, .csv or .xlsx file."),
            code="FILE_KIND_UNKNOWN",
        )
    return _bounded(rows, name, limits)


def _bounded(rows: Iterable[Row], name: str, limits: Limits) -> list[Row]:
    kept = []
    for row in rows:
        if not "".join(row.cells).strip():
            continue
        kept.append(row)
        if len(row.cells) > limits.columns:
            raise too_wide(name, row.line, limits.columns)
        if len(kept) > limits.rows:
            raise too_long(name, limits.rows)
    if not kept:
        raise file_empty(name)
    return kept


def _decoded(content: bytes, name: str) -> str:
    """UTF-8, UTF-16 with its mark, or GB 18030, as Chinese spreadsheet programs save CSV."""
    encodings = ["utf-16"] if content[:2] in (b"\xff\xfe", b"\xfe\xff") else ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise BadInput(
        Text(f"文件“{name}”不是文本文件。", f"The file {name} is not text."),
        remedy=Text("请以 UTF-8 编码重新保存该文件。", "Save the file again as text in UTF-8."),
        code="FILE_UNREADABLE",
    )


def _csv_rows(text: str, name: str) -> Iterator[Row]:
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for cells in reader:
            yield Row(line, cells)
            # A quoted cell may run over several lines: a row is named by its first.
            line = reader.line_num + 1
    except csv.Error as error:
        raise BadInput(
            Text(f"文件“{name}”第 {line} 行不是有效的 CSV。", f"Line {line} of {name} is not CSV."),
            remedy=Text("请检查该行的引号和分隔符。", "Check the quotes and separators of that line."),
            code="FILE_UNREADABLE",
            field=f"{name}:{line}",
        ) from error


def _xlsx_rows(content: bytes, name: str, limits: Limits) -> Iterator[Row]:
    """The first sheet that holds anything, read in a process of its own (see sheet_process)."""
    try:
        refuse_inflation(io.BytesIO(content), name, limits)
    except (zipfile.BadZipFile, RuntimeError, EOFError, zlib.error) as error:
        raise unreadable(name) from error
    command = [sys.executable, "-I", str(READER), str(limits.rows), str(limits.columns)]
    done = subprocess.run(command, input=content, capture_output=True, check=False)  # noqa: S603 - our own file
    if done.returncode:
        raise unreadable(name)
    answer = json.loads(done.stdout)
    if "over" in answer:
        raise (too_wide(name, 1, limits.columns) if answer["over"] == "columns" else too_long(name, limits.rows))
    return (Row(line, cells) for line, cells in answer["rows"])


def unreadable(name: str) -> BadInput:
    return BadInput(
        Text(f"文件“{name}”不是可读取的 XLSX。", f"The file {name} is not an XLSX that can be read."),
        remedy=Text(
            "请删除远处的空白行列，用表格软件另存为未加密的 .xlsx。",
            "Delete stray cells far from the table and save it again as .xlsx without a password.",
        ),
        code="FILE_UNREADABLE",
    )


def refuse_inflation(content: IO[bytes], name: str, limits: Limits) -> None:
    """Raises where an archive unpacks to more than is read, or is none."""
    with zipfile.ZipFile(content) as archive:
        if sum(part.file_size for part in archive.infolist()) > limits.unpacked_bytes:
            raise too_large(name, limits.unpacked_bytes)
        # The sizes an archive states may lie: unpacking up to them must give the stated checksums.
        if archive.testzip() is not None:
            raise zipfile.BadZipFile


def file_empty(name: str) -> BadInput:
    return BadInput(
        Text(f"文件“{name}”没有内容。", f"The file {name} is empty."),
        remedy=Text("请在文件中至少填写一行。", "Put at least one row into the file."),
        code="FILE_EMPTY",
    )


def too_large(name: str, bound: int) -> BadInput:
    size = f"{bound // MIB} MiB"
    return BadInput(
        Text(f"文件“{name}”超过 {size} 的上限。", f"The file {name} is over the limit of {size}."),
        remedy=Text("请拆分为几个文件。", "Split it into several files."),
        code="FILE_TOO_LARGE",
    )


def too_long(name: str, bound: int) -> BadInput:
    return BadInput(
        Text(f"文件“{name}”超过 {bound} 行的上限。", f"The file {name} has more than {bound} rows."),
        remedy=Text("请拆分为几个文件。", "Split it into several files."),
        code="FILE_TOO_MANY_ROWS",
    )


def too_wide(name: str, line: int, bound: int) -> BadInput:
    return BadInput(
        Text(
            f"文件“{name}”第 {line} 行超过 {bound} 列。",
            f"Row {line} of {name} has more than {bound} columns.",
        ),
        remedy=Text("请删除多余的列。", "Remove the columns that are not needed."),
        code="FILE_TOO_WIDE",
        field=f"{name}:{line}",
    )
