"""A table by file: looked through before it is taken, bad rows told and given back, all of it or the good rows alone."""

import csv
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest
from tests.desks.enterprise.conftest import OWNER, file_of, stored, text

from evexport.enterprises.models import Sheet
from evexport.enterprises.sheets import MOST_ROWS
from evexport.qualification.models import Filing

PARTS = "/enterprise/network/2028/parts/"


def upload(client, content, *, name="parts.csv", mode="add", address=PARTS):
    return client.post(f"{address}upload/", {"file": file_of(content, name), "mode": mode})


def handed_in(client, content, **how):
    """The page of a file that was taken in."""
    answer = upload(client, content, **how)
    assert answer.status_code == 302, text(answer)
    return answer.headers["Location"]


def take(client, address, **more):
    return client.post(address, {"revision": client.get(address).context["form"]["revision"].value(), **more})


def lines(response):
    return list(csv.reader(StringIO(response.content.decode("utf-8-sig"))))


def parts(own_draft):
    return {row["market"]: row for row in stored(own_draft).document["service_network"]["parts"]}


def test_a_file_is_looked_through_before_it_is_taken(maker, own_draft):
    before = parts(own_draft)
    first, second = list(before)[:2]
    content = f"市场,应备种数,在库种数\n{first},1200,1\n{second},1200,{before[second]['in_stock']}\nFR,100,20\n"
    address = handed_in(maker, content)
    assert parts(own_draft) == before, "nothing is taken yet"
    page = text(maker.get(address))
    for words in ("尚未写入草稿", "法国（FR）", "Q7", "<del>300</del>", "<ins>1</ins>"):
        assert words in page
    assert "删除 <span" not in page
    answer = take(maker, address)
    assert (answer.status_code, answer.headers["Location"]) == (302, PARTS)
    after = parts(own_draft)
    assert after[first]["in_stock"] == 1
    assert after["FR"] == {"market": "FR", "common_fault_parts": 100, "in_stock": 20}
    assert set(after) == {*before, "FR"}
    assert "没有变化" in text(maker.get(address))


def test_the_whole_table_is_replaced_only_where_that_was_chosen(maker, own_draft):
    before = list(parts(own_draft))
    address = handed_in(maker, "market,common_fault_parts,in_stock\nFR,100,20\n", mode="whole")
    assert f'删除 <span class="count">{len(before)}</span>' in text(maker.get(address))
    take(maker, address)
    assert list(parts(own_draft)) == ["FR"]


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_bad_rows_are_told_and_come_back_in_a_file_to_be_mended(maker, own_draft, prefix):
    before = parts(own_draft)
    head = "Market,Part numbers,In stock" if prefix else "市场,应备种数,在库种数"
    content = f"{head}\nFR,100,20\nAtlantis,100,20\nIT,100,200\nPT,,5\n"
    address = handed_in(maker, content, address=f"{prefix}{PARTS}")
    page = text(maker.get(address))
    for words in ("Atlantis", "200", "Germany" if prefix else "德国"):
        assert words in page
    assert take(maker, address).status_code == 422, "all or nothing, unless the good rows are asked for"
    assert parts(own_draft) == before
    table = lines(maker.get(f"{address}to-mend.csv"))
    assert table[0] == (
        ["What to mend", "Market", "Part numbers", "In stock"] if prefix else ["需改正之处", "市场", "应备种数", "在库种数"]
    )
    assert [row[1] for row in table[1:]] == ["Atlantis", "IT", "PT", "FR"]
    assert all(row[0] for row in table[1:4])
    assert table[4][0] == ""
    table[1][1], table[2][3], table[3][2] = "ES", "20", "9"
    paper = StringIO()
    csv.writer(paper).writerows(table)
    again = handed_in(maker, paper.getvalue(), address=f"{prefix}{PARTS}")
    assert maker.get(address).status_code == 404, "a later file takes its place"
    assert take(maker, again).status_code == 302
    assert {"FR", "ES", "IT", "PT"} <= set(parts(own_draft))


def test_the_good_rows_alone_are_taken_where_that_is_said_and_nothing_goes(maker, own_draft):
    before = parts(own_draft)
    address = handed_in(maker, "market,common_fault_parts,in_stock\nFR,100,20\nXX,1,1\n", mode="whole")
    assert take(maker, address, good="yes").status_code == 302
    assert set(parts(own_draft)) == {*before, "FR"}


def test_a_draft_that_was_changed_meanwhile_is_not_overwritten(maker, own_draft):
    address = handed_in(maker, "market,common_fault_parts,in_stock\nFR,100,20\n")
    seen = maker.get(address).context["form"]["revision"].value()
    removal = "/enterprise/network/2028/rescue/0/remove/"
    maker.post(removal, {"revision": seen})
    page = maker.post(address, {"revision": seen})
    assert page.status_code == 422
    assert "已被他人修改" in text(page)
    assert "FR" not in parts(own_draft)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("parts.pdf", "market\n", "格式"),
        ("parts.csv", "colour\nred\n", "首行缺少"),
        ("parts.csv", "market,common_fault_parts,in_stock\n", "没有数据"),
        ("parts.xlsx", "no archive", "XLSX"),
        ("parts.csv", "market,common_fault_parts,in_stock\n" + "FR,1,1\n" * (MOST_ROWS + 1), "上限"),
        ("parts.csv", "x" * (4 * 1024 * 1024 + 1), "最大4 MiB"),
    ],
    ids=["kind", "headings", "no rows", "no archive", "rows", "bytes"],
)
def test_a_file_that_cannot_be_used_is_told_at_its_field(maker, own_draft, name, content, said):
    page = upload(maker, content, name=name)
    assert page.status_code == 422
    assert said in text(page)
    assert list(page.context["form"].errors) in (["file"], ["__all__"])


@pytest.mark.parametrize("name", ["outlets", "parts", "response", "rescue", "plan", "exporters"])
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_template_holds_the_draft_and_is_taken_as_it_is(maker, own_draft, name, kind, prefix):
    address = f"{prefix}/enterprise/network/2028/{name}/"
    template = maker.get(f"{address}template.{kind}")
    if kind == "xlsx":
        with ZipFile(BytesIO(template.content)) as book:
            assert "xl/worksheets/sheet2.xml" in book.namelist(), "a second sheet says what goes into each column"
    page = maker.get(handed_in(maker, template.content, name=f"{name}.{kind}", mode="whole", address=address))
    assert page.context["bad"] is None
    assert page.context["preview"].nothing


def test_a_file_is_its_enterprises_alone_and_is_forgotten_once_another_is_handed_in(maker, exporter, own_draft):
    address = handed_in(maker, "market,common_fault_parts,in_stock\nFR,100,20\n")
    assert exporter.get(address).status_code == 403
    address = handed_in(maker, "market,common_fault_parts,in_stock\nFR,100,20\n")
    assert Sheet.objects.using(OWNER).filter(purpose="filing.parts").count() == 1
    another = Filing.objects.using(OWNER).exclude(maker_id=own_draft.maker_id).first()
    Sheet.objects.using(OWNER).update(enterprise_id=another.maker_id)
    assert maker.get(address).status_code == 404


def test_what_a_spreadsheet_would_calculate_stays_text(maker, own_draft):
    content = 'market,city,operator,ownership,services\nFR,Lyon,"=HYPERLINK(1)",own,maintenance\nXX,Lyon,+49,own,maintenance\n'
    address = handed_in(maker, content, address="/enterprise/network/2028/outlets/")
    table = lines(maker.get(f"{address}to-mend.csv"))
    assert {row[3] for row in table[1:]} == {"'=HYPERLINK(1)", "'+49"}
