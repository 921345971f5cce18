"""Real workers on a large file: killed in the middle, taken up by others, nothing recorded twice; and little memory, however long it is."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from tests.cast import MAKER_USCC, gather
from tests.factories import TODAY
from tests.papers.conftest import home
from tests.vehicles.files import MODEL, OWNER, announce, csv_of, handed_in, lines, numbers, recorded, work_of
from tests.work.world import standing

from evexport.ledger.models import Entry
from evexport.vehicles.models import ProductionFile
from evexport.work import tasks

__all__ = ["home"]
LOCKS = """SELECT count(*) FROM pg_locks WHERE relation = 'vehicles_productionrecord'::regclass AND pid <> pg_backend_pid()"""
WAITING = f"{LOCKS} AND NOT granted"
MIB = 1024


@pytest.fixture
def maker(db_clone):
    cast = gather()
    announce(MAKER_USCC, model=MODEL)
    return cast.maker


@contextmanager
def worker(home) -> Iterator[subprocess.Popen]:
    """A real worker process for long work on this test's database, killed with -9 at the end."""
    command = [sys.executable, "-m", "evexport.config.worker", "long"]
    env = {**os.environ, "EVEXPORT_HOME": str(home.root), "EVEXPORT_TODAY": TODAY.isoformat()}
    process = subprocess.Popen(command, env=env)
    try:
        yield process
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait(10)


def wait_for(condition, seconds=120.0):
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.005)


def checked(kept) -> int:
    return kept.pieces.using(OWNER).exclude(checked_at=None).count()


@pytest.mark.parametrize("when", ["while it is checked", "while it is recorded"])
def test_a_worker_killed_and_another_that_goes_on(maker, home, owner_connection, monkeypatch, when):
    """kill -9; another process takes the file up, and no car is recorded twice or missed, with one entry in the ledger."""
    monkeypatch.setattr("evexport.kernel.sheet_pieces.PIECE", 10_000)
    vins = numbers(10_000, start=0)
    kept = handed_in(maker, csv_of(lines(vins)))
    pieces = kept.pieces.using(OWNER).count()
    if when == "while it is checked":
        with worker(home):
            wait_for(lambda: checked(kept) >= 3)
    else:  # nobody may write on the register for a while, so that the worker is sure to be in the middle of it
        with owner_connection.transaction():
            owner_connection.execute("LOCK TABLE vehicles_productionrecord IN EXCLUSIVE MODE")
            with worker(home):
                wait_for(lambda: owner_connection.execute(WAITING).fetchone()[0])
        wait_for(lambda: not owner_connection.execute(LOCKS).fetchone()[0])
    before = checked(kept)
    assert (before < pieces) is (when == "while it is checked")
    assert (standing(work_of(kept)).state, recorded(vins[:100])) == ("running", 0)
    tasks.take_up(silent_for=timedelta(0))
    with worker(home):
        wait_for(lambda: standing(work_of(kept)).state == "done")
    done = ProductionFile.objects.using(OWNER).get(pk=kept.pk)
    assert (done.state, done.recorded, done.bad) == ("recorded", 10_000, 0)
    assert owner_connection.execute("SELECT count(*) FROM vehicles_productionrecord").fetchone()[0] == 10_000
    assert Entry.objects.using(OWNER).filter(kind="production.file_recorded").count() == 1


def peak(process) -> int:
    """The most memory that a process has held, in KiB."""
    status = Path(f"/proc/{process.pid}/status").read_text("utf-8")
    return int(next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1])


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="peak memory is read from /proc")
def test_a_file_ten_times_as_long_takes_no_more_memory(maker, home):
    def worked(count, start) -> int:
        kept = handed_in(maker, csv_of(lines(numbers(count, start=start))), request=str(count))
        with worker(home) as process:
            wait_for(lambda: standing(work_of(kept)).state == "done")
            return peak(process)

    short, long = worked(15_000, 0), worked(150_000, 100_000)
    assert long - short < 32 * MIB, f"{short} KiB for 15,000 cars, {long} KiB for 150,000"
