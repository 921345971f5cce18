"""Inspections, holds, risk levels, a car's page."""

from tests.desks.customs.conftest import OWNER, stored, text

from evexport.customs.models import Inspection, LiveVin, RiskLevel, VinHold


def test_the_queue_names_what_requires_the_inspection(customs):
    page = text(customs.get("/customs/inspections/"))
    assert "从严" in page
    assert "抽中查验" in page
    assert "不合格" in page
    everything = text(customs.get("/en/customs/inspections/?state=passed"))
    assert "Passed" in everything


def test_a_round_fails_is_mended_and_passes(customs):
    waiting = Inspection.objects.using(OWNER).filter(state="ordered").values("declaration_id")
    row = stored(pk__in=waiting, licence_id__isnull=False).first()
    address = f"/customs/declarations/{row.pk}"
    assert customs.post(f"{address}/inspection/", {"result": "failed", "note": "标牌缺失"}).status_code == 302
    assert "责令整改后复验" in text(customs.get(f"{address}/"))
    assert customs.post(f"{address}/rework/", {"note": "补标牌"}).status_code == 302
    assert customs.post(f"{address}/inspection/", {"result": "passed", "note": "已补"}).status_code == 302
    assert stored(pk=row.pk).get().state == "released"
    page = text(customs.get(f"{address}/"))
    assert "标牌缺失" in page
    assert "查验后作出决定" in page


def test_a_failed_one_may_be_refused_for_good(customs):
    inspection = Inspection.objects.using(OWNER).filter(state="failed").first()
    row = stored(pk=inspection.declaration_id).get()
    page = text(customs.get(f"/customs/declarations/{row.pk}/refuse/"))
    assert "不能恢复" in page
    customs.post(f"/customs/declarations/{row.pk}/refuse/", {"note": "无法整改"})
    assert stored(pk=row.pk).get().state == "refused"
    assert not LiveVin.objects.using(OWNER).filter(declaration_id=row.pk).exists()


def test_what_is_not_held_has_no_inspection_to_record(customs, declared):
    row = declared()
    assert customs.post(f"/customs/declarations/{row.pk}/inspection/", {"result": "passed", "note": "x"}).status_code == 404


def test_an_inspection_needs_a_result_and_words(customs):
    row = stored(state="held").first()
    page = text(customs.post(f"/customs/declarations/{row.pk}/inspection/", {}))
    assert "请选择查验结果" in page


def test_a_hold_is_placed_told_to_the_gate_and_lifted(customs, filled, cars):
    vin = next(cars)
    said = {"vin": f"{vin[:4]} {vin[4:]}", "because_zh": "涉嫌被盗", "because_en": "reported stolen"}
    assert customs.post("/customs/holds/place/", said).headers["Location"] == f"/customs/vehicles/{vin}/"
    assert "已被布控" in text(customs.post("/customs/holds/place/", said))
    assert vin in text(customs.get("/customs/holds/"))
    refused = customs.post("/en/customs/gate/declare/", filled(cars=vin)).headers["Location"]
    assert "reported stolen" in text(customs.get(refused))
    assert customs.post(f"/customs/holds/{vin}/lift/", {"because": "撤案"}).status_code == 302
    assert VinHold.objects.using(OWNER).get(vin=vin).lifted_because == "撤案"
    assert vin in text(customs.get("/customs/holds/?state=lifted"))
    assert customs.post(f"/customs/holds/{vin}/lift/", {"because": "撤案"}).status_code == 404


def test_a_malformed_number_cannot_be_held(customs):
    page = text(customs.post("/customs/holds/place/", {"vin": "LDM", "because_zh": "一", "because_en": "one"}))
    assert "格式不符" in page


def test_a_level_is_set_with_its_article_and_keeps_its_history(customs):
    level = RiskLevel.objects.using(OWNER).filter(level="strict").first()
    address = f"/customs/risk/{level.maker_id}/"
    assert "由“常规”调整为“从严”" in text(customs.get(address))
    said = {"level": "elevated", "because": "整改见效", "citation": "INSPECTION-LAW#spot-check"}
    assert customs.post(address, said).status_code == 302
    page = text(customs.get(f"/en{address}"))
    assert "From “strict” to “elevated”" in page
    listed = text(customs.get("/customs/risk/?level=elevated"))
    assert "整改见效" in listed


def test_makers_are_found_and_filtered(customs):
    routine = text(customs.get("/customs/risk/?level=routine"))
    assert "从严</span>" not in routine.split("<tbody>")[1]
    assert "示例电动汽车有限公司" in text(customs.get("/customs/risk/?q=示例电动"))
    assert customs.get("/customs/risk/0193f3a2-6c1e-7bd0-9c55-1f2a7f6f0001/").status_code == 404


def test_a_cars_page_tells_its_story(customs):
    car = LiveVin.objects.using(OWNER).filter(pending=False).first()
    page = text(customs.get(f"/customs/vehicles/{car.vin}/"))
    for part in ("放行并核销", "示例", "格式和校验位相符"):
        assert part in page
    assert customs.get("/customs/vehicles/NOTAVIN/").status_code == 404
