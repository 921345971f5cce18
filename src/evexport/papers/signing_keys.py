"""A new signing key in place of one that has signed long enough; what the old one signed stays good."""

from datetime import datetime

from django.conf import settings

from evexport import ledger
from evexport.accounts.actors import Actor
from evexport.host import keys
from evexport.kernel.problems import BadInput
from evexport.kernel.text import Text
from evexport.papers.events import KeyRotated
from evexport.store import acting_as


def rotate(purpose: str, *, by: Actor, at: datetime) -> str:
    """Sign with a new key from now on; its name. The key is put in place last, so that none signs which no entry names."""
    if purpose not in keys.PURPOSES:
        raise BadInput(
            Text(f"没有用途为“{purpose}”的密钥。", f"No key is kept for the purpose {purpose}."),
            remedy=Text(f"可用：{'、'.join(keys.PURPOSES)}。", f"Say one of {', '.join(keys.PURPOSES)}."),
            code="PURPOSE_UNKNOWN",
            field="PURPOSE",
        )
    by.must("signing_key.rotate")
    fresh, former = keys.Signer.new(), list(keys.verifiers(settings.HOME, purpose))
    with acting_as(by):
        event = KeyRotated(
            subject=f"signing_key:{fresh.key_id}", purpose=purpose, key=fresh.key_id, former=former[-1] if former else None
        )
        ledger.append(event, by=by, at=at)
        keys.renew(settings.HOME, purpose, fresh)
    return fresh.key_id
