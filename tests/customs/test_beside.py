"""Beside the gate: holds, risk, codings, paper clearances, reconciliation, who sees what, would it pass, a car's story."""

from datetime import date, timedelta

import pytest
from tests.customs import registers
from tests.customs.world import NOON, OWNER, tenant

from evexport.accounts.actors import PUBLIC
from evexport.customs import queries
from evexport.customs.actions import (
    cancel,
    end_coding,
    enter_paper,
    lift_hold,
    place_hold,
    record_coding,
    return_goods,
    set_risk_level,
    take_report,
)
from evexport.customs.models import Declaration, LiveVin, RiskLevel, VinHold, WriteOff
from evexport.customs.reconciliation import Reported, differences
from evexport.kernel.problems import BadInput, Conflict, NotAllowed, NotFound
from evexport.kernel.text import Text
from evexport.ledger.models import Entry
from evexport.store import acting_as

LATER = NOON + timedelta(hours=1)
STOLEN = Text("涉嫌被盗", "reported stolen")


# Holds


def test_a_hold_stands_until_lifted_and_then_the_car_may_go(world):
    licence, (car,) = world.licence(), world.cars(1)
    place_hold(car.lower(), because=STOLEN, by=world.officer, at=NOON)
    assert world.decide(world.form(licence, [car])).reasons[0]["code"] == "VIN_ON_HOLD"
    lift_hold(car, because="已查清", by=world.colleague, at=LATER)
    assert world.decide(world.form(licence, [car]), at=LATER).decision == "released"
    kinds = Entry.objects.using(OWNER).filter(subject=f"vehicle:{car}").order_by("at").values_list("kind", flat=True)
    assert list(kinds) == ["hold.placed", "hold.lifted"]


def test_one_hold_a_car_and_none_to_lift_twice(world):
    (car,) = world.cars(1)
    place_hold(car, because=STOLEN, by=world.officer, at=NOON)
    with pytest.raises(Conflict):
        place_hold(car, because=STOLEN, by=world.officer, at=NOON)
    lift_hold(car, because="误", by=world.officer, at=LATER)
    with pytest.raises(NotFound):
        lift_hold(car, because="误", by=world.officer, at=LATER)
    with pytest.raises(BadInput):
        place_hold("LDM", because=STOLEN, by=world.officer, at=NOON)
    with pytest.raises(NotAllowed):
        place_hold(car, because=STOLEN, by=world.system, at=NOON)


# Risk and codings


def test_a_risk_level_is_set_and_its_past_stands_in_the_ledger(world):
    for level in ("elevated", "strict"):
        set_risk_level(
            world.maker.pk,
            level=level,
            because="抽查不合格",
            citation="INSPECTION-LAW#33",
            by=world.officer,
            at=NOON,
        )
    assert RiskLevel.objects.using(OWNER).get().level == "strict"
    steps = [entry.data for entry in Entry.objects.using(OWNER).filter(kind="risk.set").order_by("xid")]
    assert [(step["before"], step["level"]) for step in steps] == [
        ("routine", "elevated"),
        ("elevated", "strict"),
    ]
    with pytest.raises(BadInput):
        set_risk_level(world.maker.pk, level="none", because="", citation="", by=world.officer, at=NOON)


def test_at_the_elevated_level_two_in_ten_are_inspected(world):
    set_risk_level(
        world.maker.pk,
        level="elevated",
        because="示例",
        citation="INSPECTION-LAW#33",
        by=world.officer,
        at=NOON,
    )
    licence = world.licence(1000, allowed=1000)
    answers = [world.decide(world.form(licence, world.cars(1))).decision for _ in range(100)]
    assert 8 <= answers.count("held") <= 35
    assert answers.count("held") + answers.count("released") == 100


