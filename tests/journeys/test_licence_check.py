"""Whoever is handed a licence scans its QR code with a phone, and sees what the authorities have done since, in both languages."""

import subprocess
from concurrent.futures import ThreadPoolExecutor

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import expect
from tests.database import close_thread
from tests.journeys.browsing import checked, page_of
from tests.licensing.house import NOON, House

from evexport.licensing import actions
from evexport.papers.originals import original_of

pytestmark = pytest.mark.browser

PHONE = {"viewport": {"width": 360, "height": 740}, "device_scale_factor": 2, "is_mobile": True, "has_touch": True}
WORDS = {
    "valid": ("有效", "Valid"),
    "not valid": ("无效", "Not valid"),
    "replaced": ("已被新证取代", "Replaced by another licence"),
}
CITED = {"citation": "MOFCOM-11-2008#suspension", "at": NOON}


@pytest.fixture(scope="module")
def house(db_module, django_db_blocker) -> House:
    with django_db_blocker.unblock():
        return House()


@pytest.fixture(scope="module")
def laid(house):
    """The licensing tests' world and day instead of the public site's."""
    return NOON.date()


def deed(do, *given, **said):
    """A deed in a thread of its own: beside the browser's event loop the framework refuses the database."""

    def run():
        try:
            return do(*given, **said)
        finally:
            close_thread()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(run).result()


def scanned(licence, folder) -> str:
    """The address in the QR code of the licence's sealed original, read from a picture of its page."""
    paper = deed(original_of, licence.number, at=NOON)
    (folder / "licence.pdf").write_bytes(bytes(paper.content))
    subprocess.run(["pdftoppm", "-r", "150", "-png", "-singlefile", "licence.pdf", "page"], cwd=folder, check=True)
    # Of this kind alone: lines of a table are taken for the bars of another now and then.
    (found,) = zxingcpp.read_barcodes(Image.open(folder / "page.png"), formats=zxingcpp.BarcodeFormat.QRCode)
    return found.text


class Reader:
    """Opens what a QR code says on a phone, and reads the answer in Chinese and then in English."""

    def __init__(self, page, axe):
        self.page, self.axe = page, axe

    def sees(self, address, expected):
        self.page.goto(address)
        for turn, word in enumerate(WORDS[expected]):
            if turn:
                self.page.locator(".answer-twin a").tap()
            heading = self.page.locator("h1")
            expect(heading).to_have_text(word)
            box = heading.bounding_box()
            assert box["y"] + box["height"] < PHONE["viewport"]["height"], "the answer stands on the first screen"
            assert self.page.evaluate("document.documentElement.scrollWidth") <= PHONE["viewport"]["width"]
            assert checked(self.page, self.axe) == {}

    def text(self, address):
        self.page.goto(address)
        return self.page.content()


def test_each_status_is_seen_through_the_qr_code(address, house, chromium, axe, tmp_path):
    licence = deed(house.issued)
    page = page_of(chromium, bypass_csp=True, **PHONE)
    reader = Reader(page, axe)
    link = scanned(licence, tmp_path)
    assert link.startswith(f"{address}/verify/?")

    reader.sees(link, "valid")
    deed(actions.suspend, licence.number, "示例：核查中。", by=house.ministry, **CITED)
    reader.sees(link, "not valid")
    deed(actions.lift, licence.number, "示例：核查完毕。", by=house.ministry, **CITED)
    reader.sees(link, "valid")

    change = deed(actions.amend, licence.number, {"destination": "FR"}, by=house.clerk, at=NOON)
    successor = deed(house.replaced, change)
    reader.sees(link, "replaced")
    assert successor.number not in reader.text(link)

    other = scanned(successor, tmp_path)
    reader.sees(other, "valid")
    deed(house.revoke, successor.number, "示例：伪造合同。", citation=CITED["citation"])
    reader.sees(other, "not valid")
    assert page.troubles == []
    page.context.close()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts on", "scripts off"])
def test_a_number_read_aloud_is_typed_as_it_is_printed(address, house, chromium, scripts):
    licence = deed(house.issued)
    code = licence.verification_code
    page = page_of(chromium, java_script_enabled=scripts, **PHONE)
    page.goto(f"{address}/en/verify/")
    page.get_by_label("Licence number").fill(licence.number.replace("-", " ").lower())
    page.get_by_label("Code", exact=True).fill(f"{code[:4]} {code[4:8]} {code[8:]}".lower())
    page.get_by_role("button", name="Check", exact=True).tap()
    expect(page.locator("h1")).to_have_text("Valid")
    assert page.troubles == []
    page.context.close()
