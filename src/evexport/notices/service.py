"""How deliveries are tried: the figures of the service in one place. They are no law; a release note names each change."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Service:
    """Times are real time, also in a demonstration: receivers' clocks do not stand still."""

    tries: int = 17
    """With the pauses below, the last try comes about two days after the first."""
    first_pause: timedelta = timedelta(seconds=5)
    longest_pause: timedelta = timedelta(hours=12)
    jitter: float = 0.2
    """Each pause is longer or shorter by up to this part, so that what failed together does not return together."""
    longest_wish: timedelta = timedelta(days=1)
    """The longest Retry-After that is honoured."""
    lease: timedelta = timedelta(seconds=60)
    """How long a claim lasts: after a crash the delivery is taken up again."""
    failures: int = 5
    """So many failures in a row close a channel for a while; the others go on."""
    rest: timedelta = timedelta(minutes=1)
    longest_rest: timedelta = timedelta(minutes=30)
    connect_seconds: float = 5
    whole_seconds: float = 10
    """From connecting to the end of the answer, however it trickles."""
    answer_bytes: int = 65_536
    webhook_workers: int = 12
    email_workers: int = 2
    poll_seconds: float = 1
    batch: int = 500
    """Ledger entries that one transaction turns into notices."""
    confirm_within: timedelta = timedelta(days=7)
    overlap: timedelta = timedelta(days=1)
    """How long the former secret of a webhook goes on signing beside the new one."""
    channels: int = 20
    """Open channels of one form that an organisation may have."""


SERVICE = Service()
