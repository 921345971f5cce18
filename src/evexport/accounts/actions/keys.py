"""Issuing, rotating and revoking keys for systems."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from evexport import ledger
from evexport.accounts import events, secret
from evexport.accounts.actions.roles import check_post
from evexport.accounts.actors import Actor
from evexport.accounts.models import ApiKey
from evexport.accounts.roles import ROLES, Role
from evexport.kernel.problems import BadInput, NotFound
from evexport.kernel.text import Text
from evexport.store import acting_as

LIFE = timedelta(days=365)


def issue_key(
    *,
    organisation_id: UUID,
    role: Role,
    label: str,
    permissions: Iterable[str] | None = None,
    expires_at: datetime | None = None,
    by: Actor,
    at: datetime,
) -> tuple[ApiKey, str]:
    """A key for a system, and the whole of it, which is shown this once.

    `permissions` lie within the role's (all of them where none are named); it expires in a year where no moment is named.
    """
    by.must("key.manage")
    wanted = sorted(ROLES[role].permissions if permissions is None else set(permissions))
    ends = expires_at or at + LIFE
    _check(role, wanted, at, ends)
    with acting_as(by):
        check_post(organisation_id, role, for_key=True)
        key, whole = _made(organisation_id, _label(label), role, wanted, at=at, ends=ends)
        event = events.KeyIssued(
            subject=f"key:{key.id}",
            parties=(organisation_id,),
            key_label=key.label,
            prefix=key.prefix,
            role=role,
            permissions=tuple(wanted),
            expires_at=ends.isoformat(),
        )
        ledger.append(event, by=by, at=at)
    return key, whole


def rotate_key(key_id: UUID, *, by: Actor, at: datetime) -> tuple[ApiKey, str]:
    """Another key for the same system, good for a year, and the whole of it, shown this once; the old one ends with it."""
    by.must("key.manage")
    with acting_as(by):
        old = _live(key_id)
        old.revoked_at = at
        old.save(update_fields=["revoked_at"])
        role = Role(old.role)
        wanted = sorted(set(old.permissions) & ROLES[role].permissions)
        key, whole = _made(old.organisation_id, old.label, role, wanted, at=at, ends=at + LIFE)
        event = events.KeyRotated(
            subject=f"key:{key.id}",
            parties=(key.organisation_id,),
            key_label=key.label,
            prefix=key.prefix,
            replaces=old.prefix,
            expires_at=key.expires_at.isoformat(),
        )
        ledger.append(event, by=by, at=at)
    return key, whole


def revoke_key(key_id: UUID, *, because: str, by: Actor, at: datetime) -> None:
    by.must("key.manage")
    with acting_as(by):
        key = _live(key_id)
        key.revoked_at = at
        key.save(update_fields=["revoked_at"])
        event = events.KeyRevoked(subject=f"key:{key.id}", parties=(key.organisation_id,), prefix=key.prefix, because=because)
        ledger.append(event, by=by, at=at)


def _live(key_id: UUID) -> ApiKey:
    key = ApiKey.objects.select_for_update().filter(id=key_id, revoked_at=None).first()
    if key is None:
        raise NotFound(
            Text("没有此有效密钥。", "There is no such live key."),
            remedy=Text("请核对密钥。", "Check the key."),
        )
    return key


def _made(
    organisation_id: UUID, label: str, role: Role, permissions: list[str], *, at: datetime, ends: datetime
) -> tuple[ApiKey, str]:
    """The row alone, and the whole key."""
    prefix, hidden = secret.made()
    key = ApiKey.objects.create(
        organisation_id=organisation_id,
        label=label,
        role=role,
        permissions=permissions,
        prefix=prefix,
        secret_hash=secret.hashed(hidden),
        issued_at=at,
        expires_at=ends,
    )
    return key, secret.written(prefix, hidden)


def _label(label: str) -> str:
    if not label.strip():
        raise BadInput(
            Text("密钥须有名称。", "A key has a name."),
            remedy=Text("请写明使用该密钥的系统。", "Name the system that uses it."),
            field="label",
        )
    return label.strip()


def _check(role: Role, wanted: list[str], at: datetime, ends: datetime) -> None:
    if beyond := [name for name in wanted if name not in ROLES[role].permissions]:
        raise BadInput(
            Text(
                f"角色“{ROLES[role].label.zh}”没有这些权限：{'、'.join(beyond)}。",
                f"The role “{ROLES[role].label.en}” does not hold: {', '.join(beyond)}.",
            ),
            remedy=Text("请只选择该角色已有的权限。", "Choose among the role's own permissions."),
            field="permissions",
        )
    if ends <= at:
        raise BadInput(
            Text("密钥的失效时间须晚于签发时间。", "A key expires after it is issued."),
            remedy=Text("请另定失效时间。", "Name a later moment."),
            field="expires_at",
        )