def test_a_coding_is_recorded_on_evidence_once_and_ended(world):
    terms = {
        "wmi": "LDM",
        "destination": "DE",
        "valid_from": date(2026, 1, 1),
        "by": world.officer,
        "at": NOON,
    }
    with pytest.raises(BadInput):
        record_coding(world.maker.pk, **terms, evidence="")
    coding = record_coding(world.maker.pk, **terms, evidence="编码规则")
    with pytest.raises(Conflict):
        record_coding(world.maker.pk, **terms, evidence="编码规则")
    end_coding(coding.pk, until=date(2026, 6, 14), by=world.officer, at=NOON)
    sound = world.cars(1)[0]
    answer = world.decide(world.form(world.licence(), [f"{sound[:8]}E{sound[9:]}"]))
    assert answer.reasons[0]["code"] == "VIN_NO_CHECK_POSITION"
    with pytest.raises(NotAllowed):
        record_coding(world.maker.pk, **{**terms, "by": tenant(world.exporter)}, evidence="自己的规则")


# Paper


def paper(world, form, at, **changes):
    words = {"certificate_no": "P-001", "cleared_at": NOON, "because": "系统故障", "client": world.officer}
    return enter_paper(form, **{**words, **changes}, at=at)


@pytest.mark.parametrize(("days", "accepted"), [(15, True), (16, False)])
def test_a_paper_clearance_has_a_window_of_its_own(world, days, accepted):
    form, at = world.form(world.licence()), NOON + timedelta(days=days)
    if not accepted:
        with pytest.raises(BadInput):
            paper(world, form, at)
        return
    decision = paper(world, form, at)
    assert decision.decision == "released"
    assert Declaration.objects.using(OWNER).get().paper["certificate_no"] == "P-001"
    assert Entry.objects.using(OWNER).get(kind="declaration.released").data["paper"]["because"] == "系统故障"
    assert paper(world, form, at).replayed


def test_a_paper_clearance_is_an_officers_and_complete(world):
    form = world.form(world.licence())
    with pytest.raises(NotAllowed):
        paper(world, form, NOON, client=world.system)
    with pytest.raises(BadInput):
        paper(world, form, NOON, certificate_no=" ")
    with pytest.raises(BadInput):
        paper(world, form, NOON, cleared_at=NOON + timedelta(days=1))


def test_the_same_message_on_paper_and_by_wire_is_not_the_same_content(world):
    form = world.form(world.licence())
    world.decide(form, client=world.officer)
    with pytest.raises(Conflict):
        paper(world, form, NOON)


# Reconciliation


def test_a_day_that_agrees_has_no_differences(world):
    form = world.form(world.licence())
    world.decide(form)
    take_report(NOON.date(), [Reported(form.declaration_no, form.vins)], by=world.system, at=LATER)
    with acting_as(world.system):
        assert differences(NOON.date(), NOON.date()) == []
    entry = Entry.objects.using(OWNER).get(kind="customs.reconciled")
    assert (entry.data["reported"], entry.data["held"], entry.data["differences"]) == (1, 1, 0)


def test_each_difference_is_named_with_its_cause(world):
    licence = world.licence(100, allowed=100)
    forms = {name: world.form(licence) for name in ("agrees", "unreported", "cancelled", "cars", "returned")}
    forms["refused"] = world.form(licence, destination="FR")
    for form in forms.values():
        world.decide(form)
    cancel(forms["cancelled"].declaration_no, because="退关", by=world.officer, at=LATER)
    return_goods(forms["returned"].declaration_no, evidence="进境", because="拒收", by=world.officer, at=LATER)
    registers.require_inspection(2026)
    forms["held"] = world.form(licence)
    world.decide(forms["held"])
    other = world.cars(1)[0]
    rows = [Reported(form.declaration_no, form.vins) for name, form in forms.items() if name not in {"unreported", "cars"}]
    rows += [
        Reported(forms["cars"].declaration_no, [forms["cars"].vins[0], other]),
        Reported("530199999999999999", [other]),
    ]
    take_report(NOON.date(), rows, by=world.system, at=LATER)
    with acting_as(world.officer):
        found = {(one.declaration_no, one.vin): one.cause.value for one in differences(NOON.date(), NOON.date())}
    numbers = {name: form.declaration_no for name, form in forms.items()}
    assert found == {
        (numbers["unreported"], None): "not_reported",
        (numbers["cancelled"], None): "cancelled_here",
        (numbers["refused"], None): "refused_here",
        (numbers["held"], None): "held_here",
        ("530199999999999999", None): "unknown_here",
        (numbers["cars"], other): "car_unknown_here",
        (numbers["cars"], forms["cars"].vins[1]): "car_not_reported",
    }


