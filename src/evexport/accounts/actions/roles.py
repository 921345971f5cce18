"""Granting a role and taking it back."""

from datetime import datetime
from uuid import UUID

from evexport import ledger
from evexport.accounts import events
from evexport.accounts.actors import Actor
from evexport.accounts.models import Membership, Organisation, User
from evexport.accounts.roles import ROLES, Role
from evexport.kernel.problems import BadInput, Barred, NotFound
from evexport.kernel.text import Text
from evexport.store import acting_as


def grant_role(user_id: UUID, *, organisation_id: UUID, role: Role, by: Actor, at: datetime) -> Membership:
    """A role at an organisation whose people may hold it; one held already stays as it is."""
    by.must("account.manage")
    with acting_as(by):
        check_post(organisation_id, role)
        user = User.objects.filter(id=user_id, is_active=True).first()
        if user is None:
            raise no_such_account()
        held, made = Membership.objects.get_or_create(
            user=user,
            organisation_id=organisation_id,
            role=role,
            revoked_at=None,
            defaults={"granted_at": at},
        )
        if made:
            event = events.RoleGranted(subject=f"user:{user.id}", parties=(organisation_id,), role=role)
            ledger.append(event, by=by, at=at)
    return held


def revoke_role(user_id: UUID, *, organisation_id: UUID, role: Role, because: str, by: Actor, at: datetime) -> None:
    """An administrator does not take this away from themselves: another one does, so that somebody is left who can."""
    by.must("account.manage")
    if role is Role.ADMINISTRATOR:
        not_oneself(user_id, by)
    with acting_as(by):
        held = Membership.objects.filter(user_id=user_id, organisation_id=organisation_id, role=role, revoked_at=None)
        if not held.update(revoked_at=at):
            raise NotFound(
                Text("该用户没有此角色。", "This user does not hold this role."),
                remedy=Text("请核对用户、单位和角色。", "Check user, organisation and role."),
            )
        event = events.RoleRevoked(subject=f"user:{user_id}", parties=(organisation_id,), role=role, because=because)
        ledger.append(event, by=by, at=at)


def no_such_account() -> NotFound:
    return NotFound(
        Text("没有此有效用户。", "There is no such open account."),
        remedy=Text("请核对用户。", "Check the user."),
    )


def not_oneself(user_id: UUID, by: Actor) -> None:
    """Raises Barred where somebody would shut themselves out."""
    if user_id == by.user_id:
        raise Barred(
            Text(
                "不能停用自己的账户或收回自己的管理员角色。",
                "Nobody closes their own account or gives up administering by themselves.",
            ),
            remedy=Text("请由另一名系统管理员办理。", "Ask another administrator."),
            code="NOT_ONESELF",
        )


def check_post(organisation_id: UUID, role: Role, *, for_key: bool = False) -> None:
    """Raises NotFound or BadInput unless this organisation has such a role to give, to a person or to a key."""
    organisation = Organisation.objects.filter(id=organisation_id).first()
    if organisation is None:
        raise NotFound(
            Text("没有此单位。", "There is no such organisation."),
            remedy=Text("请核对单位。", "Check the organisation."),
        )
    row = ROLES[role]
    if row.kind == organisation.kind and (for_key or not row.machine):
        return
    open_roles = [one for one in ROLES.values() if one.kind == organisation.kind and (for_key or not one.machine)]
    raise BadInput(
        Text(
            f"“{organisation.name_zh}”的人员不能担任“{row.label.zh}”。",
            f"The role “{row.label.en}” is not for {organisation.name_en}.",
        ),
        remedy=Text(
            "该单位可授予：" + "、".join(one.label.zh for one in open_roles) + "。",
            "It may give: " + ", ".join(one.label.en for one in open_roles) + ".",
        ),
        code="ROLE_NOT_HELD_THERE",
        field="role",
    )
