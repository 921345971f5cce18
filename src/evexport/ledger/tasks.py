"""The sealer: a loop that closes finished entries into blocks for as long as the service runs."""

import logging
import threading
from datetime import timedelta

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.db import Error, connections

from evexport.host import keys
from evexport.host.home import Home
from evexport.host.keys import Signer, signer
from evexport.kernel.clock import Clock
from evexport.kernel.problems import Problem
from evexport.ledger.reading import oldest_unsealed
from evexport.ledger.sealing import seal
from evexport.store import reading_as
from evexport.store.scopes import SYSTEM

PURPOSE = keys.LEDGER
INTERVAL = 2.0  # seconds
ALARM = timedelta(minutes=5)
log = logging.getLogger(__name__)


def verifiers(home: Home) -> dict[str, Ed25519PublicKey]:
    """The public keys that may have sealed this installation's ledger, by id."""
    return keys.verifiers(home, PURPOSE)


def age_of_oldest_unsealed(clock: Clock) -> timedelta:
    """How long the oldest unsealed entry has waited; nothing where all are sealed. For /metrics and the
    alarm.
    """
    with reading_as(SYSTEM):
        oldest = oldest_unsealed()
    return clock.now() - oldest if oldest else timedelta()


def run(home: Home, *, clock: Clock, stop: threading.Event, interval: float = INTERVAL) -> None:
    """Seal every `interval` seconds until `stop` is set, through outages of the database; then once more."""
    while not stop.wait(interval):
        once(signer(home, PURPOSE), clock=clock)
    once(signer(home, PURPOSE), clock=clock)
    connections.close_all()


def once(key: Signer, *, clock: Clock) -> int:
    """One round: seal what is finished, and warn where something has waited too long. The number sealed."""
    try:
        sealed = seal(key, at=clock.now())
        if not sealed and (age := age_of_oldest_unsealed(clock)) > ALARM:
            log.warning("The oldest unsealed entry is %d s old: a transaction stays open", age.total_seconds())
    except (Error, Problem):
        log.exception("Sealing failed; trying again in a moment")
        connections.close_all()
        return 0
    return sealed
