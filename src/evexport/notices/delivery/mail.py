"""Sends a claimed delivery by e-mail: plain text and a plain page in the reader's language, the letter attached."""

import logging
import random
import smtplib
from datetime import datetime
from html import escape
from typing import NamedTuple

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection

from evexport.accounts.actors import in_role
from evexport.accounts.roles import Role
from evexport.kernel.text import Text
from evexport.notices import secret
from evexport.notices.delivery.claims import Claim, Outcome
from evexport.notices.delivery.pauses import pause
from evexport.notices.links import page
from evexport.notices.models import Channel, Notice
from evexport.notices.service import SERVICE
from evexport.papers.letters.making import letter_of

log = logging.getLogger(__name__)
CHANCE = random.SystemRandom()
HEADS = {
    "happened": Text("事由", "What happened"),
    "means": Text("影响", "What it means"),
    "todo": Text("请您办理", "What to do"),
}
CLOSING = Text(
    "本邮件由系统发送，请勿回复。所告知事项以系统记载为准。",
    "Sent by the system; replies are not read. What the system holds is what counts, in Chinese.",
)
QUESTION = Text("请确认通知地址", "Please confirm this address")
ASKING = Text(
    "有单位请求将电动乘用车出口许可系统的通知发送到本地址。如属您本人意愿，请在{days}日内打开下列链接确认；否则请忽略，不会再收到邮件。",
    "Somebody asks that notices of the export-licence system be sent to this address. If that is you, open the link "
    "within {days} days and confirm. If not, do nothing: no further mail will come.",
)


def send(one: Claim, *, at: datetime) -> Outcome:
    """One letter. A server that refuses the address for good ends this delivery; anything else is tried again."""
    message = letter(one.channel, one.delivery.notice)
    try:
        with get_connection(timeout=SERVICE.whole_seconds) as opened:
            opened.send_messages([message])
    except smtplib.SMTPRecipientsRefused as error:
        code, said = next(iter(error.recipients.values()), (0, b""))
        return _failed(one, f"SMTP {code} {said.decode('utf-8', 'replace')}", at=at, final=code >= 500)
    except (smtplib.SMTPException, OSError) as error:
        return _failed(one, f"{type(error).__name__}: {error}", at=at, final=False)
    return Outcome(taken=True, answer="accepted")


def _failed(one: Claim, said: str, *, at: datetime, final: bool) -> Outcome:
    if final or one.delivery.tries >= SERVICE.tries:
        return Outcome(taken=False, answer=said, channels_fault=not final)
    again = at + pause(one.delivery.tries, chance=CHANCE)
    return Outcome(taken=False, answer=said, again_at=again, channels_fault=True)


class Words(NamedTuple):
    """What a letter says, in one language: headed paragraphs, a link, and a line below it."""

    subject: str
    paragraphs: list[tuple[str, str]]
    address: str
    closing: str = ""


def letter(channel: Channel, notice: Notice | None) -> EmailMultiAlternatives:
    """The message; without a notice, the one that asks to confirm the address."""
    said = _asking(channel) if notice is None else _telling(channel, notice)
    parts = ["\n".join(filter(None, one)) for one in said.paragraphs]
    plain = "\n\n".join(filter(None, [*parts, said.address, said.closing]))
    message = EmailMultiAlternatives(said.subject, f"{plain}\n", settings.DEFAULT_FROM_EMAIL, [channel.address])
    message.attach_alternative(_page(channel.language, said), "text/html")
    if notice is not None:
        _attach(message, notice, channel)
        message.extra_headers["Message-ID"] = f"<{notice.pk}.{channel.pk}@evexport>"
    return message


def _attach(message: EmailMultiAlternatives, notice: Notice, channel: Channel) -> None:
    """The entry's letter, as the recipient may read it. A letter that cannot be made holds no message back."""
    if not notice.paper or notice.entry_id is None:
        return
    try:
        draft = letter_of(notice.entry_id, by=in_role(Role.MAKER, organisation_id=notice.organisation_id))
        content = draft.unsealed()
    except Exception:
        log.exception("The letter of %s could not be made", notice.entry_id)
        return
    message.attach(f"{_in(channel, draft.name)}.pdf", content, "application/pdf")


def _telling(channel: Channel, notice: Notice) -> Words:
    parts = [(head, text) for name, head in HEADS.items() if (text := notice.part(name))]
    said = [(_in(channel, head), _in(channel, text)) for head, text in parts]
    return Words(_in(channel, notice.title), said, page(notice, channel.language), _in(channel, CLOSING))


def _asking(channel: Channel) -> Words:
    place = "/en" if channel.language == "en" else ""
    address = f"{settings.ADDRESS}{place}/notices/confirm/{channel.pk}/{secret.of_confirmation(channel)}/"
    text = ASKING.fill(days=SERVICE.confirm_within.days)
    return Words(_in(channel, QUESTION), [("", _in(channel, text))], address)


def _in(channel: Channel, text: Text) -> str:
    return text.en if channel.language == "en" else text.zh


def _page(language: str, said: Words) -> str:
    """The same as a page that any reader of mail shows: no images, nothing loaded, nothing tracked."""
    rows = "".join(
        (f'<p style="margin:0 0 4px;color:#555">{escape(head)}</p>' if head else "")
        + f'<p style="margin:0 0 16px">{escape(text)}</p>'
        for head, text in said.paragraphs
    )
    address, closing = escape(said.address), escape(said.closing)
    return (
        f'<!doctype html><html lang="{"en" if language == "en" else "zh-CN"}"><body style="font:16px/1.6 sans-serif;'
        f'max-width:640px;margin:24px auto;padding:0 16px;color:#1a1a1a"><h1 style="font-size:20px;line-height:1.4">'
        f'{escape(said.subject)}</h1>{rows}<p><a href="{address}">{address}</a></p>'
        f'<p style="color:#555;font-size:14px">{closing}</p></body></html>'
    )
