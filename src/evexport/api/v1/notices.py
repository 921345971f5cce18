"""Notices over HTTP: the inbox, e-mail addresses, webhooks, and how deliveries stand."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Schema, Status
from pydantic import Field

from evexport.accounts.actors import Actor
from evexport.accounts.permissions import may
from evexport.api.keys import caller
from evexport.api.paging import Limit, Page, cut
from evexport.api.v1.shapes import MaybeWords, Nothing, Strict
from evexport.notices import actions, queries
from evexport.notices.addresses import veiled
from evexport.notices.links import letter, link
from evexport.notices.models import Channel, Delivery, Notice
from evexport.notices.own import own
from evexport.store import DbRole, reading_as
from evexport.store.moment import now

router = Router(tags=["notices"])
Words = dict[str, str]
Address = Annotated[str, Field(min_length=3, max_length=500)]
Kinds = Annotated[list[str], Field(max_length=100)]


class NoticeOut(Schema):
    """What the caller's organisation was told. `todo` is null where nothing is to be done; Chinese is the legal text."""

    id: UUID
    kind: str
    weight: Literal["act", "know", "record"]
    title: Words
    happened: Words
    means: Words
    todo: Words | None
    due_on: date | None
    subject: str
    entry: UUID | None
    link: str
    letter: str | None
    at: datetime
    read_at: datetime | None
    read_by: str | None


class Asked(Schema):
    """Which notices. `since`: written at this moment or later; unread ones leave records out."""

    unread: bool = False
    since: datetime | None = None
    kind: str | None = None


class Unread(Schema):
    unread: int


class OpenEmail(Strict):
    """An address; a letter goes there first, and notices once it was confirmed. No kinds: all but mere records."""

    address: Address
    language: Literal["zh", "en"] = "zh"
    kinds: Kinds = []


class OpenWebhook(Strict):
    """An HTTPS address. No kinds: all."""

    address: Address
    kinds: Kinds = []


class Confirm(Strict):
    code: Annotated[str, Field(min_length=1, max_length=100)]


class Why(Strict):
    because: MaybeWords = ""


class ChannelOut(Schema):
    """A channel as it stands; `rests_until`: too many failures in a row, tried again after that."""

    id: UUID
    address: str
    language: str
    kinds: list[str]
    state: Literal["unconfirmed", "active", "paused", "revoked"]
    since: datetime
    because: str
    rests_until: datetime | None


class WebhookWithSecret(ChannelOut):
    """With the secret, which is shown this once."""

    secret: str


class DeliveryOut(Schema):
    """How one notice stands on its way. `notice` is null for a letter that asks to confirm, and for the operator."""

    id: UUID
    channel: UUID
    form: Literal["email", "webhook"]
    address: str
    notice: UUID | None
    state: Literal["waiting", "delivered", "dead", "dropped"]
    tries: int
    next_at: datetime | None
    tried_at: datetime | None
    delivered_at: datetime | None
    answer: str


def shown(one: Notice) -> dict[str, Any]:
    return {
        **{name: getattr(one, name) for name in ("id", "kind", "weight", "due_on", "subject", "at", "read_at")},
        **{part: one.text.get(part) for part in ("title", "happened", "means", "todo")},
        "entry": one.entry_id,
        "link": link(one),
        "letter": letter(one),
        "read_by": one.read_by_name or None,
    }


def channel(one: Channel) -> dict[str, Any]:
    names = ("id", "address", "language", "kinds", "state", "because", "rests_until")
    return {**{name: getattr(one, name) for name in names}, "since": one.state_since}


def delivery(one: Delivery, *, by: Actor) -> dict[str, Any]:
    own = one.organisation_id == by.organisation_id
    return {
        **{name: getattr(one, name) for name in ("id", "state", "tries", "tried_at", "delivered_at", "answer")},
        "channel": one.channel_id,
        "form": one.channel.form,
        "address": one.channel.address if own or one.channel.form == "webhook" else veiled(one.channel.address),
        "notice": one.notice_id if own else None,
        "next_at": one.next_at if one.state == "waiting" else None,
    }


@router.get("", response=Page[NoticeOut])
def inbox(
    request: HttpRequest,
    asked: Annotated[Asked, Query()],
    cursor: str | None = None,
    limit: Limit = 50,
) -> Any:
    """The inbox of the caller's organisation, latest first."""
    by = caller(request)
    by.must("notice.read")
    with reading_as(by):
        rows = queries.inbox(own(by), unread=asked.unread, since=asked.since, kind=asked.kind)
        return cut(rows, cursor=cursor, limit=limit, show=shown)


@router.get("/unread", response=Unread)
def unread(request: HttpRequest) -> Any:
    """How many notices wait to be read; records do not count."""
    by = caller(request)
    by.must("notice.read")
    with reading_as(by):
        return {"unread": queries.unread_count(own(by))}


