"""The mark by which a paper is checked, and what a demonstration's papers say of themselves."""

import io

import pytest
import typst
import zxingcpp
from PIL import Image

from evexport.papers.frame import frame, in_fours, mark


def scanned(svg):
    """What a scanner reads from the code, printed 34 mm wide at 300 dots an inch."""
    page = f'#set page(width: 34mm, height: 34mm, margin: 0pt)\n#image(bytes({typst_string(svg)}), format: "svg", width: 34mm)'
    done = typst.compile(page.encode(), format="png", ppi=300.0)
    return [found.text for found in zxingcpp.read_barcodes(Image.open(io.BytesIO(done)), formats=zxingcpp.BarcodeFormat.QRCode)]


def typst_string(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def test_the_code_leads_to_the_public_check_with_number_and_code_filled_in(settings):
    settings.ADDRESS = "https://licences.example"
    made = mark("26-SZ-000123", "ABCD2345EFGH")
    assert scanned(made["qr"]) == ["https://licences.example/verify/?number=26-SZ-000123&code=ABCD2345EFGH"]
    assert made["address"] == "https://licences.example/verify/"


def test_a_token_for_checks_offline_stands_behind_the_hash_and_still_scans(settings):
    settings.ADDRESS = "https://licences.example"
    token = "eyJhbGciOiJFUzI1NiJ9." + "A" * 260
    (text,) = scanned(mark("26-SZ-000123", "ABCD2345EFGH", token=token)["qr"])
    assert text == f"https://licences.example/verify/?number=26-SZ-000123&code=ABCD2345EFGH#{token}"


def test_the_code_is_read_out_in_fours():
    assert in_fours("ABCD2345EFGH") == "ABCD 2345 EFGH"


@pytest.mark.parametrize(("day", "specimen"), [(None, False), ("2027-03-03", True)])
def test_only_a_demonstration_marks_its_papers_as_specimens(settings, day, specimen):
    settings.DEMO_DAY = day
    assert frame("26-SZ-000123", "示例深圳商务局")["demonstration"] is specimen
