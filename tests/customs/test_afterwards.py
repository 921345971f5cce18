"""What befalls a released declaration: cancelled whole or in part, corrected, returned; the licence's share in it."""

from dataclasses import replace
from datetime import timedelta

import msgspec
import pytest
from tests.customs.audit import audit
from tests.customs.world import MODEL, NOON, OTHER_MODEL, OWNER, tenant

from evexport.codes import vin as vins
from evexport.customs.actions import cancel, correct, place_hold, return_goods
from evexport.customs.models import Declaration, LiveVin, WriteOff
from evexport.kernel.problems import BadInput, Barred, NotAllowed, NotFound
from evexport.kernel.text import Text
from evexport.ledger.models import Entry
from evexport.licensing.models import Balance, Licence, LicenceStanding

LATER = NOON + timedelta(hours=1)


def released(world, licence, number=2, **changes):
    form = world.form(licence, world.cars(number), **changes)
    assert world.decide(form).decision == "released"
    return form


def state(form):
    return Declaration.objects.using(OWNER).filter(declaration_no=form.declaration_no).latest("decided_at").state


def test_a_cancelled_declaration_frees_its_cars_and_restores_balance_and_clearance(world):
    licence = world.licence(2, allowed=1)
    form = released(world, licence)
    cancel(form.declaration_no, because="船期取消", by=world.officer, at=LATER)
    assert (world.balance(licence), world.clearances(licence), state(form)) == ((2, 0, 0), 0, "cancelled")
    again = world.decide(world.form(licence, list(form.vins)))
    assert again.decision == "released"
    entry = Entry.objects.using(OWNER).get(kind="declaration.cancelled")
    assert entry.data["vins"] == sorted(form.vins)
    assert entry.data["credited"] == licence.number
    audit(OWNER)


def test_a_part_is_cancelled_and_the_clearance_stays_used_until_the_last_car(world):
    licence = world.licence()
    form = released(world, licence, 3)
    cancel(form.declaration_no, vins_named=form.vins[:1], because="少装一辆", by=world.officer, at=LATER)
    assert (world.balance(licence), world.clearances(licence), state(form)) == ((10, 2, 0), 1, "released")
    cancel(form.declaration_no, vins_named=form.vins[1:], because="余下退关", by=world.officer, at=LATER)
    assert (world.balance(licence), world.clearances(licence), state(form)) == ((10, 0, 0), 0, "cancelled")
    audit(OWNER)


def test_a_car_is_cancelled_once(world):
    form = released(world, world.licence())
    cancel(form.declaration_no, vins_named=form.vins[:1], because="一", by=world.officer, at=LATER)
    with pytest.raises(BadInput) as problem:
        cancel(form.declaration_no, vins_named=form.vins[:1], because="又", by=world.officer, at=LATER)
    assert problem.value.code == "VIN_NOT_ON_DECLARATION"
    audit(OWNER)


def test_several_models_are_each_credited(world):
    licence = world.licence(5, models=(MODEL, OTHER_MODEL))
    cars = world.cars(3)
    rows = [{"vin": vin, "model_code": model} for vin, model in zip(cars, (MODEL, OTHER_MODEL, OTHER_MODEL), strict=True)]
    form = world.form(licence, vehicles=rows)
    assert world.decide(form).decision == "released"
    assert (world.balance(licence), world.balance(licence, OTHER_MODEL)) == ((5, 1, 0), (5, 2, 0))
    cancel(form.declaration_no, vins_named=cars[1:2], because="一", by=world.officer, at=LATER)
    assert (world.balance(licence), world.balance(licence, OTHER_MODEL)) == ((5, 1, 0), (5, 1, 0))
    audit(OWNER)


def replaced(world, licence, left):
    """Its successor, as an amendment leaves both: the remainder and the clearances not used have moved on."""
    successor = world.licence(left, allowed=11, replaces=licence)
    Balance.objects.using(OWNER).filter(licence=licence).update(licensed=10 - left)
    LicenceStanding.objects.using(OWNER).filter(pk=licence.pk).update(status="replaced", clearances_allowed=1)
    return Licence.objects.using(OWNER).get(pk=successor.pk)


def test_the_successor_of_a_replaced_licence_gets_the_credit(world):
    licence = world.licence(10)
    form = released(world, licence)
    successor = replaced(world, licence, 8)
    cancel(form.declaration_no, because="退关", by=world.officer, at=LATER)
    assert world.balance(successor) == (10, 0, 0)
    assert world.balance(licence) == (0, 0, 0)
    assert Entry.objects.using(OWNER).get(kind="declaration.cancelled").data["credited"] == successor.number
    audit(OWNER)


