"""From a signed-in user or a presented key to the actor that deeds are done as; an organisation's people and keys."""

from collections.abc import Sequence
from datetime import datetime
from hmac import compare_digest
from typing import Any, Protocol
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from evexport.accounts import secret
from evexport.accounts.actors import SYSTEM, Actor, in_role
from evexport.accounts.models import ApiKey, Membership, Organisation, User
from evexport.accounts.roles import Role
from evexport.kernel.clock import china_day
from evexport.kernel.problems import NotAllowed
from evexport.kernel.text import Text
from evexport.store import reading_as

POSTS = """SELECT id, role, granted_at, organisation_id, kind, name_zh, name_en, authority_code
           FROM accounts_posts_of(%s)"""
KEY = """SELECT id, organisation_id, label, role, permissions, secret_hash, expires_at, revoked_at, last_used_on,
                authority_code FROM accounts_key_by_prefix(%s)"""
NOBODYS = bytes(32)
NOBODY = UUID(int=0)


def memberships(user: User) -> list[Membership]:
    """The roles an active person holds now, each with its organisation, first granted first. Needs no scope."""
    with connection.cursor() as cursor:
        cursor.execute(POSTS, [user.pk])
        return [
            Membership(
                id=row[0],
                user=user,
                role=row[1],
                granted_at=row[2],
                organisation=Organisation(id=row[3], kind=row[4], name_zh=row[5], name_en=row[6], authority_code=row[7]),
            )
            for row in cursor.fetchall()
        ]


def actor_for(user: User, *, organisation_id: UUID | None = None, role: str | None = None) -> Actor:
    """The person in one of their roles: the one named, else the first. Raises NotAllowed where they hold none."""
    for held in memberships(user):
        if organisation_id in {None, held.organisation_id} and role in {None, held.role}:
            return in_role(
                Role(held.role),
                user_id=user.pk,
                organisation_id=held.organisation_id,
                name=user.name,
                authority=held.organisation.authority_code or None,
            )
    raise _no_role()


def _no_role() -> NotAllowed:
    return NotAllowed(
        Text("您在该单位没有此角色。", "You do not hold this role there."),
        remedy=Text("请联系系统管理员开通。", "Ask the administrator for it."),
        code="NO_ROLE",
    )


def actor_again(*, user_id: UUID | None, client: str, organisation_id: UUID | None, role: str, at: datetime) -> Actor:
    """Whoever asked for something earlier, as they may act at this moment. Needs no scope, and must not be in one.

    Raises NotAllowed where the account is closed, the role taken back, or the key revoked or expired since.
    """
    if role == Role.SYSTEM:
        return SYSTEM
    if user_id is not None:
        user = User.objects.by_id(user_id)
        if user is None or not user.is_active:
            raise _no_role()
        return actor_for(user, organisation_id=organisation_id, role=role)
    with reading_as(SYSTEM):
        keys = ApiKey.objects.filter(role=role, revoked_at=None, expires_at__gt=at).select_related("organisation")
        key = next((one for one in keys.filter(organisation_id=organisation_id or NOBODY) if str(one.id) == client), None)
    if key is None:
        raise _no_role()
    return in_role(
        Role(key.role),
        organisation_id=key.organisation_id,
        name=key.label,
        authority=key.organisation.authority_code or None,
        only=key.permissions,
        client=client,
    )


class Asking(Protocol):
    """A cursor of the framework's or of the gate's own connections."""

    def execute(self, query: str, params: Sequence[Any] | None = None, /) -> object: ...

    def fetchone(self) -> Any: ...


def actor_for_key(presented: str, *, at: datetime, over: Asking | None = None) -> Actor | None:
    """The system that holds this key; None for a key that is unknown, altered, expired or revoked. Needs no scope.

    An unknown key costs the same comparison as a known one. The day of use is noted, once a day. `over`: whose cursor asks.
    """
    if over is not None:
        return _holder(over, presented, at)
    with connection.cursor() as cursor:
        return _holder(cursor, presented, at)


def _holder(cursor: Asking, presented: str, at: datetime) -> Actor | None:
    prefix, given = secret.read(presented)
    cursor.execute(KEY, [prefix])
    found = cursor.fetchone()
    right = compare_digest(bytes(found[5]) if found else NOBODYS, secret.hashed(given))
    if found is None or not right or found[7] is not None or found[6] <= at:
        return None
    if found[8] is None or found[8] < china_day(at):
        cursor.execute("SELECT accounts_key_used(%s, %s)", [found[0], china_day(at)])
    return in_role(
        Role(found[3]),
        organisation_id=found[1],
        name=found[2],
        authority=found[9] or None,
        only=found[4],
        client=str(found[0]),
    )


def people_of(organisation_id: UUID) -> QuerySet[Membership]:
    """Who holds which role at an organisation, as the scope may see: its own people and the administrator."""
    rows = Membership.objects.filter(organisation_id=organisation_id, revoked_at=None)
    return rows.select_related("user").defer("user__password").order_by("granted_at", "id")


def keys_of(organisation_id: UUID) -> QuerySet[ApiKey]:
    """An organisation's keys, newest first; the hashes stay behind."""
    return ApiKey.objects.filter(organisation_id=organisation_id).defer("secret_hash").order_by("-issued_at", "-id")
