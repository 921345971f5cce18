"""Public registers: each row with its source, fictitious rows marked, found by code or name."""

import pytest


def test_a_fictitious_row_is_marked_and_a_real_one_is_not(visitor):
    html = visitor.get("/registers/models/").content.decode()
    example, real = (row for row in html.split("<tr>") if "DM17010BEVA1" in row or "FV70010AABEV" in row)
    assert "示例</span>" in example.split("</th>")[0]
    assert "示例" not in real


def test_every_row_names_its_source(visitor):
    assert "public register, 2026-09" in visitor.get("/registers/wmi/").content.decode()


@pytest.mark.parametrize(
    ("register", "asked", "found"),
    [
        ("models", "FV7001", "FV70010AABEV"),
        ("models", "大众", "FV70010AABEV"),
        ("wmi", "tesla", "LRW"),
        ("customs", "皇岗", "5301"),
        ("trade-modes", "01", "0110"),
    ],
)
def test_a_row_is_found_by_code_or_name(visitor, register, asked, found):
    html = visitor.get(f"/registers/{register}/", {"q": asked}).content.decode()
    assert f"<code>{found}</code>" in html


def test_a_search_without_a_hit_says_so(visitor):
    assert "没有符合的行" in visitor.get("/registers/models/", {"q": "ZZZ"}).content.decode()


def test_a_register_that_was_not_imported_says_so(visitor):
    assert "尚未导入" in visitor.get("/registers/units/").content.decode()


def test_an_office_names_the_customs_it_belongs_to(visitor):
    html = visitor.get("/registers/customs/", {"q": "5301"}).content.decode()
    assert "隶属海关" in html
    assert ">5300</td>" in html
