"""Channels: opened, confirmed, paused, resumed, their secret exchanged, ended. The organisation's own people do it."""

from collections.abc import Iterable
from datetime import datetime
from hmac import compare_digest
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError

from evexport import ledger
from evexport.accounts.actors import SYSTEM, Actor
from evexport.kernel.clock import Clock
from evexport.kernel.problems import BadInput, Barred, Conflict, NotFound
from evexport.kernel.text import Language, Text
from evexport.kernel.words import bounded
from evexport.notices import addresses, events, secret
from evexport.notices.catalogue import shipped
from evexport.notices.models import Channel, Delivery, Form
from evexport.notices.own import own
from evexport.notices.queries import unknown_channel
from evexport.notices.service import SERVICE
from evexport.notices.states import CHANNEL, OPEN
from evexport.store import acting_as
from evexport.store.scopes import SYSTEM as SYSTEM_SCOPE


def open_email(address: str, *, language: Language, kinds: Iterable[str] = (), by: Actor, at: datetime) -> Channel:
    """An address that must be confirmed from its mailbox before any notice goes there."""
    return _open(Form.EMAIL, addresses.email(address), language, kinds, by=by, at=at)


def open_webhook(
    address: str, *, language: Language = "zh", kinds: Iterable[str] = (), by: Actor, at: datetime
) -> tuple[Channel, str]:
    """An address of a system, and the secret that signs what goes there, shown this once."""
    by.must("notice.manage")
    here = bool(settings.PLAIN_HTTP)
    addresses.resolve(addresses.webhook(address, plain_here=here), plain_here=here)
    made = _open(Form.WEBHOOK, address.strip(), language, kinds, by=by, at=at)
    return made, secret.of_webhook(made)


def confirm_address(channel_id: UUID, code: str, *, at: datetime) -> Channel:
    """What the link in the letter does. Whoever holds the code may: it proves that the letter arrived."""
    with acting_as(SYSTEM_SCOPE):
        channel = Channel.objects.select_for_update().filter(pk=channel_id, form=Form.EMAIL).first()
        if channel is None or not compare_digest(secret.of_confirmation(channel).encode(), code.strip().encode()):
            raise NotFound(
                Text("确认链接无效。", "This link confirms nothing."),
                remedy=Text("请完整打开邮件中的链接。", "Open the whole link in the letter."),
                code="CONFIRMATION_UNKNOWN",
            )
        if channel.state == "active":
            return channel
        if channel.state != "unconfirmed" or at - channel.opened_at > SERVICE.confirm_within:
            raise Barred(
                Text("确认链接已失效。", "This link is no longer good."),
                remedy=Text("请由贵单位重新登记该地址。", "Have your organisation enter the address anew."),
                code="CONFIRMATION_ENDED",
            )
        channel.state, channel.state_since, channel.confirmed_at = "active", at, at
        channel.save(update_fields=["state", "state_since", "confirmed_at"])
        Delivery.objects.filter(channel=channel, notice=None, state="waiting").update(state="dropped")
        ledger.append(events.ChannelConfirmed(**_of(channel)), by=SYSTEM, at=at)
        return channel


def pause(channel_id: UUID, *, by: Actor, at: datetime) -> Channel:
    """Hold everything back; it waits and nothing is lost."""
    return _move(channel_id, "pause", events.ChannelPaused, by=by, at=at)


def resume(channel_id: UUID, *, by: Actor, at: datetime) -> Channel:
    """Send again, what waited first; a rest after failures ends too."""
    return _move(channel_id, "resume", events.ChannelResumed, by=by, at=at)


def revoke(channel_id: UUID, *, because: str = "", by: Actor, at: datetime) -> Channel:
    """End a channel for good; what waits for it is dropped."""
    return _move(channel_id, "revoke", events.ChannelRevoked, because=because, by=by, at=at)


def rotate(channel_id: UUID, *, by: Actor, at: datetime) -> tuple[Channel, str]:
    """A new secret, shown this once; the former one signs beside it for a day."""
    by.must("notice.manage")
    with acting_as(by):
        channel = _mine(channel_id, by)
        CHANNEL.take("rotate", channel, by=by)
        if channel.form != Form.WEBHOOK:
            raise BadInput(
                Text("电子邮件没有密钥。", "An e-mail address has no secret."),
                remedy=Text("仅推送渠道可更换密钥。", "Only a webhook's secret can be exchanged."),
                code="NO_SECRET",
            )
        channel.rotation += 1
        channel.former_until = Clock().now() + SERVICE.overlap
        channel.save(update_fields=["rotation", "former_until"])
        ledger.append(events.SecretExchanged(**_of(channel), rotation=channel.rotation), by=by, at=at)
    return channel, secret.of_webhook(channel)


