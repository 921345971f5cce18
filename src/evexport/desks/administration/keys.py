"""Keys of systems: whose they are, what they may do, until when, and the day of their last use; withdrawn with a reason."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from evexport.accounts import actions, directory
from evexport.accounts.models import ApiKey
from evexport.accounts.roles import ROLES, Role
from evexport.desks.administration.people import KEEPER, LOOKS_ON
from evexport.desks.administration.person import Why
from evexport.desks.kit import history
from evexport.desks.kit.components import Crumb, Empty, Tag, Trail
from evexport.desks.kit.deeds import Deed, Deeds, Open, deed_page, perform
from evexport.desks.kit.listing import Column, Filter, Listing
from evexport.desks.kit.naming import named
from evexport.desks.kit.posts import DeskRequest, post
from evexport.kernel.text import Text

SOON = timedelta(days=30)
"""A key that ends within these days is shown as ending: its holder needs another."""
KEYS = Text("密钥", "Keys")
TAGS = {
    "live": Tag(Text("有效", "live"), "yes", "circle-check"),
    "ending": Tag(Text("即将到期", "ends soon"), "note", "hourglass"),
    "expired": Tag(Text("已到期", "expired"), "plain", "clock"),
    "withdrawn": Tag(Text("已吊销", "withdrawn"), "no", "ban"),
}
NOTHING = Empty(
    Text("还没有密钥", "No key yet"), Text("密钥在持有单位的页面上签发。", "Keys are issued on the page of their holder.")
)


def standing(key: ApiKey, at: Any) -> str:
    if key.revoked_at is not None:
        return "withdrawn"
    if key.expires_at <= at:
        return "expired"
    return "ending" if key.expires_at <= at + SOON else "live"


def columns(at: Any) -> tuple[Column, ...]:
    return (
        Column(
            "label",
            Text("系统", "System"),
            lambda one: one.label,
            sort=("label",),
            link=lambda one: reverse("administration:key", args=[one.pk]),
            note=lambda one: f"evx_{one.prefix}…",
        ),
        Column("organisation", Text("持有单位", "Holder"), lambda one: named(one.organisation), sort=("organisation__name_zh",)),
        Column("role", Text("角色", "Role"), lambda one: ROLES[Role(one.role)].label, sort=("role",)),
        Column("state", Text("状态", "State"), lambda one: TAGS[standing(one, at)]),
        Column(
            "last",
            Text("最近使用", "Last use"),
            lambda one: one.last_used_on or Text("从未使用", "never"),
            "moment",
            sort=("last_used_on",),
            export=lambda one: one.last_used_on,
        ),
        Column("expires", Text("到期", "Expires"), lambda one: one.expires_at, "date", sort=("expires_at",)),
        Column("issued", Text("签发", "Issued"), lambda one: one.issued_at, "date", sort=("issued_at",)),
    )


def in_state(rows: QuerySet[ApiKey], said: str, at: Any) -> QuerySet[ApiKey]:
    match said:
        case "withdrawn":
            return rows.exclude(revoked_at=None)
        case "expired":
            return rows.filter(revoked_at=None, expires_at__lte=at)
        case "ending":
            return rows.filter(revoked_at=None, expires_at__gt=at, expires_at__lte=at + SOON)
    return rows.filter(revoked_at=None, expires_at__gt=at)


@post(*LOOKS_ON)
def keys(request: DeskRequest) -> HttpResponse:
    states = [(name, Text(tag.label.zh, tag.label.en.capitalize())) for name, tag in TAGS.items() if isinstance(tag.label, Text)]
    with directory.reading(request.actor, "key.read"):
        listing = Listing(
            request,
            columns=columns(request.at),
            rows=directory.keys(),
            filters=(Filter("state", Text("状态", "State"), states, lambda rows, said: in_state(rows, said, request.at)),),
            search=directory.keys_found,
            search_label=Text("系统、单位或密钥前缀", "System, holder or prefix"),
            empty=NOTHING,
            file_name="keys",
        )
        return listing.answer("administration/keys.html", {"keeps": request.actor.may("key.manage")})


@post(*LOOKS_ON)
def one(request: DeskRequest, key: UUID) -> HttpResponse:
    with directory.reading(request.actor, "key.read"):
        found = directory.key(key)
        moments = history.timeline(f"key:{key}")
    state = standing(found, request.at)
    held = request.actor.may("key.manage") and state != "withdrawn"
    context = {
        "trail": Trail((Crumb(KEYS, reverse("administration:keys")), Crumb(found.label))),
        "key": found,
        "prefix": f"evx_{found.prefix}…",
        "holder": named(found.organisation),
        "role": ROLES[Role(found.role)].label,
        "state": TAGS[state],
        "last": found.last_used_on or Text("从未使用", "never"),
        "deeds": deeds(found) if held else None,
        "keeps": request.actor.may("account.manage"),
        "timeline": moments,
    }
    return render(request, "administration/key.html", context)


def deeds(found: ApiKey) -> Deeds:
    return Deeds(
        (
            Open(Text("更换密钥", "Rotate the key"), reverse("administration:rotate-key", args=[found.pk])),
            Open(Text("吊销密钥", "Withdraw the key"), reverse("administration:withdraw-key", args=[found.pk]), grave=True),
        )
    )


def trail(found: ApiKey, here: Text) -> Trail:
    there = reverse("administration:key", args=[found.pk])
    return Trail((Crumb(KEYS, reverse("administration:keys")), Crumb(found.label, there), Crumb(here)))


@post(*KEEPER)
def withdraw(request: DeskRequest, key: UUID) -> HttpResponse:
    with directory.reading(request.actor, "key.read"):
        found = directory.key(key)
    title, back = (
        Text(f"吊销密钥：{found.label}", f"Withdraw the key of {found.label}"),
        reverse("administration:key", args=[key]),
    )
    deed = Deed(
        title,
        Text("吊销密钥", "Withdraw the key"),
        back,
        trail=trail(found, title),
        icon="ban",
        grave=Text(
            "吊销立即生效，不能恢复；使用该密钥的系统将无法调用。",
            "It ends at once and for good: the system that uses it is shut out.",
        ),
    )
    done = perform(
        request,
        form := Why(request.POST or None),
        lambda said: actions.revoke_key(key, because=said["because"], by=request.actor, at=request.at),
        told=Text("密钥已吊销。", "The key is withdrawn."),
        to=back,
    )
    return done or deed_page(request, form, deed)
