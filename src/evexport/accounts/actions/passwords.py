"""Passwords: one's own changed, another's set anew by the administrator."""

from datetime import datetime
from uuid import UUID

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import connection

from evexport import ledger
from evexport.accounts import events, queries
from evexport.accounts.actions.roles import no_such_account
from evexport.accounts.actors import Actor
from evexport.accounts.models import User
from evexport.kernel.problems import BadInput, Conflict
from evexport.kernel.text import Text, join
from evexport.store import acting_as

UNFIT = Text("密码不符合要求。", "This password will not do.")
FAULTS = {
    "password_too_short": Text("密码过短。", "The password is too short."),
    "password_too_common": Text("密码过于常见。", "The password is a common one."),
    "password_too_similar": Text("密码与用户名或姓名过于相似。", "The password is too like the user name or the name."),
}


def change_password(user: User, *, old: str, new: str, at: datetime) -> None:
    """One's own password, with the old one at hand."""
    if not user.check_password(old):
        raise BadInput(
            Text("原密码不正确。", "The old password is not right."),
            remedy=Text(
                "请重新输入原密码；如已遗忘，请联系系统管理员。",
                "Type it again; ask the administrator if it is lost.",
            ),
            code="WRONG_PASSWORD",
            field="old",
        )
    exchange_password(user, new, at=at)


def exchange_password(user: User, new: str, *, at: datetime) -> None:
    """The same once the old one was checked; the database lets go of the hash only for the hash that stood."""
    by = queries.actor_for(user)
    standing = user.password
    set_password(user, new)
    with acting_as(by), connection.cursor() as cursor:
        cursor.execute("SELECT accounts_exchange_password(%s, %s, %s)", [user.id, standing, user.password])
        if cursor.fetchone() != (True,):
            raise Conflict(
                Text("密码刚刚已被更改。", "The password was changed a moment ago."),
                remedy=Text("请用新密码登录后再试。", "Sign in with the new one and try again."),
                code="PASSWORD_CHANGED",
            )
        parties = () if by.organisation_id is None else (by.organisation_id,)
        ledger.append(events.PasswordChanged(subject=f"user:{user.id}", parties=parties), by=by, at=at)


def reset_password(user_id: UUID, password: str, *, by: Actor, at: datetime) -> None:
    """A new password for somebody who lost theirs."""
    by.must("account.manage")
    with acting_as(by):
        user = User.objects.filter(id=user_id, is_active=True).first()
        if user is None:
            raise no_such_account()
        set_password(user, password)
        user.save(update_fields=["password"])
        ledger.append(events.PasswordChanged(subject=f"user:{user.id}"), by=by, at=at)


def set_password(user: User, password: str) -> None:
    """On the object alone, as a step of a larger deed. Raises BadInput for a password that will not do."""
    try:
        validate_password(password, user)
    except ValidationError as error:
        faults = [FAULTS.get(one.code or "", UNFIT) for one in error.error_list]
        raise BadInput(
            join(dict.fromkeys(faults)),
            remedy=Text(
                "请使用12个字符以上、不常见、与用户名和姓名无关的密码。",
                "Use twelve characters or more, not a common password and not like the user name or the name.",
            ),
            code="WEAK_PASSWORD",
            field="password",
        ) from None
    user.set_password(password)
