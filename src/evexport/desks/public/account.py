"""Who is signed in: organisations, roles, one's own password and the way out; and what those are told who wish to register."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from evexport.accounts import throttle
from evexport.accounts.actions import change_password
from evexport.accounts.queries import memberships
from evexport.accounts.roles import ROLES, Role
from evexport.desks.kit.deeds import perform
from evexport.desks.kit.naming import named
from evexport.desks.kit.words import words
from evexport.kernel.text import Text
from evexport.store.moment import now

if TYPE_CHECKING:
    from evexport.accounts.models import User

TRIES = throttle.Limit(
    "password",
    10,
    timedelta(minutes=15),
    Text("更改密码的尝试过于频繁。", "There were too many attempts to change the password."),
)


def secret(label: str, missing: str, autocomplete: str, help_text: str = "") -> forms.CharField:
    """A password as it is typed or pasted: never sent back, its spaces part of it."""
    return forms.CharField(
        label=label,
        help_text=help_text,
        strip=False,
        max_length=200,
        error_messages={"required": missing},
        widget=forms.PasswordInput(attrs={"autocomplete": autocomplete}),
    )


class NewPassword(forms.Form):
    """The password that holds, and twice the one that shall."""

    old = secret(words("原密码", "Current password"), words("请填写原密码。", "Give your current password."), "current-password")
    password = secret(
        words("新密码", "New password"),
        words("请填写新密码。", "Give a new password."),
        "new-password",
        words(
            "12个字符以上，不常见，与用户名和姓名无关。", "Twelve characters or more, not a common one and not like your names."
        ),
    )
    again = secret(
        words("再次输入新密码", "New password once more"),
        words("请再次填写新密码。", "Give the new password once more."),
        "new-password",
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if "again" in said and "password" in said and said["again"] != said["password"]:
            self.add_error("again", words("两次输入的新密码不一致。", "The new password is not the same both times."))
        return said


@login_required
def password(request: HttpRequest) -> HttpResponse:
    """Change one's own password. This session goes on, every other one of the person ends."""
    user = cast("User", request.user)
    form = NewPassword(request.POST or None)

    def change(said: dict[str, Any]) -> None:
        throttle.count(TRIES, str(user.pk))
        change_password(user, old=said["old"], new=said["password"], at=now())

    told = Text("密码已更改；您在其他设备上的登录已结束。", "Your password is changed; you are signed out everywhere else.")
    if done := perform(request, form, change, told=told, to=reverse("public:account")):
        update_session_auth_hash(request, user)
        return done
    return render(request, "public/password.html", {"form": form}, status=422 if form.errors else 200)


@login_required
def account(request: HttpRequest) -> HttpResponse:
    held = memberships(cast("User", request.user))
    posts = [(named(one.organisation), ROLES[Role(one.role)].label) for one in held]
    return render(request, "public/account.html", {"posts": posts})


def by_administrator(request: HttpRequest) -> HttpResponse:
    """Accounts are opened, and passwords set anew, by the administrator."""
    return render(request, "public/by_administrator.html")
