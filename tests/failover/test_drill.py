"""The failover drill's own judgement, without a cluster: what it calls a gap, a loss, a double, and that a cut line is cut."""

import re
import socket
import threading
from pathlib import Path

import pytest
from benchmarks.failover import audit, configuration, journal
from benchmarks.failover.line import Line
from benchmarks.failover.programs import LOCK
from packaging.version import Version

ROOT = Path(__file__).resolve().parents[2]


def told(message, at, *, decision="released", sent=None, **more):
    return {
        "client": "a", "message": message, "no": f"no-{message}", "decision": decision, "vins": [f"V{message}"], "id": f"id-{message}",
        "sent": at if sent is None else sent, "at": at, "retries": 0, "replayed": False, **more,
    }  # fmt: skip


def test_the_gap_is_the_longest_time_in_which_nobody_was_answered():
    acknowledged = [told("1", 1.0), told("2", 9.9), told("3", 20.0, sent=9.95, retries=4, replayed=True), told("4", 21.0)]
    felt = journal.felt(acknowledged, 10.0, 22.0)
    assert felt == journal.Felt(gap=10.0, slowest=10.0, retries=4, recovered=1)


def test_without_any_answer_the_whole_time_is_the_gap():
    assert journal.felt([told("1", 1.0)], 10.0, 40.0).gap == 30.0


def row(one):
    return one["client"], one["message"], one["no"], one["decision"], one["id"]


def car(one):
    return one["vins"][0], one["id"]


GOOD = [told("1", 1.0), told("2", 2.0), told("3", 3.0, decision="refused")]
ROWS, CARS = [row(one) for one in GOOD], [car(one) for one in GOOD[:2]]


@pytest.mark.parametrize(
    ("rows", "cars", "lost", "doubled"),
    [
        (ROWS, CARS, 0, 0),
        (ROWS[1:], CARS, 1, 0),
        (ROWS, CARS[1:], 1, 0),
        ([*ROWS, ROWS[0]], CARS, 0, 1),
        (ROWS, [*CARS, CARS[0]], 0, 1),
        ([*ROWS, ("a", "9", "no-9", "released", "id-9")], CARS, 0, 1),
        ([("a", "1", "no-1", "refused", "id-1"), *ROWS[1:]], CARS, 1, 0),
    ],
    ids=["as told", "decision gone", "write-off gone", "decision twice", "car twice", "nobody told", "another answer"],
)
def test_what_is_lost_and_what_is_doubled(rows, cars, lost, doubled):
    found = audit.compare(GOOD, rows, cars)
    assert (len(found[0]), len(found[1])) == (lost, doubled)


def test_an_unfinished_line_of_a_journal_is_not_an_answer(tmp_path):
    file = tmp_path / "client.jsonl"
    file.write_text('{"at": 1}\n{"at": 2', "utf-8")
    assert journal.read([file]) == [{"at": 1}]


def test_a_line_that_is_cut_lets_nothing_through_until_it_is_mended():
    with socket.create_server(("127.0.0.1", 0)) as there, socket.create_server(("127.0.0.1", 0)) as held:
        port = held.getsockname()[1]
        held.close()
        threading.Thread(target=echo, args=(there,), daemon=True).start()
        line = Line(port, there.getsockname()[1])
        try:
            with socket.create_connection(("127.0.0.1", port), 5) as speaker:
                assert say(speaker) == b"word"
                line.cut()
                assert say(speaker) == b""
            with pytest.raises(ConnectionRefusedError):
                socket.create_connection(("127.0.0.1", port), 5)
            line.mend()
            with socket.create_connection(("127.0.0.1", port), 5) as speaker:
                assert say(speaker) == b"word"
        finally:
            line.close()


def echo(there):
    for _ in range(2):
        speaker, _address = there.accept()
        with speaker:
            while word := speaker.recv(100):
                speaker.sendall(word)


def say(speaker):
    try:
        speaker.sendall(b"word")
        return speaker.recv(100)
    except ConnectionError:
        return b""


def test_a_node_is_told_to_lose_nothing(tmp_path):
    place = configuration.Place("one", tmp_path, 1, 2, 3)
    made = configuration.written(place, programs=tmp_path, ttl=20, passwords={"postgres": "x", "replicator": "y"})
    dcs = made["bootstrap"]["dcs"]
    assert (dcs["synchronous_mode"], dcs["synchronous_mode_strict"]) == (True, True)
    assert dcs["ttl"] >= dcs["loop_wait"] + 2 * dcs["retry_timeout"]
    advised = (ROOT / "docs/how-to/deploy-with-failover.md").read_text("utf-8")
    for name in ("ttl", "loop_wait", "retry_timeout"):
        assert f"    {name}: {dcs[name]}" in advised
    assert dcs["postgresql"]["parameters"]["synchronous_commit"] == "on"


def test_the_locked_patroni_asks_whose_the_lock_is():
    (version,) = re.findall(r"^patroni==([\d.]+)", LOCK.read_text("utf-8"), re.MULTILINE)
    assert Version(version) >= Version("3.0.3")
