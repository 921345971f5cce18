"""The notifier killed in the middle of its work, again and again: every event arrives, each is taken once, repeats are few."""

import os
import signal
import subprocess
import sys
import time

from tests.customs.world import NOON, OWNER, tenant

from evexport.ledger.models import Entry
from evexport.notices import actions
from evexport.notices.models import Channel, Delivery, Notice

HOOKS, RELEASES, KILLS, LEASE = 4, 60, 6, 3
# The same program as in service, with a lease that does not try the patience of whoever runs the tests.
PROGRAM = f"""
from datetime import timedelta
from evexport.notices.service import SERVICE
object.__setattr__(SERVICE, "lease", timedelta(seconds={LEASE}))
object.__setattr__(SERVICE, "poll_seconds", 0.05)
from evexport.config import notifier
notifier.main()
"""


def start(home):
    surroundings = {**os.environ, "EVEXPORT_HOME": str(home.root), "EVEXPORT_PLAIN_HTTP": "1", "EVEXPORT_TODAY": "2026-06-15"}
    return subprocess.Popen([sys.executable, "-c", PROGRAM], env=surroundings)


def until(done, seconds):
    deadline = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < deadline, "it did not come to an end"
        time.sleep(0.05)


def test_nothing_is_lost_and_nothing_taken_twice_under_kill_9(world, receiver, home, capsys):
    clerk = tenant(world.exporter)
    for number in range(HOOKS):
        _, shown = actions.open_webhook(f"{receiver.base}/{number}", by=clerk, at=NOON)
        receiver.secrets[f"/{number}"] = shown
    licence = world.licence(500, allowed=500)

    def on_the_wire():
        return sum(receiver.wire.values())

    notifier = start(home)
    try:
        for kill in range(KILLS):
            for _ in range(RELEASES // KILLS):
                assert world.decide(world.form(licence, world.cars(1))).decision == "released"
            wanted = (kill + 1) * HOOKS * (RELEASES // KILLS) // 2
            until(lambda wanted=wanted: on_the_wire() >= wanted, 60)
            notifier.send_signal(signal.SIGKILL)
            notifier.wait()
            notifier = start(home)
        until(lambda: sum(map(len, receiver.events.values())) >= HOOKS * RELEASES, 40)
        until(lambda: not Delivery.objects.using(OWNER).filter(state="waiting").exists(), 30)
        notifier.send_signal(signal.SIGTERM)
        assert notifier.wait(20) == 0, "told to end, it ends by itself"
    finally:
        if notifier.poll() is None:
            notifier.kill()
            notifier.wait()
    repeats = on_the_wire() - len(receiver.wire)
    with capsys.disabled():
        sys.stdout.write(f" {on_the_wire()} on the wire, {len(receiver.wire)} events, {repeats} repeats under {KILLS} kills ")
    notices = {str(one) for one in Notice.objects.using(OWNER).filter(kind="declaration.released").values_list("pk", flat=True)}
    assert len(notices) == Entry.objects.using(OWNER).filter(kind="declaration.released").count() == RELEASES
    for number in range(HOOKS):
        released = {one["id"] for one in receiver.got(f"/{number}") if one["type"] == "evexport.declaration.released"}
        assert released == notices
    assert receiver.forged == 0
    assert repeats <= KILLS * HOOKS, "at most what was in hand at each kill"
    assert not Channel.objects.using(OWNER).filter(failures__gt=0).exists()
