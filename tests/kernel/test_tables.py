"""Cells of a handed-in table as values: in either language, as people and their spreadsheets write them."""

import pytest

from evexport.kernel.problems import BadInput
from evexport.kernel.sheets import Row
from evexport.kernel.tables import Column, bare, read_table, safe, text_of, value_of
from evexport.kernel.text import Text

MARKETS = {"DE": Text("德国（DE）", "Germany (DE)"), "BR": Text("巴西（BR）", "Brazil (BR)")}
COLUMNS = (
    Column("market", Text("市场", "Market"), "choice", required=True, choices=lambda: MARKETS),
    Column("stock", Text("在库", "In stock"), "count", required=True),
    Column("rate", Text("备货率", "Rate"), "rate"),
    Column("since", Text("自", "Since"), "day"),
    Column("always", Text("24小时", "Always"), "yes_no"),
    Column("services", Text("服务", "Services"), "many", choices=lambda: MARKETS),
)
BY_NAME = {column.name: column for column in COLUMNS}


@pytest.mark.parametrize(
    ("name", "cell", "value"),
    [
        ("market", "de", "DE"),
        ("market", "德国", "DE"),
        ("market", "Germany (DE)", "DE"),
        ("stock", "1,200", 1200),
        ("stock", "1200.0", 1200),
        ("rate", "30%", 0.3),
        ("rate", "0.3", 0.3),
        ("rate", "100%", 1),
        ("since", "2027/3/3", "2027-03-03"),
        ("since", "2027年3月3日", "2027-03-03"),
        ("always", "是", True),
        ("always", "No", False),
        ("services", "DE；巴西；DE", ["DE", "BR"]),
    ],
)
def test_a_cell_as_people_write_it(name, cell, value):
    assert value_of(BY_NAME[name], cell) == value


@pytest.mark.parametrize(
    ("name", "cell"),
    [
        ("market", "Atlantis"), ("stock", "12.5"), ("stock", "-3"), ("stock", ""), ("rate", "1e99"), ("rate", "NaN"),
        ("since", "2027-02-30"), ("since", "soon"), ("always", "perhaps"),
    ],
)  # fmt: skip
def test_a_cell_that_is_not_what_the_column_holds(name, cell):
    with pytest.raises(BadInput) as refused:
        value_of(BY_NAME[name], cell)
    assert refused.value.remedy.zh
    assert refused.value.remedy.en


def rows(*lines):
    return [Row(number, list(cells)) for number, cells in enumerate(lines, 2)]


def test_headings_in_either_language_in_any_order_with_what_to_mend_beside():
    heads = ["What to mend", "In stock", "市场", "Colour"]
    read = read_table(heads, rows(("mend!", "5", "DE", "red")), columns=COLUMNS, check=lambda _row: [])
    assert read.good == ((2, {"market": "DE", "stock": 5}),)
    assert read.unused == ("Colour",)


def test_each_fault_of_each_row_is_told_with_its_line():
    read = read_table(
        ["market", "stock"],
        rows(("XX", "many"), ("DE", "5"), ("DE", "6")),
        columns=COLUMNS,
        check=lambda _row: [],
        key=lambda row: row["market"],
    )
    assert [(one.row, one.field) for one in read.bad] == [(2, "market"), (2, "stock"), (4, "")]
    assert "第3行" in read.bad[2].message.zh
    assert read.good == ((3, {"market": "DE", "stock": 5}),)


def test_a_column_that_must_be_there_is_asked_for():
    with pytest.raises(BadInput, match="In stock") as refused:
        read_table(["market"], rows(("DE",)), columns=COLUMNS, check=lambda _row: [])
    assert refused.value.code == "FILE_NO_COLUMN"


@pytest.mark.parametrize("text", ["=1+1", "+49 40 123", "-5", "@home", "plain", "'quoted'"])
def test_what_a_spreadsheet_would_calculate_goes_out_quoted_and_comes_back_bare(text):
    assert bare(safe(text)) == text
    assert not safe(text).startswith(("=", "+", "-", "@"))


@pytest.mark.parametrize(("name", "value"), [("market", "DE"), ("rate", 0.3), ("always", True), ("services", ["DE", "BR"])])
def test_a_value_written_is_read_back(name, value):
    for language in ("zh", "en"):
        assert value_of(BY_NAME[name], text_of(BY_NAME[name], value, language)) == value
