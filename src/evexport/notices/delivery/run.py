"""The notifier: writes notices as the ledger grows and carries them out, until told to stop."""

import logging
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import TypeVar

from django.db import connections

from evexport.kernel.clock import Clock
from evexport.notices import writing
from evexport.notices.actions.channels import end_gone
from evexport.notices.delivery import mail, webhook
from evexport.notices.delivery.claims import Claim, Outcome, claim, settle
from evexport.notices.delivery.post import Answer
from evexport.notices.models import Form
from evexport.notices.service import SERVICE

Found = TypeVar("Found")
log = logging.getLogger(__name__)
SENDERS: dict[str, Callable[..., Outcome]] = {Form.WEBHOOK.value: webhook.send, Form.EMAIL.value: mail.send}
REAL = Clock()
"""Deliveries live in real time; notices on the installation's day."""


def run(*, clock: Clock, stop: threading.Event) -> None:
    """Write and deliver until `stop` is set; what is being sent is finished first."""
    carriers = [
        Carrier(Form.WEBHOOK.value, SERVICE.webhook_workers, clock, stop),
        Carrier(Form.EMAIL.value, SERVICE.email_workers, clock, stop),
    ]
    loops = [threading.Thread(target=one.run, name=f"notices-{one.form}") for one in carriers]
    for loop in loops:
        loop.start()
    while not stop.is_set():
        if not _steady(lambda: writing.write(at=clock.now())):
            stop.wait(SERVICE.poll_seconds)
    for loop in loops:
        loop.join()
    connections.close_all()


class Carrier:
    """Claims deliveries of one form and hands them to workers, as many at once as there are; asks alone while idle."""

    def __init__(self, form: str, workers: int, clock: Clock, stop: threading.Event) -> None:
        self.form, self.workers, self.clock, self.stop = form, workers, clock, stop
        self.free = threading.Semaphore(workers)
        self.done = threading.Event()

    def run(self) -> None:
        with ThreadPoolExecutor(self.workers, f"notices-{self.form}") as pool:
            while not self.stop.is_set():
                if not self.free.acquire(timeout=SERVICE.poll_seconds):
                    continue
                self.done.clear()
                one = _steady(lambda: claim(self.form, at=REAL.now()))
                if one is not None:
                    pool.submit(self._carry, one)
                    continue
                self.free.release()
                self.done.wait(SERVICE.poll_seconds)  # whoever ends its work may have freed a channel with more to send
        connections.close_all()

    def _carry(self, one: Claim) -> None:
        try:
            _steady(lambda: finish(one, legal=self.clock.now()))
        finally:
            connections.close_all()
            self.free.release()
            self.done.set()


def carry(form: str, *, legal: datetime) -> bool:
    """Claim one delivery of a form, send it, write what became of it. False where none is due."""
    one = claim(form, at=REAL.now())
    if one is not None:
        finish(one, legal=legal)
    return one is not None


def finish(one: Claim, *, legal: datetime) -> bool:
    """Send what was claimed and write what became of it."""
    outcome = _sent(one)
    settle(one, outcome, at=REAL.now())
    if outcome.gone:
        end_gone(one.channel.pk, at=legal)
    return outcome.taken


def _sent(one: Claim) -> Outcome:
    """A fault of ours must not hold up the channel: it is logged, and the delivery is tried again as after any other."""
    try:
        return SENDERS[one.channel.form](one, at=REAL.now())
    except Exception as error:
        log.exception("A delivery could not be composed")
        return webhook.judged(Answer(0, fault=f"{type(error).__name__} here"), one.delivery.tries, at=REAL.now())


def _steady(step: Callable[[], Found]) -> Found | None:
    """What a step gives; None where it fails. An outage passes; a fault of ours stops this step alone, is logged each time and
    shows in the metrics as notices that fall behind.
    """
    try:
        return step()
    except Exception:
        log.exception("Notices: trying again in a moment")
        connections.close_all()
        return None
