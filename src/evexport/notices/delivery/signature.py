"""The signature of a webhook: HMAC-SHA256 over the moment and the body, one for each secret that is live."""

import hashlib
import hmac
from collections.abc import Iterable

HEADER = "Evexport-Signature"


def signed(body: bytes, secrets: Iterable[str], *, moment: int) -> str:
    """`t=1767225600,v1=…`; two `v1` while a secret is being exchanged."""
    message = f"{moment}.".encode() + body
    codes = [hmac.new(one.encode(), message, hashlib.sha256).hexdigest() for one in secrets]
    return ",".join([f"t={moment}", *(f"v1={code}" for code in codes)])
