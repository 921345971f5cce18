"""Opening and closing accounts: organisations, users, roles, keys. Each is one transaction and one ledger entry."""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from evexport import ledger
from evexport.accounts import events
from evexport.accounts.actors import Actor
from evexport.accounts.models import ApiKey, Membership, Organisation, User
from evexport.accounts.roles import ROLES, Role
from evexport.kernel.problems import BadInput, Conflict, NotFound
from evexport.kernel.text import Text
from evexport.store import acting_as

KEY_WORD = "evx"
KEY_LIFE = timedelta(days=365)


def create_organisation(
    *, kind: str, name_zh: str, name_en: str, authority_code: str = "", by: Actor, at: datetime
) -> Organisation:
    """An authority or other organisation; enterprises are registered by `enterprises.actions.register`."""
    by.must("account.manage")
    with acting_as(by):
        organisation = add_organisation(kind=kind, name_zh=name_zh, name_en=name_en, authority_code=authority_code, at=at)
        event = events.OrganisationCreated(
            subject=f"organisation:{organisation.id}", parties=(organisation.id,), organisation_kind=kind, name=name_zh
        )
        ledger.append(event, by=by, at=at)
    return organisation


def add_organisation(*, kind: str, name_zh: str, name_en: str, authority_code: str = "", at: datetime) -> Organisation:
    """The row alone, as a step of a larger deed."""
    if kind not in Organisation.Kind.values:
        raise BadInput(
            Text(f"没有“{kind}”这一单位类型。", f"There is no kind of organisation {kind!r}."),
            remedy=Text("可用类型：" + "、".join(Organisation.Kind.values), "Choose one of: " + ", ".join(Organisation.Kind.values)),
            field="kind",
        )
    return Organisation.objects.create(
        kind=kind, name_zh=name_zh, name_en=name_en, authority_code=authority_code, created_at=at
    )


def create_user(*, username: str, name: str, password: str, organisation_id: UUID, role: Role, by: Actor, at: datetime) -> User:
    """A person with a first role. The password is checked and stored as a hash only."""
    by.must("account.manage")
    with acting_as(by):
        if User.objects.filter(username=username).exists():
            raise Conflict(
                Text(f"用户名“{username}”已被使用。", f"The user name {username!r} is taken."),
                remedy=Text("请换一个用户名。", "Choose another."),
                code="USERNAME_TAKEN",
                field="username",
            )
        user = User(username=username, name=name, created_at=at)
        _set_password(user, password)
        user.save(force_insert=True)
        Membership.objects.create(user=user, organisation_id=organisation_id, role=role, granted_at=at)
        event = events.UserCreated(
            subject=f"user:{user.id}", parties=(organisation_id,), username=username, name=name, role=role
        )
        ledger.append(event, by=by, at=at)
    return user


def change_password(user_id: UUID, password: str, *, by: Actor, at: datetime) -> None:
    by.must("account.manage")
    with acting_as(by):
        user = _user(user_id)
        _set_password(user, password)
        user.save(update_fields=["password"])
        ledger.append(events.PasswordChanged(subject=f"user:{user.id}"), by=by, at=at)


def grant_role(user_id: UUID, *, organisation_id: UUID, role: Role, by: Actor, at: datetime) -> Membership:
    by.must("account.manage")
    with acting_as(by):
        user = _user(user_id)
        held, made = Membership.objects.get_or_create(
            user=user, organisation_id=organisation_id, role=role, revoked_at=None, defaults={"granted_at": at}
        )
        if made:
            ledger.append(events.RoleGranted(subject=f"user:{user.id}", parties=(organisation_id,), role=role), by=by, at=at)
    return held


def revoke_role(user_id: UUID, *, organisation_id: UUID, role: Role, because: str, by: Actor, at: datetime) -> None:
    by.must("account.manage")
    with acting_as(by):
        held = Membership.objects.filter(user_id=user_id, organisation_id=organisation_id, role=role, revoked_at=None)
        if not held.update(revoked_at=at):
            raise NotFound(
                Text("该用户没有此角色。", "This user does not hold this role."),
                remedy=Text("请核对用户、单位和角色。", "Check user, organisation and role."),
            )
        event = events.RoleRevoked(subject=f"user:{user_id}", parties=(organisation_id,), role=role, because=because)
        ledger.append(event, by=by, at=at)


def issue_key(
    *, organisation_id: UUID, role: Role, label: str, permissions: Iterable[str] | None = None,
    expires_at: datetime | None = None, by: Actor, at: datetime,
) -> tuple[ApiKey, str]:  # fmt: skip
    """A key for a system, and its secret, which is shown this once. `permissions` must lie within the role's."""
    by.must("key.manage")
    wanted = frozenset(permissions) if permissions is not None else ROLES[role].permissions
    if beyond := wanted - ROLES[role].permissions:
        raise BadInput(
            Text(f"角色“{role}”没有这些权限：{'、'.join(sorted(beyond))}。", f"The role {role} does not hold: {', '.join(sorted(beyond))}."),
            remedy=Text("请只选择该角色已有的权限。", "Choose among the role's own permissions."),
            field="permissions",
        )
    prefix, secret = secrets.token_hex(6), secrets.token_urlsafe(32)
    with acting_as(by):
        key = ApiKey.objects.create(
            organisation_id=organisation_id, label=label, role=role, permissions=sorted(wanted), prefix=prefix,
            secret_hash=hashed(secret), issued_at=at, expires_at=expires_at or at + KEY_LIFE,
        )  # fmt: skip
        event = events.KeyIssued(
            subject=f"key:{key.id}", parties=(organisation_id,), key_label=label, prefix=prefix, role=role,
            permissions=tuple(sorted(wanted)), expires_at=key.expires_at.isoformat(),
        )  # fmt: skip
        ledger.append(event, by=by, at=at)
    return key, f"{KEY_WORD}_{prefix}_{secret}"


def revoke_key(key_id: UUID, *, because: str, by: Actor, at: datetime) -> None:
    by.must("key.manage")
    with acting_as(by):
        key = ApiKey.objects.filter(id=key_id, revoked_at=None).first()
        if key is None:
            raise NotFound(Text("没有此有效密钥。", "There is no such live key."), remedy=Text("请核对密钥。", "Check the key."))
        key.revoked_at = at
        key.save(update_fields=["revoked_at"])
        event = events.KeyRevoked(subject=f"key:{key.id}", parties=(key.organisation_id,), prefix=key.prefix, because=because)
        ledger.append(event, by=by, at=at)


def hashed(secret: str) -> bytes:
    """A key holds 256 random bits, so one round of SHA-256 is enough: there is nothing to guess."""
    return hashlib.sha256(secret.encode()).digest()


def _user(user_id: UUID) -> User:
    user = User.objects.filter(id=user_id).first()
    if user is None:
        raise NotFound(Text("没有此用户。", "There is no such user."), remedy=Text("请核对用户。", "Check the user."))
    return user


def _set_password(user: User, password: str) -> None:
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise BadInput(
            Text("密码不符合要求。", "This password will not do: " + " ".join(error.messages)),
            remedy=Text("请使用12位以上、不常见的密码。", "Use twelve characters or more that are not a common password."),
            code="WEAK_PASSWORD",
            field="password",
        ) from None
    user.set_password(password)
