"""The offline exchange over HTTP: a file in, how far it is, its answer out; what is refused whole."""

import json
from datetime import timedelta

import pytest
from tests.customs.test_exchange import DAY, file, lines
from tests.customs.world import NOON, OWNER

from evexport.customs.models import ExchangeRun
from evexport.work.models import Work
from evexport.work.running import run_lane

PATH = "/api/v1/customs/exchange-files"


@pytest.fixture
def send(customs):
    return lambda content: customs.client.post(PATH, content, content_type="application/x-ndjson", secure=True)


def test_a_file_in_progress_and_answer_out(world, customs, send):
    form = world.form(world.licence(10))
    content = file(form, cleared={form.declaration_no: form.vins})
    taken = send(content)
    assert taken.status_code == 202
    assert (taken.json()["parts"], taken.json()["parts_answered"], taken.json()["answered"]) == (2, 0, False)
    early = customs.get("customs/exchange-files/5301/1/answer")
    assert (early.status_code, early.json()["code"], early["Retry-After"]) == (409, "EXCHANGE_NOT_READY", "5")
    run_lane(Work.objects.using(OWNER).get().pk, 0, now=lambda: NOON + timedelta(minutes=1))
    read = customs.get("customs/exchange-files/5301/1").json()
    assert (read["answered"], read["counts"]["released"], read["counts"]["differences"]) == (True, 1, 0)
    assert customs.get("customs/exchange-files?sender=5301").json()["items"] == [read]
    answer = customs.client.get(read["answer"], secure=True)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/x-ndjson")
    assert [kind for kind, _ in lines(answer.content)] == ["header", "decision", "reconciled", "trailer"]
    assert send(content).json() == read
    assert customs.client.get(read["answer"], secure=True).content == answer.content


def test_what_is_not_whole_or_not_the_next_is_told_and_leaves_nothing(world, send):
    for content, status, code in (
        (file(run=2), 409, "EXCHANGE_RUN_GAP"),
        (file(trailer={"cleared": 1}), 422, "EXCHANGE_COUNT"),
        (file(day=DAY + timedelta(days=1)), 422, "EXCHANGE_DAY"),
        (json.dumps({"header": {}}), 422, "EXCHANGE_FORM"),
    ):
        answer = send(content)
        assert (answer.status_code, answer.json()["code"]) == (status, code)
        assert answer.json()["message"]["zh"]
        assert answer.json()["remedy"]["en"]
    assert not ExchangeRun.objects.using(OWNER).exists()


def test_a_file_beyond_the_limit_of_bodies_is_taken_up_to_its_own(world, send):
    large = '{"declaration": {"note": "' + "x" * (11 * 1024 * 1024) + '"}}'
    assert send(file(large)).status_code == 202
    too_large = '{"declaration": {"note": "' + "x" * (64 * 1024 * 1024) + '"}}'
    answer = send(file(too_large))
    assert (answer.status_code, answer.json()["code"]) == (422, "EXCHANGE_TOO_LARGE")


def test_what_is_not_there(customs):
    assert customs.get("customs/exchange-files/5301/1").status_code == 404
    assert customs.get("customs/exchange-files/5301/99999999999999").status_code in {404, 422}
