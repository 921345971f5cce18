"""One person's account: the roles they hold, given and withdrawn; the account closed and reopened; what befell it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from evexport.accounts import actions, directory
from evexport.accounts.directory import Person
from evexport.accounts.models import Organisation
from evexport.accounts.roles import ROLES, Role
from evexport.desks.administration.people import CLOSED, KEEPER, LOOKS_ON, NEVER, OPEN, post_of
from evexport.desks.kit import history
from evexport.desks.kit.components import Crumb, Trail
from evexport.desks.kit.deeds import Deed, Deeds, Open, deed_page, perform, reason_field
from evexport.desks.kit.naming import named
from evexport.desks.kit.posts import DeskRequest, post
from evexport.desks.kit.words import later, words
from evexport.kernel.problems import NotFound
from evexport.kernel.text import Text

PEOPLE = Text("人员", "People")


def address(key: UUID) -> str:
    return reverse("administration:person", args=[key])


def trail(person: Person, here: Text) -> Trail:
    return Trail((Crumb(PEOPLE, reverse("administration:people")), Crumb(person.user.name, address(person.user.pk)), Crumb(here)))


@post(*LOOKS_ON)
def person(request: DeskRequest, key: UUID) -> HttpResponse:
    with directory.reading(request.actor, "account.read"):
        found = directory.person(key)
        moments = history.timeline(f"user:{key}")
    keeps = request.actor.may("account.manage")
    context = {
        "trail": Trail((Crumb(PEOPLE, reverse("administration:people")), Crumb(found.user.name))),
        "person": found,
        "state": OPEN if found.user.is_active else CLOSED,
        "last": found.last_sign_in or NEVER,
        "posts": [(one, post_of(one)) for one in found.posts],
        "deeds": deeds(found) if keeps else None,
        "keeps": keeps,
        "timeline": moments,
    }
    return render(request, "administration/person.html", context)


def deeds(found: Person) -> Deeds:
    """What can be done with an account; on a closed one, reopening alone."""
    key = found.user.pk
    if not found.user.is_active:
        return Deeds((Open(Text("恢复账户", "Reopen the account"), reverse("administration:reopen-person", args=[key])),))
    return Deeds(
        (
            Open(Text("授予角色", "Give a role"), reverse("administration:grant-role", args=[key])),
            Open(Text("重设密码", "Set a new password"), reverse("administration:new-password", args=[key])),
            Open(Text("停用账户", "Close the account"), reverse("administration:close-person", args=[key]), grave=True),
        )
    )


class Grant(forms.Form):
    """A role at one of the organisations where the person holds one; another organisation's is given from its own page."""

    where = forms.ChoiceField(label=words("单位", "Organisation"), widget=forms.RadioSelect)
    role = forms.ChoiceField(label=words("角色", "Role"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, organisations: list[Organisation], **given: Any) -> None:
        super().__init__(*args, **given)
        fields: dict[str, Any] = dict(self.fields)
        fields["where"].choices = [(str(one.pk), later(named(one))) for one in organisations]
        kinds = {one.kind for one in organisations}
        fields["role"].choices = [
            (role.value, later(row.label)) for role, row in ROLES.items() if row.kind in kinds and not row.machine
        ]


@post(*KEEPER)
def grant(request: DeskRequest, key: UUID) -> HttpResponse:
    with directory.reading(request.actor, "account.read"):
        found = directory.person(key)
    organisations = list({held.organisation_id: held.organisation for held in found.posts}.values())
    title = Text(f"授予{found.user.name}角色", f"Give {found.user.name} a role")
    form = Grant(request.POST or None, organisations=organisations)
    deed = Deed(
        title,
        Text("授予角色", "Give the role"),
        address(key),
        trail=trail(found, title),
        icon="user-check",
        lead=Text(
            "在其他单位的角色，请从该单位的页面授予。", "A role at another organisation is given from that organisation's page."
        ),
    )
    done = perform(
        request,
        form,
        lambda said: actions.grant_role(
            key, organisation_id=UUID(said["where"]), role=Role(said["role"]), by=request.actor, at=request.at
        ),
        told=lambda held: Text(
            f"已授予“{ROLES[Role(held.role)].label.zh}”。", f"The role “{ROLES[Role(held.role)].label.en}” is given."
        ),
        to=address(key),
    )
    return done or deed_page(request, form, deed)


class Why(forms.Form):
    because = reason_field(words("写入账本。", "Written into the ledger."))


def explained(request: DeskRequest, key: UUID, deed: Deed, does: Callable[[str], Any], *, told: Text) -> HttpResponse:
    """A deed on an account that asks for nothing but why."""
    form = Why(request.POST or None)
    done = perform(request, form, lambda said: does(said["because"]), told=told, to=address(key))
    return done or deed_page(request, form, deed)


@post(*KEEPER)
def withdraw(request: DeskRequest, key: UUID, held: UUID) -> HttpResponse:
    with directory.reading(request.actor, "account.read"):
        found = directory.person(key)
    role = next((one for one in found.posts if one.pk == held), None)
    if role is None:
        raise NotFound(
            Text("该用户没有此角色。", "This user does not hold this role."),
            remedy=Text("请核对用户、单位和角色。", "Check user, organisation and role."),
        )
    what = post_of(role)
    title = Text(f"收回角色：{what.zh}", f"Withdraw the role: {what.en}")
    deed = Deed(title, Text("收回角色", "Withdraw the role"), address(key), trail=trail(found, title), icon="lock-open")

    def does(because: str) -> Any:
        where, what = role.organisation_id, Role(role.role)
        return actions.revoke_role(key, organisation_id=where, role=what, because=because, by=request.actor, at=request.at)

    return explained(request, key, deed, does, told=Text("角色已收回。", "The role is withdrawn."))


@post(*KEEPER)
def close(request: DeskRequest, key: UUID) -> HttpResponse:
    with directory.reading(request.actor, "account.read"):
        found = directory.person(key)
    title = Text(f"停用{found.user.name}的账户", f"Close the account of {found.user.name}")
    deed = Deed(
        title,
        Text("停用账户", "Close the account"),
        address(key),
        trail=trail(found, title),
        icon="ban",
        lead=Text(
            "停用后立即不能登录，也不能办理任何事项；已办理的事项不受影响，可以恢复。",
            "They can no longer sign in or act, at once. What they did stays, and the account can be reopened.",
        ),
    )

    def does(because: str) -> Any:
        return actions.close_user(key, because=because, by=request.actor, at=request.at)

    return explained(request, key, deed, does, told=Text("账户已停用。", "The account is closed."))


@post(*KEEPER)
def reopen(request: DeskRequest, key: UUID) -> HttpResponse:
    with directory.reading(request.actor, "account.read"):
        found = directory.person(key)
    title = Text(f"恢复{found.user.name}的账户", f"Reopen the account of {found.user.name}")
    deed = Deed(
        title,
        Text("恢复账户", "Reopen the account"),
        address(key),
        trail=trail(found, title),
        icon="lock-open",
        lead=Text(
            "恢复后可用原密码登录，原有角色照旧；如有必要请先重设密码。",
            "They sign in with the password and the roles they had; set a new password where that is wise.",
        ),
    )

    def does(because: str) -> Any:
        return actions.reopen_user(key, because=because, by=request.actor, at=request.at)

    return explained(request, key, deed, does, told=Text("账户已恢复。", "The account is open again."))
