"""Tables that are handed in stay within their bounds."""

import io
import struct
import zipfile
from datetime import date, datetime

import pytest
import xlsxwriter

from evexport.kernel.problems import BadInput
from evexport.kernel.sheets import MIB, Limits, Row, read_bytes


def refusal(content, name, **limits):
    with pytest.raises(BadInput) as told:
        read_bytes(content, name=name, limits=Limits(**limits))
    return told.value.code


def spreadsheet(*cells):
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"default_date_format": "yyyy-mm-dd"}) as workbook:
        sheet = workbook.add_worksheet()
        for row, column, value in cells:
            sheet.write(row, column, value)
    return made.getvalue()


def test_a_file_at_the_bound_is_read_and_one_byte_more_is_not():
    assert read_bytes(b"x" * 100, name="a.txt", limits=Limits(file_bytes=100)) == [Row(1, ["x" * 100])]
    assert refusal(b"x" * 101, "a.txt", file_bytes=100) == "FILE_TOO_LARGE"


def test_rows_and_columns_are_bounded():
    assert len(read_bytes(b"a\nb\nc\n", name="a.txt", limits=Limits(rows=3))) == 3
    assert refusal(b"a\nb\nc\nd\n", "a.txt", rows=3) == "FILE_TOO_MANY_ROWS"
    assert refusal(b"a,b\na,b,c\n", "a.csv", columns=2) == "FILE_TOO_WIDE"
    assert refusal(spreadsheet((0, 0, "a"), (0, 5, "b")), "a.xlsx", columns=5) == "FILE_TOO_WIDE"
    assert refusal(spreadsheet((0, 0, "a"), (9, 0, "b")), "a.xlsx", rows=9) == "FILE_TOO_MANY_ROWS"


def test_a_stray_cell_in_the_far_corner_is_refused():
    assert refusal(spreadsheet((0, 0, "a"), (1_048_575, 16_383, "z")), "a.xlsx") == "FILE_UNREADABLE"
    assert refusal(spreadsheet((0, 0, "a"), (1_000, 300, "z")), "a.xlsx") == "FILE_TOO_WIDE"


def test_a_long_text_that_many_cells_share_is_refused():
    text = "x" * 32_767
    content = spreadsheet(*((row, column, text) for row in range(2_000) for column in range(50)))
    assert len(content) < MIB
    assert refusal(content, "a.xlsx") == "FILE_UNREADABLE"


def test_an_archive_that_swells_is_refused():
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b" " * MIB)
    assert len(made.getvalue()) < MIB // 100
    assert refusal(made.getvalue(), "a.xlsx", unpacked_bytes=MIB - 1) == "FILE_TOO_LARGE"


def test_an_archive_that_lies_about_its_size_is_refused():
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b" " * MIB)
    lying = made.getvalue().replace(struct.pack("<I", MIB), struct.pack("<I", 10))
    assert lying != made.getvalue()
    assert refusal(lying, "a.xlsx", unpacked_bytes=MIB - 1) == "FILE_UNREADABLE"


def test_cells_become_the_text_that_is_seen():
    content = spreadsheet(
        (0, 0, "x"),
        (0, 1, 3),
        (0, 2, 2.5),
        (0, 3, True),
        (0, 4, date(2026, 1, 2)),
        (0, 5, datetime(2026, 1, 2, 3, 4)),  # noqa: DTZ001 - a sheet knows no time zone
    )
    assert read_bytes(content, name="a.xlsx") == [Row(1, ["x", "3", "2.5", "true", "2026-01-02", "2026-01-02T03:04:00"])]


def test_a_formula_is_not_run():
    content = spreadsheet((0, 0, "x"), (1, 0, '=HYPERLINK("http://example.invalid")'))
    assert [row.cells[0] for row in read_bytes(content, name="a.xlsx")] in (["x", "0"], ["x"])


def test_empty_rows_are_left_out_and_lines_kept():
    assert read_bytes(b"\n a\n\nb\n", name="a.txt") == [Row(2, [" a"]), Row(4, ["b"])]