@router.post("/read-all", response=Unread)
def read_all(request: HttpRequest, body: Nothing) -> Any:
    """Mark everything as read."""
    by = caller(request)
    actions.read_all(by=by, at=now())
    return {"unread": 0}


@router.post("/{notice_id}/read", response=NoticeOut)
def read(request: HttpRequest, notice_id: UUID, body: Nothing) -> Any:
    """Mark as read; whoever was first stays named."""
    return shown(actions.read(notice_id, by=caller(request), at=now()))


@router.post("/{notice_id}/unread", response=NoticeOut)
def put_back(request: HttpRequest, notice_id: UUID, body: Nothing) -> Any:
    """Lay it back among the unread ones."""
    return shown(actions.put_back(notice_id, by=caller(request), at=now()))


def listed(request: HttpRequest, form: str, cursor: str | None, limit: int) -> dict[str, Any]:
    by = caller(request)
    by.must("notice.manage")
    with reading_as(by):
        return cut(queries.channels(own(by), form), cursor=cursor, limit=limit, show=channel)


@router.get("/emails", response=Page[ChannelOut])
def emails(request: HttpRequest, cursor: str | None = None, limit: Limit = 50) -> Any:
    return listed(request, "email", cursor, limit)


@router.post("/emails", response={201: ChannelOut})
def open_email(request: HttpRequest, body: OpenEmail) -> Any:
    """Enter an e-mail address; a letter asks it to confirm."""
    return Status(201, channel(actions.open_email(**body.dict(), by=caller(request), at=now())))


@router.post("/emails/{key}/confirm", response=ChannelOut, auth=None)
def confirm(request: HttpRequest, key: UUID, body: Confirm) -> Any:
    """Confirm an address with the code of the letter. Needs no key."""
    return channel(actions.confirm_address(key, body.code, at=now()))


@router.get("/webhooks", response=Page[ChannelOut])
def webhooks(request: HttpRequest, cursor: str | None = None, limit: Limit = 50) -> Any:
    return listed(request, "webhook", cursor, limit)


@router.post("/webhooks", response={201: WebhookWithSecret})
def open_webhook(request: HttpRequest, body: OpenWebhook) -> Any:
    """Enter a webhook. The answer holds the secret that signs what is sent: it is shown this once."""
    made, secret = actions.open_webhook(**body.dict(), by=caller(request), at=now())
    return Status(201, {**channel(made), "secret": secret})


@router.post("/webhooks/{key}/rotate", response=WebhookWithSecret)
def rotate(request: HttpRequest, key: UUID, body: Nothing) -> Any:
    """A new secret; for a day both sign."""
    made, secret = actions.rotate(key, by=caller(request), at=now())
    return {**channel(made), "secret": secret}


Deed = Callable[..., Channel]
VERBS: dict[str, tuple[type[Schema], Deed, str]] = {
    "pause": (Nothing, lambda key, _body, **who: actions.pause(key, **who), "Hold everything back; it waits"),
    "resume": (Nothing, lambda key, _body, **who: actions.resume(key, **who), "Send again, what waited first"),
    "revoke": (Why, lambda key, body, **who: actions.revoke(key, because=body.because, **who), "End it for good"),
}


def register(form: str, verb: str, schema: type[Schema], deed: Deed, summary: str) -> None:
    def view(request: HttpRequest, key: UUID, body: Any) -> Any:
        return channel(deed(key, body, by=caller(request), at=now()))

    view.__annotations__["body"] = schema
    view.__name__ = f"{form}_{verb}"
    router.post(f"/{form}s/{{key}}/{verb}", response=ChannelOut, summary=summary, operation_id=view.__name__)(view)


for form in ("email", "webhook"):
    for verb, (schema, deed, summary) in VERBS.items():
        register(form, verb, schema, deed, summary)


@router.get("/deliveries", response=Page[DeliveryOut])
def deliveries(
    request: HttpRequest,
    state: Literal["waiting", "delivered", "dead", "dropped"] | None = None,
    cursor: str | None = None,
    limit: Limit = 50,
) -> Any:
    """An organisation's own deliveries; for the operator everyone's, without what they say."""
    by = caller(request)
    if not may(by, "notice.operate"):
        by.must("notice.manage")
    with reading_as(by):
        found = queries.deliveries(state=state)
        if by.scope.role is not DbRole.ADMIN:
            found = found.filter(organisation_id=own(by))
        return cut(found, cursor=cursor, limit=limit, show=lambda one: delivery(one, by=by))


@router.post("/deliveries/{delivery_id}/redeliver", response=DeliveryOut)
def redeliver(request: HttpRequest, delivery_id: UUID, body: Nothing) -> Any:
    """Send anew what was given up, under the same id."""
    by = caller(request)
    return delivery(actions.send_anew(delivery_id, by=by, at=now()), by=by)
