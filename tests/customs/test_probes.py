"""The probes that a write-off system must not fail: overdraw, silent decrease, dead licences, repeated keys, odd numbers."""

from concurrent.futures import ThreadPoolExecutor

import msgspec
import pytest
from tests.customs.audit import audit
from tests.customs.world import NOON, OWNER

from evexport.customs.actions import cancel
from evexport.customs.models import WriteOff
from evexport.kernel.problems import BadInput, Conflict
from evexport.licensing.queries import derive
from evexport.regulation.facts.declaration import parse


def test_use_beyond_the_quantity_is_refused(world):
    licence = world.licence(2)
    answer = world.decide(world.form(licence, world.cars(3)))
    assert [reason["code"] for reason in answer.reasons] == ["BALANCE_EXCEEDED"]
    assert world.balance(licence) == (2, 0, 0)


def test_a_smaller_use_after_a_larger_one_adds_up_and_never_falls_silently(world):
    licence = world.licence(1000)
    large, small = world.form(licence, world.cars(900)), world.form(licence, world.cars(100))
    assert world.decide(large).balance[0]["used"] == 900
    assert world.decide(small).balance[0]["used"] == 1000
    cancel(small.declaration_no, because="退关", by=world.officer, at=NOON)
    assert world.balance(licence) == (1000, 900, 0)
    effects = [entry.effect for entry in WriteOff.objects.using(OWNER).order_by("at", "number")]
    assert sorted(effects) == [-100, 100, 900], "a decrease is an entry of its own"
    audit(OWNER)


def test_a_revoked_licence_is_refused(world):
    answer = world.decide(world.form(world.licence(status="revoked")))
    assert [reason["code"] for reason in answer.reasons] == ["LICENCE_REVOKED"]


def test_exhausted_is_derived_and_a_cancel_opens_the_licence_again(world):
    licence = world.licence(2)
    form = world.form(licence)
    world.decide(form)

    def worth():
        licensed, used, reserved = world.balance(licence)
        return derive(
            "issued",
            valid_from=licence.valid_from,
            valid_until=licence.valid_until,
            left=licensed - used - reserved,
            clearances_left=1,
            on=NOON.date(),
        )

    assert worth() == "exhausted"
    cancel(form.declaration_no, because="退关", by=world.officer, at=NOON)
    assert worth() == "in_force"


def test_same_key_same_body_is_the_original_result(world):
    form = world.form(world.licence())
    original = world.decide(form).as_dict()
    assert world.decide(form).as_dict() == {**original, "replayed": True}


def test_same_key_other_body_is_a_conflict(world):
    licence = world.licence()
    form = world.form(licence)
    world.decide(form)
    with pytest.raises(Conflict) as problem:
        world.decide(msgspec.structs.replace(form, vehicles=world.form(licence).vehicles))
    assert problem.value.status == 409


@pytest.mark.parametrize("sound", [True, False])
def test_same_key_four_times_in_parallel_is_one_decision_and_three_replays(world, sound):
    form = world.form(world.licence(status="issued" if sound else "revoked"))
    with ThreadPoolExecutor(4) as at_once:
        answers = list(at_once.map(lambda _: world.decide(form), range(4)))
    assert sorted(answer.replayed for answer in answers) == [False, True, True, True]
    audit(OWNER)


@pytest.mark.parametrize("amount", ["-1.00", "NaN", "Infinity", "1e5", "", " 1", "1.005"])
def test_amounts_that_are_no_plain_decimals_are_not_understood(world, amount):
    form = msgspec.to_builtins(world.form(world.licence()))
    with pytest.raises(BadInput):
        parse({**form, "value": {"amount": amount, "currency": "USD"}})
