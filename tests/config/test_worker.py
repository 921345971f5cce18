"""Which queues a worker looks after, and that what serves runs workers for nightly jobs and for long work."""

import pytest

from evexport.config import processes, worker


def test_nightly_jobs_never_wait_behind_long_work():
    short = worker.queues(["short"])
    assert worker.queues(["long"]) == ["long"]
    assert "default" in short
    assert "long" not in short


def test_without_a_word_it_looks_after_all():
    assert worker.queues([]) is None
    with pytest.raises(SystemExit, match="short, long"):
        worker.queues(["quick"])


@pytest.mark.parametrize(("given", "number"), [("", 2), ("3", 3), ("0", 1)])
def test_so_many_workers_for_long_work_are_served(monkeypatch, given, number):
    monkeypatch.setenv("EVEXPORT_LONG_WORKERS", given)
    words = {name: command[-1] for name, command in processes.commands("127.0.0.1", 8000, 2).items()}
    assert words["worker"] == "short"
    assert [name for name, word in words.items() if word == "long"] == [f"long-worker-{n}" for n in range(1, number + 1)]
