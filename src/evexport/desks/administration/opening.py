"""Opens a person's account at an organisation and sets a lost password anew: the password is made here and shown this once."""

import secrets
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from evexport.accounts import actions, directory
from evexport.accounts.models import User
from evexport.accounts.roles import ROLES, Role
from evexport.desks.administration import person
from evexport.desks.administration.issuing import trail_of
from evexport.desks.administration.people import KEEPER
from evexport.desks.kit.deeds import Deed, Plain, deed_page, field_of, in_words, perform
from evexport.desks.kit.naming import named
from evexport.desks.kit.posts import DeskRequest, post
from evexport.desks.kit.words import later, words
from evexport.kernel.problems import NotFound, Problem
from evexport.kernel.text import Text

LENGTH = 12
"""Random bytes of a password: sixteen characters, none of which can be guessed."""


class Appointed(forms.Form):
    """Somebody, and the role they get at an organisation of this kind."""

    role = forms.ChoiceField(
        label=words("角色", "Role"),
        widget=forms.RadioSelect,
        error_messages={"required": words("请选择角色。", "Choose the role.")},
    )
    field_order = ("name", "username", "role")

    def __init__(self, *args: Any, kind: str, **given: Any) -> None:
        super().__init__(*args, **given)
        fields: dict[str, Any] = dict(self.fields)
        fields["role"].choices = roles_of(kind)


class Account(Appointed):
    """Who, and as what they begin."""

    name = forms.CharField(
        label=words("姓名", "Name"),
        max_length=100,
        error_messages={"required": words("请填写姓名。", "Give the name.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    username = forms.CharField(
        label=words("用户名", "User name"),
        help_text=words(
            "小写字母、数字和“._@-”，以字母或数字开头。", "Lower-case letters, digits and ._@-, beginning with a letter or digit."
        ),
        max_length=60,
        error_messages={"required": words("请填写用户名。", "Give the user name.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "none"}),
    )


def roles_of(kind: str) -> list[tuple[str, str]]:
    """The roles that an organisation of this kind has to give to people."""
    return [(role.value, later(row.label)) for role, row in ROLES.items() if row.kind == kind and not row.machine]


@post(*KEEPER)
def open_account(request: DeskRequest, key: UUID) -> HttpResponse:
    with directory.reading(request.actor, "account.read"):
        holder = directory.organisation(key)
    form = Account(request.POST or None, kind=holder.kind)
    if request.method == "POST" and form.is_valid():
        made = secrets.token_urlsafe(LENGTH)
        said = form.cleaned_data
        try:
            user = actions.create_user(
                username=said["username"],
                name=said["name"],
                password=made,
                organisation_id=key,
                role=Role(said["role"]),
                by=request.actor,
                at=request.at,
            )
        except NotFound:
            raise
        except Problem as problem:
            form.add_error(field_of(form, problem), in_words(problem))
        else:
            return _shown_once(request, user, made)
    where = named(holder)
    title = Text(f"为{where.zh}开通用户", f"Open an account at {where.en}")
    deed = Deed(
        title,
        Text("开通用户", "Open the account"),
        reverse("administration:organisation", args=[key]),
        trail=trail_of(holder, title),
        icon="user",
        lead=Text("初始密码由系统生成，只显示一次。", "A first password is made here and shown once."),
    )
    return deed_page(request, form, deed)


class Appoint(Appointed):
    """Somebody who has an account already, by its name, and the role they get here."""

    username = forms.CharField(
        label=words("用户名", "User name"),
        max_length=60,
        error_messages={"required": words("请填写用户名。", "Give the user name.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "none"}),
    )

    def clean_username(self) -> User:
        found = User.objects.by_name(self.cleaned_data["username"])
        if found is None or not found.is_active:
            raise forms.ValidationError(words("没有此有效用户。", "There is no such open account."))
        return found


@post(*KEEPER)
def appoint(request: DeskRequest, key: UUID) -> HttpResponse:
    with directory.reading(request.actor, "account.read"):
        holder = directory.organisation(key)
    form = Appoint(request.POST or None, kind=holder.kind)
    where = named(holder)
    title = Text(f"授予已有用户在{where.zh}的角色", f"Give somebody a role at {where.en}")
    back = reverse("administration:organisation", args=[key])
    deed = Deed(title, Text("授予角色", "Give the role"), back, trail=trail_of(holder, title), icon="user-check")
    done = perform(
        request,
        form,
        lambda said: actions.grant_role(
            said["username"].pk, organisation_id=key, role=Role(said["role"]), by=request.actor, at=request.at
        ),
        told=lambda held: Text(
            f"已授予“{ROLES[Role(held.role)].label.zh}”。", f"The role “{ROLES[Role(held.role)].label.en}” is given."
        ),
        to=back,
    )
    return done or deed_page(request, form, deed)


@post(*KEEPER)
def password(request: DeskRequest, key: UUID) -> HttpResponse:
    with directory.reading(request.actor, "account.read"):
        found = directory.person(key)
    form = Plain(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        made = secrets.token_urlsafe(LENGTH)
        actions.reset_password(key, made, by=request.actor, at=request.at)
        return _shown_once(request, found.user, made)
    title = Text(f"为{found.user.name}重设密码", f"Set a new password for {found.user.name}")
    deed = Deed(
        title,
        Text("生成新密码", "Make a new password"),
        person.address(key),
        trail=person.trail(found, title),
        icon="key",
        grave=Text("原密码立即失效；新密码只显示一次。", "The old password ends at once; the new one is shown once."),
    )
    return deed_page(request, form, deed)


def _shown_once(request: DeskRequest, user: User, made: str) -> HttpResponse:
    return render(request, "administration/password.html", {"user_of": user, "secret": made})
