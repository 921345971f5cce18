"""The secrets of channels, derived from a master key in the home folder: none of them stands in the database."""

import base64
from datetime import datetime
from functools import lru_cache

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from evexport.host.keys import master
from evexport.notices.models import Channel

PURPOSE = "notices"
_master = lru_cache(master)


def of_webhook(channel: Channel, rotation: int | None = None) -> str:
    """What its owner was shown: the secret of its present rotation, or of another."""
    return "evxwh_" + _derived(f"webhook:{channel.pk}:{channel.rotation if rotation is None else rotation}")


def of_confirmation(channel: Channel) -> str:
    """The code that the letter to a new address carries, and nobody else knows."""
    return _derived(f"confirm:{channel.pk}:{channel.opened_at.timestamp():.6f}")[:26]


def signing(channel: Channel, *, at: datetime) -> list[str]:
    """The secrets that sign now: the present one, and the former one until its time is over."""
    live = [of_webhook(channel)]
    if channel.former_until is not None and at < channel.former_until:
        live.append(of_webhook(channel, channel.rotation - 1))
    return live


def _derived(what: str) -> str:
    kdf = HKDF(algorithm=SHA256(), length=32, salt=None, info=f"evexport/{what}".encode())
    return base64.urlsafe_b64encode(kdf.derive(_master(settings.HOME, PURPOSE))).decode().rstrip("=")
