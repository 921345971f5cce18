"""Cancelling, correcting, returning: each shows what it would do, asks once more, and only then does it."""

from tests.desks.customs.conftest import OWNER, stored, text

from evexport.customs.models import LiveVin
from evexport.licensing.models import Balance


def vins_of(row):
    return [vehicle["vin"] for vehicle in row.body["vehicles"]]


def left(row):
    return sum(one.left for one in Balance.objects.using(OWNER).filter(licence_id=row.licence_id))


def test_a_part_is_shown_then_cancelled(customs, declared):
    row = declared(3)
    first, address = vins_of(row)[0], f"/customs/declarations/{row.pk}/cancel/"
    before = left(row)
    said = {"vins": [first], "because": "改配下一航次"}
    shown = text(customs.post(address, {**said, "step": "look"}))
    assert f"余额由{before:,}辆恢复为{before + 1:,}辆" in shown
    assert "清关次数不恢复" in shown
    assert left(row) == before, "looking changes nothing"
    assert customs.post(address, {**said, "step": "do"}).status_code == 302
    assert left(row) == before + 1
    assert not LiveVin.objects.using(OWNER).filter(vin=first).exists()
    assert stored(pk=row.pk).get().state == "released"
    page = text(customs.get(f"/customs/declarations/{row.pk}/"))
    assert "已退关" in page
    assert "改配下一航次" in page


def test_the_whole_restores_the_clearance(customs, declared):
    row = declared(2)
    address = f"/en/customs/declarations/{row.pk}/cancel/"
    said = {"whole": "on", "because": "ship delayed"}
    assert "one clearance is restored" in text(customs.post(address, {**said, "step": "look"}))
    customs.post(address, {**said, "whole": "True", "step": "do"})
    assert stored(pk=row.pk).get().state == "cancelled"


def test_no_car_and_no_reason_are_told(customs, declared):
    row = declared()
    response = customs.post(f"/customs/declarations/{row.pk}/cancel/", {"step": "look"})
    assert response.status_code == 422
    assert "请至少选择一辆车" in text(response)
    assert "请写明理由" in text(response)
    other = customs.post(f"/customs/declarations/{row.pk}/cancel/", {"vins": ["X"], "because": "x", "step": "do"})
    assert "不在可选之列" in text(other)


def test_one_may_go_back_and_change(customs, declared):
    row = declared(2)
    said = {"vins": vins_of(row)[:1], "because": "再想想", "step": "edit"}
    page = text(customs.post(f"/customs/declarations/{row.pk}/cancel/", said))
    assert "再想想" in page
    assert "checked" in page


def test_a_correction_is_another_officers(customs, declared, cars):
    row = declared()
    page = text(customs.get(f"/customs/declarations/{row.pk}/"))
    assert "更正须由另一名关员办理" in page
    said = {"wrong": vins_of(row)[0], "right": next(cars), "evidence": "铭牌照片", "because": "录入错误", "step": "do"}
    response = customs.post(f"/customs/declarations/{row.pk}/correct/", said)
    assert response.status_code == 422
    assert "更正须由另一名关员办理" in text(response)


def test_a_number_is_checked_by_the_gates_rules_then_corrected(customs, office):
    row = stored(
        licence_no=office.samples["licences"]["with_balance"]["number"], state="released", decided_by__isnull=False
    ).last()
    wrong = vins_of(row)[0]
    taken = LiveVin.objects.using(OWNER).exclude(declaration_id=row.pk).filter(pending=False).first().vin
    address = f"/customs/declarations/{row.pk}/correct/"
    said = {"wrong": wrong, "right": taken, "evidence": "铭牌照片", "because": "录入错误", "step": "look"}
    refused = text(customs.post(address, said))
    assert "错误" in refused
    right = office.samples["unused_vins"][-1]
    shown = text(customs.post(address, {**said, "right": right.lower()}))
    assert right in shown
    assert "已按验放规则检查" in shown
    assert customs.post(address, {**said, "right": right, "step": "do"}).status_code == 302
    assert "已更正为另一代号" in text(customs.get(f"/customs/declarations/{row.pk}/"))


def test_returned_goods_may_leave_again_and_credit_nothing(customs, declared):
    row = declared(2)
    before = left(row)
    address = f"/customs/declarations/{row.pk}/return/"
    said = {"whole": "on", "evidence": "进口国退运单证", "because": "客户拒收"}
    assert "余额不恢复" in text(customs.post(address, {**said, "step": "look"}))
    customs.post(address, {**said, "step": "do"})
    assert (stored(pk=row.pk).get().state, left(row)) == ("returned", before)
