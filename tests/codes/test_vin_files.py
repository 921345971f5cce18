"""Files of VINs: text, CSV and spreadsheet, with the line of each fault."""

import pytest
import xlsxwriter

from evexport.codes.vin_files import check_upload
from evexport.kernel.problems import BadInput

ONE, TWO, THREE = "LDMEV7EB2TD000001", "LDMEV7EB4TD000002", "LDMEV7EB6TD000003"


def written(path, content):
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def check_file(path):
    return check_upload(path.read_bytes(), name=path.name)


def rows(report):
    return [(row.line, row.vin, row.codes) for row in report.rows]


def test_a_text_file_names_each_fault_by_its_line(tmp_path):
    text = f"{ONE}\n\nLDM-EV7EB4 TD000002\nLDMEV7EB5TD000002\nLDMEV7EBETD000002\nshort\n{ONE.lower()}\n"
    report = check_file(written(tmp_path / "vins.txt", text))
    assert (report.total, report.valid) == (6, 2)
    assert rows(report) == [
        (4, "LDMEV7EB5TD000002", ("VIN_CHECK_DIGIT",)),
        (5, "LDMEV7EBETD000002", ("VIN_NO_CHECK_POSITION",)),
        (6, "SHORT", ("VIN_MALFORMED",)),
        (7, ONE, ("VIN_REPEATED",)),
    ]
    assert report.as_dict()["rows"][0] == {
        "line": 4,
        "vin": "LDMEV7EB5TD000002",
        "codes": ["VIN_CHECK_DIGIT"],
    }


def test_a_faulty_vin_given_twice_is_both(tmp_path):
    report = check_file(written(tmp_path / "vins.txt", "SHORT\nSHORT\n"))
    assert rows(report) == [(1, "SHORT", ("VIN_MALFORMED",)), (2, "SHORT", ("VIN_MALFORMED", "VIN_REPEATED"))]


@pytest.mark.parametrize("heading", ["VIN", "vin", "车辆识别代号", "车架号", " Vin "])
def test_the_column_under_the_heading_is_read(tmp_path, heading):
    table = f"no,{heading},model\n1,{ONE},DMO7000BEVA1\n2,,DMO7000BEVA1\n3,{TWO},DMO7000BEVA1\n"
    report = check_file(written(tmp_path / "vins.csv", table))
    assert (report.total, report.valid, rows(report)) == (3, 2, [(3, "", ("VIN_MALFORMED",))])


@pytest.mark.parametrize(
    "content",
    [
        f"{ONE}\r\n{TWO}\r\n".encode(),
        f"1;{ONE}\n2;{TWO}\n".encode(),
        f"1\t{ONE}\n2\t{TWO}\n".encode(),
        f"\ufeffVIN\n{ONE}\n{TWO}".encode(),
        f"车型,VIN\n纯电动轿车,{ONE}\n纯电动轿车,{TWO}\n".encode("gb18030"),
        f"VIN,note\n{ONE},a\n{TWO},b\n".encode("utf-16"),
        f'VIN,note\n{ONE},"two\nlines"\n{TWO},b\n'.encode(),
    ],
    ids=["bare", "semicolons", "tabs", "byte mark", "GB 18030", "UTF-16", "cell over two lines"],
)
def test_the_ways_programs_save_csv_are_read(content):
    report = check_upload(content, name="vins.csv")
    assert (report.total, report.valid) == (2, 2)


def test_a_row_after_a_cell_of_two_lines_keeps_its_line():
    report = check_upload(f'VIN,note\n{ONE},"two\nlines"\nSHORT,b\n'.encode(), name="vins.csv")
    assert rows(report) == [(4, "SHORT", ("VIN_MALFORMED",))]


def book(path, sheets):
    with xlsxwriter.Workbook(path) as workbook:
        for cells in sheets:
            sheet = workbook.add_worksheet()
            for place, value in cells.items():
                sheet.write(place, value)
    return path


def test_a_spreadsheet_is_read_by_its_own_row_numbers(tmp_path):
    cells = {"B3": "VIN", "B4": ONE, "B6": "LDMEV7EB5TD000002", "B7": TWO, "C7": 5.0}
    report = check_file(book(tmp_path / "vins.xlsx", [{}, cells]))
    assert (report.total, report.valid) == (3, 2)
    assert rows(report) == [(6, "LDMEV7EB5TD000002", ("VIN_CHECK_DIGIT",))]


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("vins.txt", b"", "FILE_EMPTY"),
        ("vins.txt", b"\n \n", "FILE_EMPTY"),
        ("vins.csv", b"VIN,model\n", "FILE_EMPTY"),
        ("vins.csv", b"a,b\n1,2\n", "FILE_NO_VIN_COLUMN"),
        ("vins.csv", b'VIN\n"LDM', "FILE_UNREADABLE"),
        ("vins.pdf", b"%PDF", "FILE_KIND_UNKNOWN"),
        ("vins", b"LDM", "FILE_KIND_UNKNOWN"),
        ("vins.txt", b"PK\x03\x04\x00\x00\xff", "FILE_UNREADABLE"),
        ("vins.xlsx", b"LDMEV7EB2TD000001", "FILE_UNREADABLE"),
        ("vins.xlsx", b"", "FILE_UNREADABLE"),
    ],
)
def test_a_file_that_cannot_be_understood_says_what_to_mend(tmp_path, name, content, code):
    with pytest.raises(BadInput) as told:
        check_file(written(tmp_path / name, content))
    assert told.value.code == code
    assert name in told.value.message.zh
    assert name in told.value.message.en
    assert told.value.remedy.zh
