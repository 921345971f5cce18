"""The parent of the processes: what falls is started again after a pause that grows with each fall and shrinks with sound work."""

import subprocess
import sys

import psutil

from evexport.config.processes import SOUND, Child


class Piped(Child):
    def start(self):
        self.process = subprocess.Popen(self.command, start_new_session=True, stdout=subprocess.PIPE)


def fallen(now: float, child: Child) -> float:
    """Started at a moment, fallen at once and noticed at `now`: how long until it is started again."""
    child.start()
    child.process.wait()
    child.look_after(now, lambda _: None)
    return child.again_at - now


def test_pauses_grow_up_to_half_a_minute():
    child = Child("web", [sys.executable, "-S", "-c", ""])
    assert [fallen(0.0, child) for _ in range(8)] == [0.5, 1, 2, 4, 8, 16, 30, 30]


def test_what_ran_soundly_falls_for_the_first_time():
    child = Child("web", [sys.executable, "-S", "-c", ""])
    for _ in range(5):
        fallen(0.0, child)
    assert fallen(SOUND + 1, child) == 0.5


def test_what_outlives_its_parent_is_ended_before_another_is_started():
    orphaning = "import os, time; pid = os.fork(); time.sleep(60) if pid == 0 else print(pid, flush=True) or os._exit(1)"
    child = Piped("web", [sys.executable, "-S", "-c", orphaning])
    child.start()
    orphan = psutil.Process(int(child.process.stdout.readline()))
    child.process.wait()
    assert orphan.is_running()
    child.process.stdout.close()
    child.look_after(0.0, lambda _: None)
    gone, _ = psutil.wait_procs([orphan], timeout=10)
    assert gone or orphan.status() == psutil.STATUS_ZOMBIE


def test_it_is_started_again_only_after_its_pause():
    child = Child("web", [sys.executable, "-S", "-c", ""])
    fallen(0.0, child)
    child.look_after(0.4, lambda _: None)
    assert child.process is None
    child.look_after(0.5, lambda _: None)
    assert child.process is not None
    assert child.process.wait() == 0
