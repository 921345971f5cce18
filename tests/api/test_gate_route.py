"""The gate over HTTP: answers, replays, conflicts, and bad messages that leave nothing behind."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from tests.api.conftest import Caller, declaration
from tests.database import close_thread

from evexport.accounts.roles import Role

SHAPE = {
    "message_id", "declaration_no", "decision", "reasons", "licence_no", "written_off", "balance", "inspection", "law",
    "decided_at", "replayed",
}  # fmt: skip


def test_a_release_and_its_replay(world, customs):
    form = declaration(world, world.licence(10))
    first, again = (customs.post("customs/declarations", form) for _ in range(2))
    assert first.status_code == again.status_code == 200
    assert set(first.json()) == SHAPE
    assert first.json()["balance"] == [{"model_code": "DMO7000BEVA1", "licensed": 10, "used": 2, "left": 8}]
    assert (first.json()["replayed"], again.json()["replayed"]) == (False, True)
    assert {**again.json(), "replayed": False} == first.json()


def test_the_same_message_with_other_content_is_a_conflict(world, customs):
    form = declaration(world, world.licence(10))
    customs.post("customs/declarations", form)
    answer = customs.post("customs/declarations", {**form, "destination": "FR"})
    assert (answer.status_code, answer.json()["code"]) == (409, "MESSAGE_ID_REUSED")
    assert answer["Content-Type"] == "application/problem+json"


def test_a_decided_number_is_not_decided_again(world, customs):
    form = declaration(world, world.licence(10))
    customs.post("customs/declarations", form)
    answer = customs.post("customs/declarations", {**form, "message_id": "another"})
    assert (answer.status_code, answer.json()["code"]) == (409, "DECLARATION_DECIDED")


def test_a_refusal_is_an_answer_with_every_reason(world, customs):
    answer = customs.post("customs/declarations", declaration(world, world.licence(1), destination="FR"))
    assert answer.status_code == 200
    assert {reason["code"] for reason in answer.json()["reasons"]} == {"DESTINATION_MISMATCH", "BALANCE_EXCEEDED"}
    assert all(reason["message"]["zh"] and reason["remedy"]["en"] and reason["citation"] for reason in answer.json()["reasons"])


def test_four_copies_at_once_are_one_release_and_three_replays(world, customs):
    form = declaration(world, world.licence(10))

    def send(_):
        try:
            return customs.post("customs/declarations", form)
        finally:
            close_thread()

    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(send, range(4)))
    assert [answer.status_code for answer in answers] == [200] * 4
    assert sorted(answer.json()["replayed"] for answer in answers) == [False, True, True, True]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"surprise": 1}, "surprise"),
        ({"vehicles": []}, "vehicles"),
        ({"declared_on": "15.06.2026"}, "declared_on"),
        ({"vehicles": [{"vin": 7, "model_code": "X"}]}, "vehicles"),
        ({"value": {"amount": -1, "currency": "USD"}}, "value"),
    ],
)
def test_what_cannot_be_understood_names_the_field(world, customs, change, field):
    answer = customs.post("customs/declarations", declaration(world, world.licence(10), **change))
    assert answer.status_code == 422
    assert field in answer.json()["errors"][0]["field"]
    assert answer.json()["remedy"]["zh"]


def test_nan_other_types_and_large_bodies_are_refused(customs):
    send = partial(customs.client.post, secure=True)
    path = "/api/v1/customs/declarations"
    assert send(path, '{"value": NaN}', content_type="application/json").status_code == 422
    assert send(path, "x", content_type="text/plain").status_code == 415
    assert send(path, " " * (1024 * 1024 + 1), content_type="application/json").status_code == 413


def test_without_a_key_with_a_wrong_one_and_in_a_wrong_role(world, anyone, keyed):
    form = declaration(world, world.licence(10))
    for caller in (anyone, Caller("evx_0123456789ab_nothing")):
        answer = caller.post("customs/declarations", form)
        assert answer.status_code == 401
        assert answer["WWW-Authenticate"].startswith("Bearer")
    exporter = keyed(Role.EXPORTER, world.exporter.pk)
    assert exporter.post("customs/declarations", form).status_code == 403


def test_a_cancelled_declaration_frees_its_cars(world, customs):
    licence = world.licence(10)
    form = declaration(world, licence)
    customs.post("customs/declarations", form)
    number = form["declaration_no"]
    answer = customs.post(f"customs/declarations/{number}/cancel", {"because": "改配航次"})
    assert (answer.status_code, answer.json()["state"]) == (200, "cancelled")
    assert world.balance(licence) == (10, 0, 0)
    assert customs.get(f"customs/declarations/{number}").json()["state"] == "cancelled"
