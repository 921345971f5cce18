"""One declaration, one decision: the answer's shape, replays, conflicts, resubmission, statements counted."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import msgspec
import pytest
from tests.customs.audit import audit
from tests.customs.world import MODEL, NOON, OWNER

from evexport.accounts.actors import PUBLIC
from evexport.customs.gate import calls
from evexport.customs.models import Declaration, LiveVin, Message, RefusedVin, WriteOff
from evexport.kernel.ids import uuid7
from evexport.kernel.problems import BadInput, Conflict, NotAllowed
from evexport.ledger.models import Entry


def written_off():
    return sum(entry.effect for entry in WriteOff.objects.using(OWNER).all())


def changed(form, **fields):
    return msgspec.structs.replace(form, **fields)


def test_a_release_answers_in_the_shape_integrators_were_promised(world):
    licence = world.licence(quantity=500)
    form = world.form(licence)
    answer = world.decide(form).as_dict()
    assert answer.pop("law").startswith("sha256:")
    assert answer == {
        "message_id": form.message_id,
        "declaration_no": form.declaration_no,
        "decision": "released",
        "reasons": [],
        "licence_no": licence.number,
        "written_off": 2,
        "balance": [{"model_code": MODEL, "licensed": 500, "used": 2, "left": 498}],
        "inspection": {"required": False, "level": "routine", "catalogue": "2026"},
        "decided_at": "2026-06-15T04:00:00.000Z",
        "replayed": False,
    }
    assert world.balance(licence) == (500, 2, 0)
    assert world.clearances(licence) == 1
    assert LiveVin.objects.using(OWNER).filter(pending=False).count() == 2
    audit(OWNER)


def test_a_release_is_in_the_ledger_with_its_parties_and_the_hash_of_its_message(world):
    form = world.form(world.licence())
    decision = world.decide(form)
    entry = Entry.objects.using(OWNER).get(kind="declaration.released")
    assert entry.subject == f"declaration:{decision.id}"
    assert set(entry.parties) == {world.exporter.pk, world.maker.pk}
    assert entry.data["message_sha256"] == form.digest().hex()
    assert entry.actor["name"] == world.system.name


def test_the_same_message_gets_the_same_answer(world):
    form = world.form(world.licence())
    first, second = world.decide(form).as_dict(), world.decide(form, at=NOON + timedelta(minutes=5)).as_dict()
    assert second == {**first, "replayed": True}
    assert written_off() == 2


def test_a_refusal_is_replayed_too_even_after_its_cause_has_gone(world):
    licence = world.licence(status="suspended")
    form = world.form(licence)
    first = world.decide(form)
    world.end(licence, "issued")
    assert world.decide(form).as_dict() == {**first.as_dict(), "replayed": True}


def test_a_replay_is_answered_after_the_window_has_closed(world):
    form = world.form(world.licence())
    world.decide(form)
    assert world.decide(form, at=NOON + timedelta(days=30)).replayed


def test_one_identifier_with_other_content_is_a_conflict(world):
    form = world.form(world.licence())
    world.decide(form)
    for other in (changed(form, destination="FR"), changed(form, hs_code="8703809090", licence_no=None)):
        with pytest.raises(Conflict) as problem:
            world.decide(other)
        assert problem.value.code == "MESSAGE_ID_REUSED"


def test_two_clients_may_use_the_same_identifier(world):
    licence = world.licence()
    first, second = world.form(licence, message_id="1"), world.form(licence, message_id="1")
    elsewhere = replace(world.system, client=str(uuid7()))
    assert world.decide(first).decision == "released"
    assert world.decide(second, client=elsewhere).decision == "released"


def test_a_released_number_is_not_decided_again(world):
    form = world.form(world.licence())
    world.decide(form)
    for again in (changed(form, message_id="other"), changed(form, message_id="third", destination="FR")):
        with pytest.raises(Conflict) as problem:
            world.decide(again)
        assert problem.value.code == "DECLARATION_DECIDED"
    assert Message.objects.using(OWNER).count() == 1


def test_a_refused_number_may_be_declared_again(world):
    licence = world.licence()
    form = world.form(licence, destination="FR")
    assert world.decide(form).decision == "refused"
    assert RefusedVin.objects.using(OWNER).count() == 2
    mended = changed(form, message_id="mended", destination="DE")
    assert world.decide(mended).decision == "released"
    assert list(Declaration.objects.using(OWNER).order_by("decided_at").values_list("state", flat=True).distinct()) != []
    assert Declaration.objects.using(OWNER).filter(declaration_no=form.declaration_no).count() == 2


@pytest.mark.parametrize(("days", "accepted"), [(-1, False), (0, True), (3, True), (4, False)])
def test_the_window_of_declaration(world, days, accepted):
    form = world.form(world.licence())
    if accepted:
        assert world.decide(form, at=NOON + timedelta(days=days)).decision == "released"
        return
    with pytest.raises(BadInput) as problem:
        world.decide(form, at=NOON + timedelta(days=days))
    assert problem.value.code == "DECLARED_ON_OUTSIDE_WINDOW"
    assert problem.value.status == 422


def test_nobody_decides_without_the_permission(world):
    with pytest.raises(NotAllowed):
        world.decide(world.form(world.licence()), client=PUBLIC)


@pytest.mark.parametrize("cars", [1, 10, 100])
def test_the_happy_path_is_one_statement_and_a_refusal_three_whatever_the_number_of_cars(world, monkeypatch, cars):
    licence, said = world.licence(quantity=1000), []
    for name in ("RELEASE", "STORED", "FACTS", "RECORD"):
        text = getattr(calls, name)
        monkeypatch.setattr(calls, name, Said(text, said))
    world.decide(world.form(licence, world.cars(cars)))
    assert len(said) == 1
    world.decide(world.form(licence, world.cars(cars), destination="FR"))
    assert len(said) == 4


class Said(str):
    """A statement that notes each time it is handed to the database."""

    __slots__ = ("said",)

    def __new__(cls, text, said):
        made = super().__new__(cls, text)
        made.said = said
        return made

    def encode(self, *args):
        self.said.append(self[:40])
        return super().encode(*args)


def test_four_copies_at_once_are_one_release_and_three_replays(world):
    form = world.form(world.licence())
    with ThreadPoolExecutor(4) as at_once:
        answers = list(at_once.map(lambda _: world.decide(form), range(4)))
    assert sorted(answer.replayed for answer in answers) == [False, True, True, True]
    assert len({msgspec.json.encode({**answer.as_dict(), "replayed": None}) for answer in answers}) == 1
    assert written_off() == 2
    audit(OWNER)


def test_eight_writers_never_clear_the_hundred_and_first(world):
    licence = world.licence(quantity=100, allowed=1000)
    forms = [world.form(licence, world.cars(3)) for _ in range(60)]
    with ThreadPoolExecutor(8) as writers:
        answers = list(writers.map(world.decide, forms))
    released = [answer for answer in answers if answer.decision == "released"]
    assert len(released) == 33
    assert all(answer.reasons[0]["code"] == "BALANCE_EXCEEDED" for answer in answers if answer not in released)
    assert world.balance(licence) == (100, 99, 0)
    audit(OWNER)


def test_one_car_in_many_declarations_at_once_leaves_once(world):
    licence = world.licence(quantity=100, allowed=1000)
    shared = world.cars(1)
    forms = [world.form(licence, [*world.cars(2), *shared]) for _ in range(16)]
    with ThreadPoolExecutor(8) as writers:
        answers = list(writers.map(world.decide, forms))
    assert [answer.decision for answer in answers].count("released") == 1
    assert {reason["code"] for answer in answers for reason in answer.reasons} == {"VIN_ALREADY_EXPORTED"}
    audit(OWNER)


def test_one_number_under_many_messages_is_decided_once(world):
    licence = world.licence(quantity=100, allowed=1000)
    form = world.form(licence)
    forms = [changed(form, message_id=f"copy-{n}") for n in range(8)]

    def attempt(one):
        try:
            return world.decide(one).decision
        except Conflict as problem:
            return problem.code

    with ThreadPoolExecutor(8) as writers:
        answers = list(writers.map(attempt, forms))
    assert sorted(answers) == ["DECLARATION_DECIDED"] * 7 + ["released"]
    audit(OWNER)
