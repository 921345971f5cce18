"""From a signed-in user or a presented key to the actor that deeds are done as."""

import hmac
from datetime import datetime
from uuid import UUID

from evexport.accounts.actions import KEY_WORD, hashed
from evexport.accounts.actors import Actor, in_role
from evexport.accounts.models import ApiKey, Membership, User
from evexport.accounts.roles import ROLES, Role
from evexport.kernel.clock import china_day
from evexport.kernel.problems import NotAllowed
from evexport.kernel.text import Text


def memberships(user: User) -> list[Membership]:
    """The roles a person holds now, first granted first."""
    return list(user.memberships.filter(revoked_at=None).select_related("organisation").order_by("granted_at", "id"))


def actor_for(user: User, *, organisation_id: UUID | None = None, role: str | None = None) -> Actor:
    """The person in one of their roles: the one named, else the first. Raises NotAllowed where they hold none."""
    for held in memberships(user):
        if (organisation_id is None or held.organisation_id == organisation_id) and (role is None or held.role == role):
            return in_role(
                Role(held.role),
                user_id=user.id,
                organisation_id=held.organisation_id,
                name=user.name,
                authority=held.organisation.authority_code or None,
            )
    raise NotAllowed(
        Text("您在该单位没有此角色。", "You do not hold this role there."),
        remedy=Text("请联系系统管理员开通。", "Ask the administrator for it."),
    )


def actor_for_key(presented: str, *, at: datetime) -> Actor | None:
    """The system that holds this key; None for a key that is unknown, expired, revoked or altered."""
    parts = presented.split("_", 2)
    if len(parts) != 3 or parts[0] != KEY_WORD:
        return None
    key = ApiKey.objects.select_related("organisation").filter(prefix=parts[1]).first()
    if key is None or not hmac.compare_digest(bytes(key.secret_hash), hashed(parts[2])):
        return None
    if key.revoked_at is not None or key.expires_at <= at:
        return None
    if key.last_used_on != china_day(at):
        ApiKey.objects.filter(pk=key.pk).update(last_used_on=china_day(at))
    return key_actor(key)


def key_actor(key: ApiKey) -> Actor:
    role = Role(key.role)
    whole = in_role(
        role, organisation_id=key.organisation_id, name=key.label, authority=key.organisation.authority_code or None
    )
    allowed = ROLES[role].permissions & frozenset(key.permissions)
    return Actor(None, key.organisation_id, role.value, key.label, whole.scope, allowed, client=str(key.id))
