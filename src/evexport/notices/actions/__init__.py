"""Deeds on notices and channels: each is one transaction; those on channels write one entry in the ledger."""

from evexport.notices.actions.channels import (
    confirm_address,
    open_email,
    open_webhook,
    pause,
    resume,
    revoke,
    rotate,
)
from evexport.notices.actions.deliveries import send_anew
from evexport.notices.actions.reading import put_back, read, read_all, read_these

__all__ = [
    "confirm_address",
    "open_email",
    "open_webhook",
    "pause",
    "put_back",
    "read",
    "read_all",
    "read_these",
    "resume",
    "revoke",
    "rotate",
    "send_anew",
]
