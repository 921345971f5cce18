"""The paper itself: every label and value can be found as text, long licences run over pages, and it carries the marks of PDF/A."""

import re
from io import BytesIO

import pikepdf
import pytest
from PIL import Image
from tests.papers.pdf.conftest import STAMP, run, tool
from tests.papers.pdf.faces import AT, LABELS, face, line, named

from evexport.kernel.problems import BadInput
from evexport.papers.sealing import seal
from evexport.papers.typesetting import typeset

ENGLISH = [
    "Exporter", "Consignor", "Export licence No.", "Export licence expiry date", "Terms of trade", "Contract No.",
    "Place of clearance", "Country/Region of purchase", "Payment conditions", "Mode of transport", "Description and code of goods",
    "Specification", "Unit", "Quantity", "Unit price", "Amount", "Amount in USD", "Total", "Supplementary details",
    "Issuing authority's stamp & signature", "Licence date",
]  # fmt: skip
# What numbers the fields of the form, as it prints them.
NUMBERS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21]


def text(content, *words):
    return run(tool("pdftotext", "poppler-utils"), *words, "-", "-", input=content).decode()


def pages(content):
    return len(pikepdf.open(BytesIO(content)).pages)


def made(**changes):
    return typeset("licence", face(**changes), at=AT)


def test_all_twenty_one_fields_stand_on_it_in_both_languages(plain):
    said = text(plain)
    for label in (*LABELS, *ENGLISH):
        assert label in said
    for number in NUMBERS:
        assert re.search(rf"\b{number}\. ", said), number


@pytest.mark.parametrize(
    "value",
    [
        "示例汽车进出口有限公司", "Example Trade Co., Ltd.", "91120000MADEM0RD1B", "26-SZ-000123", "2027年6月15日", "15 June 2027",
        "一般贸易", "General trade", "（0110）", "EXEV-DE-2026-007", "深圳海关", "（5300）", "德国", "Germany", "电汇 (T/T)", "水路运输",
        "8703801090", "DMO7000BEVA1", "五座，续航520 km", "18,500.00", "2,220,000.00", "4,440,000.00", "240", "非一批一证", "ABCD 2345 EFGH",
        "示例深圳商务局", "2026年6月15日", "第 1 页 共 1 页", "Page 1 of 1",
    ],
)  # fmt: skip
def test_the_values_stand_on_it(plain, value):
    assert value in text(plain)


def test_an_amount_in_another_currency_is_not_put_into_dollars():
    euro = line(1, currency="EUR", usd=None)
    whole = {"lines": [euro], "usd": None, "totals": [{"currency": "EUR", "amount": "2220000.00"}]}
    content = typeset("licence", {**face(), **whole}, at=AT)
    said = text(content, "-layout")
    assert said.count("2,220,000.00") == 2  # field 16 and the total, and no third time in field 17
    assert "—" in said
    assert "USD" not in said.replace("Amount in USD", "")


def test_the_totals_of_several_currencies_stand_beside_one_another():
    two = {"totals": [{"currency": "USD", "amount": "100.00"}, {"currency": "EUR", "amount": "200.50"}], "usd": None}
    said = text(typeset("licence", face(lines=2) | two, at=AT), "-layout")
    assert re.search(r"USD\s+100\.00", said)
    assert re.search(r"EUR\s+200\.50", said)


@pytest.mark.parametrize(("lines", "count"), [(1, 1), (4, 1), (40, 3), (200, 9)])
def test_lines_that_the_face_cannot_hold_go_to_an_annex(lines, count):
    content = made(lines=lines)
    assert pages(content) == count
    said = text(content)
    for position in (1, lines):
        assert f"DMO7000BEVA{position}" in said
    assert f"第 {count} 页 共 {count} 页" in said
    assert ("出口许可证附页" in said) is (count > 1)
    assert (f"见附页（共{lines}项商品）" in said) is (count > 1)


def test_each_page_of_an_annex_says_what_its_columns_are():
    content = made(lines=200)
    for page in range(2, pages(content) + 1):
        said = text(content, "-f", page, "-l", page)
        assert "规格、等级" in said
        assert "26-SZ-000123" in said
        assert "出口许可证附页" in said


def test_remarks_that_the_face_cannot_hold_go_there_too():
    remarks = [{"zh": f"第{number}条说明：" + "说明文字" * 60, "en": "Remark"} for number in range(1, 6)]
    content = typeset("licence", face() | {"remarks": remarks}, at=AT)
    assert pages(content) == 2
    assert "第5条说明" in text(content, "-f", 2, "-l", 2)
    assert "见附页（备注）" in text(content, "-f", 1, "-l", 1)


BAND = {
    "zh": "已撤销", "en": "REVOKED", "meaning": {"zh": "本证不得再凭以报关。", "en": "Nothing may be declared under it any more."},
    "since": "2026-08-15", "reason": "以不实材料取得。", "citation": "MOFCOM-11-2008#suspension", "replaced_by": "",
}  # fmt: skip


