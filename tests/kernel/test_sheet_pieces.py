"""Tables read in pieces: however a table is cut, its rows keep their lines and their cells."""

import io

import pytest
import xlsxwriter

from evexport.kernel import sheet_pieces
from evexport.kernel.problems import BadInput
from evexport.kernel.sheet_columns import columns_of
from evexport.kernel.sheet_pieces import Piece, opened, rows_of
from evexport.kernel.sheets import MIB, Limits

TABLE = '型号;b\r\n\r\n"x\n;""y";z\r\n1;2\r\n;\r\n3'
ROWS = [(1, ["型号", "b"]), (3, ['x\n;"y', "z"]), (5, ["1", "2"]), (7, ["3"])]  # fmt: skip


def read(content: bytes, name="a.csv", **bounds):
    with opened(io.BytesIO(content), name=name, limits=Limits(**bounds)) as big:
        return [tuple(row) for piece in big.pieces() for row in rows_of(piece, big.delimiter, name=name)]


def refusal(content: bytes, name="a.csv", **bounds) -> str:
    with pytest.raises(BadInput) as caught:
        read(content, name, **bounds)
    assert caught.value.remedy.zh
    return caught.value.code


@pytest.mark.parametrize("size", [1, 3, 7, 1000])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_rows_are_the_same_however_they_are_cut_and_saved(monkeypatch, size, encoding):
    monkeypatch.setattr(sheet_pieces, "PIECE", size if encoding != "utf-16" else max(size, 4))
    monkeypatch.setattr(sheet_pieces, "_delimiter", lambda *_: ";")
    assert read(TABLE.encode(encoding)) == ROWS


def test_the_sign_between_cells_is_found():
    for sign in ",;\t":
        assert read(f"a{sign}b\n1{sign}2\n".encode())[1] == (2, ["1", "2"])
    assert read(b"a,b\tc\n", "a.txt") == [(1, ["a,b\tc"])]


def test_a_spreadsheet_keeps_its_row_numbers():
    made = io.BytesIO()
    with xlsxwriter.Workbook(made) as book:
        book.add_worksheet()
        sheet = book.add_worksheet()
        sheet.write_row(2, 1, ["vin", "day"])
        sheet.write_row(5, 1, ["A,B", "two\nlines"])
    assert read(made.getvalue(), "a.xlsx") == [(3, ["vin", "day"]), (6, ["A,B", "two lines"])]
    assert refusal(made.getvalue(), "a.xlsx", rows=2) == "FILE_TOO_MANY_ROWS"
    assert refusal(made.getvalue(), "a.xlsx", columns=1) == "FILE_TOO_WIDE"
    assert refusal(made.getvalue(), "a.xlsx", unpacked_bytes=100) == "FILE_TOO_LARGE"


@pytest.mark.parametrize(
    ("content", "bounds", "code"),
    [
        (b"", {}, "FILE_EMPTY"),
        (b",,\n\n", {}, "FILE_EMPTY"),
        (b"a\nb\nc\n", {"rows": 2}, "FILE_TOO_MANY_ROWS"),
        (b"x" * (MIB + 1), {"file_bytes": MIB}, "FILE_TOO_LARGE"),
        (b'a,"b" c\n', {}, "FILE_UNREADABLE"),
        (b'a,"' + b"b" * 200_000 + b'"\n', {}, "FILE_UNREADABLE"),
        (b"a," + b"b" * 200_000 + b"\n", {}, "FILE_UNREADABLE"),
        (b"a\xff\xff\xffb\n", {}, "FILE_UNREADABLE"),
    ],
)
def test_what_is_no_table_is_refused(content, bounds, code):
    assert refusal(content, **bounds) == code


def test_an_open_quotation_does_not_swallow_the_memory(monkeypatch):
    monkeypatch.setattr(sheet_pieces, "PIECE", 10)
    monkeypatch.setattr(sheet_pieces, "WIDEST", 50)
    assert refusal(b'a,"' + b"b\n" * 100) == "FILE_UNREADABLE"


@pytest.mark.parametrize("quoted", ["", 'q,"q"\n'])
def test_columns_are_those_of_the_rows(quoted):
    text = f"a,b,c\n,,\n 1 ,2\n\n3,4,5,6\n{quoted}"
    found = columns_of(Piece(1, 0, text), ",", [1, None, 0], name="a.csv", after=1)
    assert found.lines.to_list()[:2] == [3, 5]
    assert [one.to_list()[:2] for one in found.cells] == [["2", "4"], ["", ""], [" 1 ", "3"]]
