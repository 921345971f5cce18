"""A table of any size read in pieces: however it was saved, each is some lines of plain CSV, and one is in memory at a time."""

import codecs
import csv
import io
import subprocess
import sys
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from typing import IO, NamedTuple

from evexport.kernel.problems import BadInput
from evexport.kernel.sheets import READER, Limits, Row, file_empty, refuse_inflation, too_large, too_long, too_wide, unreadable
from evexport.kernel.text import Text

PIECE = 1024 * 1024
"""Characters of a piece: a few ten thousand rows."""
WIDEST = 8 * PIECE
"""An open quotation mark holds lines together; past this length it is a fault and no cell."""
UNIT = "\x1f"
ENDINGS = ("csv", "txt", "xlsx")


class Piece(NamedTuple):
    """Some whole rows of a table as CSV text: the line on which they begin, their number, the text."""

    line: int
    rows: int
    text: str


@dataclass(frozen=True, slots=True)
class Big:
    """A table opened to be read in pieces, with what says that it is the same table again."""

    name: str
    digest: str
    delimiter: str
    source: IO[bytes]
    encoding: str
    limits: Limits

    def pieces(self) -> Iterator[Piece]:
        """Every row that is not empty, in order. Raises BadInput where it is no table, or more than the bounds allow."""
        count = 0
        for line, text in _whole_rows(self):
            found = self._count(line, text)
            count += found
            if count > self.limits.rows:
                raise too_long(self.name, self.limits.rows)
            if found:
                yield Piece(line, found, text)
        if not count:
            raise file_empty(self.name)

    def _count(self, line: int, text: str) -> int:
        """The rows of some lines, after trying whether they can be read. Without quotation a line is a row: counted faster."""
        if '"' in text:
            return sum(1 for _ in rows_of(Piece(line, 0, text), self.delimiter, name=self.name))
        lines = text.split("\n")
        if max(map(len, lines)) > csv.field_size_limit():
            raise no_csv(self.name, line)
        blank = f"{self.delimiter} \t"
        return sum(1 for one in lines if one.strip(blank))


@contextmanager
def opened(source: IO[bytes], *, name: str, limits: Limits) -> Iterator[Big]:
    """The table in a file that can be wound back; an XLSX is written out as CSV first, beside the memory of this process."""
    kind = name.lower().rpartition(".")[2]
    if kind not in ENDINGS:
        raise BadInput(
            Text(f"不支持文件“{name}”的格式。", f"The kind of file {name} is not read."),
            remedy=Text("请提供 .csv、.txt 或 .xlsx 文件。", "Give a .csv, .txt or .xlsx file."),
            code="FILE_KIND_UNKNOWN",
            field="file",
        )
    digest, encoding = _looked_through(source, name, limits, text=kind != "xlsx")
    if kind != "xlsx":
        # A plain text has one cell a line, whatever stands there.
        yield Big(name, digest, UNIT if kind == "txt" else _delimiter(source, encoding), source, encoding, limits)
        return
    with tempfile.TemporaryFile() as written:
        _write_out(source, written, name, limits)
        yield Big(name, digest, ",", written, "utf-8", limits)


def rows_of(piece: Piece, delimiter: str, *, name: str) -> Iterator[Row]:
    """The rows of a piece that are not empty, each with the line of the file on which it begins."""
    reader = csv.reader(io.StringIO(piece.text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for cells in reader:
            if "".join(cells).strip():
                yield Row(piece.line + line - 1, cells)
            line = reader.line_num + 1
    except csv.Error as error:
        raise no_csv(name, piece.line + line - 1) from error


def no_csv(name: str, line: int) -> BadInput:
    return BadInput(
        Text(f"文件“{name}”第 {line} 行不是有效的 CSV。", f"Line {line} of {name} is not CSV."),
        remedy=Text("请检查该行的引号和分隔符。", "Check the quotes and separators of that line."),
        code="FILE_UNREADABLE",
        field=f"{name}:{line}",
    )


def _looked_through(source: IO[bytes], name: str, limits: Limits, *, text: bool) -> tuple[str, str]:
    """Digest and encoding: UTF-8, UTF-16 with its mark, or GB 18030, as Chinese spreadsheet programs save CSV."""
    digest, size, mark = sha256(), 0, b""
    for block in _blocks(source):
        mark = mark or block[:2]
        digest.update(block)
        size += len(block)
        if size > limits.file_bytes:
            raise too_large(name, limits.file_bytes)
    encodings = ("utf-16",) if mark in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "gb18030")
    found = next((code for code in encodings if _decodes(source, code)), None) if text else "utf-8"
    if found is None:
        raise BadInput(
            Text(f"文件“{name}”不是文本文件。", f"The file {name} is not text."),
            remedy=Text("请以 UTF-8 编码重新保存该文件。", "Save the file again as text in UTF-8."),
            code="FILE_UNREADABLE",
            field="file",
        )
    return f"sha256:{digest.hexdigest()}", found


def _blocks(source: IO[bytes]) -> Iterator[bytes]:
    source.seek(0)
    while block := source.read(PIECE):
        yield block


def _decodes(source: IO[bytes], encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        return not any("\0" in decoder.decode(block) for block in _blocks(source)) and decoder.decode(b"", final=True) == ""
    except UnicodeDecodeError:
        return False


def _delimiter(source: IO[bytes], encoding: str) -> str:
    """The sign that parts the cells of the first line that is not empty."""
    source.seek(0)
    head = codecs.getincrementaldecoder(encoding)().decode(source.read(PIECE))
    first = next((line for line in head.splitlines() if line.strip()), "")
    return max(",;\t", key=first.count)


def _whole_rows(big: Big) -> Iterator[tuple[int, str]]:
    """The text cut where a line ends and no quotation is open; a line ends with one sign from here on."""
    big.source.seek(0)
    reader = io.TextIOWrapper(big.source, encoding=big.encoding, newline=None)
    line, rest = 1, ""
    try:
        while block := reader.read(PIECE):
            rest += block
            end = rest.rfind("\n") + 1
            while end and rest.count('"', 0, end) % 2:
                end = rest.rfind("\n", 0, end - 1) + 1
            if end:
                yield line, rest[:end]
                line, rest = line + rest.count("\n", 0, end), rest[end:]
            elif len(rest) > WIDEST:
                raise no_csv(big.name, line)
        if rest:
            yield line, rest
    finally:
        reader.detach()


def _write_out(source: IO[bytes], written: IO[bytes], name: str, limits: Limits) -> None:
    """The first sheet that holds anything as CSV, its empty rows included, so that a row keeps its number."""
    source.seek(0)
    try:
        refuse_inflation(source, name, limits)
    except (zipfile.BadZipFile, RuntimeError, EOFError, zlib.error) as error:
        raise unreadable(name) from error
    command = [sys.executable, "-I", str(READER), str(limits.rows), str(limits.columns), "csv"]
    with tempfile.TemporaryFile() as handed:
        handed.writelines(_blocks(source))
        handed.seek(0)
        done = subprocess.run(command, stdin=handed, stdout=written, stderr=subprocess.PIPE, check=False)  # noqa: S603 - our own file
    if done.returncode == 3:
        raise too_wide(name, 1, limits.columns) if done.stderr.strip() == b"columns" else too_long(name, limits.rows)
    if done.returncode:
        raise unreadable(name)
