"""A batch over HTTP: an answer a line in its order and form, bad lines alone, limits, and what is turned away whole."""

import json
from functools import partial

import pytest
from tests.api.conftest import declaration
from tests.api.test_gate_route import SHAPE

from evexport.accounts.roles import Role

PATH = "/api/v1/customs/declarations/batch"
NDJSON = "application/x-ndjson"


@pytest.fixture
def send(customs):
    """(content, content type) -> the answer."""
    return lambda content, form=NDJSON: customs.client.post(PATH, content, content_type=form, secure=True)


def as_lines(forms):
    return "".join(json.dumps(form, ensure_ascii=False) + "\n" for form in forms)


def test_an_array_gets_an_array_and_its_replay(world, customs):
    licence = world.licence(10)
    forms = [declaration(world, licence), declaration(world, licence, destination="FR"), declaration(world, licence)]
    first, again = (customs.post("customs/declarations/batch", forms) for _ in range(2))
    assert (first.status_code, first["Content-Type"]) == (200, "application/json")
    assert [set(one) for one in first.json()] == [SHAPE] * 3
    assert [one["decision"] for one in first.json()] == ["released", "refused", "released"]
    assert [one["message_id"] for one in first.json()] == [form["message_id"] for form in forms]
    assert again.json() == [{**one, "replayed": True} for one in first.json()]


def test_a_batch_and_a_single_call_know_of_each_other(world, customs):
    forms = [declaration(world, world.licence(10)) for _ in range(2)]
    single = customs.post("customs/declarations", forms[0]).json()
    batch = customs.post("customs/declarations/batch", forms).json()
    assert batch[0] == {**single, "replayed": True}
    assert customs.post("customs/declarations", forms[1]).json() == {**batch[1], "replayed": True}


def test_lines_get_lines_and_a_bad_one_spoils_only_itself(world, send):
    licence = world.licence(10)
    good, bad = [declaration(world, licence) for _ in range(2)], {**declaration(world, licence), "surprise": 1}
    taken = {**declaration(world, licence), "declaration_no": good[0]["declaration_no"]}
    content = (
        as_lines([good[0]])
        + "\n"
        + "{no json\n"
        + as_lines([bad, taken, good[1]])
        + "\ud83d\ude97\n".encode("utf-16", "surrogatepass").decode("utf-16")
    )
    answer = send(content)
    assert (answer.status_code, answer["Content-Type"]) == (200, NDJSON)
    lines = [json.loads(line) for line in answer.content.decode().splitlines()]
    assert [one.get("decision", one.get("code")) for one in lines] == [
        "released", "BAD_DECLARATION", "UNKNOWN_FIELD", "DECLARATION_DECIDED", "released", "BAD_DECLARATION",
    ]  # fmt: skip
    assert [(one["line"], one["status"]) for one in lines if "line" in one] == [(3, 422), (4, 422), (5, 409), (7, 422)]
    assert "surprise" in lines[2]["errors"][0]["field"]
    assert all(one["remedy"]["zh"] and one["message"]["en"] for one in lines if "line" in one)


@pytest.mark.parametrize("line", [b"\xff\xfe", b"null", b"[]", b"7", b'{"vehicles": [', b'{"message_id": "\\ud800"}', b"\x00"])
def test_no_line_however_odd_stops_the_others(world, send, line):
    good = as_lines([declaration(world, world.licence(10))]).encode()
    answer = send(line + b"\n" + good)
    assert answer.status_code == 200
    first, second = [json.loads(one) for one in answer.content.splitlines()]
    assert (first["line"], first["status"], second["decision"]) == (1, 422, "released")


@pytest.mark.parametrize("content", [b" ", b"{}", b"[", b"[]", b"[1,]", b"\xff", b"null", b"[" * 100_000])
def test_what_is_no_array_is_refused_whole(send, content):
    answer = send(content, "application/json")
    assert answer.status_code == 422
    assert answer["Content-Type"] == "application/problem+json"


def test_the_limits(world, send, customs, settings):
    settings.GATE_BATCH = 2
    licence = world.licence(10)
    forms = [declaration(world, licence) for _ in range(3)]
    for answer in (send(as_lines(forms)), customs.post("customs/declarations/batch", forms), send("\n \n")):
        assert (answer.status_code, answer.json()["code"]) == (422, "BATCH_SIZE")
    assert send(as_lines(forms[:2])).status_code == 200
    assert world.balance(licence) == (10, 4, 0)
    assert send(b" " * (10 * 1024 * 1024 + 1)).status_code == 413
    assert send(as_lines(forms), "text/csv").status_code == 415


def test_without_a_key_and_in_a_wrong_role(world, anyone, keyed):
    content = as_lines([declaration(world, world.licence(10))])
    for caller, status in ((anyone, 401), (keyed(Role.EXPORTER, world.exporter.pk), 403)):
        post = partial(caller.client.post, PATH, content, content_type=NDJSON, secure=True)
        assert post().status_code == status
    assert anyone.client.get(PATH, secure=True).status_code == 405