def end_gone(channel_id: UUID, *, at: datetime) -> None:
    """The receiver answered that it is gone: the channel ends, and its owner is told in the inbox."""
    because = "HTTP 410 Gone"
    with acting_as(SYSTEM_SCOPE):
        channel = Channel.objects.select_for_update().get(pk=channel_id)
        if channel.state in OPEN:
            _end(channel, because, at=at)
            ledger.append(events.ChannelRevoked(**_of(channel), because=because), by=SYSTEM, at=at)


def _open(form: Form, address: str, language: str, kinds: Iterable[str], *, by: Actor, at: datetime) -> Channel:
    by.must("notice.manage")
    wanted = _known(kinds)
    state = "unconfirmed" if form == Form.EMAIL else "active"
    with acting_as(by):
        standing = Channel.objects.filter(organisation_id=own(by), form=form, state__in=OPEN)
        if standing.count() >= SERVICE.channels:
            raise Barred(
                Text(f"每单位至多{SERVICE.channels}个同类渠道。", f"An organisation has {SERVICE.channels} of a form at most."),
                remedy=Text("请先停用不再使用的渠道。", "End one that is no longer used."),
                code="TOO_MANY_CHANNELS",
            )
        if standing.filter(address=address).exists():
            raise _twice()
        channel = Channel(
            organisation_id=own(by), form=form, address=address, language=language, kinds=wanted,
            state=state, state_since=at, opened_at=at,
        )  # fmt: skip
        try:
            channel.save(force_insert=True)
        except IntegrityError:
            raise _twice() from None
        if form == Form.EMAIL:
            Delivery.objects.create(channel=channel, organisation_id=channel.organisation_id, next_at=Clock().now())
        ledger.append(events.ChannelOpened(**_of(channel), kinds=wanted), by=by, at=at)
    return channel


def _move(
    channel_id: UUID, verb: str, event: type[events.ChannelPaused | events.ChannelResumed | events.ChannelRevoked],
    *, because: str = "", by: Actor, at: datetime,
) -> Channel:  # fmt: skip
    by.must("notice.manage")
    words = bounded(because, field="because")[:300]
    with acting_as(by):
        channel = _mine(channel_id, by)
        step = CHANNEL.take(verb, channel, by=by)
        if step.target == "revoked":
            _end(channel, words, at=at)
        else:
            channel.state, channel.state_since = step.target, at
            channel.failures, channel.rests_until = 0, None
            channel.save(update_fields=["state", "state_since", "failures", "rests_until"])
        ledger.append(event(**_of(channel), because=words), by=by, at=at)
    return channel


def _end(channel: Channel, because: str, *, at: datetime) -> None:
    channel.state, channel.state_since, channel.because = "revoked", at, because
    channel.save(update_fields=["state", "state_since", "because"])
    Delivery.objects.filter(channel=channel, state="waiting").update(state="dropped")


def _mine(channel_id: UUID, by: Actor) -> Channel:
    found = Channel.objects.select_for_update().filter(pk=channel_id, organisation_id=own(by)).first()
    if found is None:
        raise unknown_channel()
    return found


def _known(kinds: Iterable[str]) -> list[str]:
    wanted = sorted(set(kinds))
    if unknown := [one for one in wanted if one not in shipped().kinds()]:
        raise BadInput(
            Text(f"没有这类通知：{'、'.join(unknown)}。", f"There are no notices of the kind {', '.join(unknown)}."),
            remedy=Text("请查阅通知一览；不填表示全部。", "See the reference of notices; name none for all."),
            code="KIND_UNKNOWN",
            field="kinds",
        )
    return wanted


def _twice() -> Conflict:
    return Conflict(
        Text("该地址已登记。", "This address is on record already."),
        remedy=Text("请使用已有渠道，或先停用。", "Use that channel, or end it first."),
        code="CHANNEL_EXISTS",
        field="address",
    )


def _of(channel: Channel) -> dict[str, Any]:
    shown = channel.address if channel.form == Form.WEBHOOK else addresses.veiled(channel.address)
    return {
        "subject": f"channel:{channel.pk}",
        "parties": (channel.organisation_id,),
        "form": str(channel.form),
        "address": shown,
    }
