"""Opening and closing a person's account."""

import re
from datetime import datetime
from uuid import UUID

from evexport import ledger
from evexport.accounts import events, queries
from evexport.accounts.actions.passwords import set_password
from evexport.accounts.actions.roles import check_post, no_such_account, not_oneself
from evexport.accounts.actors import Actor
from evexport.accounts.models import Membership, User
from evexport.accounts.roles import Role
from evexport.kernel.problems import BadInput, Conflict, NotAllowed, NotFound
from evexport.kernel.text import Text
from evexport.store import acting_as

USERNAME = re.compile(r"[a-z0-9][a-z0-9._@-]*")


def create_user(
    *,
    username: str,
    name: str,
    password: str,
    organisation_id: UUID,
    role: Role,
    by: Actor,
    at: datetime,
) -> User:
    """A person with a first role. The password is checked and stored as a hash only; names sign in in any case."""
    by.must("account.manage")
    user = User(username=username.lower(), name=name.strip(), created_at=at)
    _check_names(user)
    with acting_as(by):
        check_post(organisation_id, role)
        if User.objects.filter(username=user.username).exists():
            raise Conflict(
                Text(f"用户名“{user.username}”已被使用。", f"The user name {user.username!r} is taken."),
                remedy=Text("请换一个用户名。", "Choose another."),
                code="USERNAME_TAKEN",
                field="username",
            )
        set_password(user, password)
        user.save(force_insert=True)
        Membership.objects.create(user=user, organisation_id=organisation_id, role=role, granted_at=at)
        event = events.UserCreated(
            subject=f"user:{user.id}",
            parties=(organisation_id,),
            username=user.username,
            name=user.name,
            role=role,
        )
        ledger.append(event, by=by, at=at)
    return user


def close_user(user_id: UUID, *, because: str, by: Actor, at: datetime) -> None:
    """The person can no longer sign in or act; what they did stays theirs."""
    by.must("account.manage")
    not_oneself(user_id, by)
    with acting_as(by):
        if not User.objects.filter(id=user_id, is_active=True).update(is_active=False):
            raise no_such_account()
        held = Membership.objects.filter(user_id=user_id, revoked_at=None)
        parties = tuple(held.values_list("organisation_id", flat=True))
        event = events.UserClosed(subject=f"user:{user_id}", parties=parties, because=because)
        ledger.append(event, by=by, at=at)


def reopen_user(user_id: UUID, *, because: str, by: Actor, at: datetime) -> None:
    """A closed account may sign in again, with the roles and the password it had."""
    by.must("account.manage")
    with acting_as(by):
        if not User.objects.filter(id=user_id, is_active=False).update(is_active=True):
            raise NotFound(
                Text("没有此已停用用户。", "There is no such closed account."),
                remedy=Text("请核对用户。", "Check the user."),
            )
        held = Membership.objects.filter(user_id=user_id, revoked_at=None)
        parties = tuple(held.values_list("organisation_id", flat=True))
        ledger.append(events.UserReopened(subject=f"user:{user_id}", parties=parties, because=because), by=by, at=at)


def note_sign_in(user: User, *, at: datetime) -> None:
    """Each sign-in of somebody who may act stands in the ledger."""
    try:
        by = queries.actor_for(user)
    except NotAllowed:
        return
    with acting_as(by):
        parties = () if by.organisation_id is None else (by.organisation_id,)
        ledger.append(events.SignedIn(subject=f"user:{user.id}", parties=parties), by=by, at=at)


def _check_names(user: User) -> None:
    if not USERNAME.fullmatch(user.username) or len(user.username) > 60:
        raise BadInput(
            Text(
                "用户名只能由字母、数字和“._@-”组成，以字母或数字开头，最长60个字符。",
                "A user name is of letters, digits and ._@-, begins with a letter or digit and has 60 characters at most.",
            ),
            remedy=Text("请更正用户名。", "Mend the user name."),
            field="username",
        )
    if not user.name:
        raise BadInput(
            Text("姓名不能为空。", "A person has a name."),
            remedy=Text("请填写姓名。", "Give the name."),
            field="name",
        )
