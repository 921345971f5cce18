"""A declaration by hand: tried, decided by the gate itself, sent twice, and what the form tells."""

from tests.desks.customs.conftest import OWNER, TODAY, stored, text

from evexport.customs.models import Declaration, LiveVin
from evexport.licensing.models import Balance


def left(number):
    return sum(row.left for row in Balance.objects.using(OWNER).filter(licence__number=number))


def test_released_writes_off_and_says_so_large(customs, filled, sample):
    before = left(sample["number"])
    form = filled(2)
    response = customs.post("/customs/gate/declare/", form)
    page = text(customs.get(response.headers["Location"]))
    row = stored(declaration_no=form["declaration_no"]).get()
    assert (row.decision, left(sample["number"])) == ("released", before - 2)
    assert "verdict-released" in page
    assert row.decided_by is not None
    assert f"剩余{before - 2:,}辆" in page


def test_every_reason_stands_with_remedy_and_article(customs, filled):
    form = filled(contract_no="WRONG", destination="FR")
    page = text(customs.get(customs.post("/en/customs/gate/declare/", form).headers["Location"]))
    for part in ("CONTRACT_MISMATCH", "DESTINATION_MISMATCH", "finding-remedy", "/en/law/instruments/", "Refused"):
        assert part in page
    assert stored(declaration_no=form["declaration_no"]).get().decision == "refused"


def test_sent_twice_is_answered_the_same_and_says_when(customs, filled, sample):
    form = filled()
    first = customs.post("/customs/gate/declare/", form)
    before = left(sample["number"])
    again = customs.post("/customs/gate/declare/", form)
    assert again.headers["Location"] == f"{first.headers['Location']}?repeat=1"
    assert "重复报文" in text(customs.get(again.headers["Location"]))
    assert left(sample["number"]) == before


def test_a_mended_form_is_another_message(customs, filled):
    form = filled(contract_no="WRONG")
    customs.post("/customs/gate/declare/", form)
    customs.post("/customs/gate/declare/", {**form, "contract_no": filled()["contract_no"]})
    assert [row.decision for row in stored(declaration_no=form["declaration_no"])] == ["released", "refused"]


def test_a_preview_decides_nothing_and_looks_otherwise(customs, filled, sample):
    form = filled(decide=None, preview="")
    before, number = left(sample["number"]), Declaration.objects.using(OWNER).count()
    page = text(customs.post("/customs/gate/declare/", form))
    assert "verdict-preview" in page
    assert "仅为试算" in page
    assert (left(sample["number"]), Declaration.objects.using(OWNER).count()) == (before, number)
    refused = text(customs.post("/en/customs/gate/declare/", {**form, "contract_no": "WRONG"}))
    assert "If decided now" in refused
    assert "CONTRACT_MISMATCH" in refused


def test_spaces_and_hyphens_do_not_count(customs, filled, cars):
    vin = next(cars)
    form = filled(cars=f"\n {vin[:3]} {vin[3:9]}-{vin[9:].lower()} \n\n")
    customs.post("/customs/gate/declare/", form)
    assert LiveVin.objects.using(OWNER).filter(vin=vin, pending=False).exists()


def test_a_line_may_name_its_own_model(customs, filled, cars):
    form = filled(cars=f"{next(cars)},dmo7000bevzz")
    customs.post("/customs/gate/declare/", form)
    row = stored(declaration_no=form["declaration_no"]).get()
    assert row.body["vehicles"][0]["model_code"] == "DMO7000BEVZZ"
    assert {reason["code"] for reason in row.reasons} >= {"MODEL_NOT_ON_LICENCE"}


def test_a_car_that_stands_twice_is_named_with_its_lines(customs, filled, cars):
    vin = next(cars)
    form = filled(cars=f"{vin}\n{next(cars)}\n{vin[:8]} {vin[8:]}")
    response = customs.post("/customs/gate/declare/", form)
    assert response.status_code == 422
    assert f"{vin}重复：第1行和第3行。" in text(response)
    assert not stored(declaration_no=form["declaration_no"]).exists()


def test_what_cannot_be_understood_is_told_at_its_field(customs, filled):
    response = customs.post("/en/customs/gate/declare/", filled(declaration_no="x", exporter_uscc="123", cars=""))
    page = text(response)
    assert response.status_code == 422
    for said in ("A declaration number has", "credit code has 18", "Give at least one car."):
        assert said in page


def test_a_number_that_stands_cannot_be_declared_anew(customs, filled, declared):
    row = declared()
    page = text(customs.post("/customs/gate/declare/", filled(declaration_no=row.declaration_no)))
    assert "不能以新报文重新申报" in page
    assert f"/customs/?q={row.declaration_no}" in page


def test_an_old_day_is_for_paper_alone(customs, filled):
    page = text(customs.post("/customs/gate/declare/", filled(declared_on="2027-02-20")))
    assert "申报日期早于今日" in page


def test_a_form_under_a_licence_begins_with_its_face(customs, sample):
    page = text(customs.get(f"/customs/gate/declare/?licence={sample['number']}"))
    for part in (sample["contract_no"], sample["exporter_uscc"], sample["model_code"], TODAY.isoformat()):
        assert f'value="{part}"' in page
    assert customs.get("/customs/gate/declare/?licence=27-AA-999999").status_code == 200


def test_a_paper_clearance_is_decided_within_its_own_window(customs, filled):
    form = filled(declared_on="2027-02-24", certificate_no="ZM-7", cleared_at="2027-02-24T15:30", because="通信中断")
    response = customs.post("/customs/gate/paper/", form)
    assert response.status_code == 302, text(response)
    row = stored(declaration_no=form["declaration_no"]).get()
    assert (row.decision, row.paper["certificate_no"]) == ("released", "ZM-7")
    assert "ZM-7" in text(customs.get(f"/customs/declarations/{row.pk}/"))


def test_a_paper_clearance_before_its_declaration_cannot_be(customs, filled):
    form = filled(certificate_no="ZM-8", cleared_at="2027-03-01T15:30", because="通信中断")
    page = text(customs.post("/customs/gate/paper/", form))
    assert "纸面放行时间不合情理" in page