def test_the_newest_report_of_a_day_counts(world):
    form = world.form(world.licence())
    world.decide(form)
    take_report(NOON.date(), [], by=world.system, at=LATER)
    take_report(
        NOON.date(),
        [Reported(form.declaration_no, form.vins)],
        by=world.system,
        at=LATER + timedelta(hours=1),
    )
    with acting_as(world.officer):
        assert differences(NOON.date(), NOON.date()) == []


def test_a_report_of_tomorrow_or_with_a_repetition_is_not_taken(world):
    with pytest.raises(BadInput):
        take_report(NOON.date() + timedelta(days=1), [], by=world.system, at=NOON)
    with pytest.raises(BadInput):
        take_report(NOON.date(), [Reported("1", ()), Reported("1", ())], by=world.system, at=NOON)


# Who sees what


def test_exporter_and_maker_see_their_declarations_and_a_rival_nothing(world):
    form = world.form(world.licence())
    world.decide(form)
    for party in (world.exporter, world.maker):
        with acting_as(tenant(party)):
            assert queries.by_number(form.declaration_no).state == "released"
            assert WriteOff.objects.get().effect == LiveVin.objects.count() == 2
    with acting_as(tenant(world.rival)):
        with pytest.raises(NotFound):
            queries.by_number(form.declaration_no)
        assert not WriteOff.objects.exists()
        assert not LiveVin.objects.exists()


def test_an_enterprise_sees_no_hold_and_no_risk_level(world):
    place_hold(world.cars(1)[0], because=STOLEN, by=world.officer, at=NOON)
    set_risk_level(
        world.maker.pk,
        level="strict",
        because="示例",
        citation="INSPECTION-LAW#33",
        by=world.officer,
        at=NOON,
    )
    with acting_as(tenant(world.maker)):
        assert not VinHold.objects.exists()
        assert not RiskLevel.objects.exists()


def test_the_story_of_a_car(world):
    licence, (car,) = world.licence(), world.cars(1)
    world.decide(world.form(licence, [car], destination="FR"))
    form = world.form(licence, [car])
    world.decide(form, at=NOON + timedelta(minutes=1))
    cancel(form.declaration_no, because="退关", by=world.officer, at=LATER)
    place_hold(car, because=STOLEN, by=world.officer, at=LATER + timedelta(hours=1))
    with acting_as(world.officer):
        told = queries.story(car)
    assert told.standing == "not_exported"
    assert [moment.what for moment in told.moments] == ["refused", "released", "cancelled", "hold_placed"]
    assert told.moments[0].note == "DESTINATION_MISMATCH"
    with acting_as(tenant(world.rival)):
        assert queries.story(car).moments == ()
    with acting_as(tenant(world.exporter)):
        assert [moment.what for moment in queries.story(car).moments] == ["refused", "released", "cancelled"]


# Would the gate pass?


def test_the_preview_says_what_the_gate_would_say_and_stores_nothing(world):
    licence = world.licence()
    gone = world.cars(1)
    world.decide(
        world.form(
            world.licence(exporter=world.maker, exporter_uscc=world.maker.uscc),
            gone,
            exporter_uscc=world.maker.uscc,
        )
    )
    before = Declaration.objects.using(OWNER).count()
    with acting_as(tenant(world.exporter)):
        assert queries.preview(world.form(licence), at=NOON).decision == "released"
        verdict = queries.preview(world.form(licence, gone, destination="FR"), at=NOON)
    assert [reason.code for reason in verdict.reasons] == ["DESTINATION_MISMATCH", "VIN_ALREADY_EXPORTED"]
    assert Declaration.objects.using(OWNER).count() == before


def test_the_preview_of_anothers_licence_knows_no_such_licence(world):
    licence = world.licence()
    with acting_as(tenant(world.rival)):
        verdict = queries.preview(world.form(licence, exporter_uscc=world.rival.uscc), at=NOON)
    assert [reason.code for reason in verdict.reasons] == ["LICENCE_NOT_FOUND"]


def test_the_public_sees_no_declaration(world):
    world.decide(world.form(world.licence()))
    with pytest.raises(Exception, match="permission denied"), acting_as(PUBLIC):
        Declaration.objects.count()
