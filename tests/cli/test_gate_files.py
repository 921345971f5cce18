"""`evexport gate` and `evexport exchange`: files in, answers out, exit codes that a script can rely on."""

import json

import pytest
from click.testing import CliRunner
from tests.customs.test_exchange import as_json, file, lines
from tests.customs.world import NOON, World

from evexport import cli
from evexport.cli import house
from evexport.cli.house import House
from evexport.customs.gate import pool


@pytest.fixture
def world(db_clone, tmp_path, monkeypatch):
    def nothing(*_):
        raise AssertionError("the database is there already")

    monkeypatch.setattr(house, "_house", [House(tmp_path, lambda: None, lambda: NOON, *[nothing] * 5)])
    yield World()
    pool.close()


@pytest.fixture
def run(world, tmp_path):
    def go(command, content, *more):
        path = tmp_path / "in.ndjson"
        path.write_bytes(content)
        return CliRunner().invoke(cli.evexport, [command, str(path), *more], env={"LC_ALL": "en_GB.UTF-8"})

    return go


def test_a_file_of_declarations_is_decided_in_batches(world, run, settings):
    settings.GATE_BATCH = 2
    licence = world.licence(100)
    forms = [as_json(world.form(licence)) for _ in range(5)]
    content = "".join(json.dumps(form) + "\n" for form in forms)
    done = run("gate", content.encode())
    assert (done.exit_code, [json.loads(line)["balance"][0]["used"] for line in done.output.splitlines()]) == (
        0,
        [2, 4, 6, 8, 10],
    )
    assert run("gate", json.dumps({**forms[0], "message_id": "other"}).encode()).exit_code == 1
    bad = run("gate", b"\n{}\n" + content.encode())
    assert (bad.exit_code, json.loads(bad.output.splitlines()[0])["line"]) == (2, 2)


def test_a_run_is_answered_into_a_file(world, run, tmp_path):
    out = tmp_path / "answer.ndjson"
    content = file(world.form(world.licence(10)))
    done = run("exchange", content, "--out", str(out))
    assert (done.exit_code, "1 released" in done.output) == (0, True)
    assert [kind for kind, _ in lines(out.read_bytes())] == ["header", "decision", "trailer"]
    first = out.read_bytes()
    again = run("exchange", content, "--out", str(out), "--json")
    assert (again.exit_code, json.loads(again.output)["released"], out.read_bytes()) == (0, 1, first)


def test_a_run_with_a_refusal_is_a_no_and_a_broken_one_bad_input(world, run, tmp_path):
    out = tmp_path / "answer.ndjson"
    assert run("exchange", file(world.form(world.licence(10), destination="FR")), "--out", str(out)).exit_code == 1
    out.unlink()
    for content, code in ((file(run=2)[:-10], 2), (file(run=3), 1)):
        done = run("exchange", content, "--out", str(out))
        assert done.exit_code == code
        assert "EXCHANGE_" in done.output
        assert not out.exists()