@pytest.mark.parametrize("status", ["revoked", "returned", "lost"])
def test_a_licence_that_ended_otherwise_gives_nothing_to_use(world, status):
    licence = world.licence()
    form = released(world, licence)
    world.end(licence, status)
    cancel(form.declaration_no, because="退关", by=world.officer, at=LATER)
    assert Entry.objects.using(OWNER).get(kind="declaration.cancelled").data["credited"] is None
    assert world.decide(world.form(licence)).decision == "refused"
    audit(OWNER)


def test_what_was_not_released_cannot_be_cancelled(world):
    form = world.form(world.licence(), destination="FR")
    world.decide(form)
    with pytest.raises(Barred):
        cancel(form.declaration_no, because="退关", by=world.officer, at=LATER)
    with pytest.raises(NotFound):
        cancel("000000000000000000", because="退关", by=world.officer, at=LATER)


def test_an_exporter_cancels_nothing(world):
    form = released(world, world.licence())
    with pytest.raises(NotAllowed):
        cancel(form.declaration_no, because="退关", by=tenant(world.exporter), at=LATER)


def test_a_mistyped_vin_is_corrected_by_a_second_officer_and_the_balance_stands(world):
    licence = world.licence()
    form = world.form(licence)
    world.decide(form, client=world.officer)
    wrong, (right,) = form.vins[0], world.cars(1)
    words = {"wrong": wrong, "right": right, "evidence": "车辆照片", "because": "录入错误", "at": LATER}
    with pytest.raises(Barred):
        correct(form.declaration_no, **words, by=world.officer)
    correct(form.declaration_no, **words, by=world.colleague)
    assert world.balance(licence) == (10, 2, 0)
    assert set(LiveVin.objects.using(OWNER).values_list("vin", flat=True)) == {right, form.vins[1]}
    assert world.decide(world.form(licence, [wrong])).decision == "released"
    assert world.decide(world.form(licence, [right])).reasons[0]["code"] == "VIN_ALREADY_EXPORTED"
    cancel(form.declaration_no, because="退关", by=world.officer, at=LATER)
    assert not LiveVin.objects.using(OWNER).filter(vin=right).exists()
    audit(OWNER)


def test_a_correction_passes_what_the_gate_asks_of_a_car(world):
    licence = world.licence()
    form, other = released(world, licence), released(world, licence)
    (held,) = world.cars(1)
    place_hold(held, because=Text("查", "look"), by=world.officer, at=NOON)
    bad = {
        other.vins[0]: "VIN_ALREADY_EXPORTED",
        form.vins[1]: "VIN_ALREADY_EXPORTED",
        held: "VIN_ON_HOLD",
        "LDMEV7EB3TD000001": "VIN_CHECK_DIGIT",
        vins.make("LDN", "EV7EB", 2026, "D", 1): "VIN_WMI_FOREIGN",
    }
    for right, code in bad.items():
        with pytest.raises(Barred) as problem:
            correct(
                form.declaration_no,
                wrong=form.vins[0],
                right=right,
                evidence="照片",
                because="误",
                by=world.colleague,
                at=LATER,
            )
        assert problem.value.code == code
    with pytest.raises(BadInput):
        correct(
            form.declaration_no,
            wrong=form.vins[0],
            right=held,
            evidence=" ",
            because="误",
            by=world.colleague,
            at=LATER,
        )
    audit(OWNER)


def test_returned_goods_may_be_exported_again_and_credit_nothing(world):
    licence = world.licence(3)
    form = released(world, licence)
    return_goods(
        form.declaration_no,
        vins_named=form.vins[:1],
        evidence="进境备案",
        because="拒收",
        by=world.officer,
        at=LATER,
    )
    assert (world.balance(licence), world.clearances(licence), state(form)) == ((3, 2, 0), 1, "released")
    assert world.decide(world.form(licence, list(form.vins[:1]))).decision == "released"
    assert world.balance(licence) == (3, 3, 0)
    return_goods(form.declaration_no, evidence="进境备案", because="拒收", by=world.officer, at=LATER)
    assert state(form) == "returned"
    audit(OWNER)


def test_the_number_of_returned_goods_stays_decided(world):
    form = released(world, world.licence())
    return_goods(form.declaration_no, evidence="进境备案", because="拒收", by=world.officer, at=LATER)
    with pytest.raises(Exception, match="has been released or is held"):
        world.decide(msgspec.structs.replace(form, message_id="again"))


def test_every_counter_entry_stands_beside_what_it_takes_back(world):
    form = released(world, world.licence())
    cancel(form.declaration_no, because="退关", by=world.officer, at=LATER)
    entries = WriteOff.objects.using(OWNER).filter(vins__contains=[form.vins[0]]).order_by("number")
    assert [(entry.word, entry.effect) for entry in entries] == [("released", 2), ("cancelled", -2)]


def test_the_client_of_another_system_may_cancel_what_this_one_declared(world):
    form = released(world, world.licence())
    cancel(form.declaration_no, because="退关", by=replace(world.system, client="elsewhere"), at=LATER)
    assert state(form) == "cancelled"