@pytest.mark.parametrize("band", [None, BAND], ids=["as issued", "revoked"])
def test_names_of_hundreds_of_characters_still_leave_the_seal_its_place(band):
    long = face(status=band)
    for party in ("exporter", "consignor"):
        long["face"][party] = {"zh": "示例进出口" * 40, "en": "Example Trading " * 12, "uscc": "91120000MADEM0RD1B"}
    content = typeset("licence", long, at=AT)
    first = text(content, "-f", 1, "-l", 1)
    assert "发证日期" in first
    assert "ABCD 2345 EFGH" in first


@pytest.mark.parametrize("character", "𬭎㛃𠅤", ids=["U+2CB4E", "U+36C3", "U+20164"])
def test_rare_characters_of_names_are_shown(character):
    rare = face()
    rare["face"]["exporter"] = {"zh": f"示例{character}汽车有限公司", "en": "", "uscc": "91120000MADEM0RD1B"}
    assert f"示例{character}汽车有限公司" in text(typeset("licence", rare, at=AT))


def test_a_character_that_no_font_has_is_refused_and_named():
    odd = face()
    odd["face"]["exporter"] = {"zh": "示例\U0001f697公司", "en": "", "uscc": "91120000MADEM0RD1B"}
    with pytest.raises(BadInput) as problem:
        typeset("licence", odd, at=AT)
    assert problem.value.code == "GLYPH_MISSING"
    assert "U+1F697" in problem.value.message.zh


def red(content, page):
    """How much of a page is the pale red of the specimen's mark, in thousandths."""
    image = Image.open(
        BytesIO(run(tool("pdftoppm", "poppler-utils"), "-r", 30, "-png", "-f", page, "-l", page, "-", input=content))
    )
    colours = [image.convert("RGB").getpixel((x, y)) for x in range(image.width) for y in range(image.height)]
    return 1000 * sum(r > 200 and g < r - 12 and b < r - 12 for r, g, b in colours) // len(colours)


def test_a_demonstrations_paper_says_so_across_each_page_and_at_its_foot(settings):
    settings.DEMO_DAY = AT.date()
    content = made(lines=60)
    for page in range(1, pages(content) + 1):
        assert "不具法律效力。Specimen" in text(content, "-f", page, "-l", page)
        assert red(content, page) > 10
    settings.DEMO_DAY = None
    content = made()
    assert "Specimen" not in text(content)
    assert red(content, 1) == 0


def test_words_cannot_become_markup():
    """What an applicant writes is set as it stands, whatever it means to the typesetter."""
    sly = face()
    sly["face"]["contract_no"] = "#read(1)"
    sly["remarks"] = [{"zh": "*粗* _斜_ $x$ #panic() \\ <a> @b // c", "en": '"; #sys.inputs'}]
    said = text(typeset("licence", sly, at=AT))
    assert "#read(1)" in said
    assert "*粗* _斜_ $x$ #panic() \\ <a> @b // c" in said


# PDF/A


@pytest.fixture(params=["plain", "sealed"])
def document(request, plain, home):
    content = plain if request.param == "plain" else seal(plain, STAMP, reason="签发出口许可证", at=AT).content
    with pikepdf.open(BytesIO(content)) as opened:
        yield opened


def test_it_says_that_it_is_pdf_a_3a_with_an_output_intent(document):
    with document.open_metadata() as metadata:
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("3", "A")
        assert metadata["dc:title"].startswith("中华人民共和国出口许可证")
    (intent,) = document.Root.OutputIntents
    assert intent.S == "/GTS_PDFA1"
    assert len(intent.DestOutputProfile.read_bytes()) > 100


def test_it_is_tagged_titled_and_in_chinese(document):
    assert document.Root.MarkInfo.Marked
    assert document.Root.StructTreeRoot.K is not None
    assert str(document.Root.Lang).startswith("zh")


def test_every_font_is_embedded(document):
    fonts = [one for one in document.objects if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/FontDescriptor"]
    assert fonts
    for font in fonts:
        assert any(name in font for name in ("/FontFile", "/FontFile2", "/FontFile3")), font.FontName


def test_it_holds_nothing_active_and_leads_nowhere(document):
    active = {"/JS", "/JavaScript", "/Launch", "/AA", "/OpenAction", "/URI", "/GoToR", "/SubmitForm", "/RichMedia", "/EF"}
    for one in document.objects:
        if isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
            keys = set(one.keys())
            assert not keys & active
            assert one.get("/S") not in active
    assert not document.is_encrypted


def test_the_seals_mark_is_shown_and_named_and_needs_no_font(home, plain):
    sealed = seal(plain, STAMP, reason="签发出口许可证", at=AT).content
    with pikepdf.open(BytesIO(sealed)) as opened:
        (field,) = opened.Root.AcroForm.Fields
        assert "示例深圳商务局 出口许可证专用章" in str(field.TU)
        assert int(field.F) & 4  # printed
        assert [float(one) for one in field.Rect] == [440, 230, 552, 342]
        mark = field.AP.N
        assert b" f" in mark.read_bytes()
        assert "/Font" not in mark.Resources
        assert "/NeedAppearances" not in opened.Root.AcroForm


def test_a_code_that_stands_in_no_register_is_shown_as_it_was_written():
    unnamed = face()
    unnamed["face"]["payment"] = named("", "信用证90天")
    assert "信用证90天" in text(typeset("licence", unnamed, at=AT))
