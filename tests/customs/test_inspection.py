"""Held declarations: what they reserve, and how an inspection decides them again."""

from datetime import timedelta

import pytest
from tests.customs import registers
from tests.customs.audit import audit
from tests.customs.world import NOON, OWNER, tenant

from evexport.customs.actions import give_up, order_rework, place_hold, record_inspection
from evexport.customs.models import Declaration, Inspection, LiveVin
from evexport.kernel.problems import Barred, NotAllowed, NotFound
from evexport.kernel.text import Text
from evexport.ledger.models import Entry

LATER = NOON + timedelta(hours=1)


@pytest.fixture
def held(world):
    """A licence and a declaration of two cars held for an inspection that the catalogue asks for."""
    registers.require_inspection(2026)
    licence = world.licence()
    form = world.form(licence)
    decision = world.decide(form)
    assert decision.decision == "held"
    assert decision.inspection["required"] is True
    return licence, form


def state(form):
    return Declaration.objects.using(OWNER).get(declaration_no=form.declaration_no).state


def test_a_held_declaration_reserves_cars_quantity_and_clearance(world, held):
    licence, form = held
    assert (world.balance(licence), world.clearances(licence)) == ((10, 0, 2), 1)
    assert LiveVin.objects.using(OWNER).filter(pending=True).count() == 2
    other = world.decide(world.form(licence, list(form.vins)))
    assert {reason["code"] for reason in other.reasons} == {"VIN_ON_HOLD"}
    assert Inspection.objects.using(OWNER).get().state == "ordered"
    audit(OWNER)


def test_passed_means_released_and_written_off(world, held):
    licence, form = held
    record_inspection(form.declaration_no, passed=True, note="与申报相符", by=world.officer, at=LATER)
    assert (state(form), world.balance(licence), world.clearances(licence)) == ("released", (10, 2, 0), 1)
    assert world.decide(form).as_dict()["decision"] == "held", "the message keeps the answer it got"
    assert Entry.objects.using(OWNER).get(kind="declaration.settled").data["decision"] == "released"
    audit(OWNER)


def test_failed_leads_to_rework_and_another_round(world, held):
    licence, form = held
    record_inspection(form.declaration_no, passed=False, note="标牌缺失", by=world.officer, at=LATER)
    assert (state(form), world.balance(licence)) == ("held", (10, 0, 2))
    with pytest.raises(Barred):
        record_inspection(form.declaration_no, passed=True, note="未经整改", by=world.officer, at=LATER)
    order_rework(form.declaration_no, note="补标牌", by=world.officer, at=LATER)
    record_inspection(form.declaration_no, passed=True, note="已补", by=world.officer, at=LATER)
    assert (state(form), world.balance(licence)) == ("released", (10, 2, 0))
    assert Inspection.objects.using(OWNER).get().results.using(OWNER).count() == 2
    audit(OWNER)


def test_given_up_means_refused_and_all_is_free_again(world, held):
    licence, form = held
    record_inspection(form.declaration_no, passed=False, note="不符", by=world.officer, at=LATER)
    give_up(form.declaration_no, note="无法整改", by=world.officer, at=LATER)
    assert (state(form), world.balance(licence), world.clearances(licence)) == ("refused", (10, 0, 0), 0)
    assert not LiveVin.objects.using(OWNER).exists()
    audit(OWNER)


@pytest.mark.parametrize("status", ["suspended", "revoked"])
def test_a_licence_that_fell_meanwhile_is_refused_though_the_goods_passed(world, held, status):
    licence, form = held
    world.end(licence, status)
    record_inspection(form.declaration_no, passed=True, note="相符", by=world.officer, at=LATER)
    assert (state(form), world.balance(licence), world.clearances(licence)) == ("refused", (10, 0, 0), 0)
    audit(OWNER)


def test_a_hold_placed_meanwhile_counts_too(world, held):
    _, form = held
    place_hold(form.vins[0], because=Text("涉嫌被盗", "reported stolen"), by=world.officer, at=LATER)
    record_inspection(form.declaration_no, passed=True, note="相符", by=world.officer, at=LATER)
    assert state(form) == "refused"
    assert Entry.objects.using(OWNER).get(kind="declaration.settled").data["reasons"] == ["VIN_ON_HOLD"]


def test_the_last_of_a_licence_may_be_held_and_released(world):
    registers.require_inspection(2026)
    licence = world.licence(2, allowed=1)
    form = world.form(licence)
    assert world.decide(form).decision == "held"
    record_inspection(form.declaration_no, passed=True, note="相符", by=world.officer, at=LATER)
    assert (state(form), world.balance(licence)) == ("released", (2, 2, 0))
    audit(OWNER)


@pytest.mark.parametrize(("passed", "end"), [(True, "not_required"), (False, "refused")])
def test_suspected_misdeclaration_is_settled_by_what_is_found(world, passed, end):
    form = world.form(None, hs_code="8703809090")
    assert world.decide(form).decision == "held"
    assert LiveVin.objects.using(OWNER).filter(pending=True, line_id=None).count() == 2
    record_inspection(form.declaration_no, passed=passed, note="查验", by=world.officer, at=LATER)
    if not passed:
        give_up(form.declaration_no, note="系纯电动乘用车", by=world.officer, at=LATER)
    assert state(form) == end
    assert not LiveVin.objects.using(OWNER).exists()
    audit(OWNER)


def test_only_customs_records_and_only_what_was_ordered(world, held):
    _, form = held
    with pytest.raises(NotAllowed):
        record_inspection(form.declaration_no, passed=True, note="自查", by=tenant(world.exporter), at=LATER)
    with pytest.raises(NotFound):
        record_inspection("000000000000000000", passed=True, note="无", by=world.officer, at=LATER)
