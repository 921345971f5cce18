"""Sends a claimed delivery by e-mail: plain text and a plain page in the reader's language, the letter attached."""

import logging
import random
import smtplib
from datetime import datetime
from html import escape

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection

from evexport.accounts.actors import in_role
from evexport.accounts.roles import Role
from evexport.kernel.text import Text
from evexport.notices import secret
from evexport.notices.delivery.claims import Claim, Outcome
from evexport.notices.delivery.pauses import pause
from evexport.notices.links import link
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


def letter(channel: Channel, notice: Notice | None) -> EmailMultiAlternatives:
    """The message; without a notice, the one that asks to confirm the address."""
    subject, paragraphs, address = _asking(channel) if notice is None else _telling(channel, notice)
    plain = "\n\n".join([*("\n".join(one) if one[0] else one[1] for one in paragraphs), address])
    message = EmailMultiAlternatives(subject, plain + "\n", settings.DEFAULT_FROM_EMAIL, [channel.address])
    message.attach_alternative(_page(channel, subject, paragraphs, address), "text/html")
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
    name = draft.name.en if channel.language == "en" else draft.name.zh
    message.attach(f"{name}.pdf", content, "application/pdf")


def _telling(channel: Channel, notice: Notice) -> tuple[str, list[tuple[str, str]], str]:
    english = channel.language == "en"
    parts = [(head, notice.part(name)) for name, head in HEADS.items()]
    said = [(head.en if english else head.zh, text.en if english else text.zh) for head, text in parts if text]
    closing = CLOSING.en if english else CLOSING.zh
    return notice.title.en if english else notice.title.zh, [*said, ("", closing)], link(notice)


def _asking(channel: Channel) -> tuple[str, list[tuple[str, str]], str]:
    english = channel.language == "en"
    text = ASKING.fill(days=SERVICE.confirm_within.days)
    subject = "Please confirm this address" if english else "请确认通知地址"
    place = "/en" if english else ""
    address = f"{settings.ADDRESS}{place}/notices/confirm/{channel.pk}/{secret.of_confirmation(channel)}/"
    return subject, [("", text.en if english else text.zh)], address


def _page(channel: Channel, subject: str, paragraphs: list[tuple[str, str]], address: str) -> str:
    """The same as a page that any reader of mail shows: no images, nothing loaded, nothing tracked."""
    rows = "".join(
        (f'<p style="margin:0 0 4px;color:#555">{escape(head)}</p>' if head else "")
        + f'<p style="margin:0 0 16px">{escape(text)}</p>'
        for head, text in paragraphs
    )
    language = "en" if channel.language == "en" else "zh-CN"
    return (
        f'<!doctype html><html lang="{language}"><body style="font:16px/1.6 sans-serif;max-width:640px;margin:24px auto;'
        f'padding:0 16px;color:#1a1a1a"><h1 style="font-size:20px;line-height:1.4">{escape(subject)}</h1>{rows}'
        f'<p><a href="{escape(address)}">{escape(address)}</a></p></body></html>'
    )
