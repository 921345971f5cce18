"""Sends a claimed delivery to a webhook and reads what the answer means."""

import random
from datetime import datetime

from django.conf import settings

from evexport.kernel.problems import BadInput
from evexport.notices import addresses, secret
from evexport.notices.delivery.claims import Claim, Outcome
from evexport.notices.delivery.cloudevent import CONTENT_TYPE, document
from evexport.notices.delivery.pauses import pause, wish
from evexport.notices.delivery.post import Answer, post
from evexport.notices.delivery.signature import HEADER, signed
from evexport.notices.service import SERVICE

CHANCE = random.SystemRandom()
GONE = 410
BUSY = frozenset({408, 425, 429})


def send(one: Claim, *, at: datetime) -> Outcome:
    """Resolve, connect to just that address, post, judge. Raises nothing for what the receiver does."""
    notice = one.delivery.notice
    assert notice is not None, "a webhook is asked for no confirmation"
    here = bool(settings.PLAIN_HTTP)
    try:
        target = addresses.webhook(one.channel.address, plain_here=here)
        ip = addresses.resolve(target, plain_here=here)
    except BadInput as refused:
        return judged(Answer(0, fault=refused.message.en), one.delivery.tries, at=at)
    body = document(notice, one.entry)
    headers = {
        "Content-Type": CONTENT_TYPE,
        "User-Agent": "evexport-notices",
        HEADER: signed(body, secret.signing(one.channel, at=at), moment=int(at.timestamp())),
    }
    return judged(post(target, ip, body, headers), one.delivery.tries, at=at)


def judged(answer: Answer, tries: int, *, at: datetime) -> Outcome:
    """2xx: taken. 410: gone for good. Anything else is tried again, later each time, until the tries are used up."""
    said = answer.fault or f"HTTP {answer.status}"
    if answer.taken or answer.status == GONE:
        return Outcome(answer.taken, said, gone=answer.status == GONE)
    fault = answer.status == 0 or answer.status >= 500 or answer.status in BUSY
    if tries >= SERVICE.tries:
        return Outcome(taken=False, answer=said, channels_fault=fault)
    later = max(pause(tries, chance=CHANCE), wish(answer.retry_after, at=at))
    return Outcome(taken=False, answer=said, again_at=at + later, channels_fault=fault)
