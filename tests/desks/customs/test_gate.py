"""The gate's field: whatever is scanned, it says what it found."""

from urllib.parse import quote

import pytest
from tests.desks.customs.conftest import OWNER, stored, text

from evexport.customs.models import LiveVin, VinHold
from evexport.desks.customs.scanned import Scan, read


@pytest.mark.parametrize(
    ("scan", "found"),
    [
        ("27-aa-000001", Scan("licence", "27-AA-000001")),
        ("27AA000001", Scan("licence", "27-AA-000001")),
        ("27－AA－000001", Scan("licence", "27-AA-000001")),
        ("https://example.cn/verify/?number=27-AA-000001&code=hpsm-v3pm", Scan("licence", "27-AA-000001", "HPSMV3PM")),
        ("https://example.cn/en/verify/?code=X&number=27AA000001", Scan("licence", "27-AA-000001", "X")),
        ("ldm ev7eb-2TD000001", Scan("vin", "LDMEV7EB2TD000001")),
        ("530020270000000155", Scan("declaration", "530020270000000155")),
        ("https://example.cn/nothing", Scan("declaration", "HTTPS://EXAMPLE.CN/NOTHING")),
        ("http://[", Scan("declaration", "HTTP://[")),
    ],
)
def test_a_scan_is_known_by_its_form(scan, found):
    assert read(scan) == found


@pytest.mark.parametrize(("lang", "word"), [("", "有效"), ("/en", "In force")])
def test_a_licence_shows_balance_days_and_face(customs, sample, lang, word):
    page = text(customs.get(f"{lang}/customs/?q={sample['number']}"))
    assert word in page
    for part in (sample["contract_no"], sample["exporter_uscc"], sample["model_code"], f"?licence={sample['number']}"):
        assert part in page


def test_a_licence_whose_code_does_not_match_may_be_forged(customs, sample):
    address = quote(f"https://x.cn/verify/?number={sample['number']}&code=AAAA")
    assert "校验码不符" in text(customs.get(f"/customs/?q={address}"))
    right = quote(f"https://x.cn/verify/?number={sample['number']}&code={sample['verification_code']}")
    assert "二维码校验码相符" in text(customs.get(f"/customs/?q={right}"))


def test_an_exported_car_names_its_licence_and_day(customs):
    car = LiveVin.objects.using(OWNER).filter(pending=False).first()
    row = stored(pk=car.declaration_id).get()
    page = text(customs.get(f"/customs/?q={car.vin}"))
    assert "已出口（已核销）" in page
    assert row.declaration_no in page
    assert row.licence_no in page


def test_a_car_on_hold_says_so_first(customs):
    hold = VinHold.objects.using(OWNER).filter(lifted_at=None).first()
    page = text(customs.get(f"/en/customs/?q={hold.vin}"))
    assert "On hold" in page
    assert hold.because_en in page
    assert f"/en/customs/holds/{hold.vin}/lift/" in page


def test_a_car_nobody_knows_has_no_story(customs, cars):
    assert "海关没有该车的任何记录" in text(customs.get(f"/customs/?q={next(cars)}"))


def test_a_declaration_shows_its_decision(customs):
    row = stored(decision="refused").first()
    page = text(customs.get(f"/customs/?q={row.declaration_no}"))
    assert "不予放行" in page
    assert f"/customs/declarations/{row.pk}/" in page


@pytest.mark.parametrize("scan", ["27-AA-999999", "NOTHING-KNOWN", "x" * 400, "\u0000?"])
def test_what_is_not_known_is_said_so(customs, scan):
    response = customs.get("/customs/", {"q": scan})
    assert response.status_code == 200
    assert "未找到" in text(response)


def test_the_day_in_figures_and_its_refusals(customs):
    page = text(customs.get("/customs/"))
    assert "今日不予放行" in page
    assert "DESTINATION_MISMATCH" in page
    assert page.count("autofocus") == 1
